"""What the accounts publish and what they listen to."""
