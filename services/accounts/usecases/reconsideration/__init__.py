"""Requests for reconsideration, from the filing to the payment (RECO, 18.5)."""
