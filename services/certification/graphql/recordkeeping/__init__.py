"""The Recordkeeping Compliance Program as the API shows it."""
