"""The calendars of all cases as they were told last, for work across cases and for feeds."""
