"""Section 1592 matters as the API shows them."""
