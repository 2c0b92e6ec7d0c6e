"""The supergraph: its SDL read into plain tables, and the API schema clients see."""
