"""Payment files for the disbursing office, from the payee's account to the confirmation."""
