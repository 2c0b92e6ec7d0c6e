"""Overpayments of producers and the bills that recover them (REFD-07, REFD-08, BILL-01 to BILL-12)."""
