"""The rules of enforcement: pure functions over plain values."""
