"""Taking over files of entries and liquidations: good rows kept, bad ones set aside, resumed where it stopped."""
