"""Requests for reconsideration as the API shows them."""
