"""What is handed to the disbursing office, and what comes back from it."""
