"""The record of a case in the API."""
