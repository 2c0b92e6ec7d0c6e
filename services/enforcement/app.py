"""The composition root: settings in, a Starlette app out; nothing happens at import time."""

from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from services.enforcement.events.consumed import SUBSCRIPTIONS
from services.enforcement.events.published import PUBLISHED
from services.enforcement.graphql.audits.routes import audit_routes
from services.enforcement.graphql.loaders import make_loaders
from services.enforcement.graphql.schema import schema
from services.enforcement.rights import RIGHTS
from services.enforcement.settings import EnforcementSettings
from services.enforcement.usecases.cases import tell_deadlines
from services.enforcement.usecases.debts import tell_deadlines as debt_deadlines
from services.enforcement.usecases.informants import awards, retention
from services.enforcement.usecases.matters import limitation
from services.enforcement.usecases.penalties import relief
from services.enforcement.usecases.records import pass_due_dates
from shared.service import Job, ServiceDefinition, create_app

MIGRATIONS: Final = Path(__file__).parent / "storage" / "migrations"


def define(settings: EnforcementSettings) -> ServiceDefinition:
    """What makes this service different from another."""
    return ServiceDefinition(
        name="enforcement",
        settings=settings,
        schema=schema,
        make_loaders=partial(
            make_loaders,
            settings.identity_vault,
            settings.informant_cap_mode,
            settings.informant_retention_years,
            settings.refund_allocation,
            settings.petition_authority_cents,
        ),
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=MIGRATIONS,
        make_routes=audit_routes,
        jobs=(
            Job(pass_due_dates.NAME, settings.due_dates_every_seconds, pass_due_dates.run),
            Job(relief.NAME, settings.due_dates_every_seconds, relief.run),
            Job(tell_deadlines.NAME, settings.due_dates_every_seconds, tell_deadlines.run),
            Job(limitation.NAME, settings.due_dates_every_seconds, limitation.run),
            Job(debt_deadlines.NAME, settings.due_dates_every_seconds, debt_deadlines.run),
            Job(
                awards.NAME,
                settings.informant_review_every_seconds,
                partial(awards.review_claims, mode=settings.informant_cap_mode),
            ),
            Job(
                retention.NAME,
                settings.informant_retention_every_seconds,
                partial(retention.run, years=settings.informant_retention_years),
            ),
        ),
    )


def create(settings: EnforcementSettings) -> Starlette:
    """The service as an ASGI app."""
    return create_app(define(settings))
