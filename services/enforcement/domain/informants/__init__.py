"""Compensation of informants (INF): pure rules."""
