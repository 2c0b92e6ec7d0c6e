"""The calendar of a case as files."""
