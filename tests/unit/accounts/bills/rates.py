"""The published rates of 2005 to 2007, as the worked figures use them."""

from datetime import date
from decimal import Decimal

from services.accounts.domain.bills.rates import InterestRates, Rate


def a_rate(begin_on: date, end_on: date, percent: str) -> Rate:
    """A row of the published table."""
    figure = Decimal(percent)
    return Rate(
        begin_on=begin_on,
        end_on=end_on,
        underpayment_percent=figure,
        overpayment_percent=figure,
        corporate_percent=figure - 1,
        source="test",
    )


ROWS = (
    a_rate(date(2005, 1, 1), date(2005, 3, 31), "5"),
    a_rate(date(2005, 4, 1), date(2005, 9, 30), "6"),
    a_rate(date(2005, 10, 1), date(2006, 6, 30), "7"),
    a_rate(date(2006, 7, 1), date(2007, 3, 31), "8"),
)
RATES = InterestRates(ROWS)
