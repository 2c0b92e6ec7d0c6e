"""The Commission's determinations and negligibility (ITP, NEG, IMP-09, FIN-04, FIN-05)."""
