"""Bills of producers as the API shows them."""
