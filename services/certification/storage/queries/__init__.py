"""Reads and writes, each one statement over all its rows; one module per noun."""
