"""Work across cases, the almanac, and the calendar of a case as files."""
