"""Files of entries and liquidations: their progress, their rows staged and judged set by set."""
