"""Recording what the Commission determined."""
