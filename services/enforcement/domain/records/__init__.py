"""Record demands: who must keep what for how long, and its production (REC)."""
