"""Reliquidate entries, refund importers by a court's order, take a refund back."""
