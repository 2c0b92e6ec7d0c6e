"""Annual reports: what they are made of, and the versions issued."""
