"""Receive an application (RCP-01 to RCP-05)."""

from dataclasses import dataclass
from datetime import date

from services.certification.domain.recordkeeping.applying import demonstrations_of, refuse_application
from services.certification.domain.recordkeeping.participation import (
    ApplicantCapacity,
    DemonstrationKind,
    Participation,
    Terms,
    Track,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.refusing import refusal
from services.certification.domain.recordkeeping.states import ParticipationEvent, next_state
from services.certification.domain.recordkeeping.text import clean_text, optional_text, parse_importer_number
from services.certification.events.recordkeeping import RecordkeeperApplied
from services.certification.storage import recordkeeping
from services.certification.storage.recordkeeping import ParticipationRecord
from services.certification.usecases.recordkeeping.keeping import (
    answer,
    day_of,
    note_step,
    refuse_second,
    standing,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What is sent to show one of the six."""

    kind: DemonstrationKind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedTerms:
    """A negotiated programme as proposed or agreed."""

    text: str
    checklist: tuple[str, ...]

    def version(self, number: int, dated: date) -> Terms:
        """The terms as a version.

        Raises:
            BadInput: a text is missing or cannot be kept.
        """
        return Terms(
            version=number,
            text=clean_text(self.text, field="negotiatedTerms.text"),
            checklist=tuple(clean_text(each, field="negotiatedTerms.checklist") for each in self.checklist),
            dated=dated,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Apply:
    """An application.

    Attributes:
        office: the office it is addressed to.
        evidence: evidence for each demonstration; what lacks is asked for in review.
        received_on: day on which paper reached the intake office; None for today.
    """

    importer_number: str
    capacity: ApplicantCapacity
    keeps_entry_records: bool
    office: str
    track: Track
    handbook_version: str
    evidence: tuple[Evidence, ...]
    terms: ProposedTerms | None = None
    received_on: date | None = None


async def apply(tx: Transaction, command: Apply, *, program: Program) -> dict[str, JSON]:
    """Receive the application; an importer has one at a time.

    Raises:
        BadInput: a number or text that cannot be kept.
        Refused: RCP-02, RCP-03, RCP-04, all at once; or another participation is open.

    Source:
        RCP-01 to RCP-05; 19 CFR 163.12(a), (b).
    """
    received_on = day_of(command.received_on, tx)
    refusals = list(
        refuse_application(
            capacity=command.capacity,
            keeps_entry_records=command.keeps_entry_records,
            office=command.office,
            program=program,
        )
    )
    if command.terms is not None and command.track is Track.STANDARD:
        message = "Terms are negotiated only on the track NEGOTIATED."
        refusals.append(refusal("RCP_TRACK_STANDARD", "RCP-04", "19 CFR 163.12(b)(3)", message, "negotiatedTerms"))
    refuse_if_any(refusals)
    evidence = {one.kind: optional_text(one.text, field="demonstrations.evidence") for one in command.evidence}
    application = Participation(
        importer_number=parse_importer_number(command.importer_number),
        state=next_state(None, ParticipationEvent.APPLY),
        since=received_on,
        applied_on=received_on,
        capacity=command.capacity,
        track=command.track,
        handbook_version=clean_text(command.handbook_version, field="handbookVersion"),
        demonstrations=demonstrations_of(evidence),
        terms=() if command.terms is None else (command.terms.version(1, received_on),),
    )
    await refuse_second(tx, application, beside=None, opens=True)
    participation_id = await recordkeeping.insert_participation(tx.connection, application, recorded_at=tx.now)
    kept = ParticipationRecord(id=participation_id, revision=1, file=application)
    await note_step(tx, kept, "apply", before=None, reason=None)
    tx.record(RecordkeeperApplied(**standing(tx, kept), track=command.track.value))
    return answer(kept)
