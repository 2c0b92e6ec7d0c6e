"""Reviews after the order in the API."""
