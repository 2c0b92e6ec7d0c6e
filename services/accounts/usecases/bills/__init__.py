"""Overpayments and bills to producers: what changes them."""
