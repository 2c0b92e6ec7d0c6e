"""Requests for reconsideration, the distributions run again for them, and their payments."""
