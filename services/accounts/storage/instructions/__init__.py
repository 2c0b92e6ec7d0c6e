"""Messages to customs: kept, folded into suspensions and rates, applied to entries set by set."""
