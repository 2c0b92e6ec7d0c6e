"""The Commission in the API."""
