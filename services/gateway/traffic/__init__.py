"""What keeps traffic within bounds: how often a caller may ask, and how a service that fails is spared."""
