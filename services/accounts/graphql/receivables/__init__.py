"""What enforcement has accounts collect and pay, as the API shows it."""
