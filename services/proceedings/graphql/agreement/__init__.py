"""Withdrawals and suspension agreements in the API."""
