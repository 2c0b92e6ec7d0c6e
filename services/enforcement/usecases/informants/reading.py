"""Reading what is confidential: every attempt is logged before anything is told, denials too (INF-24 to INF-28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from services.enforcement.domain.informants.access import (
    IdentityField,
    Office,
    Outcome,
    Purpose,
    Reader,
    may_read_dossier,
    may_read_identity,
)
from services.enforcement.domain.informants.awards import Position
from services.enforcement.domain.informants.law import AwardLimits, CapMode
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.states import OVER, ClaimState
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.informants import queries, reads
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants.acting import Row, claim_of, nothing
from services.enforcement.usecases.informants.claims import Step, check_decider
from services.enforcement.usecases.informants.positions import group_position
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput, Unavailable
from shared.refusals import Refused

_DOSSIER = "DOSSIER"
_EXISTENCE = "EXISTENCE"
_POSITION = "POSITION"
_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Who asks for what, why, in words too."""

    subject: str
    roles: frozenset[str]
    offices: frozenset[Office]
    purpose: Purpose
    reason: str
    correlation_id: str

    @property
    def reader(self) -> Reader:
        """As the rules see it."""
        return Reader(subject=self.subject, offices=self.offices, purpose=self.purpose)

    @property
    def cause(self) -> Cause:
        """For the log."""
        return Cause(actor=self.subject, correlation_id=self.correlation_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A claim's position, and the net recovery of its case, US cents."""

    net_cents: int
    position: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthoriseDisclosure:
    """One reader, named fields, one last day, counsel's concurrence (INF-25)."""

    claim_id: UUID
    reader: str
    fields: tuple[IdentityField, ...]
    expires_on: date
    counsel_concurred_on: date
    reason: str


async def read_identity(
    uow: UnitOfWork, vault: IdentityVault, asked: Asked, pseudonym: str, fields: Sequence[IdentityField]
) -> Mapping[IdentityField, str]:
    """Sealed fields of a person, for those whom INF-25 names; the log row is committed before they are opened.

    Raises:
        NotFound: no such pseudonym, a destroyed identity, or a reader not entitled to it (SEC_IDENTITY_DENIED): the
            answer is the same.
        BadInput: no reason.
    """
    reason = _reason(asked)
    async with uow.begin(asked.cause) as tx:
        contact = await queries.contact_by_pseudonym(tx.connection, pseudonym)
        # Of an unknown pseudonym the same is asked as of one that is not the reader's (INF-28 (a)).
        entitled = await _may_read_identity(tx, asked, contact, fields)
        allowed = contact is not None and entitled
        await _log(tx, asked, reason, pseudonym, contact, list(fields), allowed=allowed)
        key = await queries.key_of(tx.connection, pseudonym)
        sealed = await queries.secrets_of(tx.connection, pseudonym, list(fields))
    if not allowed or key is None:
        raise nothing()
    return {field: vault.open(key, pseudonym, field, text) for field, text in sealed.items()}


async def _may_read_identity(
    tx: Transaction, asked: Asked, contact: Row | None, fields: Sequence[IdentityField]
) -> bool:
    contact_id = _NOBODY if contact is None else contact.id
    claims = await queries.claims_of_contact(tx.connection, contact_id)
    open_claims = [row for row in claims if row.state not in OVER]
    return may_read_identity(
        asked.reader,
        fields,
        liaison="" if contact is None else contact.liaison,
        decider=open_claims[-1].decider if open_claims else None,
        disclosures=await queries.disclosures(tx.connection, contact_id),
        today=tx.today,
    )


async def read_dossier(uow: UnitOfWork, asked: Asked, pseudonym: str) -> Row:
    """The contact, for those who may see its pseudonymous dossier; logged first (INF-25, INF-27).

    Raises:
        NotFound: no such pseudonym, or a reader not entitled to it: the answer is the same.
        BadInput: no reason.
    """
    reason = _reason(asked)
    async with uow.begin(asked.cause) as tx:
        contact = await queries.contact_by_pseudonym(tx.connection, pseudonym)
        claims = await queries.claims_of_contact(tx.connection, _NOBODY if contact is None else contact.id)
        late = await queries.late_for(tx.connection, [row.id for row in claims], Step.DIRECTOR)
        entitled = may_read_dossier(
            asked.reader,
            liaison="" if contact is None else contact.liaison,
            at_director=any(row.state == ClaimState.AT_DIRECTOR or row.id in late for row in claims),
            at_headquarters=any(
                row.state not in {ClaimState.FILED_SAC, ClaimState.AT_DIRECTOR, ClaimState.REFUSED}
                and row.decider in {None, asked.subject}
                for row in claims
            ),
        )
        allowed = contact is not None and entitled
        await _log(tx, asked, reason, pseudonym, contact, [_DOSSIER], allowed=allowed)
    if contact is None or not allowed:
        raise nothing()
    return contact


async def note_list_read(uow: UnitOfWork, asked: Asked) -> None:
    """Log that somebody saw a list: it proves that informants exist (INF-24, INF-27)."""
    async with uow.begin(asked.cause) as tx:
        await _log(tx, asked, asked.reason, None, None, [_EXISTENCE], allowed=True)


async def read_position(uow: UnitOfWork, asked: Asked, claim_id: UUID, limits_mode: CapMode) -> Standing:
    """What a claim may be awarded as things stand, for headquarters; logged first (INF-14, INF-22, INF-27).

    Raises:
        NotFound: no such claim, or another official decides on it.
        Refused: headquarters has to assign shares first.
    """
    reason = _reason(asked)
    async with uow.begin(asked.cause) as tx:
        claim = await queries.claim_by_id(tx.connection, claim_id)
        allowed = claim is not None and claim.decider in {None, asked.subject}
        contact = None if claim is None else await queries.contact_by_id(tx.connection, claim.contact_id)
        pseudonym = None if contact is None else contact.pseudonym
        await _log(tx, asked, reason, pseudonym, contact, [_POSITION], allowed=allowed)
    if claim is None or not allowed:
        raise nothing()
    async with uow.begin(asked.cause) as tx:
        group = await group_position(tx, claim.group_id, AwardLimits.on(tx.today, limits_mode))
    return Standing(net_cents=group.net_cents, position=group.of(claim.id))


async def authorise_disclosure(tx: Transaction, command: AuthoriseDisclosure) -> dict[str, JSON]:
    """Authorise a disclosure, for example under a court order (INF-25).

    Raises:
        BadInput: no field, or counsel has not concurred by today, or it expires before today.
        Refused: the caller recommended on the claim or is its liaison, or authorises itself.
    """
    claim = await claim_of(tx, command.claim_id)
    if not command.fields or command.counsel_concurred_on > tx.today or command.expires_on < tx.today:
        raise BadInput("A disclosure needs fields, counsel's concurrence and a day to come.", field="expiresOn")
    await check_decider(tx, claim, tx.cause.actor)
    if command.reader == tx.cause.actor:
        raise Refused([refusal("SEC_SAME_DECIDER", field="reader")])
    await queries.add_disclosure(
        tx.connection,
        {
            "contact_id": claim.contact_id,
            "reader": clean_text(command.reader, field="reader", longest=200),
            "fields": sorted(command.fields),
            "expires_on": command.expires_on,
            "counsel_concurred_on": command.counsel_concurred_on,
            "authorised_by": tx.cause.actor,
            "reason": clean_text(command.reason, field="reason"),
        },
    )
    tx.audit("authorise_disclosure", f"restricted/{claim.id}")
    return {"claim_id": str(claim.id)}


def _reason(asked: Asked) -> str:
    return clean_text(asked.reason, field="reason", longest=500)


async def _log(
    tx: Transaction,
    asked: Asked,
    reason: str,
    pseudonym: str | None,
    contact: Row | None,
    fields: list[str] | list[IdentityField],
    *,
    allowed: bool,
) -> None:
    """Append to the log of reads, before anything is told.

    Raises:
        Unavailable: it could not be written, so nothing is told (SEC_AUDIT_WRITE_FAILED).
    """
    named = [str(field) for field in fields]
    try:
        await _append(tx, asked, reason, pseudonym, contact, named, allowed=allowed)
    except SQLAlchemyError as error:
        raise Unavailable("SEC_AUDIT_WRITE_FAILED: the read could not be logged, so nothing is told.") from error


async def _append(
    tx: Transaction,
    asked: Asked,
    reason: str,
    pseudonym: str | None,
    contact: Row | None,
    named: list[str],
    *,
    allowed: bool,
) -> None:
    await reads.append(
        tx.connection,
        {
            "at": tx.now,
            "actor": asked.subject,
            "roles": sorted(asked.roles),
            "purpose": asked.purpose.value,
            "pseudonym": None if pseudonym is None else pseudonym[:40],
            "group_id": None if contact is None else contact.group_id,
            "fields_requested": named,
            "fields_returned": named if allowed else [],
            "outcome": (Outcome.ALLOWED if allowed else Outcome.DENIED).value,
            "reason": reason,
        },
    )
