"""From a message to a handler's effect: read, check, claim in the inbox, run; the same for delivery and redrive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.dialects import postgresql as pg

from shared.database import Cause, Transaction, UnitOfWork
from shared.database.platform import inbox
from shared.errors import ClientError
from shared.events.envelope import Envelope, MalformedEnvelope
from shared.events.subscription import Consumed, PermanentFailure, Subscription
from shared.observability import correlated
from shared.refusals import Refused

_LOCATIONS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event that was read and checked, and who handles it."""

    envelope: Envelope
    data: Consumed
    subscription: Subscription


class Handlers:
    """One listener's handlers by event type.

    Args:
        listener: the service; its name in the inbox.
        subscriptions: what it listens to.
    """

    def __init__(self, listener: str, subscriptions: Iterable[Subscription]) -> None:
        self.listener = listener
        self._by_type: dict[str, Subscription] = {}
        for subscription in subscriptions:
            if self._by_type.setdefault(subscription.model.event_type, subscription) is not subscription:
                raise ValueError(f"{listener} handles {subscription.model.event_type} twice")

    def read(self, headers: Mapping[str, str] | None, body: bytes, *, stream: str) -> Delivery:
        """Read and check a message.

        Raises:
            PermanentFailure: it can never be handled; the message names what is wrong, never the values.
        """
        try:
            envelope = Envelope.from_headers(headers)
        except MalformedEnvelope as error:
            raise PermanentFailure(str(error), code="MALFORMED_ENVELOPE") from None
        subscription = self._by_type.get(envelope.type)
        if subscription is None:
            raise PermanentFailure("no handler for this type on this subject", code="UNEXPECTED_TYPE")
        publisher = envelope.source.removeprefix("/customs/")
        if subscription.model.stream != stream or not stream.startswith(f"{publisher.upper()}_"):
            raise PermanentFailure("source or type does not belong to the stream it came by", code="WRONG_STREAM")
        try:
            data = subscription.model.model_validate_json(body)
        except ValidationError as error:
            raise PermanentFailure(_without_values(error), code="INVALID_PAYLOAD") from None
        return Delivery(envelope, data, subscription)

    async def handle(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Run the handler in one transaction with its inbox row; False when the event was handled before.

        Raises:
            PermanentFailure: by the handler, or in place of a rule's refusal.
        """
        with correlated(delivery.envelope.correlation_id):
            async with uow.begin(cause_of(delivery.envelope)) as tx:
                return await self.handle_in(tx, delivery)

    async def handle_in(self, tx: Transaction, delivery: Delivery) -> bool:
        """The same inside a transaction that the caller opened."""
        if not await _claim(tx, self.listener, delivery.envelope):
            return False
        try:
            await delivery.subscription.handler(tx, delivery.data, delivery.envelope)
        except Refused as refused:
            codes = ", ".join(f"{refusal.code} ({refusal.rule})" for refusal in refused.refusals)
            raise PermanentFailure(f"refused: {codes}", code="REFUSED") from refused
        return True


def cause_of(envelope: Envelope) -> Cause:
    """The cause of what an event's handler does."""
    return Cause(actor=f"event:{envelope.type}", correlation_id=envelope.correlation_id, causation_id=str(envelope.id))


def error_code(error: BaseException) -> str:
    """Stable code of a failure."""
    return error.code if isinstance(error, PermanentFailure | ClientError) else "HANDLER_FAILED"


def error_text(error: BaseException) -> str:
    """What went wrong, without data: messages of drivers and validators quote values."""
    if isinstance(error, PermanentFailure | ClientError):
        return f"{type(error).__name__}: {error}"
    sqlstate = getattr(getattr(error, "orig", None), "sqlstate", None)
    return type(error).__name__ if sqlstate is None else f"{type(error).__name__} (SQLSTATE {sqlstate})"


async def _claim(tx: Transaction, listener: str, envelope: Envelope) -> bool:
    row = {"consumer": listener, "source": envelope.source, "event_id": envelope.id, "received_at": tx.now}
    claimed: sa.CursorResult[tuple[object, ...]] = await tx.connection.execute(
        pg.insert(inbox).values(row).on_conflict_do_nothing()
    )
    return claimed.rowcount == 1


def _without_values(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_url=False, include_context=False)
    shown = [f"{'.'.join(str(part) for part in problem['loc'])}: {problem['type']}" for problem in problems]
    return "payload does not fit: " + "; ".join(shown[:_LOCATIONS_SHOWN])
