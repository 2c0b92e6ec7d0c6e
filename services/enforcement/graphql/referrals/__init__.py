"""Enforcement for other agencies (AGY)."""
