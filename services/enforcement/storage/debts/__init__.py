"""Debts: tables and queries."""
