"""When entries are assessed and liquidated, and what customs is told of it (ASM)."""
