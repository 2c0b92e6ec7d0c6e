"""One request or one message is one transaction, committed here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.canonical import JSON
from shared.clock import Clock
from shared.database import audit_log
from shared.database.cause import Cause
from shared.database.engine import Database
from shared.database.platform import OUTBOX_CHANNEL, outbox

# One key for "this service's record of what happened": the holder appends to audit log and outbox in commit order.
_RECORD_LOCK: Final = 0x0C0DE
# An event writes its JSON itself: a list of thousands is not taken apart into Python and put together again.
_INTO_OUTBOX: Final = sa.insert(outbox).values(
    data=sa.cast(sa.bindparam("payload", type_=sa.Text), outbox.c.data.type),
    **{
        name: sa.bindparam(name)
        for name in ("type", "source", "subject", "about", "key", "correlation_id", "causation_id", "recorded_at")
    },
)


class Recordable(Protocol):
    """An event as the outbox needs it; ``shared.events.Event`` is one."""

    service: ClassVar[str]

    @classmethod
    def type(cls) -> str:
        """CloudEvents type."""
        ...

    @property
    def subject(self) -> str:
        """NATS subject."""
        ...

    @property
    def about(self) -> str:
        """CloudEvents subject."""
        ...

    @property
    def key(self) -> str:
        """What events are ordered and filtered by."""
        ...

    def model_dump_json(self) -> str:
        """The payload as JSON."""
        ...


_SELECTED: Final = ("type", "subject", "about", "key", "data")


@dataclass(frozen=True, slots=True)
class _Selected:
    service: str
    rows: sa.TextClause


class Transaction:
    """What a use case works with: the connection, the day, and the record of what it did."""

    def __init__(self, connection: AsyncConnection, clock: Clock, cause: Cause) -> None:
        self.connection = connection
        self.now: datetime = clock.now()
        self.today: date = clock.today()
        self.cause = cause
        self._events: list[Recordable | _Selected] = []
        self._audit: list[audit_log.Entry] = []

    def record(self, event: Recordable) -> None:
        """Publish ``event`` if and when this transaction commits; order is kept."""
        self._events.append(event)

    def record_selected(self, service: str, rows: sa.TextClause) -> None:
        """Publish an event for every row of a query, run last before the commit; order is kept.

        For events of as many rows as a bulk command wrote: they never leave the database before they are published.

        Args:
            service: the publisher.
            rows: selects type, subject, about, key and data, as the event itself would give them.
        """
        self._events.append(_Selected(service, rows))

    def audit(
        self,
        action: str,
        subject: str,
        *,
        before: JSON = None,
        after: JSON = None,
        reason: str | None = None,
    ) -> None:
        """Append to the audit log if and when this transaction commits.

        Args:
            action: what was done, for example ``accept_certification``.
            subject: what it was done to, for example ``certifications/2005-0007``.
            before: the state before, as far as it changed.
            after: the state after, as far as it changed.
            reason: the officer's reason where the rules ask for one.
        """
        self._audit.append(audit_log.Entry(action, subject, before, after, reason))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo everything inside, recorded events and audit entries too, when it raises."""
        events, audit = len(self._events), len(self._audit)
        try:
            async with self.connection.begin_nested():
                yield
        except BaseException:
            del self._events[events:]
            del self._audit[audit:]
            raise

    async def write_record(self) -> None:
        """Write audit entries and events; called once, last before the commit."""
        if not self._audit and not self._events:
            return
        await self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_RECORD_LOCK)))
        if self._audit:
            await audit_log.append(self.connection, self._audit, at=self.now, day=self.today, cause=self.cause)
        if self._events:
            for _, events in groupby(self._events, key=lambda event: isinstance(event, _Selected)):
                await self._publish(list(events))
            await self.connection.execute(sa.select(sa.func.pg_notify(OUTBOX_CHANNEL, "")))

    async def _publish(self, events: list[Recordable | _Selected]) -> None:
        """Write events of one way into the outbox."""
        rows = [self._outbox_row(event) for event in events if not isinstance(event, _Selected)]
        if rows:
            await self.connection.execute(_INTO_OUTBOX, rows)
        for event in events:
            if isinstance(event, _Selected):
                await self._publish_selected(event)

    async def _publish_selected(self, event: _Selected) -> None:
        told = event.rows.columns(*(sa.column(name, outbox.c[name].type) for name in _SELECTED)).subquery("told")
        values = {
            "source": f"/customs/{event.service}",
            "correlation_id": self.cause.correlation_id,
            "causation_id": self.cause.causation_id,
            "recorded_at": self.now,
        }
        literals = [sa.literal(value, outbox.c[name].type) for name, value in values.items()]
        await self.connection.execute(
            sa.insert(outbox).from_select([*_SELECTED, *values], sa.select(*told.c, *literals))
        )

    def _outbox_row(self, event: Recordable) -> dict[str, object]:
        return {
            "type": event.type(),
            "source": f"/customs/{event.service}",
            "subject": event.subject,
            "about": event.about,
            "key": event.key,
            "payload": event.model_dump_json(),
            "correlation_id": self.cause.correlation_id,
            "causation_id": self.cause.causation_id,
            "recorded_at": self.now,
        }


class UnitOfWork:
    """Opens the transactions of one service."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def begin(self, cause: Cause) -> AsyncIterator[Transaction]:
        """A transaction: commits with its events and audit entries at the end, rolls all back on an exception."""
        async with self._database.writing() as connection:
            transaction = Transaction(connection, self._clock, cause)
            yield transaction
            await transaction.write_record()
