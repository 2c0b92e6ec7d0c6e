"""Critical circumstances in the API."""
