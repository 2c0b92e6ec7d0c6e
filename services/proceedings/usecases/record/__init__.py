"""Adding to the record of a case."""
