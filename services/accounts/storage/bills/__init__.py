"""Bills to producers, the determinations they come from, interest rates, receivables of enforcement."""
