"""Petitions and supplemental petitions, and their decision by the right decider (RLF-01 to RLF-08)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.care import MitigatingFactor, refuse_care
from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.matters.states import MatterEvent, MatterState, move_matter
from services.enforcement.domain.relief.petitions import (
    Interest,
    ReliefGround,
    payment_due,
    refuse_decision,
    refuse_petition,
    refuse_relief,
    refuse_supplemental,
    refuse_supplemental_decider,
    supplemental_due,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import PetitionDecided, PetitionFiled, SupplementalPetitionFiled
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import petitions
from services.enforcement.usecases.informants.recoveries import HoldKind
from services.enforcement.usecases.matters.holds import hold, release
from services.enforcement.usecases.matters.keeping import (
    act,
    check_day,
    locked_matter,
    not_negative,
    tell_penalty_now,
)
from services.enforcement.usecases.matters.refunds import take_off_excess
from services.enforcement.usecases.matters.reopening import before_payment_period, before_petition_period
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePetition:
    """A petition as it came; ``extended_to`` when FP&F gives more time, no petitioner when it is the importer."""

    matter_id: UUID
    filed_on: date
    grounds: str
    copies: int
    electronic: bool
    extended_to: date | None
    petitioner: str | None = None
    interest: Interest = Interest.PENALTY


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
    """The decision on the petition that waits, first or supplemental; no authority is the usual delegation."""

    matter_id: UUID
    mitigated_cents: int
    notified_on: date
    pay_by: date | None
    supplemental_by: date | None
    reasons: str
    headquarters: bool
    ground: ReliefGround | None = None
    authority_cents: int | None = None
    mitigating_factors: tuple[MitigatingFactor, ...] = ()


async def file_petition(tx: Transaction, command: FilePetition) -> dict[str, JSON]:
    """Record a petition filed in time and form (RLF-01, RLF-02, RLF-04).

    One filed in time but recorded after the calendar counts on the day it was filed (CLK-04).
    """
    check_day(tx, command.filed_on, "filedOn")
    matter = await before_petition_period(tx, await locked_matter(tx, command.matter_id))
    move_matter(MatterState(matter.state), MatterEvent.FILE_PETITION)
    due_on = max(matter.petition_by, command.extended_to or matter.petition_by)
    refuse_if_any(refuse_petition(command.filed_on, due_on, copies=command.copies, electronic=command.electronic))
    grounds = clean_text(command.grounds, field="grounds")
    petitioner = matter.importer_number
    if command.petitioner is not None:
        petitioner = clean_text(command.petitioner, field="petitioner", longest=200)
    who = {"petitioner": petitioner, "interest": command.interest}
    await _insert(tx, matter.id, command.filed_on, grounds, supplemental=False, **who)
    event = MatterEvent.FILE_PETITION
    await act(tx, matter, event, on=command.filed_on, reason=grounds, petition_by=due_on)
    await hold(tx, matter, HoldKind.PETITION)
    number = matter.importer_number
    tx.record(PetitionFiled(importer_number=number, acted_on=command.filed_on, matter_id=matter.id))
    return {"matter_id": str(matter.id)}


async def file_supplemental(tx: Transaction, command: FileSupplemental) -> dict[str, JSON]:
    """Record a supplemental petition filed in time, with the waiver where one is required (RLF-07, RLF-08).

    It may be filed whether or not the mitigated sum was paid: from collection too, as long as it is in time.
    """
    check_day(tx, command.filed_on, "filedOn")
    if command.loss_reduced_on is not None and command.loss_reduced_on > command.filed_on:
        raise BadInput("The decision that reduces the loss comes before the petition.", field="lossReducedOn")
    matter = await locked_matter(tx, command.matter_id)
    decision = await queries.last_decision(tx.connection, matter.id)
    if decision is None:
        move_matter(MatterState(matter.state), MatterEvent.FILE_SUPPLEMENTAL)
    assert decision is not None, "a supplemental petition follows a decision"
    due_on = supplemental_due(
        decision.notified_on, loss_reduced_on=command.loss_reduced_on, stated=matter.supplemental_by
    )
    matter = await before_payment_period(tx, matter, decision.mitigated_cents)
    move_matter(MatterState(matter.state), MatterEvent.FILE_SUPPLEMENTAL)
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
    who = {"petitioner": matter.importer_number, "interest": Interest.PENALTY}
    await _insert(tx, matter.id, command.filed_on, grounds, supplemental=True, **who)
    await act(tx, matter, MatterEvent.FILE_SUPPLEMENTAL, on=command.filed_on, reason=grounds)
    await hold(tx, matter, HoldKind.PETITION)
    number = matter.importer_number
    tx.record(SupplementalPetitionFiled(importer_number=number, acted_on=command.filed_on, matter_id=matter.id))
    return {"matter_id": str(matter.id)}


async def decide_petition(tx: Transaction, command: DecidePetition) -> dict[str, JSON]:
    """Remit or mitigate, on condition of payment; accounts is told by ``penalty.reduced`` (RLF-05, RLF-06).

    Raises:
        Refused: above the decider's authority, no relief at all or without a ground, the same director twice
            (SEC_SAME_DECIDER), or an earlier sampled audit among the mitigating factors (AUD-13).
    """
    check_day(tx, command.notified_on, "notifiedOn")
    not_negative(mitigated=command.mitigated_cents)
    matter = await locked_matter(tx, command.matter_id)
    supplemental = matter.state == MatterState.SUPPLEMENTAL
    event = MatterEvent.DECIDE_SUPPLEMENTAL if supplemental else MatterEvent.DECIDE_PETITION
    move_matter(MatterState(matter.state), event)
    earlier = await queries.last_decision(tx.connection, matter.id)
    against = matter.penalty_owed_cents if supplemental else matter.claimed_cents
    ground = command.ground or (ReliefGround.MITIGATING_CIRCUMSTANCES if command.mitigating_factors else None)
    refusals = [
        *refuse_decision(
            against,
            command.mitigated_cents,
            headquarters=command.headquarters,
            on=command.notified_on,
            authority_cents=command.authority_cents,
        ),
        *refuse_relief(against, command.mitigated_cents, ground),
        *refuse_care(command.mitigating_factors),
    ]
    if earlier is not None and earlier.at_headquarters:
        decider = tx.cause.actor
        refusals += refuse_supplemental_decider(earlier.decided_by, decider, headquarters=command.headquarters)
    refuse_if_any(refusals)
    petition = await queries.pending_petition(tx.connection, matter.id)
    assert petition is not None, "a petition waits"
    reasons = clean_text(command.reasons, field="reasons")
    decided = {
        "notified_on": command.notified_on,
        "mitigated_cents": command.mitigated_cents,
        "decided_by": tx.cause.actor,
        "at_headquarters": command.headquarters,
        "reasons": reasons,
        "relief_ground": ground if command.mitigated_cents < against else None,
    }
    await queries.save(tx.connection, petitions, petition.id, decided)
    pay_by = payment_due(command.notified_on, stated=command.pay_by)
    await act(
        tx,
        matter,
        event,
        on=command.notified_on,
        reason=reasons,
        penalty_owed_cents=command.mitigated_cents,
        pay_by=pay_by,
        supplemental_by=command.supplemental_by,
    )
    await release(tx, matter, HoldKind.PETITION)
    collected, owed = matter.penalty_collected_cents, command.mitigated_cents
    await take_off_excess(tx, matter, RecoveryClass.PENALTY, collected, owed, "mitigated (19 USC 1618)")
    tell_penalty_now(tx, matter, command.mitigated_cents, command.notified_on)
    tx.record(
        PetitionDecided(
            importer_number=matter.importer_number,
            acted_on=command.notified_on,
            matter_id=matter.id,
            mitigated_cents=command.mitigated_cents,
            pay_by=pay_by,
        )
    )
    return {"matter_id": str(matter.id)}


async def _insert(
    tx: Transaction, matter_id: UUID, filed_on: date, grounds: str, *, supplemental: bool, **who: str
) -> None:
    values = {"matter_id": matter_id, "supplemental": supplemental, "filed_on": filed_on, "grounds": grounds, **who}
    await queries.insert_row(tx.connection, petitions, values)
