"""Freeze distributions' inputs and compute them: one order with those it shares claims with, or a whole year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from services.accounts.domain import distribution as rules
from services.accounts.domain.sequester import Sequestration, withheld_of
from services.accounts.domain.transitions import (
    DistributionEvent,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    advance_distribution,
)
from services.accounts.events.published import DistributionFrozen
from services.accounts.storage import books, distribution_inputs, distribution_runs, holds, sequester
from services.accounts.storage.books import Books
from services.accounts.storage.distribution_runs import Run
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases import ledger
from services.accounts.usecases.distributions import shared_claims
from services.accounts.usecases.distributions.readiness import Facts, not_ready, partner_not_ready
from shared.calendar import FiscalYear
from shared.database import Transaction
from shared.refusals import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldBack:
    """A documented hold-back (DIST-02).

    Attributes:
        cents: kept for a large refund that is imminent or was just posted, US cents.
    """

    cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """What was computed, and what was left out with every reason, by case number."""

    computed: Sequence[Distribution] = ()
    left_out: Mapping[str, Sequence[Refusal]] = field(default_factory=dict)


async def together(tx: Transaction, case_number: str, fiscal_year: int) -> list[str]:
    """The order and those of its product group whose claims share expenditures in the year (DIST-08)."""
    groups = await distribution_inputs.shared_orders(tx.connection, fiscal_year)
    return next((cases for cases in groups.values() if case_number in cases), [case_number])


async def prepare(
    tx: Transaction,
    fiscal_year: int,
    case_numbers: Collection[str],
    hold_backs: Mapping[str, HoldBack],
    *,
    guard: bool,
) -> Prepared:
    """Freeze and compute the distributions of ``case_numbers``, in a constant number of statements.

    Orders of one product group with shared claims are computed together or not at all. A distribution whose result was
    rejected is computed again from what was frozen. Without the guard no parts of claims are frozen, so that neither
    this run nor its check ever cuts one down: each order is as alone.

    Source: DIST-09, 19 CFR 159.64(b)(1)(i); DIST-02 for the money; DIST-08 for orders that go together.
    """
    locked = await books.lock_books(tx.connection, case_numbers)
    found = await distribution_inputs.lock_current(tx.connection, fiscal_year, case_numbers)
    facts = await _facts(tx, locked, fiscal_year, case_numbers)
    groups = await distribution_inputs.shared_orders(tx.connection, fiscal_year)
    left_out, run_ids = _left_out(found, facts, groups)
    ready = [run for run in found if run.state in _OPEN and run.case_number not in left_out]
    if not ready:
        return Prepared(left_out=left_out)

    new = [run for run in ready if run.state is DistributionState.PLANNED]
    again = [run for run in ready if run.state is DistributionState.FROZEN]
    if new:
        await _freeze(tx, locked, new, facts, hold_backs, run_ids, guard=guard)
    if again:
        await distribution_runs.recompute(tx.connection, again)
    await shared_claims.apply_guard(tx, [run.id for run in ready], fiscal_year)
    frozen = await distribution_inputs.lock_current(tx.connection, fiscal_year, [run.case_number for run in ready])
    await distribution_runs.store_results(
        tx.connection,
        frozen,
        state=advance_distribution(DistributionState.FROZEN, DistributionEvent.COMPUTE),
        actor=tx.cause.actor,
        instant=tx.now,
    )
    for run in ready:
        reason = hold_backs[run.case_number].reason if run.case_number in hold_backs else None
        tx.audit("prepare_distribution", f"distributions/{run.id}", reason=reason)
    return Prepared(computed=ready, left_out=left_out)


_OPEN = frozenset({DistributionState.PLANNED, DistributionState.FROZEN})


async def _facts(tx: Transaction, locked: Books, fiscal_year: int, case_numbers: Collection[str]) -> Facts:
    return Facts(
        year=FiscalYear(fiscal_year),
        today=tx.today,
        closed_through=locked.closed_through,
        versions=await distribution_inputs.claim_versions(tx.connection, case_numbers, fiscal_year),
        others=await distribution_inputs.years_under_way(tx.connection, case_numbers, fiscal_year),
        books=locked.by_case,
    )


def _left_out(
    found: Sequence[Distribution], facts: Facts, groups: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[Refusal]], dict[str, UUID]]:
    """Every order that cannot be frozen with its reasons, and one id for those that are frozen together."""
    by_case = {run.case_number: run for run in found}
    left_out = {run.case_number: list(not_ready(run, facts)) for run in found if run.state in _OPEN}
    run_ids: dict[str, UUID] = {}
    for cases in groups.values():
        group = [by_case[case] for case in cases if case in by_case]
        waiting = [run for run in group if run.state in _OPEN]
        for run in waiting:
            for partner in group:
                if partner is not run:
                    left_out[run.case_number].extend(partner_not_ready(partner, facts))
        run_ids |= dict.fromkeys((run.case_number for run in waiting), uuid4()) if len(waiting) > 1 else {}
    return {case: reasons for case, reasons in left_out.items() if reasons}, run_ids


async def _freeze(
    tx: Transaction,
    locked: Books,
    new: Sequence[Distribution],
    facts: Facts,
    hold_backs: Mapping[str, HoldBack],
    run_ids: Mapping[str, UUID],
    *,
    guard: bool,
) -> None:
    rate = await sequester.of_year(tx.connection, facts.year.year)
    runs, unpaid = await _money(tx, new, facts, hold_backs, run_ids, rate)
    late = await distribution_inputs.late_payments(tx.connection, new, unpaid)
    reductions = {
        (paid.distribution_id, paid.certification_number): rules.reduction(paid.net_cents, paid.late_cents)
        for paid in late
    }
    ids = [run.id for run in new]
    await distribution_runs.freeze(tx.connection, runs, {key: cents for key, cents in reductions.items() if cents})
    if guard:
        await distribution_runs.freeze_parts(tx.connection, ids)
    await distribution_runs.store_funds(tx.connection, runs, None if rate is None else rate.rate_percent)
    frozen = advance_distribution(DistributionState.PLANNED, DistributionEvent.FREEZE)
    await distribution_runs.advance(tx.connection, ids, state=frozen)
    await ledger.change_states(tx, [locked.by_case[run.case_number] for run in new], SpecialAccountEvent.FREEZE)
    for run in new:
        tx.record(
            DistributionFrozen(case_number=run.case_number, fiscal_year=run.fiscal_year, distribution_id=str(run.id))
        )


async def _money(
    tx: Transaction,
    new: Sequence[Distribution],
    facts: Facts,
    hold_backs: Mapping[str, HoldBack],
    run_ids: Mapping[str, UUID],
    rate: Sequestration | None,
) -> tuple[list[Run], dict[tuple[str, str], int]]:
    """The money of each distribution, and adjustments that are approved and not paid, by order and lineage."""
    cases = [run.case_number for run in new]
    year = facts.year
    balances = await distribution_inputs.balances_to_distribute(tx.connection, cases, year.year, year.last_day)
    adjustments = await distribution_inputs.adjustments(tx.connection, cases, year.last_day)
    percentages = await holds.percentages(tx.connection, cases, year.year)
    reserve: dict[str, int] = {}
    for one in adjustments:
        reserve[one.case_number] = reserve.get(one.case_number, 0) + one.reserve_cents
    runs = []
    for run in new:
        hold_back = hold_backs.get(run.case_number)
        before = rules.funds(
            balances.get(run.case_number, 0),
            adjustments_approved_cents=reserve.get(run.case_number, 0),
            hold_back_cents=0 if hold_back is None else hold_back.cents,
            sequester_cents=0,
        )
        own = sum((hold.rate_percent or Decimal(0) for hold in percentages.get(run.case_number, ())), Decimal(0))
        by_year, by_order = withheld_of(before.gross_cents, rate, own)
        runs.append(
            Run(
                distribution_id=run.id,
                case_number=run.case_number,
                fiscal_year=run.fiscal_year,
                claims_version=facts.versions[run.case_number],
                money=rules.with_sequester(before, by_year + by_order),
                hold_back_reason=None if hold_back is None else hold_back.reason,
                sequester_year_cents=by_year,
                run_id=run_ids.get(run.case_number),
            )
        )
    return runs, {(one.case_number, one.lineage_id): one.unpaid_cents for one in adjustments if one.unpaid_cents}


def illegal(found: Distribution) -> Refusal | None:
    """The refusal of preparing a distribution that is past that step; None where it can be prepared (18.3)."""
    event = DistributionEvent.FREEZE if found.state is DistributionState.PLANNED else DistributionEvent.COMPUTE
    try:
        advance_distribution(found.state, event)
    except IllegalTransition as refused:
        return refused.refusal
    return None
