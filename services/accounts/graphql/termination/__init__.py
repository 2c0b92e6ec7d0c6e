"""The end of an account as the API shows it."""
