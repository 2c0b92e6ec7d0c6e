"""The composition root."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from shared.service import Job, ServiceDefinition
from shared.settings import ServiceSettings
from tests.integration.shared.service.example.graphql.schema import RIGHTS, SCHEMA
from tests.integration.shared.service.example.notes import PUBLISHED, SUBSCRIPTIONS, count_a_run, fail_always


class ExampleSettings(ServiceSettings):
    """As every service's, on a port of its own."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4099


def define(settings: ExampleSettings) -> ServiceDefinition:
    """The service."""
    return ServiceDefinition(
        name="accounts",
        settings=settings,
        schema=SCHEMA,
        make_loaders=lambda _: None,
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=Path(__file__).parent / "storage" / "migrations",
        jobs=(Job("count", 0.2, count_a_run), Job("fail", 0.2, fail_always)),
    )
