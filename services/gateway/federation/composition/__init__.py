"""Several subgraphs into one validated supergraph."""
