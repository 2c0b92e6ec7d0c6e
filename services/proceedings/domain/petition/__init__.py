"""Petition and initiation (PET)."""
