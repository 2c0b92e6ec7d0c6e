"""What a bill tells its debtor beside the figures (BILL-01, BILL-07, BILL-12)."""

from collections.abc import Mapping
from typing import Final

from services.accounts.domain.bills.law import InterestMethod

FORMULA: Final = "amount of the determination x weight of the producer / weights of all, cents by largest remainder"
OFFSET_RIGHTS: Final = (
    "An overdue bill may be offset against money the United States owes you, of any order, after a notice and "
    "30 days to inspect the records, to ask for a review, and to agree in writing to repay (31 USC 3716(a))."
)
INTEREST_TERMS: Final[Mapping[InterestMethod, str]] = {
    InterestMethod.P30_SIMPLE: "From 30 days after the bill date at the quarterly rate of 26 USC 6621, for each whole "
    "30-day period on the principal unpaid at its end; none for the period in which you pay (19 CFR 159.64(b)(3)).",
    InterestMethod.DAILY_COMPOUND: "From 30 days after the bill date at the quarterly rate of 26 USC 6621, compounded "
    "daily through the day of payment (19 CFR 159.64(b)(3), 26 USC 6622).",
    InterestMethod.NONE: "None.",
}
