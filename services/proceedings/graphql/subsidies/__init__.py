"""Subsidy programs in the API."""
