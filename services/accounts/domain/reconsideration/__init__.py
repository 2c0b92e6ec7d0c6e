"""Requests for reconsideration: when one may be filed, what is owed, who is paid first (RECO)."""
