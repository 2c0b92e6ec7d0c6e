"""Debts, their interest and set-off (DBT)."""
