"""Upstream subsidies in the API."""
