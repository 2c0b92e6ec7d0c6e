"""Commerce's preliminary determination, suspension and its four months (PRE)."""
