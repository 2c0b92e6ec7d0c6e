"""Remission and mitigation of recordkeeping penalties under section 1618: the petition rules (PEN-11, RLF-01 to 08)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.penalties.ceilings import last_day_of_suit
from services.enforcement.domain.penalties.states import FailureEvent, FailureState, move
from services.enforcement.domain.relief.petitions import (
    payment_due,
    refuse_decision,
    refuse_petition,
    refuse_supplemental,
    refuse_supplemental_decider,
    supplemental_due,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.events.published import PenaltyReduced
from services.enforcement.storage import penalties, penalty_relief
from services.enforcement.storage.penalty_relief import OwedPenalty
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput, NotFound
from shared.refusals import refuse_if_any

NAME: Final = "pass-petition-periods"
BATCH: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePenaltyPetition:
    """A petition as it came; ``extended_to`` when FP&F gives more time."""

    penalty_id: UUID
    filed_on: date
    grounds: str
    copies: int
    electronic: bool
    extended_to: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePenaltySupplemental:
    """A supplemental petition; ``waiver_until`` is the day to which limitation is waived, if it is."""

    penalty_id: UUID
    filed_on: date
    grounds: str
    waiver_required: bool
    waiver_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidePenaltyPetition:
    """The decision on the petition that waits, first or supplemental; what is left, US cents."""

    penalty_id: UUID
    mitigated_cents: int
    notified_on: date
    pay_by: date | None
    supplemental_by: date | None
    reasons: str
    headquarters: bool


async def file_petition(tx: Transaction, command: FilePenaltyPetition) -> dict[str, JSON]:
    """Record a petition filed in time and form (RLF-02, RLF-04).

    Raises:
        BadInput: no grounds, or a day in the future.
        NotFound: no such penalty.
        Refused: late, on paper but not in duplicate, or no penalty that can be petitioned against.

    Source: PEN-11, 19 CFR 163.6(b)(5), 171.2; 19 USC 1509(g)(5), 1618.
    """
    _check_day(tx, command.filed_on, "filedOn")
    penalty = await _locked(tx, command.penalty_id)
    move(penalty.state, FailureEvent.FILE_PETITION)
    due_on = max(penalty.petition_by, command.extended_to or penalty.petition_by)
    refuse_if_any(refuse_petition(command.filed_on, due_on, copies=command.copies, electronic=command.electronic))
    grounds = clean_text(command.grounds, field="grounds")
    await penalty_relief.insert_petition(
        tx.connection, penalty.id, filed_on=command.filed_on, grounds=grounds, supplemental=False
    )
    await penalty_relief.save(tx.connection, penalty.id, petition_by=due_on)
    return await _step(tx, penalty, FailureEvent.FILE_PETITION, grounds)


async def file_supplemental(tx: Transaction, command: FilePenaltySupplemental) -> dict[str, JSON]:
    """Record a supplemental petition filed in time, with the waiver where one is required (RLF-07, RLF-08)."""
    _check_day(tx, command.filed_on, "filedOn")
    penalty = await _locked(tx, command.penalty_id)
    move(penalty.state, FailureEvent.FILE_SUPPLEMENTAL)
    decision = await penalty_relief.last_decision(tx.connection, penalty.id)
    assert decision is not None, "a decided petition has a decision"
    refuse_if_any(
        refuse_supplemental(
            command.filed_on,
            supplemental_due(decision.notified_on, loss_reduced_on=None, stated=penalty.supplemental_by),
            last_day=last_day_of_suit(penalty.failed_as_of),
            waived_until=command.waiver_until,
            waiver_required=command.waiver_required,
        )
    )
    grounds = clean_text(command.grounds, field="grounds")
    await penalty_relief.insert_petition(
        tx.connection, penalty.id, filed_on=command.filed_on, grounds=grounds, supplemental=True
    )
    return await _step(tx, penalty, FailureEvent.FILE_SUPPLEMENTAL, grounds)


async def decide_petition(tx: Transaction, command: DecidePenaltyPetition) -> dict[str, JSON]:
    """Remit or mitigate, on condition of payment; accounts is told by ``penalty.reduced`` (RLF-05, RLF-06).

    Raises:
        BadInput: no reasons, a negative amount, a day in the future.
        NotFound: no such penalty.
        Refused: no petition waits; above the decider's authority; no relief at all; the same director twice.
    """
    _check_day(tx, command.notified_on, "notifiedOn")
    if command.mitigated_cents < 0:
        raise BadInput("An amount cannot be negative.", field="mitigated")
    penalty = await _locked(tx, command.penalty_id)
    supplemental = penalty.state is FailureState.SUPPLEMENTAL
    event = FailureEvent.DECIDE_SUPPLEMENTAL if supplemental else FailureEvent.DECIDE_PETITION
    move(penalty.state, event)
    refusals = refuse_decision(
        penalty.owed_cents, command.mitigated_cents, headquarters=command.headquarters, on=command.notified_on
    )
    earlier = await penalty_relief.last_decision(tx.connection, penalty.id)
    if earlier is not None and earlier.at_headquarters:
        refusals += refuse_supplemental_decider(earlier.decided_by, tx.cause.actor, headquarters=command.headquarters)
    refuse_if_any(refusals)
    reasons = clean_text(command.reasons, field="reasons")
    await penalty_relief.decide_petition(
        tx.connection,
        penalty.id,
        notified_on=command.notified_on,
        mitigated_cents=command.mitigated_cents,
        decided_by=tx.cause.actor,
        at_headquarters=command.headquarters,
        reasons=reasons,
    )
    await penalty_relief.save(
        tx.connection,
        penalty.id,
        owed_cents=command.mitigated_cents,
        pay_by=payment_due(command.notified_on, stated=command.pay_by),
        supplemental_by=supplemental_due(command.notified_on, loss_reduced_on=None, stated=command.supplemental_by),
    )
    if command.mitigated_cents != penalty.owed_cents:
        _tell(tx, penalty, command.mitigated_cents, command.notified_on)
    return await _step(tx, penalty, event, reasons)


async def collected(tx: Transaction, reference: str, amount_cents: int) -> None:
    """Count what accounts collected on a penalty; a reference to anything else is no concern here.

    A penalty paid in full is closed, unless a petition is open or may still be filed again (RLF-07: a supplemental
    petition may be filed whether or not the mitigated sum was paid).
    """
    try:
        penalty = await penalty_relief.lock_owed(tx.connection, UUID(reference))
    except ValueError:
        return
    if penalty is None:
        return
    total = penalty.collected_cents + amount_cents
    await penalty_relief.save(tx.connection, penalty.id, collected_cents=total)
    closes = penalty.state in (FailureState.PENALTY_ISSUED, FailureState.COLLECTION)
    if closes and total >= penalty.owed_cents:
        await _step(tx, penalty, FailureEvent.PAID_IN_FULL, "paid")


async def pass_periods(tx: Transaction) -> int:
    """Let the calendar act on a batch of penalties: no petition, no payment, or paid and done (RLF-02, RLF-06).

    Returns:
        How many were touched.
    """
    due = await penalty_relief.lock_due(tx.connection, tx.today, BATCH)
    for penalty in due:
        if penalty.state is FailureState.PENALTY_ISSUED:
            await _step(tx, penalty, FailureEvent.PETITION_PERIOD_PASSED, "no petition")
        elif penalty.paid:
            await _step(tx, penalty, FailureEvent.PAID_IN_FULL, "paid")
        else:
            await penalty_relief.save(tx.connection, penalty.id, owed_cents=penalty.amount_cents)
            _tell(tx, penalty, penalty.amount_cents, tx.today)
            await _step(tx, penalty, FailureEvent.PAYMENT_PERIOD_PASSED, "unpaid: the full penalty revives")
    return len(due)


async def run(uow: UnitOfWork) -> None:
    """The job: batch after batch until nothing is left."""
    touched = BATCH
    while touched == BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            touched = await pass_periods(tx)


async def _locked(tx: Transaction, penalty_id: UUID) -> OwedPenalty:
    penalty = await penalty_relief.lock_owed(tx.connection, penalty_id)
    if penalty is None:
        raise NotFound(f"There is no penalty {penalty_id}.", field="penaltyId")
    return penalty


async def _step(tx: Transaction, penalty: OwedPenalty, event: FailureEvent, reason: str) -> dict[str, JSON]:
    """Move the failure, and note it; the decision that led to the penalty stays as it is."""
    state = move(penalty.state, event)
    await penalties.save_failure(
        tx.connection,
        penalty.demand_id,
        penalty.release_number,
        state=state,
        reason=penalty.reason,
        decided_on=penalty.decided_on,
    )
    tx.audit(
        event.lower(),
        f"record-demands/{penalty.demand_id}/{penalty.release_number}",
        before={"state": penalty.state},
        after={"state": state},
        reason=reason,
    )
    return {"demand_id": str(penalty.demand_id)}


def _tell(tx: Transaction, penalty: OwedPenalty, owed_cents: int, on: date) -> None:
    """Tell accounts what is owed from now on."""
    tx.record(
        PenaltyReduced(
            penalty_id=penalty.id,
            demand_id=penalty.demand_id,
            importer_number=penalty.importer_number,
            assessed_on=penalty.assessed_on,
            amount_cents=owed_cents,
            reduced_on=on,
        )
    )


def _check_day(tx: Transaction, day: date, field: str) -> None:
    if day > tx.today:
        raise BadInput(f"{field} is in the future.", field=field)
