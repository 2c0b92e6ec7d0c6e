"""Approve, reject or cancel a prepared distribution (DIST-09, 18.3)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain import distribution as rules
from services.accounts.domain.transitions import (
    DistributionEvent,
    DistributionState,
    IllegalTransition,
    SpecialAccountEvent,
    advance_distribution,
)
from services.accounts.events.published import DistributionCancelled
from services.accounts.storage import books, distributions
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases import ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused

_CITATION = "19 CFR 159.64(b)(1)(i)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveDistribution:
    """The distribution to approve."""

    distribution_id: UUID


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

    Raises:
        NotFound: no such distribution.
        Refused: it is not computed, the caller prepared it, or the recompute differs by a cent.
    """
    found = await _locked(tx, command.distribution_id)
    state = step(found, DistributionEvent.APPROVE)
    if found.prepared_by == tx.cause.actor:
        raise Refused([_refusal("SAME_PERSON", "Whoever prepared a distribution cannot approve it.")])
    if not await _recompute_identical(tx, found):
        raise Refused([_refusal("RESULT_DIFFERS", "Computed again from the frozen inputs, the result differs.")])
    await distributions.update(tx.connection, found.id, state=state, approved_by=tx.cause.actor, approved_at=tx.now)
    tx.audit("approve_distribution", f"distributions/{found.id}", after={"result_hash": found.result_hash})
    return {"distribution_id": str(found.id)}


async def reject_distribution(tx: Transaction, command: RejectDistribution) -> dict[str, JSON]:
    """Send a computed result back: it stays frozen and is computed again by ``prepareDistribution``.

    Raises:
        NotFound: no such distribution.
        BadInput: no reason.
        Refused: it is not computed.
    """
    _need_reason(command.reason)
    found = await _locked(tx, command.distribution_id)
    await distributions.update(tx.connection, found.id, state=step(found, DistributionEvent.REJECT))
    tx.audit("reject_distribution", f"distributions/{found.id}", reason=command.reason)
    return {"distribution_id": str(found.id)}


async def cancel_distribution(tx: Transaction, command: CancelDistribution) -> dict[str, JSON]:
    """Cancel before payment: the account is released, a new distribution for the same notice is planned.

    Raises:
        NotFound: no such distribution.
        BadInput: no reason.
        Refused: it is not frozen, or paid already.
    """
    _need_reason(command.reason)
    locked_books, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.CANCEL)
    await distributions.update(tx.connection, found.id, state=state, cancelled_reason=command.reason)
    await ledger.change_state(tx, locked_books.by_case[found.case_number], SpecialAccountEvent.RELEASE)
    planned = await distributions.replan(tx.connection, found.id)
    tx.record(
        DistributionCancelled(
            case_number=found.case_number, fiscal_year=found.fiscal_year, distribution_id=str(found.id)
        )
    )
    tx.audit("cancel_distribution", f"distributions/{found.id}", reason=command.reason)
    return {"distribution_id": str(found.id), "planned_id": str(planned)}


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


async def _recompute_identical(tx: Transaction, found: Distribution) -> bool:
    assert found.funds is not None, "a computed distribution keeps its funds"
    frozen = await distributions.shares(tx.connection, found.id)
    inputs = [share.claim for share in frozen]
    allocation = rules.allocate(found.funds.available_cents, rules.net_claims(inputs))
    stored = {share.claim.certification_number: share.share_cents for share in frozen if share.claim.accepted}
    return (
        rules.input_hash(found.case_number, found.fiscal_year, found.funds, inputs) == found.input_hash
        and rules.result_hash(allocation) == found.result_hash
        and allocation.shares_cents == stored
    )


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("give a reason", field="reason")


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="DIST-09", citation=_CITATION, message=message, field="distributionId")
