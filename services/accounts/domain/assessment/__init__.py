"""Assessment by instruction: what class an entry is of, how its security settles, what interest it bears (ASM)."""
