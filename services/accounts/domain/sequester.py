"""A percentage of an order's money withheld by budget law or a court, and what becomes of it (ACCT-17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.accounts.domain.holds import Receiver, Release, share_by_weight
from shared.money import percentage_of


class ReleasePolicy(StrEnum):
    """When sequestered money becomes available."""

    RELEASE_SAME_DISTRIBUTION = "RELEASE_SAME_DISTRIBUTION"
    RELEASE_SUPPLEMENTAL = "RELEASE_SUPPLEMENTAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sequestration:
    """The rate of a fiscal year.

    Attributes:
        rate_percent: for example ``Decimal("7.2")``; 0 <= rate <= 100.
        release: whether the amount is paid with the distribution or later, as a supplement.
        legal_basis: what it rests on.
    """

    rate_percent: Decimal
    release: ReleasePolicy
    legal_basis: str


def sequestered(gross_cents: int, rate_percent: Decimal) -> int:
    """What is withheld of an order's gross amount.

    Args:
        gross_cents: DIST-02's gross, US cents; nothing is withheld of zero or less.
        rate_percent: the rate in percent.

    Source: ACCT-17 (practice: 7.2 % for FY2014, 7.3 % for FY2015), rounded half up to the cent once.
    """
    return percentage_of(max(0, gross_cents), rate_percent)


def withheld_of(gross_cents: int, year: Sequestration | None, order_percent: Decimal) -> tuple[int, int]:
    """What the year's rate and a percentage hold on the order itself withhold, US cents, together at most the gross.

    A year whose money is released in the same distribution withholds nothing in effect (ACCT-17).
    """
    by_year = 0
    if year is not None and year.release is ReleasePolicy.RELEASE_SUPPLEMENTAL:
        by_year = sequestered(gross_cents, year.rate_percent)
    return by_year, min(sequestered(gross_cents, order_percent), max(0, gross_cents) - by_year)


def supplement(released_cents: int, payees: Mapping[str, Receiver]) -> Release:
    """Share released money among the payees of its distribution.

    Returns:
        Extras by the original weights, no one beyond its net claim; the rest goes back to the Special Account.

    Source: ACCT-17: paid later to the same payees, same weights, no one beyond its N; the rest returns to the balance.
    """
    return share_by_weight(released_cents, payees)
