"""Recordkeeping penalties."""
