"""The streams of a service: made, and brought to the settings stated here, as a step of its own before it starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import structlog
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StoreCompression, StreamConfig
from nats.js.errors import BadRequestError, NotFoundError

from shared.events.broker import REQUEST_SECONDS, Broker
from shared.events.names import Visibility, stream_name, stream_subjects

DUPLICATE_WINDOW_SECONDS: Final = 600.0
MESSAGE_BYTES_MAX: Final = 4 * 1024 * 1024
"""Headers and data; complete lists (a year's claims of one order) are one event. Half of what the server accepts."""
BUCKETS: Final = ("subgraphs", "clock")

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What an operator decides about streams.

    Attributes:
        replicas: 3 in a cluster, 1 on one server.
        max_bytes: room for the record. A full stream refuses: the outbox waits, nothing old is lost.
    """

    replicas: int = 1
    max_bytes: int = 512 * 1024 * 1024


def stream_config(service: str, visibility: str, limits: StreamLimits) -> StreamConfig:
    """Settings of one stream. Records are never deleted: no age limit, no purge, and a full stream refuses."""
    return StreamConfig(
        name=stream_name(service, visibility),
        description=f"{Visibility(visibility).capitalize()} events of {service}",
        subjects=[stream_subjects(service, visibility)],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        num_replicas=limits.replicas,
        max_bytes=limits.max_bytes,
        max_msg_size=MESSAGE_BYTES_MAX,
        max_age=0,
        discard=DiscardPolicy.NEW,
        deny_delete=True,
        deny_purge=True,
        allow_direct=True,
        compression=StoreCompression.S2,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        metadata={"owner": service, "schema": "https://schemas.customs.gov/countervail/events"},
    )


async def reconcile_streams(broker: Broker, service: str, limits: StreamLimits | None = None) -> list[str]:
    """Make the service's streams and the shared buckets, or bring them to the stated settings.

    Run by the migrate step. It takes the service's own rights; running it again changes nothing.

    Returns:
        Names of what was made or changed.

    Raises:
        BrokerUnavailable: the broker was not reached.
    """
    streams = await broker.streams(timeout_seconds=2 * REQUEST_SECONDS)
    changed = []
    for visibility in Visibility:
        config = stream_config(service, visibility, limits or StreamLimits())
        if await _reconcile(streams, config):
            changed.append(str(config.name))
    changed += await ensure_buckets(streams, BUCKETS, replicas=(limits or StreamLimits()).replicas)
    log.info("events.streams_reconciled", streams=changed)
    return changed


async def ensure_buckets(streams: JetStreamContext, buckets: Iterable[str], *, replicas: int) -> list[str]:
    """Make the key-value buckets that are missing."""
    made = []
    for bucket in buckets:
        try:
            await streams.stream_info(f"KV_{bucket}")
        except NotFoundError:
            try:
                await streams.create_key_value(
                    bucket=bucket, history=1, direct=True, replicas=replicas, max_bytes=16 * 1024 * 1024
                )
                made.append(bucket)
            except BadRequestError:
                # Another service made it at the same moment, with the settings of its own release.
                await streams.stream_info(f"KV_{bucket}")
    return made


async def _reconcile(streams: JetStreamContext, wanted: StreamConfig) -> bool:
    try:
        found = (await streams.stream_info(str(wanted.name))).config
    except NotFoundError:
        await streams.add_stream(wanted)
        return True
    if _stated(found, wanted) == _stated(wanted, wanted):
        return False
    await streams.update_stream(wanted)
    return True


def _stated(config: StreamConfig, wanted: StreamConfig) -> dict[str, object]:
    """The settings that ``wanted`` states, as ``config`` has them; the server adds metadata of its own."""
    keys = {key for key in wanted.as_dict() if key != "metadata"}
    settings = {key: value for key, value in config.as_dict().items() if key in keys}
    metadata = {key: (config.metadata or {}).get(key) for key in wanted.metadata or {}}
    return {**settings, "metadata": metadata}
