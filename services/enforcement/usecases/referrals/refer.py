"""Refer a case to the agencies that administer the law concerned, and follow it up (AGY-01 to AGY-05, 10.11)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.referrals.states import (
    AgencyDecision,
    ReferralEvent,
    SeizedThing,
    check_seizure,
    move,
)
from services.enforcement.domain.referrals.subjects import Agency, Movement, Row, Subject, owners
from services.enforcement.domain.text import clean_text
from services.enforcement.events.referrals import AgencyDecisionReceived, AgencyReferralSent, ThingsSeized
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.storage.referrals import queries
from services.enforcement.storage.referrals.queries import Referral
from services.enforcement.usecases.informants.leaks import refuse_leaks
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class CreateReferrals:
    """A case to refer.

    Attributes:
        agencies: which agencies of a row that names two; none needed for the other rows.
        authority: the law the referral rests on; part 161 creates no power of its own (AGY-05).
    """

    movement: Movement
    subjects: frozenset[Subject]
    agencies: frozenset[Agency]
    facts: str
    goods: str
    authority: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowReferral:
    """The next step of a referral: send it, or keep that the agency acknowledged it."""

    referral_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAgencyDecision:
    """What the agency decided (AGY-03)."""

    referral_id: UUID
    decision: AgencyDecision
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExecuteReferral:
    """Carry out the decision; a seizure names what is seized and by which law (AGY-02, AGY-05)."""

    referral_id: UUID
    seized: tuple[SeizedThing, ...]
    authority: str


async def create_referrals(tx: Transaction, command: CreateReferrals, *, vault: IdentityVault) -> dict[str, JSON]:
    """Draft one referral for each row of 19 CFR 161.2(a) that matches and each agency picked of it.

    Raises:
        BadInput: a text is missing, or none of the agencies of a row with two is picked.
        Refused: AGY_NO_OWNER, or a text tells of an informant (SEC_INFORMANT_LEAK).

    Source: AGY-01, AGY-03, AGY-05, INF-28.
    """
    facts = clean_text(command.facts, field="facts")
    goods = clean_text(command.goods, field="goods")
    authority = clean_text(command.authority, field="authority")
    await refuse_leaks(tx, vault, (facts, goods, authority))
    state = move(None, ReferralEvent.CREATE_REFERRAL)
    rows = [
        {
            "state": state,
            "agency": agency,
            "subject_row": row.number,
            "movement": command.movement,
            "facts": facts,
            "goods": goods,
            "authority": authority,
            "created_on": tx.today,
        }
        for row in owners(command.movement, command.subjects)
        for agency in _picked(row, command.agencies)
    ]
    ids = await queries.insert_referrals(tx.connection, rows)
    for referral_id, values in zip(ids, rows, strict=True):
        after: dict[str, JSON] = {"state": state, "agency": str(values["agency"])}
        tx.audit("create_referral", f"agency-referrals/{referral_id}", after=after)
    return {"referral_ids": [str(referral_id) for referral_id in ids]}


async def send_referral(tx: Transaction, command: FollowReferral, *, vault: IdentityVault) -> dict[str, JSON]:
    """Send the referral: told on the agency's own subject, after a last look that no informant shows in it.

    Raises:
        NotFound: no such referral.
        Refused: it is no draft, or a text holds a pseudonym or words of the vault (SEC_INFORMANT_LEAK).

    Source: AGY-03, INF-28.
    """
    referral = await _locked(tx, command.referral_id)
    await refuse_leaks(tx, vault, (referral.facts, referral.goods, referral.authority))
    await _keep(tx, referral, ReferralEvent.SEND, sent_on=tx.today)
    tx.record(
        AgencyReferralSent(
            referral_id=referral.id,
            agency=referral.agency,
            subject_row=referral.subject_row,
            movement=referral.movement,
            sent_on=tx.today,
        )
    )
    return {"referral_ids": [str(referral.id)]}


async def acknowledge_referral(tx: Transaction, command: FollowReferral) -> dict[str, JSON]:
    """Keep that the agency has the referral (section 10.11)."""
    referral = await _locked(tx, command.referral_id)
    await _keep(tx, referral, ReferralEvent.ACKNOWLEDGE, acknowledged_on=tx.today)
    return {"referral_ids": [str(referral.id)]}


async def record_agency_decision(tx: Transaction, command: RecordAgencyDecision) -> dict[str, JSON]:
    """Keep what the agency decided; an own penalty of it is not collected here (AGY-03, AGY-04)."""
    referral = await _locked(tx, command.referral_id)
    reason = clean_text(command.reason, field="reason")
    decided = {"agency_decision": command.decision, "decided_on": tx.today}
    await _keep(tx, referral, ReferralEvent.AGENCY_DECIDES, reason=reason, **decided)
    tx.record(
        AgencyDecisionReceived(
            referral_id=referral.id, agency=referral.agency, decision=command.decision, happened_on=tx.today
        )
    )
    return {"referral_ids": [str(referral.id)]}


async def execute_referral(tx: Transaction, command: ExecuteReferral) -> dict[str, JSON]:
    """Carry out the decision and close the referral.

    Raises:
        BadInput: no authority is named.
        NotFound: no such referral.
        Refused: nothing is decided, or AGY_CONVEYANCE_NOT_KNOWING.

    Source: AGY-02, 19 CFR 161.2(b); AGY-05, 19 CFR 161.0.
    """
    authority = clean_text(command.authority, field="authority")
    referral = await _locked(tx, command.referral_id)
    state = move(referral.state, ReferralEvent.EXECUTE)
    assert referral.agency_decision is not None, f"{state} follows a decision"
    check_seizure(referral.agency_decision, command.seized)
    seized = [
        {
            "kind": thing.kind.value,
            "description": clean_text(thing.description, field=f"seized[{position}].description"),
            "knowingly_used": thing.knowingly_used,
        }
        for position, thing in enumerate(command.seized)
    ]
    done = {"seized": seized, "seizure_authority": authority if seized else None, "closed_on": tx.today}
    await _keep(tx, referral, ReferralEvent.EXECUTE, reason=authority, **done)
    if seized:
        kinds = tuple(thing.kind for thing in command.seized)
        tx.record(ThingsSeized(referral_id=referral.id, authority=authority, kinds=kinds, happened_on=tx.today))
    return {"referral_ids": [str(referral.id)]}


def _picked(row: Row, agencies: frozenset[Agency]) -> list[Agency]:
    if len(row.agencies) == 1:
        return list(row.agencies)
    picked = [agency for agency in row.agencies if agency in agencies]
    if not picked:
        named = " or ".join(row.agencies)
        raise BadInput(f"Row {row.number} names two agencies: pick {named}, or both.", field="agencies")
    return picked


async def _locked(tx: Transaction, referral_id: UUID) -> Referral:
    referral = await queries.lock_referral(tx.connection, referral_id)
    if referral is None:
        raise NotFound(f"There is no referral {referral_id}.", field="referralId")
    return referral


async def _keep(
    tx: Transaction, referral: Referral, event: ReferralEvent, *, reason: str | None = None, **values: object
) -> None:
    state = move(referral.state, event)
    await queries.save_referral(tx.connection, referral.id, state=state, **values)
    tx.audit(
        f"{event.lower()}_referral",
        f"agency-referrals/{referral.id}",
        before={"state": referral.state},
        after={"state": state},
        reason=reason,
    )
