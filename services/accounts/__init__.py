"""Customs revenue: entries, the ledger, Clearing and Special Accounts, distributions, the annual report."""
