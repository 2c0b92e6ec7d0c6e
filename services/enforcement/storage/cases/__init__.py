"""Cases of every kind: history, deadlines, next actions, work queues."""
