"""Petitions and supplemental petitions, and their decision by the right decider (RLF-01 to RLF-08)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.care import MitigatingFactor, refuse_care
from services.enforcement.domain.matters.states import MatterEvent, MatterState, move_matter
from services.enforcement.domain.relief.petitions import (
    payment_due,
    refuse_decision,
    refuse_petition,
    refuse_same_decider,
    refuse_supplemental,
    supplemental_due,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import petitions
from services.enforcement.usecases.matters.keeping import (
    act,
    check_day,
    locked_matter,
    not_negative,
    tell_penalty_now,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePetition:
    """A petition as it came; ``extended_to`` when FP&F gives more time."""

    matter_id: UUID
    filed_on: date
    grounds: str
    copies: int
    electronic: bool
    extended_to: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FileSupplemental:
    """A supplemental petition; ``waiver_required`` when the deciding official asks for a waiver."""

    matter_id: UUID
    filed_on: date
    grounds: str
    loss_reduced_on: date | None
    waiver_required: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidePetition:
    """The decision on the petition that waits, first or supplemental."""

    matter_id: UUID
    mitigated_cents: int
    notified_on: date
    pay_by: date | None
    supplemental_by: date | None
    reasons: str
    headquarters: bool
    mitigating_factors: tuple[MitigatingFactor, ...] = ()


async def file_petition(tx: Transaction, command: FilePetition) -> dict[str, JSON]:
    """Record a petition filed in time and form (RLF-02, RLF-04)."""
    check_day(tx, command.filed_on, "filedOn")
    matter = await locked_matter(tx, command.matter_id)
    move_matter(MatterState(matter.state), MatterEvent.FILE_PETITION)
    due_on = max(matter.petition_by, command.extended_to or matter.petition_by)
    refuse_if_any(refuse_petition(command.filed_on, due_on, copies=command.copies, electronic=command.electronic))
    grounds = clean_text(command.grounds, field="grounds")
    await _insert(tx, matter.id, command.filed_on, grounds, supplemental=False)
    event = MatterEvent.FILE_PETITION
    await act(tx, matter, event, on=command.filed_on, reason=grounds, petition_by=due_on)
    return {"matter_id": str(matter.id)}


async def file_supplemental(tx: Transaction, command: FileSupplemental) -> dict[str, JSON]:
    """Record a supplemental petition filed in time, with the waiver where one is required (RLF-07, RLF-08)."""
    check_day(tx, command.filed_on, "filedOn")
    matter = await locked_matter(tx, command.matter_id)
    move_matter(MatterState(matter.state), MatterEvent.FILE_SUPPLEMENTAL)
    decision = await queries.last_decision(tx.connection, matter.id)
    assert decision is not None, "a decided matter has a decision"
    due_on = supplemental_due(
        decision.notified_on, loss_reduced_on=command.loss_reduced_on, stated=matter.supplemental_by
    )
    refuse_if_any(
        refuse_supplemental(
            command.filed_on,
            due_on,
            last_day=matter.last_day,
            waived_until=matter.waived_until,
            waiver_required=command.waiver_required,
        )
    )
    grounds = clean_text(command.grounds, field="grounds")
    await _insert(tx, matter.id, command.filed_on, grounds, supplemental=True)
    await act(tx, matter, MatterEvent.FILE_SUPPLEMENTAL, on=command.filed_on, reason=grounds)
    return {"matter_id": str(matter.id)}


async def decide_petition(tx: Transaction, command: DecidePetition) -> dict[str, JSON]:
    """Remit or mitigate, on condition of payment; accounts is told by ``penalty.reduced`` (RLF-05, RLF-06).

    Raises:
        Refused: above the decider's authority, no relief at all, the same director twice (SEC_SAME_DECIDER), or an
            earlier sampled audit among the mitigating factors (AUD-13).
    """
    check_day(tx, command.notified_on, "notifiedOn")
    not_negative(mitigated=command.mitigated_cents)
    matter = await locked_matter(tx, command.matter_id)
    supplemental = matter.state == MatterState.SUPPLEMENTAL
    event = MatterEvent.DECIDE_SUPPLEMENTAL if supplemental else MatterEvent.DECIDE_PETITION
    move_matter(MatterState(matter.state), event)
    earlier = await queries.last_decision(tx.connection, matter.id)
    against = matter.penalty_owed_cents if supplemental else matter.claimed_cents
    refusals = refuse_decision(
        against, command.mitigated_cents, headquarters=command.headquarters, on=command.notified_on
    )
    if earlier is not None and earlier.at_headquarters:
        decider = tx.cause.actor
        refusals += refuse_same_decider(earlier.decided_by, decider, headquarters=command.headquarters)
    refuse_if_any(refusals + refuse_care(command.mitigating_factors))
    petition = await queries.pending_petition(tx.connection, matter.id)
    assert petition is not None, "a petition waits"
    reasons = clean_text(command.reasons, field="reasons")
    decided = {
        "notified_on": command.notified_on,
        "mitigated_cents": command.mitigated_cents,
        "decided_by": tx.cause.actor,
        "at_headquarters": command.headquarters,
        "reasons": reasons,
    }
    await queries.save(tx.connection, petitions, petition.id, decided)
    await act(
        tx,
        matter,
        event,
        on=command.notified_on,
        reason=reasons,
        penalty_owed_cents=command.mitigated_cents,
        pay_by=payment_due(command.notified_on, stated=command.pay_by),
        supplemental_by=command.supplemental_by,
    )
    tell_penalty_now(tx, matter, command.mitigated_cents, command.notified_on)
    return {"matter_id": str(matter.id)}


async def _insert(tx: Transaction, matter_id: UUID, filed_on: date, grounds: str, *, supplemental: bool) -> None:
    values = {"matter_id": matter_id, "supplemental": supplemental, "filed_on": filed_on, "grounds": grounds}
    await queries.insert_row(tx.connection, petitions, values)
