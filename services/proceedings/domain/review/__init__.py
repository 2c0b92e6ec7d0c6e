"""Reviews after the order and what follows from them; revocation (REV, ASM-07, ASM-08)."""
