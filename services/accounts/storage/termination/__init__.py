"""Final notices, legal actions, bills given up, sweeps."""
