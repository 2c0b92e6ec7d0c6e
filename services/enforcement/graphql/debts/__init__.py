"""Debts as the API shows them."""
