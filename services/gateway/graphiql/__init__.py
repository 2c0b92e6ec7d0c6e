"""GraphiQL, served by the gateway itself: a build step fetches its published files, nothing comes from elsewhere."""
