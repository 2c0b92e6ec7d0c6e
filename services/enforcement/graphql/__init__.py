"""The subgraph: thin, no rules."""
