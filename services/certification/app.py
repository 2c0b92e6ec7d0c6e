"""The composition root: settings in, a Starlette app out; nothing happens at import time."""

from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from services.certification.events.consumed import SUBSCRIPTIONS
from services.certification.events.published import PUBLISHED
from services.certification.graphql.loaders import make_loaders
from services.certification.graphql.schema import schema
from services.certification.rights import RIGHTS
from services.certification.settings import CertificationSettings
from services.certification.storage.attachment_store import AttachmentStore, DatabaseStore, DirectoryStore
from services.certification.storage.vault import Vault
from services.certification.usecases.flag_late_returns import NAME, flag_late_returns
from services.certification.usecases.lapse_overdue import lapse_overdue
from services.certification.usecases.recordkeeping import pass_deadlines, publish_offices
from shared.service import Job, ServiceDefinition, create_app

MIGRATIONS: Final = Path(__file__).parent / "storage" / "migrations"
LIVE: Final = Path(__file__).parent / "events" / "live.graphql"


def define(settings: CertificationSettings) -> ServiceDefinition:
    """What makes this service different from another."""
    vault = Vault(settings.certification_encryption_key.get_secret_value())
    lapse = partial(lapse_overdue, keying_days=settings.lapse_keying_days)
    pass_recordkeeping = partial(pass_deadlines.run, keying_days=settings.rcp_keying_days)
    publish_program = partial(publish_offices.publish_offices, program=settings.recordkeeping_program)
    return ServiceDefinition(
        name="certification",
        settings=settings,
        schema=schema,
        make_loaders=partial(
            make_loaders,
            vault,
            program=settings.recordkeeping_program,
            final_claim_window_days=settings.final_claim_window_days,
            attachment_store=_attachment_store(settings),
        ),
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=MIGRATIONS,
        live=LIVE.read_text("utf-8"),
        jobs=(
            Job("lapse-overdue", settings.lapse_every_seconds, lapse),
            Job(NAME, settings.lapse_every_seconds, flag_late_returns),
            Job(pass_deadlines.NAME, settings.rcp_deadlines_every_seconds, pass_recordkeeping),
            Job(publish_offices.NAME, settings.rcp_deadlines_every_seconds, publish_program),
        ),
    )


def _attachment_store(settings: CertificationSettings) -> AttachmentStore:
    if settings.attachment_store == "directory":
        assert settings.attachment_directory is not None, "the settings were checked"
        return DirectoryStore(settings.attachment_directory)
    return DatabaseStore()


def create(settings: CertificationSettings) -> Starlette:
    """The service as an ASGI app."""
    return create_app(define(settings))
