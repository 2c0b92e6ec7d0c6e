"""Five-year reviews in the API."""
