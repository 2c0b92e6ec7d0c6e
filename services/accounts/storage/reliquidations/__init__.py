"""Reliquidations, refunds to importers, and what they make of importers' bills."""
