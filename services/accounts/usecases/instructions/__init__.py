"""Messages to customs (17.2): keep them, apply them, watch what is left."""
