"""What one service process holds and keeps running: connections, workers, and the answers to the probes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import sqlalchemy as sa
import structlog
from starlette.requests import Request

from shared.authentication import Verifier
from shared.clock import Clock, SystemClock
from shared.database import Database, UnitOfWork
from shared.events.consumer import consumers
from shared.events.relay import Relay
from shared.events.simulated_time import SharedClock
from shared.events.subgraphs import Subgraph
from shared.events.waiting import pause
from shared.graphql import Context
from shared.observability import Metrics, current_correlation_id
from shared.service.definition import ServiceDefinition
from shared.service.health import Detail, Heartbeats, NotReady, Readiness
from shared.service.jobs import Jobs
from shared.service.sampling import Sampler
from shared.service.schema_check import SchemaCheck
from shared.service.subgraph import SubgraphPublication
from shared.service.workers import BEAT_SECONDS, Beat, Worker, Workers

# Probes, samples and the jobs' lock have connections of their own: a busy pool must not make a pod look dead.
CONTROL_CONNECTIONS: Final = 3
PREPARED_LOOK_SECONDS: Final = 0.2

log = structlog.stdlib.get_logger(__name__)


class Runtime:
    """One process of a service. Making it opens nothing; ``running`` does."""

    def __init__(self, definition: ServiceDefinition) -> None:
        settings = definition.settings
        url = settings.database_url.get_secret_value()
        self.definition = definition
        self.metrics = Metrics(definition.name)
        self.heartbeats = Heartbeats()
        self._shared_clock = SharedClock(definition.name) if settings.clock == "simulated" else None
        self.clock: Clock = self._shared_clock or SystemClock()
        self.database = Database(url, application_name=definition.name, pool_size=settings.database_pool_size)
        self.uow = UnitOfWork(self.database, self.clock)
        self._control = Database(url, application_name=f"{definition.name}-control", pool_size=CONTROL_CONNECTIONS)
        self._broker = definition.make_broker()
        self._schema = SchemaCheck(self._control, definition.migrations)
        self._verifier = Verifier(settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks_url)
        self.readiness = Readiness(
            {
                "database": self._check_database,
                "migrations": self._schema.check,
                "broker": self._check_broker,
                "clock": self._check_clock,
            },
            self.metrics,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open everything, and close it in the opposite order; workers finish what they have in hand."""
        workers = Workers(self.metrics, self.heartbeats)
        self._broker.start()
        if self._shared_clock is not None:
            workers.start("clock", self._follow(self._shared_clock))
        for name, worker in self._workers().items():
            workers.start(name, self._when_prepared(worker))
        log.info("service.started", address=self.definition.settings.published_url)
        try:
            yield
        finally:
            self.readiness.drain()
            await workers.stop(self.definition.settings.shutdown_grace_seconds)
            await self._broker.close()
            await self._control.close()
            await self.database.close()
            log.info("service.stopped")

    async def context(self, request: Request) -> Context[Any]:
        """What the resolvers of one request work with.

        Raises:
            Unauthenticated: a token was sent and does not verify.
        """
        return Context(
            principal=await self._verifier.principal_of(request.headers.get("authorization")),
            rights=self.definition.rights,
            database=self.database,
            uow=self.uow,
            clock=self.clock,
            correlation_id=current_correlation_id() or "",
            loaders=self.definition.make_loaders(self.database),
        )

    def _workers(self) -> dict[str, Worker]:
        definition = self.definition
        settings = definition.settings
        listening = consumers(
            self._broker, self.database, self.uow, listener=definition.name, subscriptions=definition.subscriptions
        )
        relay = Relay(self._broker, settings.database_url.get_secret_value(), published=definition.published)
        subgraph = SubgraphPublication(
            self._broker,
            Subgraph(definition.name, settings.published_url, definition.schema.as_str(), definition.live),
        )
        sampler = Sampler(
            definition.name,
            [consumer.stream for consumer in listening],
            control=self._control,
            pooled=self.database,
            broker=self._broker,
            metrics=self.metrics,
        )
        workers: dict[str, Worker] = {"relay": relay.run, "subgraph": subgraph.run, "sampler": sampler.run}
        workers |= {f"consumer:{consumer.stream}": consumer.run for consumer in listening}
        if definition.jobs:
            workers["jobs"] = Jobs(definition.jobs, self._control, self.uow, self.metrics).run
        return workers

    def _follow(self, clock: SharedClock) -> Worker:
        """Keeps the simulated clock as the operator sets it."""

        async def run(stopping: asyncio.Event, beat: Beat) -> None:
            following = asyncio.create_task(clock.follow(self._broker))
            try:
                while not await pause(stopping, BEAT_SECONDS):
                    if following.done():
                        await following
                    beat()
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)

        return run

    def _when_prepared(self, worker: Worker) -> Worker:
        """The worker, begun only once its tables are there and the day is known."""

        async def run(stopping: asyncio.Event, beat: Beat) -> None:
            while not (self._knows_the_day() and await self._is_migrated()):
                beat()
                if await pause(stopping, PREPARED_LOOK_SECONDS):
                    return
            await worker(stopping, beat)

        return run

    def _knows_the_day(self) -> bool:
        return self._shared_clock is None or self._shared_clock.synchronised.is_set()

    async def _is_migrated(self) -> bool:
        try:
            return await self._schema.is_current()
        except (sa.exc.SQLAlchemyError, OSError, TimeoutError):
            return False  # the database is away; readiness says so

    async def _check_database(self) -> Detail:
        try:
            async with self._control.reading() as connection:
                await connection.execute(sa.select(1))
        except BaseException:
            self._schema.forget()
            raise
        return {}

    async def _check_broker(self) -> Detail:
        if not self._broker.connected:
            raise NotReady("no connection to NATS")
        return {}

    async def _check_clock(self) -> Detail:
        if not self._knows_the_day():
            raise NotReady("the simulated clock has not been read yet")
        return {"today": self.clock.today().isoformat(), "source": self.definition.settings.clock}
