"""Prior disclosure: filing, review, tender, headquarters' review and benefit (CUL-09 to CUL-12, section 10.6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.limitation.periods import effective_last_day
from services.enforcement.domain.matters.interest import LossLine
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.prior_disclosure import (
    Investigation,
    ReviewSubject,
    disclosed_penalty,
    missing_data_due,
    refuse_benefit,
    refuse_extension,
    refuse_headquarters_review,
    refuse_tender,
    tender_due,
)
from services.enforcement.domain.matters.states import (
    DisclosureEvent,
    DisclosureState,
    check_disclosure,
    illegal,
    move_disclosure,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import (
    LossCalculated,
    PriorDisclosureDenied,
    PriorDisclosureGranted,
    PriorDisclosureReceived,
)
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import disclosures
from services.enforcement.usecases.matters.keeping import (
    check_day,
    exposure_of,
    locked_matter,
    not_negative,
    write_history,
)
from services.enforcement.usecases.matters.rates import rate_table
from services.enforcement.usecases.matters.tenders import give_back, take_tender
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict, NotFound
from shared.refusals import refuse_if_any

_S = DisclosureState
_E = DisclosureEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class FileDisclosure:
    """The circumstances of a violation, disclosed; a sum may come with them, and missing data may follow."""

    matter_id: UUID
    disclosed_on: date
    circumstances: str
    tendered_cents: int
    data_to_follow: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDisclosure:
    """What is on record about an investigation beside the matter's own record; it decides whether to review or deny."""

    matter_id: UUID
    investigation_recorded_on: date | None
    lack_of_knowledge_shown: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldVerification:
    """FP&F asks investigators, on request, to hold verification of a disclosure."""

    matter_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtendTender:
    """More time to tender, for good cause."""

    matter_id: UUID
    extended_to: date
    good_cause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveSelfReview:
    """Regulatory Audit approves the discloser's own review (SMP-06)."""

    matter_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifyCalculation:
    """Customs' calculation of the actual loss, US cents."""

    matter_id: UUID
    loss_cents: int
    notified_on: date
    extended_to: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tender:
    """A sum tendered, US cents."""

    matter_id: UUID
    amount_cents: int
    tendered_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestReview:
    """The discloser asks headquarters to review the calculation, in one of four subjects."""

    matter_id: UUID
    deposited_cents: int
    rules_met: bool
    subject: ReviewSubject


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideReview:
    """Headquarters' calculation; it is final."""

    matter_id: UUID
    loss_cents: int
    decided_on: date
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantBenefit:
    """The reduced penalty is granted at a level of culpability."""

    matter_id: UUID
    culpability: Culpability


async def file_disclosure(tx: Transaction, command: FileDisclosure) -> dict[str, JSON]:
    """Record a disclosure (CUL-09); one a matter."""
    check_day(tx, command.disclosed_on, "disclosedOn")
    not_negative(tendered=command.tendered_cents)
    matter = await _matter(tx, command.matter_id)
    if await queries.disclosure_of(tx.connection, matter.id) is not None:
        raise Conflict("The matter has a disclosure.", field="matterId")
    circumstances = clean_text(command.circumstances, field="circumstances")
    values = {
        "matter_id": matter.id,
        "state": move_disclosure(None, _E.FILE_DISCLOSURE, _S.RECEIVED),
        "disclosed_on": command.disclosed_on,
        "circumstances": circumstances,
        "tendered_cents": command.tendered_cents,
        "tendered_on": command.disclosed_on if command.tendered_cents else None,
        "data_by": missing_data_due(command.disclosed_on) if command.data_to_follow else None,
    }
    disclosure_id = await queries.insert_row(tx.connection, disclosures, values)
    await _note(tx, matter, _E.FILE_DISCLOSURE, circumstances)
    tx.record(
        PriorDisclosureReceived(
            importer_number=matter.importer_number,
            acted_on=command.disclosed_on,
            disclosure_id=disclosure_id,
            matter_id=matter.id,
            tendered_cents=command.tendered_cents,
            data_by=missing_data_due(command.disclosed_on) if command.data_to_follow else None,
        )
    )
    cents = command.tendered_cents
    await take_tender(tx, matter, disclosure_id, cents, total_cents=cents, on=command.disclosed_on)
    return {"matter_id": str(matter.id)}


async def review_disclosure(tx: Transaction, command: ReviewDisclosure) -> dict[str, JSON]:
    """Take a disclosure into review, or deny it: CUL_PD_INVESTIGATION_KNOWN is then its reason (CUL-09)."""
    matter, found = await _found(tx, command.matter_id)
    days = [day for day in (command.investigation_recorded_on, matter.investigation_recorded_on) if day is not None]
    investigation = Investigation(
        recorded_on=min(days, default=None), lack_of_knowledge_shown=command.lack_of_knowledge_shown
    )
    denied = refuse_benefit(found.disclosed_on, investigation)
    if denied:
        await _go(tx, matter, found, _E.DENY_KNOWN_INVESTIGATION, _S.DENIED, denied[0].code)
        tx.record(
            PriorDisclosureDenied(
                importer_number=matter.importer_number, acted_on=tx.today, disclosure_id=found.id, matter_id=matter.id
            )
        )
    else:
        await _go(tx, matter, found, _E.ACCEPT_FOR_REVIEW, _S.UNDER_REVIEW, "copy to FP&F")
    return {"matter_id": str(matter.id)}


async def hold_verification(tx: Transaction, command: HoldVerification) -> dict[str, JSON]:
    """Ask investigators to hold verification of a disclosure under review (CUL-09, 19 CFR 162.74(f))."""
    reason = clean_text(command.reason, field="reason")
    matter, found = await _found(tx, command.matter_id)
    if found.state not in (_S.RECEIVED, _S.UNDER_REVIEW):
        raise illegal("HOLD_VERIFICATION", found.state, rule="CUL-09", citation="19 CFR 162.74(f)")
    await queries.save(tx.connection, disclosures, found.id, {"verification_held_on": tx.today})
    await write_history(
        tx, matter.id, "HOLD_VERIFICATION", before=matter.state, after=matter.state, on=tx.today, reason=reason
    )
    return {"matter_id": str(matter.id)}


async def approve_self_review(tx: Transaction, command: ApproveSelfReview) -> dict[str, JSON]:
    """Let the discloser review itself, which opens the offset of OFF-01 (SMP-06)."""
    reason = clean_text(command.reason, field="reason")
    matter, found = await _found(tx, command.matter_id)
    approved = {"self_review_approved_on": tx.today}
    await _go(tx, matter, found, _E.APPROVE_SELF_REVIEW, _S.UNDER_REVIEW, reason, **approved)
    return {"matter_id": str(matter.id)}


async def notify_calculation(tx: Transaction, command: NotifyCalculation) -> dict[str, JSON]:
    """Tell the discloser the calculated loss: 30 days to tender what is short of it (CUL-11)."""
    check_day(tx, command.notified_on, "notifiedOn")
    not_negative(loss=command.loss_cents)
    matter, found = await _found(tx, command.matter_id)
    to = _S.TENDERED if command.loss_cents <= found.tendered_cents else _S.AWAITING_TENDER
    await _go(
        tx,
        matter,
        found,
        _E.NOTIFY_CALCULATION,
        to,
        "calculation notified",
        loss_cents=command.loss_cents,
        notified_on=command.notified_on,
        tender_by=tender_due(command.notified_on, command.extended_to),
        tendered_on=found.tendered_on or (command.notified_on if to is _S.TENDERED else None),
    )
    _tell_loss(tx, matter, found, command.loss_cents, found.tendered_cents, command.notified_on, command.extended_to)
    return {"matter_id": str(matter.id)}


async def extend_tender(tx: Transaction, command: ExtendTender) -> dict[str, JSON]:
    """Give more time to tender, for good cause, before the time is over (CUL-11)."""
    reason = clean_text(command.good_cause, field="goodCause")
    matter, found = await _found(tx, command.matter_id)
    check_disclosure(_S(found.state), _E.TENDER)
    refuse_if_any(refuse_extension(due_on=found.tender_by, extended_to=command.extended_to, on=tx.today))
    await queries.save(tx.connection, disclosures, found.id, {"tender_by": command.extended_to})
    await write_history(
        tx, matter.id, "EXTEND_TENDER", before=matter.state, after=matter.state, on=tx.today, reason=reason
    )
    return {"matter_id": str(matter.id)}


async def tender(tx: Transaction, command: Tender) -> dict[str, JSON]:
    """Record a tender: with the disclosure any sum, after the calculation all that is short, in time (CUL-11).

    One made in time but recorded after the calendar denied the disclosure counts on its own day (CLK-04).
    """
    check_day(tx, command.tendered_on, "tenderedOn")
    if command.amount_cents <= 0:
        raise BadInput("A tender is more than zero.", field="amount")
    matter, found = await _found(tx, command.matter_id)
    total = found.tendered_cents + command.amount_cents
    await take_tender(tx, matter, found.id, command.amount_cents, total_cents=total, on=command.tendered_on)
    changed = {"tendered_cents": total, "tendered_on": command.tendered_on}
    if found.state in (_S.RECEIVED, _S.UNDER_REVIEW):
        await _go(tx, matter, found, _E.TENDER_WITH_DISCLOSURE, _S(found.state), "tendered", **changed)
        return {"matter_id": str(matter.id)}
    waiting = await _awaiting(tx, matter, found)
    check_disclosure(_S(waiting.state), _E.TENDER)
    refuse_if_any(refuse_tender(total, found.loss_cents, command.tendered_on, found.tender_by))
    await _go(tx, matter, waiting, _E.TENDER, _S.TENDERED, "tendered", **changed)
    return {"matter_id": str(matter.id)}


async def request_headquarters_review(tx: Transaction, command: RequestReview) -> dict[str, JSON]:
    """Ask headquarters to review the calculation: all four conditions, in the time to tender, once (CUL-12).

    Raises:
        Refused: a condition is missed, the time to deposit is over, or headquarters decided before: that is final.
    """
    not_negative(deposited=command.deposited_cents)
    matter, found = await _found(tx, command.matter_id)
    check_disclosure(_S(found.state), _E.REQUEST_HQ_REVIEW)
    if found.headquarters_decided_on is not None:
        raise illegal(_E.REQUEST_HQ_REVIEW, "decided by headquarters", rule="CUL-12", citation="19 CFR 162.74(c)")
    deposited = found.tendered_cents + command.deposited_cents
    refuse_if_any(
        refuse_headquarters_review(
            loss_cents=found.loss_cents,
            deposited_cents=deposited,
            last_day=effective_last_day(matter.last_day, matter.waived_until),
            rules_met=command.rules_met and tx.today <= found.tender_by,
            on=tx.today,
        )
    )
    await take_tender(tx, matter, found.id, command.deposited_cents, total_cents=deposited, on=tx.today)
    changed = {"tendered_cents": deposited, "tendered_on": tx.today, "review_subject": command.subject}
    await _go(tx, matter, found, _E.REQUEST_HQ_REVIEW, _S.HQ_REVIEW, "loss deposited", **changed)
    return {"matter_id": str(matter.id)}


async def decide_headquarters_review(tx: Transaction, command: DecideReview) -> dict[str, JSON]:
    """Headquarters' final calculation: an increase is due in 30 days, a decrease is refunded (CUL-12)."""
    check_day(tx, command.decided_on, "decidedOn")
    not_negative(loss=command.loss_cents)
    reason = clean_text(command.reason, field="reason")
    matter, found = await _found(tx, command.matter_id)
    to = _S.TENDERED if command.loss_cents <= found.tendered_cents else _S.AWAITING_TENDER
    await _go(
        tx,
        matter,
        found,
        _E.HQ_DECISION,
        to,
        reason,
        loss_cents=command.loss_cents,
        tender_by=tender_due(command.decided_on, None),
        tendered_cents=min(found.tendered_cents, command.loss_cents),
        refunded_cents=max(0, found.tendered_cents - command.loss_cents),
        headquarters_decided_on=command.decided_on,
    )
    kept = min(found.tendered_cents, command.loss_cents)
    await give_back(tx, matter, found, found.tendered_cents - kept, command.decided_on)
    _tell_loss(tx, matter, found, command.loss_cents, kept, command.decided_on, None)
    return {"matter_id": str(matter.id)}


async def grant_benefit(tx: Transaction, command: GrantBenefit) -> dict[str, JSON]:
    """Grant the reduced penalty: from then on the most a penalty of this matter may be (CUL-10)."""
    matter, found = await _found(tx, command.matter_id)
    check_disclosure(_S(found.state), _E.GRANT_BENEFIT)
    exposure, violated_on = await exposure_of(tx, matter)
    lines = [
        LossLine(row.actual_loss_cents, row.liquidated_on)
        for row in await queries.entries(tx.connection, matter.id)
        if row.actual_loss_cents
    ]
    rates = await rate_table(tx.connection)
    penalty = disclosed_penalty(
        command.culpability, exposure, lines, tendered_on=found.tendered_on, rates=rates, on=violated_on
    )
    await _go(tx, matter, found, _E.GRANT_BENEFIT, _S.GRANTED, command.culpability, penalty_cents=penalty)
    tx.record(
        PriorDisclosureGranted(
            importer_number=matter.importer_number,
            acted_on=tx.today,
            disclosure_id=found.id,
            matter_id=matter.id,
            penalty_cents=penalty,
        )
    )
    return {"matter_id": str(matter.id), "penalty_cents": penalty}


async def _awaiting(tx: Transaction, matter: Row, found: Row) -> Row:
    """The disclosure as it stood before the calendar denied it for want of a tender; any other unchanged."""
    if found.state != _S.DENIED or found.tender_by is None:
        return found
    await queries.save(tx.connection, disclosures, found.id, {"state": _S.AWAITING_TENDER})
    await write_history(
        tx, matter.id, "RECORDED_IN_TIME", before=matter.state, after=matter.state, on=tx.today, reason="CUL-11"
    )
    waiting = await queries.disclosure_of(tx.connection, matter.id)
    assert waiting is not None, "it was just kept"
    return waiting


def _tell_loss(
    tx: Transaction, matter: Row, found: Row, loss_cents: int, kept_cents: int, on: date, extended_to: date | None
) -> None:
    tx.record(
        LossCalculated(
            importer_number=matter.importer_number,
            acted_on=on,
            disclosure_id=found.id,
            matter_id=matter.id,
            loss_cents=loss_cents,
            tendered_cents=kept_cents,
            tender_by=tender_due(on, extended_to),
        )
    )


async def _matter(tx: Transaction, matter_id: UUID) -> Row:
    matter = await locked_matter(tx, matter_id)
    if matter.closed_on is not None:
        raise illegal("DISCLOSURE", matter.state, rule="10.6", citation="19 CFR 162.74")
    return matter


async def _found(tx: Transaction, matter_id: UUID) -> tuple[Row, Row]:
    matter = await _matter(tx, matter_id)
    found = await queries.disclosure_of(tx.connection, matter.id)
    if found is None:
        raise NotFound("The matter has no prior disclosure.", field="matterId")
    return matter, found


async def _go(
    tx: Transaction, matter: Row, found: Row, event: DisclosureEvent, to: DisclosureState, why: str, **values: object
) -> None:
    state = move_disclosure(_S(found.state), event, to)
    await queries.save(tx.connection, disclosures, found.id, {"state": state, **values})
    await _note(tx, matter, event, why)


async def _note(tx: Transaction, matter: Row, event: DisclosureEvent, why: str) -> None:
    await write_history(tx, matter.id, event, before=matter.state, after=matter.state, on=tx.today, reason=why)
