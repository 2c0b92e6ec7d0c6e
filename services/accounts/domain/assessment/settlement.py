"""How an entry's security settles against its final duty, by class (ASM-03 to ASM-06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final, Protocol

from services.accounts.domain.assessment.classes import EntryClass

_CAPPED: Final = frozenset({EntryClass.PROVISIONAL, EntryClass.RETROACTIVE})
_DEFINITIVE: Final = frozenset({EntryClass.DEFINITIVE_INTEREST, EntryClass.DEFINITIVE_NO_INTEREST})


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What becomes of a security, US cents.

    Attributes:
        assessed_cents: the duty that counts.
        collect_cents: still to be paid by the importer.
        refund_cents: refunded, or released where the security was no cash.
        interest: whether 19 USC 1677g interest runs on the difference.
    """

    assessed_cents: int
    collect_cents: int
    refund_cents: int
    interest: bool


def settle_by_class(entry_class: EntryClass, security_cents: int, duty_cents: int) -> Outcome:
    """Settle an entry: capped before the Commission's notice, in full after it, nothing where no duty is due.

    Args:
        security_cents: what was required on this entry, US cents >= 0.
        duty_cents: final duty at the assessment rate, US cents >= 0.

    Source: ASM-03, ASM-04, ASM-06; 19 USC 1671f(a), (b), 1677g.
    """
    if security_cents < 0 or duty_cents < 0:
        raise ValueError("security and duty must be >= 0")
    if entry_class in _CAPPED:
        assessed = min(security_cents, duty_cents)
    elif entry_class in _DEFINITIVE:
        assessed = duty_cents
    else:
        assessed = 0
    return Outcome(
        assessed_cents=assessed,
        collect_cents=max(0, assessed - security_cents),
        refund_cents=max(0, security_cents - assessed),
        interest=entry_class is EntryClass.DEFINITIVE_INTEREST,
    )


class RateDays(Protocol):
    """Days in a row of one yearly rate, both ends included."""

    @property
    def first(self) -> date:
        """First day."""
        ...

    @property
    def last(self) -> date:
        """Last day."""
        ...

    @property
    def percent(self) -> Decimal:
        """Percent a year."""
        ...


def interest_1677g(principal_cents: int, runs: Sequence[RateDays]) -> int:
    """Interest on a difference, US cents, compounded daily at the rate over the days of that calendar year.

    Args:
        principal_cents: the amount under- or overpaid, >= 0.
        runs: the days it runs, from the day the deposit was required up to, not with, the day of liquidation.

    Returns:
        Rounded half up, once, at the end.

    Source: ASM-05, 19 USC 1677g, 26 USC 6621, 6622.
    """
    with localcontext() as context:
        context.prec = 50
        interest = (growth(runs) - 1) * principal_cents
        return int(interest.quantize(Decimal(1), ROUND_HALF_UP))


def growth(runs: Sequence[RateDays]) -> Decimal:
    """What one cent grows to, not rounded; the same for every entry of the same days.

    Source: ASM-05, 26 USC 6622.
    """
    with localcontext() as context:
        context.prec = 50
        factor = Decimal(1)
        for run in runs:
            factor *= _growth(run)
        return factor


def _growth(run: RateDays) -> Decimal:
    factor = Decimal(1)
    for year in range(run.first.year, run.last.year + 1):
        first = max(run.first, date(year, 1, 1))
        last = min(run.last, date(year, 12, 31))
        days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        factor *= (1 + run.percent / 100 / days) ** ((last - first).days + 1)
    return factor
