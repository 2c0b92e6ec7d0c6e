"""The arithmetic of industry support (PET-11)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_TWO_PLACES: Final = Decimal("0.01")
UNDER_A_QUARTER: Final = "under 25 percent of total production"
NO_MAJORITY: Final = "not more than 50 percent of expressed positions"
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """The two tests and the trigger for a poll; percentages rounded for display only.

    Attributes:
        of_total: supporters' share of total production, percent.
        of_expressed: their share of those who took a stand, percent; zero where nobody did.
        poll: the petition does not show more than 50 % of total production behind it (PET-14).
        shortfalls: why it fails, as the petitioner is told (PET-10).
    """

    passes: bool
    of_total: Decimal
    of_expressed: Decimal
    poll: bool
    shortfalls: tuple[str, ...]


def support(total: Decimal, supporting: Decimal, opposing: Decimal) -> Support:
    """Test a petition's support: at least 25 % of all production, and more than half of what took a stand.

    Args:
        total: production of the like product; neutral producers count here alone.
        supporting: that of supporters, ``opposing`` that of opponents, after disregarded positions (PET-12).

    Raises:
        ValueError: an amount is negative, nothing is produced, or more took a stand than is produced.

    Source: PET-11, PET-14, 19 USC 1671a(c)(4)(A), (D).
    """
    if not plausible(total, supporting, opposing):
        raise ValueError("production is positive, and those who took a stand are part of it")
    expressed = supporting + opposing
    enough = supporting * 4 >= total
    majority = supporting * 2 > expressed
    return Support(
        passes=enough and majority,
        of_total=_percent(supporting, total),
        of_expressed=_percent(supporting, expressed) if expressed else Decimal("0.00"),
        poll=supporting * 2 <= total,
        shortfalls=tuple(text for text, fails in ((UNDER_A_QUARTER, not enough), (NO_MAJORITY, not majority)) if fails),
    )


def plausible(total: Decimal, supporting: Decimal, opposing: Decimal) -> bool:
    """Whether something is produced and those who took a stand are part of it."""
    if not all(amount.is_finite() for amount in (total, supporting, opposing)):
        return False
    return total > 0 and min(supporting, opposing) >= 0 and supporting + opposing <= total


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * _HUNDRED / whole).quantize(_TWO_PLACES, ROUND_HALF_UP)
