"""Distributions of a whole fiscal year, and runs again."""
