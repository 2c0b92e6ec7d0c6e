"""The composition root: settings in, a Starlette app out; nothing happens at import time."""

from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from services.proceedings.events.consumed import SUBSCRIPTIONS
from services.proceedings.events.published import PUBLISHED
from services.proceedings.graphql.calendar.routes import case_routes
from services.proceedings.graphql.loaders import make_loaders
from services.proceedings.graphql.schema import schema
from services.proceedings.rights import RIGHTS
from services.proceedings.settings import ProceedingsSettings
from services.proceedings.usecases.record import pass_days
from shared.service import Job, ServiceDefinition, create_app

MIGRATIONS: Final = Path(__file__).parent / "storage" / "migrations"
LIVE: Final = Path(__file__).parent / "events" / "live.graphql"


def define(settings: ProceedingsSettings) -> ServiceDefinition:
    """What makes this service different from another."""
    return ServiceDefinition(
        name="proceedings",
        settings=settings,
        schema=schema,
        make_loaders=partial(make_loaders, practice=settings.practice),
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=MIGRATIONS,
        live=LIVE.read_text("utf-8"),
        make_routes=case_routes,
        jobs=(Job(pass_days.NAME, settings.days_every_seconds, pass_days.run),),
    )


def create(settings: ProceedingsSettings) -> Starlette:
    """The service as an ASGI app."""
    return create_app(define(settings))
