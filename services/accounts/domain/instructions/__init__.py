"""What messages to customs mean for entries: suspension, rates, classes, release (17.2)."""
