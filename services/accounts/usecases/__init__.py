"""What changes the accounts: one module a verb, one transaction each, its events recorded with it."""
