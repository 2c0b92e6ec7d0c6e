"""GraphQL over HTTP: what may be asked, how it is answered. Knows HTTP, knows nothing of plans."""
