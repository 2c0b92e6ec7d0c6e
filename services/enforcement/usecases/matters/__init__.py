"""Section 1592 matters: one use case per act."""
