"""What enforcement has accounts collect and pay, outside any order's book."""
