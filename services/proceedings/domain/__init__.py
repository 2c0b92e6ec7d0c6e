"""The rules of proceedings: pure functions over plain values."""
