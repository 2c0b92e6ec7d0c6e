"""Holds and sequestration."""
