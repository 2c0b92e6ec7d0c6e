"""Database and streams brought up to date: a step of its own before a release starts, never done by a pod."""

import asyncio

import structlog
from sqlalchemy.exc import OperationalError

from shared.database.migrations import migrate
from shared.events.broker import BrokerUnavailable
from shared.events.streams import reconcile_streams
from shared.service.definition import ServiceDefinition

log = structlog.stdlib.get_logger(__name__)


def migrate_service(definition: ServiceDefinition) -> int:
    """Run the pending revisions and reconcile the streams; running it again changes nothing.

    Returns:
        Exit status: 0, or 1 when the database or the broker does not answer.
    """
    try:
        migrate(definition.settings.database_url.get_secret_value(), definition.migrations)
        streams = asyncio.run(_reconcile(definition))
    except (OperationalError, BrokerUnavailable) as error:
        log.error("service.not_migrated", error_type=type(error).__name__, exc_info=error)
        return 1
    log.info("service.migrated", streams=streams)
    return 0


async def _reconcile(definition: ServiceDefinition) -> list[str]:
    async with definition.make_broker() as broker:
        return await reconcile_streams(broker, definition.name)
