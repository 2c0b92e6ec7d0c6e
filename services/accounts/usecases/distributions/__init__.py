"""Distributions: prepared, decided, paid, told, computed again; one order or all of a fiscal year."""
