"""A case as a picture: what was done, what was due, when liquidation was suspended."""
