"""What changes a participation in the Recordkeeping Compliance Program: one transaction each."""
