"""An importer's bills on one entry under one order: the liquidation's, and one for every later increase (ACCT-04)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class ImporterBill:
    """A bill as it stands, US cents. Duty and interest of one day are one bill."""

    issued_on: date
    duty_cents: int
    interest_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnpaidBill:
    """A bill and what is unpaid of it, US cents."""

    bill: ImporterBill
    unpaid_duty_cents: int
    unpaid_interest_cents: int


def changes(
    bills: Iterable[ImporterBill], changed_on: date, duty_change_cents: int, interest_change_cents: int
) -> list[ImporterBill]:
    """What a reliquidation does to the bills: an increase is a new bill of the day, a decrease lowers the newest first.

    Args:
        bills: as they stand before it.
        duty_change_cents, interest_change_cents: signed, US cents.

    Returns:
        Changes by issue date, oldest first; a decrease beyond the bills had been paid by the deposit and lowers none.

    Source: REPT-03 (iii) (design choice: the newest bill holds the newest increase).
    """
    duty = _change([(bill.issued_on, bill.duty_cents) for bill in bills], changed_on, duty_change_cents)
    interest = _change([(bill.issued_on, bill.interest_cents) for bill in bills], changed_on, interest_change_cents)
    return [
        ImporterBill(issued_on=day, duty_cents=duty.get(day, 0), interest_cents=interest.get(day, 0))
        for day in sorted({*duty, *interest})
    ]


def unpaid(bills: Sequence[ImporterBill], unpaid_duty_cents: int, unpaid_interest_cents: int) -> list[UnpaidBill]:
    """Share what is unpaid in all among the bills: payments paid the oldest first.

    Returns:
        Every bill, oldest first, with its unpaid part; the parts add up to what is unpaid in all, as far as billed.
    """
    ordered = sorted(bills, key=lambda bill: bill.issued_on, reverse=True)
    found: list[UnpaidBill] = []
    for bill in ordered:
        duty, interest = min(bill.duty_cents, unpaid_duty_cents), min(bill.interest_cents, unpaid_interest_cents)
        found.append(UnpaidBill(bill=bill, unpaid_duty_cents=duty, unpaid_interest_cents=interest))
        unpaid_duty_cents -= duty
        unpaid_interest_cents -= interest
    return found[::-1]


def _change(amounts: Sequence[tuple[date, int]], changed_on: date, change_cents: int) -> dict[date, int]:
    if change_cents > 0:
        return {changed_on: change_cents}
    found: dict[date, int] = {}
    for issued_on, cents in sorted(amounts, reverse=True):
        part = min(cents, -change_cents)
        if part > 0:
            found[issued_on] = -part
            change_cents += part
    return found
