"""The annual report on disbursements (REPT-01 to REPT-05, PUBL-01 to PUBL-03)."""
