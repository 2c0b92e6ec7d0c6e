"""The consumer: takes one service's events out of one stream, in order, each with effect once.

One message is under way at a time, and the next comes only when it was handled, given up or buried, so order holds.
Failures are sorted: what can never work is buried at once, anything else is tried again after growing delays and
buried after the last attempt, and the database being away is waited out without counting. The server itself never
gives a message up, so none can be skipped without a dead letter.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import nats.errors
import sqlalchemy as sa
import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, ReplayPolicy

from shared.database import Database, UnitOfWork
from shared.events import dead_letters
from shared.events.broker import REQUEST_SECONDS, TROUBLE, Broker, BrokerUnavailable
from shared.events.handling import Handlers, error_code, error_text
from shared.events.subscription import PermanentFailure, Subscription
from shared.events.waiting import pause

ACK_WAIT_SECONDS: Final = 15.0
"""How long a killed consumer holds up its successor. A repeat that comes too early only waits for the inbox row."""
_FETCH_SECONDS: Final = 1.0
_TROUBLE_PAUSE_SECONDS: Final = 1.0

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and when a failed event is tried again.

    Attributes:
        attempts: deliveries after which a failing event is buried.
        crashes: deliveries after which an event that never even failed is buried unseen: it ends the process.
        first_seconds: delay after the first failure; it doubles each time.
        longest_seconds: no delay is longer.
    """

    attempts: int = 8
    crashes: int = 24
    first_seconds: float = 0.5
    longest_seconds: float = 60.0

    def delay_seconds(self, attempt: int) -> float:
        """Delay after the given failed attempt, counted from 1, with a fifth of jitter."""
        delay: float = min(self.first_seconds * 2 ** (attempt - 1), self.longest_seconds)
        return delay * random.uniform(0.8, 1.2)  # noqa: S311


class Consumer:
    """One listening service's durable consumer on one stream.

    Args:
        broker: the listener's own connection.
        database: asked whether it answers when a handler failed.
        uow: opens the transactions of the handlers.
        listener: the service; also the name of the durable.
        stream: for example ``PROCEEDINGS_PUBLIC``.
        subscriptions: all of the listener's; those of other streams are left alone.
        policy: when to try again.
    """

    def __init__(
        self,
        broker: Broker,
        database: Database,
        uow: UnitOfWork,
        *,
        listener: str,
        stream: str,
        subscriptions: Iterable[Subscription],
        policy: RetryPolicy | None = None,
    ) -> None:
        mine = [subscription for subscription in subscriptions if subscription.model.stream == stream]
        self.stream = stream
        self._broker = broker
        self._database = database
        self._uow = uow
        self._handlers = Handlers(listener, mine)
        self._filters = sorted({subscription.model.subject for subscription in mine})
        self._policy = policy or RetryPolicy()

    async def run(self, stopping: asyncio.Event, beat: Callable[[], None]) -> None:
        """Consume until told to stop; broker and database being away, and a missing stream, are waited out.

        Args:
            stopping: ends the consumer after the message under way.
            beat: called at least every few seconds as a sign of life.
        """
        while not stopping.is_set():
            beat()
            try:
                await self._consume(stopping, beat)
            except (*TROUBLE, BrokerUnavailable) as error:
                log.warning("consumer.interrupted", stream=self.stream, error_type=type(error))
                await pause(stopping, _TROUBLE_PAUSE_SECONDS)

    async def _consume(self, stopping: asyncio.Event, beat: Callable[[], None]) -> None:
        streams = await self._broker.streams(timeout_seconds=REQUEST_SECONDS)
        await streams.add_consumer(self.stream, self._config())  # makes it, or brings it to these settings
        subscription = await streams.pull_subscribe_bind(self._handlers.listener, self.stream)
        log.info("consumer.started", stream=self.stream, durable=self._handlers.listener)
        try:
            while not stopping.is_set():
                beat()
                message = await _next(subscription)
                if message is not None:
                    async with _kept_in_progress(message, beat):
                        await self._take(message, stopping)
        finally:
            with suppress(*TROUBLE):
                await subscription.unsubscribe()

    def _config(self) -> ConsumerConfig:
        return ConsumerConfig(
            name=self._handlers.listener,
            durable_name=self._handlers.listener,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            replay_policy=ReplayPolicy.INSTANT,
            ack_wait=ACK_WAIT_SECONDS,
            max_deliver=-1,
            max_ack_pending=1,
            filter_subjects=self._filters,
        )

    async def _take(self, message: Msg, stopping: asyncio.Event) -> None:
        """Handle one message until its fate is decided, and tell the broker."""
        deliveries = message.metadata.num_delivered
        while True:
            try:
                await self._handle(message, deliveries)
            except PermanentFailure as failure:
                decided = await self._bury(message, failure, deliveries)
            except Exception as error:
                if not await self._database_answers():
                    decided = False
                elif deliveries < self._policy.attempts:
                    await self._give_back(message, error, deliveries)
                    return
                else:
                    decided = await self._bury(message, error, deliveries)
            else:
                decided = True
            if decided:
                await message.ack_sync(timeout=REQUEST_SECONDS)
                return
            if await pause(stopping, _TROUBLE_PAUSE_SECONDS):
                return  # unacknowledged: it comes again

    async def _handle(self, message: Msg, deliveries: int) -> None:
        if deliveries > 1 and await self._is_buried(message):
            return  # buried before, and the acknowledgement was lost
        if deliveries > self._policy.crashes:
            raise PermanentFailure("delivered again and again without an outcome", code="CRASHES")
        delivery = self._handlers.read(message.headers, message.data, stream=self.stream)
        if await self._handlers.handle(self._uow, delivery):
            log.info("consumer.handled", event_id=delivery.envelope.id, type=delivery.envelope.type)
        else:
            log.info("consumer.repeated", event_id=delivery.envelope.id, type=delivery.envelope.type)

    async def _give_back(self, message: Msg, error: Exception, deliveries: int) -> None:
        delay = self._policy.delay_seconds(deliveries)
        log.warning(
            "consumer.handler_failed",
            stream=self.stream,
            stream_sequence=message.metadata.sequence.stream,
            attempt=deliveries,
            delay_seconds=delay,
            exc_info=error,
        )
        await message.nak(delay)

    async def _bury(self, message: Msg, error: Exception, deliveries: int) -> bool:
        """Write the dead letter; False when the database is away."""
        sequence = message.metadata.sequence.stream
        try:
            await dead_letters.bury(
                self._uow,
                dead_letters.Burial(
                    consumer=self._handlers.listener,
                    stream=self.stream,
                    stream_sequence=sequence,
                    headers=message.headers or {},
                    body=message.data,
                    error_code=error_code(error),
                    error=error_text(error),
                    attempts=deliveries,
                ),
            )
        except (OSError, TimeoutError, sa.exc.SQLAlchemyError) as failure:
            log.warning("consumer.burial_failed", stream=self.stream, stream_sequence=sequence, exc_info=failure)
            return False
        log.error("consumer.buried", stream=self.stream, stream_sequence=sequence, error_code=error_code(error))
        return True

    async def _is_buried(self, message: Msg) -> bool:
        async with self._database.reading() as connection:
            return await dead_letters.is_buried(
                connection, self._handlers.listener, self.stream, message.metadata.sequence.stream
            )

    async def _database_answers(self) -> bool:
        try:
            async with self._database.reading() as connection:
                await connection.execute(sa.select(1))
        except (OSError, TimeoutError, sa.exc.SQLAlchemyError):
            return False
        return True


def consumers(
    broker: Broker,
    database: Database,
    uow: UnitOfWork,
    *,
    listener: str,
    subscriptions: Iterable[Subscription],
    policy: RetryPolicy | None = None,
) -> list[Consumer]:
    """One consumer for each stream that the listener's subscriptions name."""
    subscriptions = list(subscriptions)
    return [
        Consumer(broker, database, uow, listener=listener, stream=stream, subscriptions=subscriptions, policy=policy)
        for stream in sorted({subscription.model.stream for subscription in subscriptions})
    ]


async def _next(subscription: JetStreamContext.PullSubscription) -> Msg | None:
    try:
        return (await subscription.fetch(1, timeout=_FETCH_SECONDS))[0]
    except nats.errors.TimeoutError:
        return None


@asynccontextmanager
async def _kept_in_progress(message: Msg, beat: Callable[[], None]) -> AsyncIterator[None]:
    """Tell the broker and the process while it takes long, so that no second copy starts beside it."""

    async def keep() -> None:
        while True:
            await asyncio.sleep(ACK_WAIT_SECONDS / 6)
            beat()
            with suppress(*TROUBLE):
                await message.in_progress()

    keeper = asyncio.create_task(keep())
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
