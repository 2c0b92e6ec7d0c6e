"""What enforcement has accounts collect and pay, outside any order."""

from typing import Final

from shared.calendar import Period, Roll

# The book of everything that belongs to no order; its key is no case number, so no order can ever take it.
BOOK: Final = "RECEIVABLES"
BOOK_KIND: Final = "RESERVED"
DUE: Final = Period(days=30, roll=Roll.FORWARD, rule="BILL-02", citation="19 CFR 24.3(e)")
