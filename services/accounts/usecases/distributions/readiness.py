"""Whether distributions can be frozen (DIST-09)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import (
    FROZEN_STATES,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    advance_special_account,
)
from services.accounts.storage.books import Book
from services.accounts.storage.distributions import Distribution
from shared.calendar import FiscalYear
from shared.refusals import Refusal

CITATION = "19 CFR 159.64(b)(1)(i)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What decides, for all orders of a year.

    Attributes:
        versions: of the certified lists, by order.
        others: years under way beside this one, by order.
        books: orders whose accounts are open.
    """

    year: FiscalYear
    today: date
    closed_through: int | None
    versions: Mapping[str, int]
    others: Mapping[str, Sequence[int]]
    books: Mapping[str, Book]


def not_ready(found: Distribution, facts: Facts) -> Iterator[Refusal]:
    """Every reason why a planned distribution cannot be frozen; nothing for one that is frozen already.

    Source: DIST-09 (1) and (2): reviews final, the fiscal year over and its postings closed.
    """
    if found.state is not DistributionState.PLANNED:
        return
    year = facts.year
    if found.case_number not in facts.books:
        yield refusal("ORDER_NOT_REGISTERED", f"No order {found.case_number} is registered here.")
    elif found.case_number not in facts.others:
        yield from _cannot_freeze(facts.books[found.case_number])
    if facts.today <= year.last_day:
        yield refusal("FISCAL_YEAR_NOT_ENDED", f"{year} ends on {year.last_day.isoformat()}.")
    elif facts.closed_through is None or year.year > facts.closed_through:
        yield refusal("FISCAL_YEAR_NOT_CLOSED", f"The postings of {year} are not closed yet.")
    if found.case_number not in facts.versions:
        yield refusal("CLAIMS_NOT_CERTIFIED", "Certification has not certified the complete list of claims yet.")
    if others := facts.others.get(found.case_number):
        years = ", ".join(f"FY{other}" for other in others)
        yield refusal("OTHER_YEAR_UNDER_WAY", f"Pay or cancel the order's distribution of {years} first.")


def _cannot_freeze(book: Book) -> Iterator[Refusal]:
    try:
        advance_special_account(book.state, SpecialAccountEvent.FREEZE, book.balances[Account.SPECIAL])
    except IllegalTransition as illegal:
        yield illegal.refusal


def partner_not_ready(partner: Distribution, facts: Facts) -> Iterator[Refusal]:
    """Why an order cannot be computed together with others whose claims share expenditures with its own (DIST-08)."""
    if partner.state in FROZEN_STATES - {DistributionState.FROZEN}:
        message = f"{partner.case_number} shares expenditures and is {partner.state} already: cancel it first."
        yield refusal("SHARED_ORDER_UNDER_WAY", message, rule="DIST-08")
    for reason in not_ready(partner, facts):
        message = f"{partner.case_number} shares expenditures and goes together with it: {reason.message}"
        yield refusal("SHARED_ORDER_NOT_READY", message, rule="DIST-08")


def refusal(code: str, message: str, *, rule: str = "DIST-09") -> Refusal:
    """A refusal of the year's distribution."""
    return Refusal(code=code, rule=rule, citation=CITATION, message=message, field="fiscalYear")
