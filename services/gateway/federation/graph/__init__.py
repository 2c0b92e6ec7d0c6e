"""The query graph: every step a plan may take."""
