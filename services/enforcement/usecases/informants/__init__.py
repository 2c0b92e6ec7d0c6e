"""What officers do for and about informants, in the restricted zone."""
