"""Where a refund's money comes from, and which receipts it reverses (REFD-04 to REFD-06, ACCT-16, TERM-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain.ledger import Movement, Posting, move


class InterestSource(StrEnum):
    """Who bears the interest owed to an importer on its refund: ``REFUND_INTEREST_SOURCE`` (REFD-05)."""

    GENERAL_FUND = "GENERAL_FUND"
    SPECIAL_ACCOUNT = "SPECIAL_ACCOUNT"


INTEREST_ON_REFUND: Final = "INTEREST_ON_REFUND"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Receipt:
    """What is not refunded yet of one posting of an entry into its Special Account, US cents.

    Attributes:
        undistributed_cents: no distribution used it up; distributed_cents: one did.
    """

    posted_on: date
    posting_number: int
    undistributed_cents: int
    distributed_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptUse:
    """A part of a receipt that a refund reverses, US cents."""

    posting_number: int
    amount_cents: int
    distributed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """Where a refund of duty and interest is taken from, US cents.

    Attributes:
        special_cents: from the Special Account; ``distributed_cents`` of it was paid out to producers already.
        appropriation_cents: in its place once the account is terminated.
        general_fund_cents: what never was program money.
    """

    special_cents: int
    appropriation_cents: int
    general_fund_cents: int
    distributed_cents: int
    uses: tuple[ReceiptUse, ...]


def charge(refund_cents: int, receipts: Sequence[Receipt], *, terminated: bool) -> Charge:
    """Take a refund out of what the entry brought in, its undistributed part first, whatever the balance.

    Args:
        refund_cents: duty and interest at liquidation given back, US cents, >= 0.
        receipts: of this entry and order into the Special Account.
        terminated: the account was swept, so the refund appropriation pays in its place.

    Returns:
        Parts that add up to ``refund_cents``. What the Special Account never received comes from the General Fund,
        where it went. Only ``distributed_cents`` can become an overpayment.

    Source: 19 CFR 159.64(b)(2) (REFD-01 to REFD-04); ACCT-14, ACCT-16, REFD-06 and TERM-04 (design choices).
    """
    ordered = sorted(receipts)
    parts = [(one.posting_number, one.undistributed_cents, False) for one in ordered]
    parts += [(one.posting_number, one.distributed_cents, True) for one in ordered]
    uses: list[ReceiptUse] = []
    left = refund_cents
    for number, cents, distributed in parts:
        part = min(left, cents)
        if part > 0:
            uses.append(ReceiptUse(posting_number=number, amount_cents=part, distributed=distributed))
            left -= part
    from_program = refund_cents - left
    return Charge(
        special_cents=0 if terminated else from_program,
        appropriation_cents=from_program if terminated else 0,
        general_fund_cents=left,
        distributed_cents=0 if terminated else sum(use.amount_cents for use in uses if use.distributed),
        uses=tuple(uses),
    )


def interest_movement(source: InterestSource, taken: Charge) -> Movement:
    """The movement that pays interest owed to the importer on its refund.

    The Special Account bears it only where the policy says so and the account bears the refund itself.

    Source: REFD-05 (the law does not say; 19 USC 1520(b) authorises appropriations for refunds).
    """
    if source is InterestSource.SPECIAL_ACCOUNT and taken.special_cents:
        return Movement.REFUND
    if taken.appropriation_cents:
        return Movement.REFUND_FROM_APPROPRIATION
    return Movement.REFUND_FROM_GENERAL_FUND


def postings(
    entry_number: str, refunded_on: date, taken: Charge, interest_owed_cents: int, source: InterestSource
) -> list[Posting]:
    """The postings of a refund, to the importer at once (REFD-03)."""
    amounts = [
        (Movement.REFUND, taken.special_cents, None),
        (Movement.REFUND_FROM_APPROPRIATION, taken.appropriation_cents, None),
        (Movement.REFUND_FROM_GENERAL_FUND, taken.general_fund_cents, None),
        (interest_movement(source, taken), interest_owed_cents, INTEREST_ON_REFUND),
    ]
    return [
        move(movement, cents, refunded_on, entry_number=entry_number, component=component)
        for movement, cents, component in amounts
        if cents
    ]
