"""Regulatory audits, sampling and audit offsets: rules AUD, SMP and OFF."""
