"""Real investigations, told again."""
