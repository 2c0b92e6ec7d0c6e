"""Which receipts a payment used up: first in, first out (ACCT-16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Lot:
    """What is left undistributed of one posting into a Special Account. Sorts by posting date, then number."""

    posted_on: date
    posting_number: int
    left_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A part of a posting that a distribution used up, US cents."""

    posting_number: int
    amount_cents: int


def use_first_in_first_out(lots: Iterable[Lot], amount_cents: int) -> list[Use]:
    """Use up ``amount_cents`` of ``lots``, the oldest first; the last one touched may be split.

    Args:
        lots: undistributed parts, in any order.
        amount_cents: paid or held by the distribution, US cents, >= 0.

    Returns:
        Uses that add up to ``amount_cents``, or to all the lots where refunds left less than that (ACCT-15).

    Source: ACCT-16 (design choice): by posting date, then posting number.
    """
    uses: list[Use] = []
    for lot in sorted(lots):
        if amount_cents <= 0:
            break
        part = min(lot.left_cents, amount_cents)
        uses.append(Use(posting_number=lot.posting_number, amount_cents=part))
        amount_cents -= part
    return uses
