"""Figures for operators: what waits in the outbox, what consumers have not taken, what lies dead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from nats.js.errors import NotFoundError
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.platform import dead_letters, outbox
from shared.events.broker import Broker

_CHECK_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """What is recorded and not yet published.

    Attributes:
        backlog: number of events.
        oldest_seconds: age of the oldest in real time, 0 when there is none; a simulated clock does not move it.
        attempts: most attempts that any of them has seen.
    """

    backlog: int
    oldest_seconds: float
    attempts: int


@dataclass(frozen=True, slots=True)
class ConsumerStatus:
    """What a consumer has before it.

    Attributes:
        pending: events that it has not taken yet.
        in_flight: events that it has taken and not yet acknowledged.
    """

    pending: int
    in_flight: int


async def outbox_status(connection: AsyncConnection) -> OutboxStatus:
    """What waits in the outbox. Ages come from the events' ids, which carry the real time they were made at."""
    age = sa.func.clock_timestamp() - sa.func.min(sa.func.uuid_extract_timestamp(outbox.c.event_id))
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.greatest(sa.extract("epoch", age), 0), 0),
        sa.func.coalesce(sa.func.max(outbox.c.attempts), 0),
    ).where(outbox.c.published_at.is_(None))
    backlog, oldest, attempts = (await connection.execute(query)).one()
    return OutboxStatus(int(backlog), float(oldest), int(attempts))


async def open_dead_letters(connection: AsyncConnection) -> dict[str, int]:
    """Number of open dead letters by error code."""
    query = (
        sa.select(dead_letters.c.error_code, sa.func.count().label("letters"))
        .where(dead_letters.c.replayed_at.is_(None), dead_letters.c.discarded_at.is_(None))
        .group_by(dead_letters.c.error_code)
    )
    return {row.error_code: row.letters for row in await connection.execute(query)}


async def consumer_status(broker: Broker, listener: str, streams: Iterable[str]) -> dict[str, ConsumerStatus]:
    """By stream, what the listener's consumers have before them; a consumer that does not exist yet is left out.

    Raises:
        BrokerUnavailable: the broker was not reached.
    """
    context = await broker.streams(timeout_seconds=_CHECK_SECONDS)
    found = {}
    for stream in streams:
        try:
            info = await context.consumer_info(stream, listener, timeout=_CHECK_SECONDS)
        except NotFoundError:
            continue
        found[stream] = ConsumerStatus(info.num_pending or 0, info.num_ack_pending or 0)
    return found
