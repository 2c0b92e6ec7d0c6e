"""Countervailable subsidies: programs, net amounts, what imports are concerned (IMP)."""
