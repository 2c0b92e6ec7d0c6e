"""Keeping the calendars of cases, and what moves the days of all of them."""
