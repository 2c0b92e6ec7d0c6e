"""What is left of a debt, and the interest of a duty bill (DBT-01)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.enforcement.domain.debts.set_off import duty_bill_interest
from services.enforcement.domain.matters.interest import LossLine, RateTable
from shared.calendar import Period

BILL_DUE: Final = Period(days=30, rule="DBT-01", citation="19 USC 1505(b)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """A debt, US cents.

    Attributes:
        principal_cents: as billed.
        interest_cents: charged so far.
        paid_cents: paid and offset; it pays the principal first.
        released_cents: given up by compromise.
    """

    principal_cents: int
    interest_cents: int
    paid_cents: int
    released_cents: int

    @property
    def left_cents(self) -> int:
        """What is still owed."""
        return self.principal_cents + self.interest_cents - self.paid_cents - self.released_cents

    @property
    def unpaid_principal_cents(self) -> int:
        """What of the principal is unpaid; it alone bears interest."""
        return max(0, self.principal_cents - self.paid_cents - self.released_cents)


def interest_of_payment(balance: Balance, cents: int, liquidated_on: date, paid_on: date, rates: RateTable) -> int:
    """Interest on the part of a duty bill that a payment discharges, for the whole periods before it, US cents.

    Source: DBT-01, 19 USC 1505(b), (d).
    """
    discharged = min(cents, balance.unpaid_principal_cents)
    return duty_bill_interest(discharged, liquidated_on, paid_on, rates)


def unpaid_interest(lines: Iterable[LossLine], collected_cents: int, paid_on: date, rates: RateTable) -> int:
    """Interest if everything unpaid of demanded duties were paid on a day, US cents.

    What was collected counts for the entries liquidated first.

    Source: DBT-01, 19 USC 1505(b), (d).
    """
    total = 0
    for line in sorted(lines, key=lambda one: one.liquidated_on):
        unpaid = max(0, line.actual_loss_cents - collected_cents)
        collected_cents = max(0, collected_cents - line.actual_loss_cents)
        total += duty_bill_interest(unpaid, line.liquidated_on, paid_on, rates)
    return total
