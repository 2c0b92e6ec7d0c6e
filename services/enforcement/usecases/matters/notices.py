"""Prepenalty notice, its answer, penalty claim and closing (CUL-03 to CUL-08, OFF-08)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.limitation.periods import Limits, effective_last_day
from services.enforcement.domain.matters.culpability import Exposure, maximum_penalty, refuse_penalty
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import (
    PrepenaltyNotice,
    check_prepenalty_way,
    refuse_closing,
    refuse_inconsistent_culpability,
    refuse_prepenalty,
    response_due,
)
from services.enforcement.domain.matters.states import MatterEvent, MatterState, illegal, move_matter
from services.enforcement.domain.relief.petitions import is_shortened, petition_due
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import (
    PenaltyNoticeIssued,
    PetitionPeriodShortened,
    PrepenaltyNoticeIssued,
)
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import matter_notices
from services.enforcement.usecases.matters.keeping import (
    act,
    check_day,
    locked_matter,
    not_negative,
    offset_of,
    suable_exposure,
    tell_penalty,
    unpaid,
)
from services.enforcement.usecases.matters.office import check_office, refusal
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuePrepenalty:
    """A prepenalty notice, mailed."""

    matter_id: UUID
    culpability: Culpability
    fraud_discovered_on: date | None
    proposed_penalty_cents: int
    mailed_on: date
    respond_by: date | None
    notice: PrepenaltyNotice
    office: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Respond:
    """Representations against a prepenalty notice."""

    matter_id: UUID
    responded_on: date
    representations: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FindNoViolation:
    """The written statement that there is no violation."""

    matter_id: UUID
    final_statement: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuePenalty:
    """A written penalty claim, mailed; changes from the prepenalty facts are listed."""

    matter_id: UUID
    culpability: Culpability
    fraud_discovered_on: date | None
    penalty_cents: int
    mailed_on: date
    petition_by: date | None
    changes: str
    office: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseMatter:
    """The written statement of final determination of a matter paid in full."""

    matter_id: UUID
    final_statement: str


async def issue_prepenalty(tx: Transaction, command: IssuePrepenalty) -> dict[str, JSON]:
    """Issue a prepenalty notice: every element, at most the maximum, in time (CUL-05, CUL-06, CUL-07).

    Raises:
        Refused: every reason at once, or the state does not allow it.
    """
    check_day(tx, command.mailed_on, "mailedOn")
    matter = await locked_matter(tx, command.matter_id)
    move_matter(MatterState(matter.state), MatterEvent.ISSUE_PREPENALTY)
    await check_office(tx, matter, command.office)
    check_prepenalty_way(
        command.proposed_penalty_cents, commercial=matter.commercial, direct=False, on=command.mailed_on
    )
    exposure, limits = await _check_amount(
        tx,
        matter,
        command.culpability,
        command.fraud_discovered_on,
        command.proposed_penalty_cents,
        command.mailed_on,
        command.notice,
    )
    defence_on = _defence_day(limits, matter, command.mailed_on)
    respond_by = response_due(command.mailed_on, shortened_to=command.respond_by, last_day=defence_on)
    await act(
        tx,
        matter,
        MatterEvent.ISSUE_PREPENALTY,
        on=command.mailed_on,
        reason=command.notice.material_facts,
        culpability=command.culpability,
        fraud_discovered_on=command.fraud_discovered_on,
        proposed_penalty_cents=command.proposed_penalty_cents,
        respond_by=respond_by,
        last_day=limits.standing(command.mailed_on, matter.waived_until),
        final_day=limits.final,
    )
    values = {
        "kind": "PREPENALTY",
        "culpability": command.culpability,
        "loss_cents": exposure.total_loss_cents,
        "penalty_cents": command.proposed_penalty_cents,
        "mailed_on": command.mailed_on,
        "respond_by": respond_by,
        "merchandise": command.notice.merchandise,
        "entry_details": command.notice.entry_details,
        "laws_violated": command.notice.laws_violated,
        "facts": command.notice.material_facts,
    }
    await queries.insert_row(tx.connection, matter_notices, {"matter_id": matter.id, **values})
    tx.record(
        PrepenaltyNoticeIssued(
            importer_number=matter.importer_number,
            acted_on=command.mailed_on,
            matter_id=matter.id,
            culpability=command.culpability,
            loss_cents=exposure.total_loss_cents,
            penalty_cents=command.proposed_penalty_cents,
            respond_by=respond_by,
        )
    )
    return {"matter_id": str(matter.id)}


async def respond(tx: Transaction, command: Respond) -> dict[str, JSON]:
    """Record representations made in time (CUL-07); late ones leave the claim to be decided without them."""
    check_day(tx, command.responded_on, "respondedOn")
    matter = await locked_matter(tx, command.matter_id)
    move_matter(MatterState(matter.state), MatterEvent.RESPOND)
    if command.responded_on > matter.respond_by:
        message = f"The time to answer ended on {matter.respond_by.isoformat()}."
        raise Refused([refusal("PET_LATE", "CUL-07", "19 CFR 162.77", message, "respondedOn")])
    reason = clean_text(command.representations, field="representations")
    await act(tx, matter, MatterEvent.RESPOND, on=command.responded_on, reason=reason)
    return {"matter_id": str(matter.id)}


async def find_no_violation(tx: Transaction, command: FindNoViolation) -> dict[str, JSON]:
    """Close a matter without a violation, by a written statement (CUL-08)."""
    refuse_if_any(refuse_closing(command.final_statement))
    statement = clean_text(command.final_statement, field="finalStatement")
    matter = await locked_matter(tx, command.matter_id)
    event = MatterEvent.FIND_NO_VIOLATION
    await act(tx, matter, event, on=tx.today, reason=statement, final_statement=statement)
    return {"matter_id": str(matter.id)}


async def issue_penalty(tx: Transaction, command: IssuePenalty) -> dict[str, JSON]:
    """Claim the penalty; accounts bills it by ``penalty.assessed``.

    Without a prepenalty notice only where none is due (CUL-06); after one, once it is answered or its period passed.

    Raises:
        Refused: above the maximum (CUL-03), inconsistent with the audit's offset (OFF-08), limitation over, a petition
            period shortened against RLF-03, or the state does not allow it.
    """
    check_day(tx, command.mailed_on, "mailedOn")
    matter = await locked_matter(tx, command.matter_id)
    state, direct = MatterState(matter.state), matter.state == MatterState.OPEN
    event = MatterEvent.ISSUE_PENALTY_DIRECT if direct else MatterEvent.ISSUE_PENALTY
    move_matter(state, event)
    await check_office(tx, matter, command.office)
    if state is MatterState.PREPENALTY and command.mailed_on <= matter.respond_by:
        raise illegal(event, "PREPENALTY before its answer", rule="CUL-07", citation="19 CFR 162.77")
    if direct:
        check_prepenalty_way(command.penalty_cents, commercial=matter.commercial, direct=True, on=command.mailed_on)
    exposure, limits = await _check_amount(
        tx,
        matter,
        command.culpability,
        command.fraud_discovered_on,
        command.penalty_cents,
        command.mailed_on,
        None,
    )
    defence_on = _defence_day(limits, matter, command.mailed_on)
    petition_by = petition_due(command.mailed_on, shortened_to=command.petition_by, last_day=defence_on)
    changes = clean_text(command.changes, field="changes")
    await act(
        tx,
        matter,
        event,
        on=command.mailed_on,
        reason=changes,
        culpability=command.culpability,
        fraud_discovered_on=command.fraud_discovered_on,
        claimed_cents=command.penalty_cents,
        penalty_owed_cents=command.penalty_cents,
        penalty_on=command.mailed_on,
        petition_by=petition_by,
        last_day=limits.standing(command.mailed_on, matter.waived_until),
        final_day=limits.final,
    )
    values = {
        "kind": "PENALTY",
        "culpability": command.culpability,
        "loss_cents": exposure.total_loss_cents,
        "penalty_cents": command.penalty_cents,
        "mailed_on": command.mailed_on,
        "respond_by": petition_by,
        "facts": changes,
    }
    await queries.insert_row(tx.connection, matter_notices, {"matter_id": matter.id, **values})
    tell_penalty(tx, matter, command.penalty_cents, command.mailed_on)
    _tell_party(tx, matter, command, exposure.total_loss_cents, petition_by)
    return {"matter_id": str(matter.id)}


async def close_matter(tx: Transaction, command: CloseMatter) -> dict[str, JSON]:
    """Close a matter whose duties and penalty are paid, or remitted, with its written final determination (CUL-08).

    Raises:
        Refused: CUL_FINAL_STATEMENT_MISSING, or something is still owed.
    """
    matter = await locked_matter(tx, command.matter_id)
    move_matter(MatterState(matter.state), MatterEvent.PAID_IN_FULL)
    refuse_if_any(refuse_closing(command.final_statement))
    if unpaid(matter).total_cents:
        raise illegal(MatterEvent.PAID_IN_FULL, "not paid in full", rule="10.5", citation="19 USC 1592(b)(2)")
    statement = clean_text(command.final_statement, field="finalStatement")
    await act(tx, matter, MatterEvent.PAID_IN_FULL, on=tx.today, reason=statement, final_statement=statement)
    return {"matter_id": str(matter.id)}


async def _check_amount(
    tx: Transaction,
    matter: Row,
    culpability: Culpability,
    fraud_discovered_on: date | None,
    penalty_cents: int,
    on: date,
    notice: PrepenaltyNotice | None,
) -> tuple[Exposure, Limits]:
    """Refuse a penalty above its maximum, a fraud notice beside an offset, an incomplete notice; all at once."""
    not_negative(penalty=penalty_cents)
    exposure, violated_on, limits = await suable_exposure(tx, matter, culpability, fraud_discovered_on, on)
    disclosure = await queries.disclosure_of(tx.connection, matter.id)
    maximum = maximum_penalty(culpability, exposure, violated_on)
    if disclosure is not None and disclosure.penalty_cents is not None:
        maximum = min(maximum, disclosure.penalty_cents)
    refuse_if_any(
        [
            *([] if notice is None else refuse_prepenalty(notice)),
            *refuse_penalty(penalty_cents, maximum),
            *refuse_inconsistent_culpability(culpability, await offset_of(tx, matter)),
        ]
    )
    return exposure, limits


def _defence_day(limits: Limits, matter: Row, on: date) -> date:
    """The last day before limitation is a defence, as a waiver on file puts it off (CUL-07, RLF-03)."""
    return effective_last_day(limits.standing(on, matter.waived_until), matter.waived_until)


def _tell_party(tx: Transaction, matter: Row, command: IssuePenalty, loss_cents: int, petition_by: date) -> None:
    tx.record(
        PenaltyNoticeIssued(
            importer_number=matter.importer_number,
            acted_on=command.mailed_on,
            matter_id=matter.id,
            culpability=command.culpability,
            loss_cents=loss_cents,
            penalty_cents=command.penalty_cents,
            respond_by=petition_by,
        )
    )
    if is_shortened(command.mailed_on, petition_by):
        tx.record(
            PetitionPeriodShortened(
                importer_number=matter.importer_number,
                acted_on=command.mailed_on,
                matter_id=matter.id,
                petition_by=petition_by,
            )
        )
