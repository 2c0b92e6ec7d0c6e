"""Section 1592 matters: violation, penalty, prior disclosure and duty demand (CUL)."""
