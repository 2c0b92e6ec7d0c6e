"""Files of entries and liquidations into the accounts: streamed, taken over in batches, resumed where it stopped."""
