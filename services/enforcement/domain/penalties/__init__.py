"""Recordkeeping penalties: ceilings, defences and the order of decision (PEN)."""
