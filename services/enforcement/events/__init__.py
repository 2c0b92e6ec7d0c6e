"""What this service tells the others, and what it listens to."""
