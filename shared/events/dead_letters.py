"""Dead letters: events that a listener could not handle, kept with the reason until somebody decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.canonical import JSON
from shared.database import Cause, UnitOfWork
from shared.database.platform import dead_letters
from shared.errors import BadInput, Conflict, NotFound
from shared.events.envelope import Envelope, MalformedEnvelope
from shared.events.handling import Handlers, cause_of

_PAGE: Final = 100
_OPEN: Final = sa.and_(dead_letters.c.replayed_at.is_(None), dead_letters.c.discarded_at.is_(None))


@dataclass(frozen=True, kw_only=True, slots=True)
class Burial:
    """A message to be buried, and why."""

    consumer: str
    stream: str
    stream_sequence: int
    headers: Mapping[str, str]
    body: bytes
    error_code: str
    error: str
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """A dead letter as an operator sees it.

    Attributes:
        state: ``open``, ``replayed`` or ``discarded``.
    """

    id: UUID
    consumer: str
    stream: str
    stream_sequence: int
    event_id: UUID | None
    type: str | None
    headers: Mapping[str, str]
    body: bytes
    error_code: str
    error: str
    attempts: int
    died_at: datetime
    replayed_at: datetime | None
    discarded_at: datetime | None
    discard_reason: str | None

    @property
    def state(self) -> str:
        """``open``, ``replayed`` or ``discarded``."""
        if self.replayed_at is not None:
            return "replayed"
        return "open" if self.discarded_at is None else "discarded"


async def bury(uow: UnitOfWork, burial: Burial) -> None:
    """Write a dead letter; burying the same message again changes nothing."""
    try:
        envelope = Envelope.from_headers(burial.headers)
    except MalformedEnvelope:
        envelope = None
    cause = (
        Cause(actor=f"consumer:{burial.consumer}", correlation_id=f"{burial.stream}:{burial.stream_sequence}")
        if envelope is None
        else cause_of(envelope)
    )
    async with uow.begin(cause) as tx:
        row: dict[str, Any] = {
            "consumer": burial.consumer,
            "stream": burial.stream,
            "stream_sequence": burial.stream_sequence,
            "event_id": None if envelope is None else envelope.id,
            "type": None if envelope is None else _storable(envelope.type),
            "headers": {_storable(name): _storable(value) for name, value in burial.headers.items()},
            "body": burial.body,
            "error_code": burial.error_code,
            "error": _storable(burial.error),
            "attempts": burial.attempts,
            "died_at": tx.now,
        }
        await tx.connection.execute(pg.insert(dead_letters).values(row).on_conflict_do_nothing())


async def is_buried(connection: AsyncConnection, consumer: str, stream: str, stream_sequence: int) -> bool:
    """Whether a message was buried before."""
    query = sa.select(sa.literal(True)).where(
        dead_letters.c.consumer == consumer,
        dead_letters.c.stream == stream,
        dead_letters.c.stream_sequence == stream_sequence,
    )
    return bool(await connection.scalar(query))


async def list_dead_letters(
    connection: AsyncConnection,
    *,
    every_state: bool = False,
    error_code: str | None = None,
    event_type: str | None = None,
    limit: int = _PAGE,
) -> list[DeadLetter]:
    """Dead letters, the oldest first: the open ones, or those of every state."""
    query = sa.select(dead_letters).order_by(dead_letters.c.id).limit(limit)
    if not every_state:
        query = query.where(_OPEN)
    if error_code is not None:
        query = query.where(dead_letters.c.error_code == error_code)
    if event_type is not None:
        query = query.where(dead_letters.c.type == event_type)
    return [DeadLetter(**row) for row in (await connection.execute(query)).mappings()]


async def show_dead_letter(connection: AsyncConnection, letter_id: UUID) -> DeadLetter:
    """One dead letter.

    Raises:
        NotFound: there is none with this id.
    """
    row = (await connection.execute(sa.select(dead_letters).where(dead_letters.c.id == letter_id))).mappings().first()
    if row is None:
        raise NotFound(f"no dead letter {letter_id}")
    return DeadLetter(**row)


async def redrive(uow: UnitOfWork, handlers: Handlers, letter_id: UUID, *, actor: str) -> bool:
    """Handle a dead letter again, now: handler, inbox row, mark and audit entry in one transaction.

    The event keeps its id, so an event that got through another way in the meantime has no second effect.

    Returns:
        Whether the handler ran; False when the event had been handled before.

    Raises:
        NotFound: there is no such dead letter.
        Conflict: it was replayed or discarded before.
        PermanentFailure: it still cannot be handled; nothing is changed.
    """
    async with uow.begin(Cause(actor=actor, correlation_id=f"redrive:{letter_id}")) as tx:
        letter = await _lock_open(tx.connection, letter_id)
        delivery = handlers.read(letter.headers, letter.body, stream=letter.stream)
        tx.cause = Cause(
            actor=actor, correlation_id=delivery.envelope.correlation_id, causation_id=str(delivery.envelope.id)
        )
        ran = await handlers.handle_in(tx, delivery)
        await tx.connection.execute(
            sa.update(dead_letters).where(dead_letters.c.id == letter_id).values(replayed_at=tx.now)
        )
        tx.audit("redrive_dead_letter", f"dead-letters/{letter_id}", before=_audited(letter), after={"ran": ran})
        return ran


async def discard(uow: UnitOfWork, letter_id: UUID, *, actor: str, reason: str) -> None:
    """Close a dead letter without handling it.

    Raises:
        BadInput: no reason is given.
        NotFound: there is no such dead letter.
        Conflict: it was replayed or discarded before.
    """
    if not reason.strip():
        raise BadInput("a discarded event needs a reason", field="reason")
    async with uow.begin(Cause(actor=actor, correlation_id=f"discard:{letter_id}")) as tx:
        letter = await _lock_open(tx.connection, letter_id)
        await tx.connection.execute(
            sa.update(dead_letters)
            .where(dead_letters.c.id == letter_id)
            .values(discarded_at=tx.now, discard_reason=reason.strip())
        )
        tx.audit("discard_dead_letter", f"dead-letters/{letter_id}", before=_audited(letter), reason=reason.strip())


async def _lock_open(connection: AsyncConnection, letter_id: UUID) -> DeadLetter:
    query = sa.select(dead_letters).where(dead_letters.c.id == letter_id).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise NotFound(f"no dead letter {letter_id}")
    letter = DeadLetter(**row)
    if letter.state != "open":
        raise Conflict(f"dead letter {letter_id} was {letter.state} before")
    return letter


def _audited(letter: DeadLetter) -> dict[str, JSON]:
    return {"event_id": str(letter.event_id), "type": letter.type, "error_code": letter.error_code}


def _storable(text: str) -> str:
    """PostgreSQL's text holds no NUL."""
    return text.replace("\x00", "\ufffd")
