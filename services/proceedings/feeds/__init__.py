"""The calendar of a case as files that other programs read: an iCalendar feed, a picture."""
