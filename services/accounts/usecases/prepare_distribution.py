"""Freeze a distribution's inputs and compute it (DIST-09, 18.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.accounts.domain import distribution as rules
from services.accounts.domain.distribution import Funds
from services.accounts.domain.transitions import (
    DistributionEvent,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    advance_distribution,
)
from services.accounts.events.published import DistributionFrozen
from services.accounts.storage import books, claims, distributions
from services.accounts.storage.books import Books
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases import ledger
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_CITATION = "19 CFR 159.64(b)(1)(i)"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepareDistribution:
    """Which distribution to prepare.

    Attributes:
        hold_back_cents: documented hold-back for a large refund that is imminent or was just posted (DIST-02).
    """

    case_number: str
    fiscal_year: int
    hold_back_cents: int = 0
    hold_back_reason: str | None = None


async def prepare_distribution(tx: Transaction, command: PrepareDistribution) -> dict[str, JSON]:
    """Freeze the money and the certified claims of an order and year with their hash, and compute the shares.

    A distribution whose result was rejected is computed again from what was frozen. Freeze, shares and the event
    commit together.

    Raises:
        NotFound: no notice named the order for this year.
        Refused: the year is not over or not closed, claims are not certified, another year is under way, or the
            distribution is past this step.
    """
    if command.hold_back_cents < 0 or bool(command.hold_back_cents) != bool(command.hold_back_reason):
        raise BadInput("a hold-back is an amount above zero with its reason, or neither", field="holdBack")
    locked = await books.lock_books(tx.connection, [command.case_number])
    found = await distributions.lock_current(tx.connection, command.case_number, command.fiscal_year)
    if found is None or command.case_number not in locked.by_case:
        raise NotFound(f"no notice names order {command.case_number} for FY{command.fiscal_year}", field="caseNumber")
    try:
        if found.state is DistributionState.PLANNED:
            frozen_funds = await _freeze(tx, locked, found, command)
        else:
            advance_distribution(found.state, DistributionEvent.COMPUTE)
            frozen_funds = _frozen_funds(found)
    except IllegalTransition as illegal:
        raise Refused([illegal.refusal]) from None
    await _compute(tx, found, frozen_funds)
    tx.audit("prepare_distribution", f"distributions/{found.id}", reason=command.hold_back_reason)
    return {"distribution_id": str(found.id)}


async def _freeze(tx: Transaction, locked: Books, found: Distribution, command: PrepareDistribution) -> Funds:
    year = FiscalYear(found.fiscal_year)
    version = await claims.list_version(tx.connection, found.case_number, year.year)
    others = await distributions.other_years_under_way(tx.connection, found.case_number, year.year)
    refuse_if_any(_not_ready(tx, locked, year, version, others))

    certified = await claims.certified(tx.connection, found.case_number, year.year)
    balance = await distributions.balance_to_distribute(tx.connection, found.case_number, year.year, year.last_day)
    money = rules.funds(
        balance, adjustments_approved_cents=0, hold_back_cents=command.hold_back_cents, sequester_cents=0
    )
    await distributions.freeze_claims(tx.connection, found.id, certified)
    await distributions.update(
        tx.connection,
        found.id,
        state=advance_distribution(found.state, DistributionEvent.FREEZE),
        claims_version=version,
        balance_cents=money.balance_cents,
        reserve_cents=money.reserve_cents,
        hold_back_cents=money.hold_back_cents,
        hold_back_reason=command.hold_back_reason,
        sequester_cents=money.sequester_cents,
        available_cents=money.available_cents,
        input_hash=rules.input_hash(found.case_number, year.year, money, certified),
    )
    await ledger.change_state(tx, locked.by_case[found.case_number], SpecialAccountEvent.FREEZE)
    tx.record(DistributionFrozen(case_number=found.case_number, fiscal_year=year.year, distribution_id=str(found.id)))
    return money


async def _compute(tx: Transaction, found: Distribution, money: Funds) -> None:
    frozen = await distributions.shares(tx.connection, found.id)
    allocation = rules.allocate(money.available_cents, rules.net_claims(share.claim for share in frozen))
    await distributions.set_shares(tx.connection, found.id, allocation.shares_cents)
    await distributions.update(
        tx.connection,
        found.id,
        state=advance_distribution(DistributionState.FROZEN, DistributionEvent.COMPUTE),
        method=allocation.method,
        claims_total_cents=allocation.claims_total_cents,
        carry_forward_cents=allocation.carry_forward_cents,
        result_hash=rules.result_hash(allocation),
        prepared_by=tx.cause.actor,
        prepared_at=tx.now,
    )


def _frozen_funds(found: Distribution) -> Funds:
    assert found.funds is not None, "a frozen distribution keeps its funds"
    return found.funds


def _not_ready(
    tx: Transaction, locked: Books, year: FiscalYear, version: int | None, others: list[int]
) -> Iterator[Refusal]:
    if tx.today <= year.last_day:
        yield _refusal("FISCAL_YEAR_NOT_ENDED", f"{year} ends on {year.last_day.isoformat()}.")
    elif locked.closed_through is None or year.year > locked.closed_through:
        yield _refusal("FISCAL_YEAR_NOT_CLOSED", f"The postings of {year} are not closed yet.")
    if version is None:
        yield _refusal("CLAIMS_NOT_CERTIFIED", "Certification has not certified the complete list of claims yet.")
    if others:
        years = ", ".join(f"FY{other}" for other in others)
        yield _refusal("OTHER_YEAR_UNDER_WAY", f"Pay or cancel the order's distribution of {years} first.")


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="DIST-09", citation=_CITATION, message=message, field="fiscalYear")
