"""The ledger's shape: accounts, movements between two of them, journals chained by hash (ACCT-19).

Every order is a book of its own. A posting moves an amount from one account of a book to another, so it debits and
credits the same amount by its shape; there is no unbalanced posting to guard against.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.canonical import digest

GENESIS: Final = "0" * 64


class Account(StrEnum):
    """The fixed chart of every book."""

    CASH = "CASH"
    CLEARING = "CLEARING"
    SPECIAL = "SPECIAL"
    LITIGATION_HOLD = "LITIGATION_HOLD"
    SEQUESTER = "SEQUESTER"
    IMPORTER_REFUNDS_PAYABLE = "IMPORTER_REFUNDS_PAYABLE"
    PRODUCER_PAYABLE = "PRODUCER_PAYABLE"
    GENERAL_FUND = "GENERAL_FUND"


HELD_FOR_THE_PROGRAM: Final = (Account.CLEARING, Account.SPECIAL, Account.SEQUESTER, Account.LITIGATION_HOLD)
NEVER_NEGATIVE: Final = frozenset({Account.CLEARING, Account.SEQUESTER, Account.LITIGATION_HOLD})


class Movement(StrEnum):
    """Why money moves; each has one debit and one credit account."""

    DEPOSIT = "DEPOSIT"
    INELIGIBLE_DEPOSIT = "INELIGIBLE_DEPOSIT"
    LIQUIDATION_TRANSFER = "LIQUIDATION_TRANSFER"
    INELIGIBLE_AT_LIQUIDATION = "INELIGIBLE_AT_LIQUIDATION"
    EXCESS_DEPOSIT_REFUND = "EXCESS_DEPOSIT_REFUND"
    COLLECTION = "COLLECTION"
    INELIGIBLE_COLLECTION = "INELIGIBLE_COLLECTION"
    DISTRIBUTION = "DISTRIBUTION"
    HOLD = "HOLD"
    HOLD_PAID = "HOLD_PAID"
    HOLD_RETURNED = "HOLD_RETURNED"
    REVERSAL = "REVERSAL"


# The table of ACCT-19. A reversal has the accounts of what it reverses, exchanged.
LEGS: Final[Mapping[Movement, tuple[Account, Account]]] = {
    Movement.DEPOSIT: (Account.CASH, Account.CLEARING),
    Movement.INELIGIBLE_DEPOSIT: (Account.CASH, Account.GENERAL_FUND),
    Movement.LIQUIDATION_TRANSFER: (Account.CLEARING, Account.SPECIAL),
    Movement.INELIGIBLE_AT_LIQUIDATION: (Account.CLEARING, Account.GENERAL_FUND),
    Movement.EXCESS_DEPOSIT_REFUND: (Account.CLEARING, Account.IMPORTER_REFUNDS_PAYABLE),
    Movement.COLLECTION: (Account.CASH, Account.SPECIAL),
    Movement.INELIGIBLE_COLLECTION: (Account.CASH, Account.GENERAL_FUND),
    Movement.DISTRIBUTION: (Account.SPECIAL, Account.PRODUCER_PAYABLE),
    Movement.HOLD: (Account.SPECIAL, Account.LITIGATION_HOLD),
    Movement.HOLD_PAID: (Account.LITIGATION_HOLD, Account.PRODUCER_PAYABLE),
    Movement.HOLD_RETURNED: (Account.LITIGATION_HOLD, Account.SPECIAL),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """One movement of money inside a book.

    Attributes:
        movement: why; with ``LEGS`` it names both accounts.
        debit, credit: the account the amount leaves and the one it enters, in the sense of Σ credits - Σ debits.
        amount_cents: US cents, > 0.
        effective_on: the legal day it counts on; the instant it became known is the journal's.
        entry_number, certification_number: what it is about.
        collection_id: the collection it records, so that it can be taken back.
        component: duty or a kind of interest.
        rule, code: the deciding ELIG rule and its code, for money that enters or misses the Special Account.
        reverses: number of the posting this one takes back.
    """

    movement: Movement
    debit: Account
    credit: Account
    amount_cents: int
    effective_on: date
    entry_number: str | None = None
    certification_number: str | None = None
    component: str | None = None
    rule: str | None = None
    code: str | None = None
    collection_id: UUID | None = None
    reverses: int | None = None

    def facts(self) -> tuple[object, ...]:
        """Everything the hash covers, in one fixed order."""
        return (
            self.movement,
            self.debit,
            self.credit,
            self.amount_cents,
            self.effective_on,
            self.entry_number,
            self.certification_number,
            self.component,
            self.rule,
            self.code,
            None if self.collection_id is None else str(self.collection_id),
            self.reverses,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """Postings of one book that belong together and are not written yet.

    Attributes:
        source: what caused them when it may happen only once (a distribution's id); None otherwise.
    """

    case_number: str
    postings: Sequence[Posting]
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Journal:
    """A sealed journal: its place in the book's chain and what its hash covers beside the postings."""

    case_number: str
    sequence: int
    source: str | None
    recorded_at: datetime
    actor: str
    correlation_id: str
    posting_count: int
    total_cents: int
    previous_hash: str

    def seal(self, postings: Iterable[Posting]) -> str:
        """SHA-256 over the header, the hash before it and every posting in order."""
        return digest({"header": self, "postings": [posting.facts() for posting in postings]})


def move(
    movement: Movement,
    amount_cents: int,
    effective_on: date,
    *,
    entry_number: str | None = None,
    certification_number: str | None = None,
    component: str | None = None,
    rule: str | None = None,
    code: str | None = None,
    collection_id: UUID | None = None,
) -> Posting:
    """A posting of ``movement`` between its two accounts of ACCT-19."""
    assert amount_cents > 0, "a posting moves a positive amount"
    debit, credit = LEGS[movement]
    return Posting(
        movement=movement,
        debit=debit,
        credit=credit,
        amount_cents=amount_cents,
        effective_on=effective_on,
        entry_number=entry_number,
        certification_number=certification_number,
        component=component,
        rule=rule,
        code=code,
        collection_id=collection_id,
    )


def reversal(number: int, posting: Posting, effective_on: date) -> Posting:
    """The posting that takes ``posting``, numbered ``number``, back in full: ACCT-19, reversed and never edited."""
    return replace(
        posting,
        movement=Movement.REVERSAL,
        debit=posting.credit,
        credit=posting.debit,
        effective_on=effective_on,
        reverses=number,
    )


def changes(postings: Iterable[Posting]) -> Counter[Account]:
    """Change of every account's balance, in the sense of Σ credits - Σ debits, US cents; the changes add up to zero."""
    total: Counter[Account] = Counter()
    for posting in postings:
        total[posting.debit] -= posting.amount_cents
        total[posting.credit] += posting.amount_cents
    return total


def underflows(balances: Mapping[Account, int], postings: Iterable[Posting]) -> list[Account]:
    """Accounts that ``postings`` would take below zero although they may not be (ACCT-15). A Special Account may."""
    after = Counter(balances)
    after.update(changes(postings))
    return sorted(account for account in NEVER_NEGATIVE if after[account] < 0)
