"""Payment files for the disbursing office, their lines and the payees' sealed account data."""
