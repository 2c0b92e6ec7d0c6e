"""What a bill has come to: interest charged, how each payment was applied, what is unpaid.

The statement of a bill is computed whole from its terms and the payments received, in the order of the days Customs
received them. A payment recorded late, or a principal that was reduced, therefore needs no rule of its own: computed
again, the statement says what should have been charged, and the difference is reversed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.accounts.domain.bills.law import (
    BILL_DUE,
    INTEREST_DAY_BASIS,
    INTEREST_PERIOD_DAYS,
    PAY_BY,
    InterestMethod,
)
from services.accounts.domain.bills.rates import InterestRates, Run
from shared.money import round_half_up

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a bill says: principal in US cents, its date, its interest."""

    principal_cents: int
    bill_on: date
    method: InterestMethod

    @property
    def due_on(self) -> date:
        """Bill date + 30, never rolled (BILL-02)."""
        return BILL_DUE.deadline(self.bill_on)

    @property
    def pay_by(self) -> date:
        """The due date as printed on the bill: the next business day when it is none (BILL-02, DEF-14)."""
        return PAY_BY.deadline(self.bill_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """A payment: the day Customs received it, and US cents. Equal days stand in the order of recording."""

    id: UUID
    received_on: date
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """Interest charged for days of a period, US cents > 0."""

    period: int
    first: date
    last: date
    principal_cents: int
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """Where a payment went, US cents: interest first, then principal (BILL-06)."""

    interest_cents: int
    principal_cents: int
    excess_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A bill on a day, US cents. Every payment is applied whole, and nothing is applied twice."""

    principal_cents: int
    charges: tuple[Charge, ...]
    applied: Mapping[UUID, Application]

    @property
    def charged_cents(self) -> int:
        """Interest charged."""
        return sum(charge.amount_cents for charge in self.charges)

    @property
    def interest_paid_cents(self) -> int:
        """Paid towards interest."""
        return sum(one.interest_cents for one in self.applied.values())

    @property
    def principal_paid_cents(self) -> int:
        """Paid towards principal."""
        return sum(one.principal_cents for one in self.applied.values())

    @property
    def excess_cents(self) -> int:
        """Paid beyond what was due."""
        return sum(one.excess_cents for one in self.applied.values())

    @property
    def unpaid_cents(self) -> int:
        """Interest and principal still owed."""
        return self.principal_cents - self.principal_paid_cents + self.charged_cents - self.interest_paid_cents


def period_of(terms: Terms, day: date) -> int:
    """The 30-day period a day falls in; 0 until the due date.

    Source: BILL-03, BILL-05; 19 CFR 159.64(b)(3): interest accrues from 30 days after the bill date. Day 30 itself is
        the due date, so period 1 begins on bill date + 31.
    """
    days = (day - terms.due_on).days
    return 0 if days <= 0 else (days - 1) // INTEREST_PERIOD_DAYS + 1


def period_days(terms: Terms, period: int) -> tuple[date, date]:
    """First and last day of period 1, 2, ... (BILL-05)."""
    first = terms.due_on + timedelta(days=INTEREST_PERIOD_DAYS * (period - 1)) + _DAY
    return first, first + timedelta(days=INTEREST_PERIOD_DAYS - 1)


def simple_interest(principal_cents: int, runs: Sequence[Run]) -> int:
    """Simple interest on a principal over runs of days, US cents, rounded half up once.

    Source: BILL-05: ``principal x sum over the days of rate(quarter of day) / 365``.
    """
    weighted = sum(run.days * run.percent for run in runs)
    numerator, denominator = weighted.as_integer_ratio()
    return round_half_up(principal_cents * numerator, 100 * INTEREST_DAY_BASIS * denominator)


def compound_interest(balance_cents: int, runs: Sequence[Run]) -> int:
    """Interest compounded daily over runs of days, US cents, rounded half up once.

    Source: BILL-05, ``DAILY_COMPOUND``; 26 USC 6622: the rate divided by 365, exact until the rounding.
    """
    numerator = denominator = 1
    for run in runs:
        percent, scale = run.percent.as_integer_ratio()
        whole = 100 * INTEREST_DAY_BASIS * scale
        numerator *= (whole + percent) ** run.days
        denominator *= whole**run.days
    return round_half_up(balance_cents * (numerator - denominator), denominator)


def state_bill(terms: Terms, receipts: Sequence[Receipt], through: date, rates: InterestRates) -> Statement:
    """The statement of a bill.

    Args:
        terms: what the bill says.
        receipts: every payment on it, in any order of recording; equal days keep the order given.
        through: last day that is over. A period is charged when it has ended, after all payments of its last day.
        rates: the published rates.

    Returns:
        Charges in order, and for each payment where it went. Interest + principal + excess of a payment is its amount.

    Raises:
        RateMissing: a day that interest must be charged for has no rate.

    Source:
        19 CFR 159.64(b)(3); BILL-03, BILL-05 (``P30_SIMPLE``: whole 30-day periods that end before the payment, none
        for the period of payment, no interest on interest; ``DAILY_COMPOUND``: every day through the payment),
        BILL-06, BILL-11 (no interest).
    """
    ledger = _METHODS[terms.method](terms, rates)
    applied: dict[UUID, Application] = {}
    for receipt in sorted(receipts, key=lambda one: one.received_on):
        ledger.charge_before(receipt.received_on)
        applied[receipt.id] = ledger.apply(receipt.amount_cents)
    ledger.charge_before(through + _DAY, payment=False)
    return Statement(principal_cents=terms.principal_cents, charges=tuple(ledger.charges), applied=applied)


class _Running:
    """A bill without interest, as its days go by (``NONE``)."""

    def __init__(self, terms: Terms, rates: InterestRates) -> None:
        self.terms, self.rates = terms, rates
        self.principal, self.interest = terms.principal_cents, 0
        self.charges: list[Charge] = []

    def charge_before(self, day: date, *, payment: bool = True) -> None:
        """Charge what is due before ``day``; for a payment, what its own day bears as well."""

    def apply(self, amount_cents: int) -> Application:
        """Apply a payment: interest, principal, and what is left (BILL-06)."""
        to_interest = min(self.interest, amount_cents)
        to_principal = min(self.principal, amount_cents - to_interest)
        self.interest -= to_interest
        self.principal -= to_principal
        return Application(
            interest_cents=to_interest,
            principal_cents=to_principal,
            excess_cents=amount_cents - to_interest - to_principal,
        )

    def _add(self, period: int, first: date, last: date, amount_cents: int) -> None:
        if amount_cents:
            self.interest += amount_cents
            self.charges.append(
                Charge(period=period, first=first, last=last, principal_cents=self.principal, amount_cents=amount_cents)
            )


class _Periods(_Running):
    """``P30_SIMPLE``: a period is charged when it has ended, on the principal unpaid at its end."""

    def __init__(self, terms: Terms, rates: InterestRates) -> None:
        super().__init__(terms, rates)
        self.next_period = 1

    def charge_before(self, day: date, *, payment: bool = True) -> None:
        """Charge every period that ended before ``day``."""
        while self.principal:
            first, last = period_days(self.terms, self.next_period)
            if last >= day:
                return
            self._add(self.next_period, first, last, simple_interest(self.principal, self.rates.runs(first, last)))
            self.next_period += 1


class _Daily(_Running):
    """``DAILY_COMPOUND``: interest on all that is unpaid, charged at each period's end and on each payment.

    Between two payments it is computed from the first on, so that it is rounded once and not at each period's end.
    """

    def __init__(self, terms: Terms, rates: InterestRates) -> None:
        super().__init__(terms, rates)
        self.charged_through = self.rested_on = terms.due_on
        self.owed_then = terms.principal_cents

    def charge_before(self, day: date, *, payment: bool = True) -> None:
        """Charge the periods that ended before ``day`` and, on a payment, the days up to it."""
        while self.principal and self.charged_through < day:
            period = period_of(self.terms, self.charged_through + _DAY)
            _, last = period_days(self.terms, period)
            if last >= day and not payment:
                return
            self._charge(period, min(last, day))

    def apply(self, amount_cents: int) -> Application:
        """Apply a payment; what is left unpaid bears interest from here."""
        application = super().apply(amount_cents)
        self.rested_on, self.owed_then = self.charged_through, self.principal + self.interest
        return application

    def _charge(self, period: int, last: date) -> None:
        so_far = self.principal + self.interest - self.owed_then
        interest = compound_interest(self.owed_then, self.rates.runs(self.rested_on + _DAY, last))
        self._add(period, self.charged_through + _DAY, last, interest - so_far)
        self.charged_through = last


_METHODS: Mapping[InterestMethod, type[_Running]] = {
    InterestMethod.NONE: _Running,
    InterestMethod.P30_SIMPLE: _Periods,
    InterestMethod.DAILY_COMPOUND: _Daily,
}
