"""What changes state: one module per verb, one transaction each, its events recorded with it."""
