"""The record of a case: acts that are never changed, and the state that follows from them on any day."""
