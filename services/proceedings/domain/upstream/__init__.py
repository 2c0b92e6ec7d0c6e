"""Upstream subsidies: what deciding on them does to days and to the suspension (UPS)."""
