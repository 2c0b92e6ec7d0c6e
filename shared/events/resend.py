"""Publishing again, out of the outbox, which keeps every event: for a broker that lost its data."""

from datetime import datetime

import sqlalchemy as sa

from shared.database import Cause, UnitOfWork
from shared.database.platform import OUTBOX_CHANNEL, outbox


async def resend_events(uow: UnitOfWork, *, since: datetime, actor: str, reason: str) -> int:
    """Hand the events published since an instant to the relay again, in their order and under their own ids.

    Listeners that have handled an event take no notice of its repeat, nor does the broker within its duplicate window.

    Args:
        uow: the publishing service's.
        since: real time of publication, with a time zone; takes the whole outbox when it lies before everything.
        actor: who asks, for the audit log.
        reason: why, for the audit log.

    Returns:
        Number of events to be sent again.
    """
    async with uow.begin(Cause(actor=actor, correlation_id="resend")) as tx:
        again: sa.CursorResult[tuple[object, ...]] = await tx.connection.execute(
            sa.update(outbox).where(outbox.c.published_at >= since).values(published_at=None, last_error=None)
        )
        tx.audit("resend_events", "outbox", after={"since": since.isoformat(), "events": again.rowcount}, reason=reason)
        await tx.connection.execute(sa.select(sa.func.pg_notify(OUTBOX_CHANNEL, "")))
        return again.rowcount
