"""Record demands."""
