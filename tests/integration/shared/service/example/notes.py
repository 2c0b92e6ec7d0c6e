"""Notes: the use case, its event, the listener that hears of it again, and two jobs."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import sqlalchemy as sa
from pydantic import Field

from shared.canonical import JSON
from shared.database import NAMING, Cause, Transaction, UnitOfWork
from shared.events import Consumed, Envelope, Event, Subscription
from shared.refusals import Refusal, Refused

METADATA = sa.MetaData(naming_convention=NAMING)
notes = sa.Table("notes", METADATA, sa.Column("text", sa.Text, primary_key=True))
heard = sa.Table("heard", METADATA, sa.Column("text", sa.Text, primary_key=True))
runs = sa.Table("runs", METADATA, sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True))


class NoteAdded(Event):
    """A note was added."""

    service: ClassVar[str] = "accounts"
    aggregate: ClassVar[str] = "note"
    event: ClassVar[str] = "added"
    visibility: ClassVar[str] = "internal"

    text: Annotated[str, Field(description="the note")]

    @property
    def key(self) -> str:
        """All notes in one order."""
        return "notes"


class NoteHeard(Consumed):
    """The same, as its listener sees it."""

    event_type: ClassVar[str] = "gov.customs.accounts.note.added.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.note.added.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AddNote:
    """Add a note that is not there yet."""

    text: str


async def add_note(tx: Transaction, command: AddNote) -> dict[str, JSON]:
    """Keep the note and tell of it; an empty one is refused."""
    if not command.text:
        raise Refused([Refusal(code="EMPTY", rule="EX-01", citation="none", message="a note has text", field="text")])
    await tx.connection.execute(sa.insert(notes).values(text=command.text))
    tx.record(NoteAdded(text=command.text))
    return {"text": command.text}


async def hear(tx: Transaction, event: NoteHeard, envelope: Envelope) -> None:
    """Keep what was heard."""
    await tx.connection.execute(sa.insert(heard).values(text=event.text))


async def count_a_run(uow: UnitOfWork) -> None:
    """Leave a row for each run."""
    async with uow.begin(Cause(actor="job:count", correlation_id="count")) as tx:
        await tx.connection.execute(sa.insert(runs))


async def fail_always(uow: UnitOfWork) -> None:
    """A job that never works."""
    async with uow.begin(Cause(actor="job:fail", correlation_id="fail")) as tx:
        await tx.connection.execute(sa.insert(notes).values(text=None))


PUBLISHED: tuple[type[Event], ...] = (NoteAdded,)
SUBSCRIPTIONS: tuple[Subscription, ...] = (Subscription(NoteHeard, hear),)
