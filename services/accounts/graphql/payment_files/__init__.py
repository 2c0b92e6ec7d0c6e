"""Payment files, payees and confirmations as the API shows them."""
