"""The ledger's shape: accounts, movements between two of them, journals chained by hash (ACCT-19).

Every order is a book of its own. A posting moves an amount from one account of a book to another, so it debits and
credits the same amount by its shape; there is no unbalanced posting to guard against. Balances change by postings
alone: no account earns interest (ACCT-06, 19 CFR 159.64(e)).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

GENESIS: Final = "0" * 64
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


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
    REFUND_APPROPRIATION = "REFUND_APPROPRIATION"


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
    SEQUESTER = "SEQUESTER"
    SEQUESTER_PAID = "SEQUESTER_PAID"
    SEQUESTER_RETURNED = "SEQUESTER_RETURNED"
    SUPPLEMENT = "SUPPLEMENT"
    ADJUSTMENT = "ADJUSTMENT"
    PRODUCER_PAID = "PRODUCER_PAID"
    PAYMENT_RETURNED = "PAYMENT_RETURNED"
    REFUND = "REFUND"
    REFUND_FROM_GENERAL_FUND = "REFUND_FROM_GENERAL_FUND"
    REFUND_FROM_APPROPRIATION = "REFUND_FROM_APPROPRIATION"
    SWEEP = "SWEEP"
    SWEEP_GIVEN_BACK = "SWEEP_GIVEN_BACK"
    BILL_PRINCIPAL = "BILL_PRINCIPAL"
    BILL_INTEREST = "BILL_INTEREST"
    BILL_EXCESS = "BILL_EXCESS"
    BILL_PRINCIPAL_RETURNED = "BILL_PRINCIPAL_RETURNED"
    BILL_INTEREST_RETURNED = "BILL_INTEREST_RETURNED"
    BILL_INTEREST_TO_SPECIAL = "BILL_INTEREST_TO_SPECIAL"
    BILL_INTEREST_FROM_SPECIAL = "BILL_INTEREST_FROM_SPECIAL"
    BILL_INTEREST_RECLASSIFIED = "BILL_INTEREST_RECLASSIFIED"
    OFFSET = "OFFSET"
    RECEIVABLE_COLLECTED = "RECEIVABLE_COLLECTED"
    AWARD_PAID = "AWARD_PAID"
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
    Movement.SEQUESTER: (Account.SPECIAL, Account.SEQUESTER),
    Movement.SEQUESTER_PAID: (Account.SEQUESTER, Account.PRODUCER_PAYABLE),
    Movement.SEQUESTER_RETURNED: (Account.SEQUESTER, Account.SPECIAL),
    # What a run again found too little: out of what remains in the account.
    Movement.SUPPLEMENT: (Account.SPECIAL, Account.PRODUCER_PAYABLE),
    Movement.ADJUSTMENT: (Account.SPECIAL, Account.PRODUCER_PAYABLE),
    # The disbursing office confirmed a payment; a bank sent it back, so it is owed again.
    Movement.PRODUCER_PAID: (Account.PRODUCER_PAYABLE, Account.CASH),
    Movement.PAYMENT_RETURNED: (Account.CASH, Account.PRODUCER_PAYABLE),
    Movement.REFUND: (Account.SPECIAL, Account.IMPORTER_REFUNDS_PAYABLE),
    Movement.REFUND_FROM_GENERAL_FUND: (Account.GENERAL_FUND, Account.IMPORTER_REFUNDS_PAYABLE),
    Movement.REFUND_FROM_APPROPRIATION: (Account.REFUND_APPROPRIATION, Account.IMPORTER_REFUNDS_PAYABLE),
    Movement.SWEEP: (Account.SPECIAL, Account.GENERAL_FUND),
    Movement.SWEEP_GIVEN_BACK: (Account.GENERAL_FUND, Account.SPECIAL),
    Movement.BILL_PRINCIPAL: (Account.CASH, Account.SPECIAL),
    Movement.BILL_INTEREST: (Account.CASH, Account.GENERAL_FUND),
    Movement.BILL_EXCESS: (Account.CASH, Account.PRODUCER_PAYABLE),
    Movement.BILL_PRINCIPAL_RETURNED: (Account.SPECIAL, Account.PRODUCER_PAYABLE),
    Movement.BILL_INTEREST_RETURNED: (Account.GENERAL_FUND, Account.PRODUCER_PAYABLE),
    # The same under BILL_INTEREST_DESTINATION = SPECIAL_ACCOUNT (BILL-08).
    Movement.BILL_INTEREST_TO_SPECIAL: (Account.CASH, Account.SPECIAL),
    Movement.BILL_INTEREST_FROM_SPECIAL: (Account.SPECIAL, Account.PRODUCER_PAYABLE),
    Movement.BILL_INTEREST_RECLASSIFIED: (Account.GENERAL_FUND, Account.SPECIAL),
    # Kept from what a producer is paid; the order whose bill it pays takes it in as cash (DIST-11).
    Movement.OFFSET: (Account.PRODUCER_PAYABLE, Account.CASH),
    Movement.RECEIVABLE_COLLECTED: (Account.CASH, Account.GENERAL_FUND),
    Movement.AWARD_PAID: (Account.GENERAL_FUND, Account.CASH),
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

    def text(self, line: int) -> str:
        """Everything the hash covers, in one fixed order; the database writes the same (``posting_text``)."""
        return ",".join(
            (
                str(line),
                self.movement,
                self.debit,
                self.credit,
                str(self.amount_cents),
                str((self.effective_on - _EPOCH.date()).days),
                _quoted(self.entry_number),
                _quoted(self.certification_number),
                _quoted(self.component),
                _quoted(self.rule),
                _quoted(self.code),
                "NULL" if self.collection_id is None else str(self.collection_id),
                "NULL" if self.reverses is None else str(self.reverses),
            )
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
        """SHA-256 over the hash before it, the header and every posting in order (``journal_hash``)."""
        header = ",".join(
            (
                self.previous_hash,
                _quoted(self.case_number),
                str(self.sequence),
                _quoted(self.source),
                str((self.recorded_at - _EPOCH) // timedelta(microseconds=1)),
                _quoted(self.actor),
                _quoted(self.correlation_id),
                str(self.posting_count),
                str(self.total_cents),
            )
        )
        lines = "\n".join(posting.text(line) for line, posting in enumerate(postings, start=1))
        return hashlib.sha256(f"{header}\n{lines}".encode()).hexdigest()


def _quoted(text: str | None) -> str:
    """``text`` as PostgreSQL's ``quote_nullable`` writes it, so that no two texts read alike."""
    if text is None:
        return "NULL"
    escape = "E" if "\\" in text else ""
    doubled = text.replace("\\", "\\\\").replace("'", "''")
    return f"{escape}'{doubled}'"


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
