"""What is kept, and the only place that builds SQL."""
