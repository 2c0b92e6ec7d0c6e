"""Verification of certifications against the producer's records (VERI-01 to VERI-04)."""
