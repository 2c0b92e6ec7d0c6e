"""Section 1592 matters: tables and queries."""
