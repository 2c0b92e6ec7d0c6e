"""The composition root: settings in, a Starlette app out; nothing happens at import time."""

from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from services.accounts.events.consumed import SUBSCRIPTIONS
from services.accounts.events.published import PUBLISHED
from services.accounts.graphql.loaders import make_loaders
from services.accounts.graphql.schema import schema
from services.accounts.rights import RIGHTS
from services.accounts.settings import AccountsSettings
from shared.service import ServiceDefinition, create_app

MIGRATIONS: Final = Path(__file__).parent / "storage" / "migrations"


def define(settings: AccountsSettings) -> ServiceDefinition:
    """What makes this service different from another."""
    return ServiceDefinition(
        name="accounts",
        settings=settings,
        schema=schema,
        make_loaders=partial(make_loaders, report_policy=settings.report_policy),
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=MIGRATIONS,
    )


def create(settings: AccountsSettings) -> Starlette:
    """The service as an ASGI app."""
    return create_app(define(settings))
