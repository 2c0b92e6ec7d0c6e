"""Countries in the API."""
