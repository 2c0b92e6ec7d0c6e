"""Query plans: what is fetched, from whom, after what."""
