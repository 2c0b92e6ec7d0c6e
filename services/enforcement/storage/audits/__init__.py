"""Storage of audits, their findings and offsets."""
