"""The final determination and the correction of errors in the API."""
