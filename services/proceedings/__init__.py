"""Trade remedy proceedings: cases, orders, deposit rates and the lists of affected domestic producers."""
