"""From a validated operation to a fetch plan."""
