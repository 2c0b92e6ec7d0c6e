"""Commerce's final determination (FIN) and the corrections of its errors (MIN)."""
