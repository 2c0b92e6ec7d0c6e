"""Interest on differences at liquidation, for many entries of a day at once (ASM-05, 19 USC 1677g)."""

from datetime import date, timedelta
from decimal import Decimal

from services.accounts.domain.assessment.settlement import growth
from services.accounts.domain.bills.rates import InterestRates


def grown(rates: InterestRates, required_on: date, until: date, *, overpayment: bool) -> Decimal:
    """What one cent grows to from the day a deposit was required up to, not with, a day.

    Args:
        overpayment: at the rate of what was paid too much, in place of that of what is owed.

    Raises:
        RateMissing: a day among them has no published rate; nothing is assumed for it.

    Source: ASM-05, 19 USC 1677g, 26 USC 6621, 6622; 19 CFR 351.212(e).
    """
    if until <= required_on:
        return Decimal(1)
    return growth(rates.runs(required_on, until - timedelta(days=1), overpayment=overpayment))
