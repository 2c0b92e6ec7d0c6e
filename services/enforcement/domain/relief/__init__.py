"""Petitions for relief from a penalty (RLF)."""
