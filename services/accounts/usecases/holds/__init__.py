"""Holds: placed with their legal basis, released by somebody else, paid as supplements."""
