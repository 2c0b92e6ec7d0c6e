"""Collect and pay what enforcement asks for, in a book of its own."""
