"""Assessment, liquidation and holds of a court in the API."""
