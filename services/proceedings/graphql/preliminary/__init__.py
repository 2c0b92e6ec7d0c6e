"""The preliminary determination in the API."""
