"""Approve, reject or cancel a prepared distribution (DIST-09, 18.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.transitions import (
    FROZEN_STATES,
    DistributionEvent,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    advance_distribution,
)
from services.accounts.events.published import DistributionCancelled
from services.accounts.storage import books, distribution_inputs, distribution_runs, distributions
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases import ledger
from services.accounts.usecases.distributions.batches import done, portions
from services.accounts.usecases.distributions.decide import approve
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveDistribution:
    """The distribution to approve."""

    distribution_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveDistributions:
    """The fiscal year whose computed distributions are approved."""

    fiscal_year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectDistribution:
    """The distribution whose result is rejected, and why."""

    distribution_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelDistribution:
    """The distribution to cancel: a court order, a defect of its inputs, an adjustment approved after the freeze."""

    distribution_id: UUID
    reason: str


async def approve_distribution(tx: Transaction, command: ApproveDistribution) -> dict[str, JSON]:
    """Approve what somebody else prepared, after computing it again from what was frozen.

    Orders with shared claims were computed together and are approved together (DIST-08).

    Raises:
        NotFound: no such distribution.
        Refused: it is not computed, the caller prepared it, or the recompute differs by a cent.
    """
    _, found = await lock_run(tx, command.distribution_id)
    refused = await approve(tx, found)
    asked = _asked(found, command.distribution_id)
    if refused:
        raise Refused(refused.get(asked.case_number) or next(iter(refused.values())))
    return {"distribution_id": str(asked.id)}


async def approve_distributions(tx: Transaction, command: ApproveDistributions) -> dict[str, JSON]:
    """Approve every computed distribution of a fiscal year that passes, and name the others with their reasons.

    Raises:
        NotFound: no distribution of the year waits for approval.
    """
    cases = await distribution_inputs.cases_in(tx.connection, command.fiscal_year, [DistributionState.COMPUTED])
    if not cases:
        raise NotFound(f"no distribution of FY{command.fiscal_year} waits for approval", field="fiscalYear")
    await books.lock_books(tx.connection, cases)
    locked = await distribution_inputs.lock_current(tx.connection, command.fiscal_year, cases)
    found = {run.case_number: run for run in locked if run.state is DistributionState.COMPUTED}
    claims = await distribution_inputs.claim_counts(tx.connection, command.fiscal_year)
    refused: dict[str, list[Refusal]] = {}
    for portion in portions(_units(found.values()), claims):
        refused |= await approve(tx, [found[case] for case in portion])
    return done([run for run in found.values() if run.case_number not in refused], refused)


async def reject_distribution(tx: Transaction, command: RejectDistribution) -> dict[str, JSON]:
    """Send a computed result back: it stays frozen and is computed again by ``prepareDistribution``.

    Raises:
        NotFound: no such distribution.
        BadInput: no reason.
        Refused: it is not computed.
    """
    _need_reason(command.reason)
    _, found = await lock_run(tx, command.distribution_id)
    state = step(_asked(found, command.distribution_id), DistributionEvent.REJECT)
    rejected = [run for run in found if run.state is DistributionState.COMPUTED]
    await distribution_runs.advance(tx.connection, [run.id for run in rejected], state=state)
    for run in rejected:
        tx.audit("reject_distribution", f"distributions/{run.id}", reason=command.reason)
    return {"distribution_id": str(command.distribution_id)}


async def cancel_distribution(tx: Transaction, command: CancelDistribution) -> dict[str, JSON]:
    """Cancel before payment: the account is released, a new distribution for the same notice is planned.

    Those frozen together with it are cancelled too, unless they are paid: they must be computed together anew.

    Raises:
        NotFound: no such distribution.
        BadInput: no reason.
        Refused: it is not frozen, or paid already.
    """
    _need_reason(command.reason)
    locked, found = await lock_run(tx, command.distribution_id)
    state = step(_asked(found, command.distribution_id), DistributionEvent.CANCEL)
    planned = None
    for run in found:
        if run.state not in FROZEN_STATES:
            continue
        await distributions.update(tx.connection, run.id, state=state, cancelled_reason=command.reason)
        await ledger.change_state(tx, locked.by_case[run.case_number], SpecialAccountEvent.RELEASE)
        again = await distributions.replan(tx.connection, run.id)
        planned = again if run.id == command.distribution_id else planned
        tx.record(
            DistributionCancelled(case_number=run.case_number, fiscal_year=run.fiscal_year, distribution_id=str(run.id))
        )
        tx.audit("cancel_distribution", f"distributions/{run.id}", reason=command.reason)
    return {"distribution_id": str(command.distribution_id), "planned_id": str(planned)}


async def lock_run(tx: Transaction, distribution_id: UUID) -> tuple[books.Books, list[Distribution]]:
    """Lock the books of a distribution and of those frozen together with it, then the distributions.

    Raises:
        NotFound: no such distribution.
    """
    cases = await distribution_inputs.cases_of_run(tx.connection, distribution_id)
    locked = await books.lock_books(tx.connection, cases)
    found = await distribution_inputs.lock_run(tx.connection, distribution_id)
    if not found:
        raise NotFound(f"no distribution {distribution_id}", field="distributionId")
    return locked, found


async def lock_with_book(tx: Transaction, distribution_id: UUID) -> tuple[books.Books, Distribution]:
    """Lock a distribution's book, then the distribution: the order in which everybody locks them.

    Raises:
        NotFound: no such distribution.
    """
    case_number = await distributions.case_of(tx.connection, distribution_id)
    locked = await books.lock_books(tx.connection, [case_number] if case_number else [])
    return locked, await _locked(tx, distribution_id)


def step(found: Distribution, event: DistributionEvent) -> DistributionState:
    """The state after ``event``; raises Refused with ``ILLEGAL_TRANSITION`` where it is not possible (18.3)."""
    try:
        return advance_distribution(found.state, event)
    except IllegalTransition as illegal:
        raise Refused([illegal.refusal]) from None


async def _locked(tx: Transaction, distribution_id: UUID) -> Distribution:
    found = await distributions.lock(tx.connection, distribution_id)
    if found is None:
        raise NotFound(f"no distribution {distribution_id}", field="distributionId")
    return found


def _units(found: Iterable[Distribution]) -> list[list[str]]:
    """Orders frozen together stay together (DIST-08)."""
    by_run: dict[object, list[str]] = {}
    for run in found:
        by_run.setdefault(run.run_id or run.id, []).append(run.case_number)
    return list(by_run.values())


def _asked(found: list[Distribution], distribution_id: UUID) -> Distribution:
    return next(run for run in found if run.id == distribution_id)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("give a reason", field="reason")
