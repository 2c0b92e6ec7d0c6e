"""Streams have the settings that keep a public record, and a changed setting is brought to them."""

from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StoreCompression

from shared.events.streams import DUPLICATE_WINDOW_SECONDS, StreamLimits, reconcile_streams
from tests.integration.shared.events.conftest import BrokerFor, Service


async def test_a_record_is_kept_for_ever_and_a_full_stream_refuses(publisher: Service) -> None:
    streams = await publisher.broker.streams(timeout_seconds=5)
    for name in ("PROCEEDINGS_PUBLIC", "PROCEEDINGS_INTERNAL"):
        config = (await streams.stream_info(name)).config
        assert config.retention == RetentionPolicy.LIMITS
        assert config.discard == DiscardPolicy.NEW
        assert config.storage == StorageType.FILE
        assert config.compression == StoreCompression.S2
        assert config.duplicate_window == DUPLICATE_WINDOW_SECONDS
        assert not config.max_age
        assert config.deny_delete
        assert config.deny_purge
        assert config.allow_direct
        assert config.metadata is not None
        assert config.metadata["owner"] == "proceedings"


async def test_reconciling_again_changes_nothing(publisher: Service) -> None:
    assert await reconcile_streams(publisher.broker, "proceedings") == []


async def test_a_changed_setting_is_brought_to_the_streams(publisher: Service) -> None:
    changed = await reconcile_streams(publisher.broker, "proceedings", StreamLimits(max_bytes=64 * 1024 * 1024))
    assert changed == ["PROCEEDINGS_PUBLIC", "PROCEEDINGS_INTERNAL"]
    streams = await publisher.broker.streams(timeout_seconds=5)
    assert (await streams.stream_info("PROCEEDINGS_PUBLIC")).config.max_bytes == 64 * 1024 * 1024


async def test_services_that_migrate_at_one_moment_share_the_buckets(broker_for: BrokerFor) -> None:
    made = [
        await reconcile_streams(await broker_for(service), service)
        for service in ("proceedings", "certification", "accounts", "enforcement")
    ]
    assert sum(name in ("subgraphs", "clock") for names in made for name in names) == 2
