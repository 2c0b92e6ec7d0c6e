"""What every step about an informant begins and ends with: find what the officer may act on, and note the step."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.enforcement.domain.informants.states import (
    ClaimEvent,
    ClaimState,
    ContactEvent,
    ContactState,
    move_claim,
    move_contact,
)
from services.enforcement.storage.informants import queries
from shared.database import Transaction
from shared.errors import NotFound

Row = sa.Row[Any]


def nothing() -> NotFound:
    """The one answer for what is not there and for what the caller must not know of (INF-25, INF-28 (a))."""
    return NotFound("There is nothing of that name that you may see.")


async def contact_of(tx: Transaction, contact_id: UUID, *, receiving: bool = False) -> Row:
    """A contact assigned to the caller, locked.

    Args:
        tx: the transaction.
        contact_id: the contact.
        receiving: the officer who received the information may do this too, until the contact is handed over.

    Raises:
        NotFound: no such contact, or another's.
    """
    found = await queries.lock_contact(tx.connection, contact_id)
    if found is None:
        raise nothing()
    received = receiving and found.handed_over_on is None and tx.cause.actor == found.receiving_officer
    if tx.cause.actor != found.liaison and not received:
        raise nothing()
    return found


async def claim_of(tx: Transaction, claim_id: UUID) -> Row:
    """A claim, locked.

    Raises:
        NotFound: no such claim.
    """
    found = await queries.lock_claim(tx.connection, claim_id)
    if found is None:
        raise nothing()
    return found


async def step_contact(
    tx: Transaction, contact: Row, event: ContactEvent, role: str, *, reason: str | None = None, **values: object
) -> ContactState:
    """Move a contact and note it.

    Raises:
        Refused: the event is not allowed in its state (SEC_ILLEGAL_TRANSITION).
    """
    state = move_contact(ContactState(contact.state), event)
    await queries.update_contact(tx.connection, contact.id, state=state, **values)
    await queries.note(
        tx.connection,
        contact.id,
        event,
        (contact.state, state),
        at=tx.now,
        actor=tx.cause.actor,
        role=role,
        reason=reason,
    )
    tx.audit(event.lower(), f"restricted/{contact.id}")
    return state


async def step_claim(
    tx: Transaction,
    claim: Row,
    event: ClaimEvent,
    to: ClaimState,
    role: str,
    *,
    reason: str | None = None,
    **values: object,
) -> None:
    """Move a claim and note it.

    Raises:
        Refused: the event is not allowed in its state (SEC_ILLEGAL_TRANSITION).
    """
    state = move_claim(ClaimState(claim.state), event, to)
    await queries.update_claim(tx.connection, claim.id, state=state, **values)
    await queries.note(
        tx.connection, claim.id, event, (claim.state, state), at=tx.now, actor=tx.cause.actor, role=role, reason=reason
    )
    tx.audit(event.lower(), f"restricted/{claim.id}")
