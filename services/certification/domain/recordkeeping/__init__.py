"""Rules of the Recordkeeping Compliance Program (RCP-01 to RCP-25; 19 CFR 163.12, 163.13)."""
