"""Running a plan against the subgraphs and shaping the answer."""
