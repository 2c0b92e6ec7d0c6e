"""Messages to customs."""
