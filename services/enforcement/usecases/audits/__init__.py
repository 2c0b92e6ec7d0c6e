"""Use cases of audits, one act each."""
