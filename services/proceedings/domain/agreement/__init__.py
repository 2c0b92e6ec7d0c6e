"""Withdrawal, termination and suspension agreements (TRM, SUS)."""
