"""Debts outside a matter: one use case per act."""
