"""Query plans for people: which services are asked for what, and in which order."""
