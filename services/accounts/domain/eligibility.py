"""Which money is in the program (section 4): every amount goes to a Special Account or to the General Fund."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain import law


class Destination(StrEnum):
    """Where an amount goes."""

    SPECIAL_ACCOUNT = "SPECIAL_ACCOUNT"
    GENERAL_FUND = "GENERAL_FUND"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot2010:
    """Three facts of an entry on 2010-12-08; never changed afterwards (ELIG-04)."""

    unliquidated: bool
    in_litigation: bool | None
    liquidation_ordered: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryBlock:
    """Counsel's block of one order's goods (ELIG-05).

    Attributes:
        legal_basis: the decision it rests on.
        effective_from: first receipt day blocked; None blocks from the beginning.
    """

    legal_basis: str
    effective_from: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFacts:
    """What the tests ask of an order.

    Attributes:
        terminated_on: the day its Special Account was swept; None while it stands.
    """

    case_number: str
    revoked_on: date | None = None
    block: CountryBlock | None = None
    terminated_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryFacts:
    """What the tests ask of an entry."""

    filed_on: date
    snapshot: Snapshot2010 | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One amount about to be credited.

    Attributes:
        received_on: the liquidation date for money on deposit, the collection date for money collected later (ELIG-02).
    """

    order: OrderFacts
    entry: EntryFacts
    received_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Eligibility:
    """The decision, stored with the posting.

    Attributes:
        destination: Special Account or General Fund.
        rule: the deciding rule; ELIG-06 when every test passed.
        code: reason code; ``IN_PROGRAM`` when every test passed.
        citation: where the deciding rule stands.
    """

    destination: Destination
    rule: str
    code: str
    citation: str

    @property
    def in_program(self) -> bool:
        """Whether the amount goes to the Special Account."""
        return self.destination is Destination.SPECIAL_ACCOUNT


@dataclass(frozen=True, slots=True)
class _Test:
    rule: str
    code: str
    fails: Callable[[Receipt], bool]
    citation: Callable[[date], str]


IN_PROGRAM: Final = Eligibility(
    destination=Destination.SPECIAL_ACCOUNT, rule="ELIG-06", code="IN_PROGRAM", citation="19 CFR 159.64(b)(1)"
)


def blocks_by_default(country: str, on: date) -> CountryBlock | None:
    """The block an order gets when it is registered: goods of Canada and Mexico.

    Source: ELIG-05; the switch is per order and counsel's to set.
    """
    if country in law.BLOCKED_COUNTRIES.on(on):
        return CountryBlock(legal_basis=law.BLOCKED_COUNTRIES.citation_on(on))
    return None


def has_accounts(revoked_on: date | None, on: date) -> bool:
    """ELIG-01, 19 CFR 159.64(a)(2): an order in effect on 1 January 1999 or later has a Clearing and a Special Account.

    Args:
        revoked_on: the day the order ended; None while it is in force.
        on: the day that is asked about.
    """
    return revoked_on is None or revoked_on >= law.ORDER_IN_EFFECT_FROM.on(on)


def order_not_covered(receipt: Receipt) -> bool:
    """ELIG-01, 19 CFR 159.64(a)(2): the order ended before 1 January 1999; that day itself is covered."""
    return not has_accounts(receipt.order.revoked_on, receipt.received_on)


def received_before_program(receipt: Receipt) -> bool:
    """ELIG-02, 19 CFR 159.61(a): became assessed duty received before 1 October 2000."""
    return receipt.received_on < law.RECEIVED_FROM.on(receipt.received_on)


def entry_after_repeal(receipt: Receipt) -> bool:
    """ELIG-03, Deficit Reduction Act s. 7601(b): entry filed on or after 1 October 2007; no other day counts."""
    return receipt.entry.filed_on >= law.ENTRY_FILED_BEFORE.on(receipt.received_on)


def excluded_in_2010(receipt: Receipt) -> bool:
    """ELIG-04, Claims Resolution Act s. 822: on 2010-12-08 unliquidated, not in litigation, no liquidation ordered."""
    facts = receipt.entry.snapshot
    return facts is not None and facts.unliquidated and not facts.in_litigation and not facts.liquidation_ordered


def country_blocked(receipt: Receipt) -> bool:
    """ELIG-05, Canadian Lumber Trade Alliance (Fed. Cir. 2008): goods of Canada or Mexico, by the order's block."""
    block = receipt.order.block
    return block is not None and (block.effective_from is None or receipt.received_on >= block.effective_from)


def account_terminated(receipt: Receipt) -> bool:
    """TERM-04: what is collected after the sweep, or liquidated, goes to the General Fund (design choice)."""
    return receipt.order.terminated_on is not None


_ORDER_COVERED: Final = _Test("ELIG-01", "ORDER_NOT_COVERED", order_not_covered, law.ORDER_IN_EFFECT_FROM.citation_on)
_ENTRY_IN_TIME: Final = _Test("ELIG-03", "ENTRY_AFTER_REPEAL", entry_after_repeal, law.ENTRY_FILED_BEFORE.citation_on)
_AT_DEPOSIT: Final = (_ORDER_COVERED, _ENTRY_IN_TIME)
_AT_RECEIPT: Final = (
    _ORDER_COVERED,
    _Test("ELIG-02", "RECEIVED_BEFORE_PROGRAM", received_before_program, law.RECEIVED_FROM.citation_on),
    _ENTRY_IN_TIME,
    _Test("ELIG-04", "CRA_EXCLUDED", excluded_in_2010, law.SNAPSHOT_2010.citation_on),
    _Test("ELIG-05", "NAFTA_COUNTRY", country_blocked, law.BLOCKED_COUNTRIES.citation_on),
    _Test("TERM-04", "ACCOUNT_TERMINATED", account_terminated, lambda _: "19 CFR 159.64(d)(3)"),
)


def at_deposit(receipt: Receipt) -> Eligibility:
    """Whether a deposit may enter a Clearing Account; what fails goes to the General Fund at once.

    Source: section 4: ELIG-01 and ELIG-03 are tested at deposit, the others when money leaves Clearing.
    """
    return _first_failure(receipt, _AT_DEPOSIT)


def at_receipt(receipt: Receipt) -> Eligibility:
    """Whether money transferred at liquidation, or collected after it, belongs in the Special Account.

    Source: ELIG-06: ELIG-01, -02, -03, -04, -05 in that order, stop at the first failure; ACCT-14; last, TERM-04.
    """
    return _first_failure(receipt, _AT_RECEIPT)


def needs_snapshot(entry: EntryFacts, liquidated_on: date) -> bool:
    """Whether ELIG-04 cannot be decided because the entry's facts of 2010-12-08 are missing.

    An entry liquidated by that day was not unliquidated on it; an entry filed after the repeal is out already.
    """
    decided_earlier = entry.filed_on >= law.ENTRY_FILED_BEFORE.on(liquidated_on)
    return entry.snapshot is None and not decided_earlier and liquidated_on > law.SNAPSHOT_2010.on(liquidated_on)


def _first_failure(receipt: Receipt, tests: Sequence[_Test]) -> Eligibility:
    for test in tests:
        if test.fails(receipt):
            return Eligibility(
                destination=Destination.GENERAL_FUND,
                rule=test.rule,
                code=test.code,
                citation=test.citation(receipt.received_on),
            )
    return IN_PROGRAM
