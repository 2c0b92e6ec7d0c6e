"""Limitation of actions (LIM)."""
