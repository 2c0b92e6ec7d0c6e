"""Informants, their claims, recoveries and the log of reads."""
