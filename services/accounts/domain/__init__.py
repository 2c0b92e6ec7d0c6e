"""The rules of the accounts: pure functions over values, no database and no clock."""
