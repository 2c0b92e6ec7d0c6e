"""What makes one service different from another; the rest is the skeleton's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.routing import Route
from strawberry.schema import Schema

from shared.database import Database, UnitOfWork
from shared.events import Event, Subscription
from shared.events.broker import Broker
from shared.graphql.endpoint import ContextFactory
from shared.settings import ServiceSettings


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again by one replica of the service.

    Attributes:
        name: unique within the service; stands in logs and metrics.
        every_seconds: pause between two runs, in real time.
        run: opens its own transactions. A failure is logged and counted, and the next run comes as planned.
    """

    name: str
    every_seconds: float
    run: Callable[[UnitOfWork], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class ServiceDefinition:
    """A service, put together by its composition root.

    Attributes:
        name: as in its folder, its streams and its database.
        settings: read from the environment.
        schema: the federated subgraph.
        make_loaders: the loaders of one request.
        rights: which roles hold which right.
        subscriptions: the events it listens to.
        published: the events it publishes.
        migrations: folder of its Alembic environment.
        jobs: what it does periodically.
        make_routes: further HTTP routes, given what makes the context of a request.
        live: subscription fields that the gateway feeds with its events, as SDL.
    """

    name: str
    settings: ServiceSettings
    schema: Schema
    make_loaders: Callable[[Database], Any]
    rights: Mapping[Any, frozenset[str]]  # keyed by the service's own StrEnum
    subscriptions: Sequence[Subscription]
    published: Sequence[type[Event]]
    migrations: Path
    jobs: Sequence[Job] = ()
    make_routes: Callable[[ContextFactory], Sequence[Route]] | None = None
    live: str = ""

    def make_broker(self) -> Broker:
        """The service's connection to NATS, not yet opened."""
        password = self.settings.nats_password
        return Broker(
            self.settings.nats_url,
            name=self.name,
            user=self.settings.nats_user,
            password=password.get_secret_value() if password else None,
        )
