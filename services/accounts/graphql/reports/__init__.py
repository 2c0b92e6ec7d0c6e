"""The annual report as the API shows it."""
