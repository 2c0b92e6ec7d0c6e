"""A contact from the first word to its end (section 10.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.enforcement.domain.informants.access import IdentityField, new_pseudonym
from services.enforcement.domain.informants.eligibility import Act, AllegationKind, Route, check_act
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.states import ContactEvent, ContactState, move_contact
from services.enforcement.domain.text import clean_text, parse_case
from services.enforcement.storage.informants import queries, recoveries
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants.acting import contact_of, step_contact
from services.enforcement.usecases.informants.leaks import mark
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused, refuse_if_any

Identity = Mapping[IdentityField, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenContact:
    """A person gives information; who it is stands apart, here only its fingerprint."""

    liaison: str
    fingerprint: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAdvice:
    """When the informant was told each of the two points (INF-08)."""

    contact_id: UUID
    entitlement_at: datetime | None
    deduction_at: datetime | None
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordInformation:
    """What was furnished or done (INF-02); the wording stands apart, here only its fingerprint."""

    contact_id: UUID
    route: Route
    received_at: datetime
    allegations: tuple[AllegationKind, ...]
    detected: bool
    seized: bool
    reported: bool
    own_violation: bool
    fingerprint: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignStipulation:
    """The informant's agreement to the deduction of purchase money (INF-09)."""

    contact_id: UUID
    signed_on: date
    document_hash: str
    covers_earlier: bool
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPurchase:
    """Money paid for evidence or information, US cents."""

    contact_id: UUID
    paid_on: date
    amount_cents: int
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkRecoveryGroup:
    """The cases that flow from the information (INF-14)."""

    contact_id: UUID
    case_references: tuple[str, ...]
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """The contact goes to another liaison."""

    contact_id: UUID
    liaison: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EndContact:
    """The contact is closed."""

    contact_id: UUID
    reason: str
    role: str


async def open_contact(
    tx: Transaction, command: OpenContact, *, vault: IdentityVault, identity: Identity
) -> dict[str, JSON]:
    """Open a contact under a random pseudonym; the identity is sealed with a key of its own (INF-26).

    Raises:
        BadInput: no name.
    """
    if not identity.get(IdentityField.NAME, "").strip():
        raise BadInput("A name is needed.", field="identity.name")
    pseudonym = new_pseudonym()
    state = move_contact(None, ContactEvent.OPEN_CONTACT)
    contact_id = await queries.add_contact(
        tx.connection,
        {
            "pseudonym": pseudonym,
            "state": state,
            "receiving_officer": tx.cause.actor,
            "liaison": clean_text(command.liaison, field="liaison", longest=200),
        },
    )
    key = vault.new_key(pseudonym)
    await queries.keep_key(tx.connection, pseudonym, key)
    await queries.keep_secrets(
        tx.connection,
        pseudonym,
        {field: vault.seal(key, pseudonym, field, text) for field, text in identity.items() if text.strip()},
    )
    await mark(tx, vault, pseudonym, identity.values())
    await queries.note(
        tx.connection,
        contact_id,
        ContactEvent.OPEN_CONTACT,
        (None, state),
        at=tx.now,
        actor=tx.cause.actor,
        role=command.role,
    )
    tx.audit("open_contact", f"restricted/{contact_id}")
    return {"contact_id": str(contact_id)}


async def record_advice(tx: Transaction, command: RecordAdvice) -> dict[str, JSON]:
    """Note that the informant was told both points; without both the contact stays a draft (INF-08).

    Raises:
        Refused: one is missing or lies ahead (INF_NOT_ADVISED).

    Source: 19 CFR 161.14.
    """
    contact = await contact_of(tx, command.contact_id, receiving=True)
    given = {"entitlementAt": command.entitlement_at, "deductionAt": command.deduction_at}
    refuse_if_any(refusal("INF_NOT_ADVISED", field=field) for field, at in given.items() if at is None or at > tx.now)
    await step_contact(
        tx,
        contact,
        ContactEvent.RECORD_ADVICE,
        command.role,
        advised_entitlement_at=command.entitlement_at,
        advised_deduction_at=command.deduction_at,
    )
    return {"contact_id": str(contact.id)}


async def record_information(
    tx: Transaction, command: RecordInformation, *, vault: IdentityVault, statement: str
) -> dict[str, JSON]:
    """Note what was furnished; its wording is sealed, its kinds and its second are kept (INF-02, INF-03).

    Raises:
        Refused: no qualifying act, one's own violation, or before the advice (INF_NOT_ADVISED).
    """
    contact = await contact_of(tx, command.contact_id, receiving=True)
    if contact.state == ContactState.DRAFT:
        raise Refused([refusal("INF_NOT_ADVISED")])
    if command.received_at > tx.now:
        raise BadInput("Information cannot be received in the future.", field="receivedAt")
    act = Act(
        route=command.route,
        allegations=command.allegations,
        detected=command.detected,
        seized=command.seized,
        reported=command.reported,
        own_violation=command.own_violation,
    )
    refuse_if_any(found for found in check_act(act) if found.code == "INF_NO_QUALIFYING_ACT")
    await step_contact(
        tx,
        contact,
        ContactEvent.RECORD_INFORMATION,
        command.role,
        route=command.route,
        detected=command.detected,
        seized=command.seized,
        reported=command.reported,
        own_violation=command.own_violation,
    )
    await queries.add_allegations(
        tx.connection,
        [
            {"contact_id": contact.id, "position": place, "kind": kind, "received_at": command.received_at}
            for place, kind in enumerate(command.allegations)
        ],
    )
    key = await queries.key_of(tx.connection, contact.pseudonym)
    assert key is not None, "the key of an open contact is kept"
    sealed = vault.seal(key, contact.pseudonym, IdentityField.STATEMENT, statement)
    await queries.keep_secrets(tx.connection, contact.pseudonym, {IdentityField.STATEMENT: sealed})
    await mark(tx, vault, contact.pseudonym, [statement])
    return {"contact_id": str(contact.id)}


async def sign_stipulation(tx: Transaction, command: SignStipulation) -> dict[str, JSON]:
    """Keep the signed stipulation: without it no purchase money is deducted (INF-09)."""
    contact = await contact_of(tx, command.contact_id)
    if command.signed_on > tx.today:
        raise BadInput("A paper cannot be signed in the future.", field="signedOn")
    await step_contact(
        tx,
        contact,
        ContactEvent.SIGN_STIPULATION,
        command.role,
        stipulated_on=command.signed_on,
        stipulation_hash=command.document_hash,
        covers_earlier=command.covers_earlier,
    )
    return {"contact_id": str(contact.id)}


async def record_purchase(tx: Transaction, command: RecordPurchase) -> dict[str, JSON]:
    """Add to the purchase money of the case (INF-19)."""
    contact = await contact_of(tx, command.contact_id)
    if command.amount_cents <= 0 or command.paid_on > tx.today:
        raise BadInput("A payment is more than zero and was made by today.", field="amount")
    await step_contact(tx, contact, ContactEvent.RECORD_PURCHASE_PAYMENT, command.role)
    await queries.add_purchase(tx.connection, contact.id, command.paid_on, command.amount_cents)
    return {"contact_id": str(contact.id)}


async def link_recovery_group(tx: Transaction, command: LinkRecoveryGroup) -> dict[str, JSON]:
    """Link the contact to the group of its cases; a case that has a group brings the contact into it (INF-14).

    A linked contact takes further cases the same way: a second seizure or penalty number resets no cap.

    Raises:
        Conflict: the cases are of more than one group.
    """
    contact = await contact_of(tx, command.contact_id)
    cases = [parse_case(case, field="caseReferences") for case in command.case_references]
    if not cases:
        raise BadInput("Name at least one case.", field="caseReferences")
    known = set((await recoveries.groups_of_cases(tx.connection, cases)).values())
    if contact.group_id is not None:
        known.add(contact.group_id)
    if len(known) > 1:
        raise Conflict("These cases are of more than one group.", field="caseReferences")
    group_id = known.pop() if known else await recoveries.new_group(tx.connection)
    if contact.group_id is None:
        await step_contact(tx, contact, ContactEvent.LINK_RECOVERY_GROUP, command.role, group_id=group_id)
    await recoveries.add_cases(tx.connection, group_id, cases)
    return {"contact_id": str(contact.id)}


async def hand_over(tx: Transaction, command: HandOver) -> dict[str, JSON]:
    """Assign the contact to another liaison; whoever had it has it no more (INF-25)."""
    contact = await contact_of(tx, command.contact_id)
    liaison = clean_text(command.liaison, field="liaison", longest=200)
    await queries.update_contact(tx.connection, contact.id, liaison=liaison, handed_over_on=tx.today)
    tx.audit("hand_over", f"restricted/{contact.id}")
    return {"contact_id": str(contact.id)}


async def close_contact(tx: Transaction, command: EndContact) -> dict[str, JSON]:
    """Close a contact without an open claim (10.1).

    Raises:
        Refused: a claim of it is open (INF_STEP_OUT_OF_ORDER).
    """
    contact = await contact_of(tx, command.contact_id)
    if await queries.has_open_claim(tx.connection, contact.id):
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message="A claim of this contact is open.")])
    await step_contact(tx, contact, ContactEvent.CLOSE_CONTACT, command.role, reason=command.reason, closed_on=tx.today)
    return {"contact_id": str(contact.id)}
