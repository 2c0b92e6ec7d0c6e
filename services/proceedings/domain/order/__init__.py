"""The order (ORD)."""
