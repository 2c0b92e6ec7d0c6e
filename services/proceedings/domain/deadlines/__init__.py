"""The deadline engine: what is due when in a case, from what day it counts, by which rule (section 16)."""
