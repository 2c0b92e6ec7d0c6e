"""Compromise of claims (CMP)."""
