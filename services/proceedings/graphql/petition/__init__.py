"""Petition and initiation in the API."""
