"""The public pages of the annual report: HTML and CSV, drawn on the server out of the gateway's own GraphQL."""
