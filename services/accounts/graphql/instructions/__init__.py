"""Instructions, suspensions and deposit rates as the API shows them."""
