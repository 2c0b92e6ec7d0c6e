"""Critical circumstances: retroactive reach-back (CRC)."""
