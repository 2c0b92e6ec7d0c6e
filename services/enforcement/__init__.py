"""Customs enforcement: record demands and recordkeeping penalties."""
