"""Five-year reviews: whether an order or a suspended investigation ends (SUN)."""
