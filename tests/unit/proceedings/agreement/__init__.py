"""Withdrawals and suspension agreements."""
