"""Who may publish, read and manage what, asked of the real broker with the configuration that is deployed."""

import asyncio
from collections.abc import Sequence

import nats.errors
import pytest
from nats.aio.msg import Msg
from nats.js.api import StreamConfig

from deploy.embedded import SERVICES, Embedded
from shared.events.broker import Broker
from shared.events.names import Visibility, stream_name
from shared.events.replay import AGENCY_API, StreamUnreadable, read_stream, tail
from shared.events.streams import reconcile_streams
from tests.integration.shared.events.conftest import BrokerFor, Service, order, running, until

USERS = (*SERVICES, "gateway", "operator", "agency")


@pytest.fixture
async def all_streams(broker_for: BrokerFor) -> None:
    """Every service's streams, made with its own rights."""
    for service in SERVICES:
        await reconcile_streams(await broker_for(service), service)


async def may_publish(broker: Broker, subject: str) -> bool:
    """Whether the broker takes a message on ``subject``; a refusal shows as no answer."""
    streams = await broker.streams(timeout_seconds=5)
    try:
        await streams.publish(subject, b"{}", timeout=0.5)
    except nats.errors.Error:
        return False
    return True


@pytest.mark.usefixtures("all_streams")
@pytest.mark.parametrize("user", USERS)
async def test_only_the_owner_may_publish_on_a_subject(broker_for: BrokerFor, user: str) -> None:
    broker = await broker_for(user)
    cases = [(visibility, owner) for visibility in Visibility for owner in SERVICES]
    allowed = await asyncio.gather(
        *(
            may_publish(broker, f"customs.{visibility}.{owner}.v1.thing.happened.A-570-831")
            for visibility, owner in cases
        )
    )
    assert dict(zip(cases, allowed, strict=True)) == {case: case[1] == user for case in cases}


@pytest.mark.usefixtures("all_streams")
@pytest.mark.parametrize("user", [*SERVICES, "gateway"])
async def test_no_service_may_change_anothers_stream_or_consumer(broker_for: BrokerFor, user: str) -> None:
    streams = (await (await broker_for(user)).client(timeout_seconds=5)).jetstream(timeout=0.3)
    refused = await asyncio.gather(
        *(
            attempt
            for owner in SERVICES
            if owner != user
            for name in [stream_name(owner, "public")]
            for attempt in (
                streams.update_stream(StreamConfig(name=name, subjects=[f"customs.public.{owner}.>"])),
                streams.delete_stream(name),
                streams.purge_stream(name),
                streams.add_consumer(name, name=owner, durable_name=owner, timeout=0.3),
            )
        ),
        return_exceptions=True,
    )
    assert [type(answer) for answer in refused] == [nats.errors.TimeoutError] * len(refused)


@pytest.mark.usefixtures("all_streams")
async def test_not_even_the_owner_may_delete_the_record(broker_for: BrokerFor) -> None:
    accounts = await broker_for("accounts")
    assert await may_publish(accounts, "customs.public.accounts.v1.thing.happened.A-570-831")
    streams = (await accounts.client(timeout_seconds=5)).jetstream(timeout=0.3)
    with pytest.raises(nats.errors.TimeoutError):
        await streams.delete_stream("ACCOUNTS_PUBLIC")
    operator = await (await broker_for("operator")).streams(timeout_seconds=5)
    with pytest.raises(nats.errors.Error, match="message delete not permitted"):
        await operator.delete_msg("ACCOUNTS_PUBLIC", 1)
    with pytest.raises(nats.errors.Error, match="stream purge not permitted"):
        await operator.purge_stream("ACCOUNTS_PUBLIC")


@pytest.mark.usefixtures("all_streams")
@pytest.mark.parametrize("user", SERVICES)
async def test_a_service_may_not_listen_to_anothers_inbox(broker_for: BrokerFor, user: str) -> None:
    client = await (await broker_for(user)).client(timeout_seconds=5)
    other = next(service for service in SERVICES if service != user)
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)

    await client.subscribe(f"_INBOX_{other}.>", cb=hear)
    await client.subscribe("customs.>", cb=hear)
    await (await (await broker_for(other)).streams(timeout_seconds=5)).stream_info("ACCOUNTS_PUBLIC")
    assert await may_publish(await broker_for(other), f"customs.public.{other}.v1.thing.happened.A-570-831")
    await asyncio.sleep(0.2)
    assert heard == []


async def test_an_agency_reads_the_public_record_and_hears_it_live(publisher: Service, broker_for: BrokerFor) -> None:
    agency = await broker_for("agency")
    await publisher.record(order(1), order(2))
    seen: list[int] = []

    async def follow() -> None:
        async for received in read_stream(agency, "PROCEEDINGS_PUBLIC", follow=True, api=AGENCY_API):
            assert isinstance(received.data, dict)
            seen.append(int(str(received.data["number"])))

    following = asyncio.create_task(follow())
    async with running(publisher.relay().run):
        await until(lambda: _has(seen, [1, 2]))
        await publisher.record(order(3))
        await until(lambda: _has(seen, [1, 2, 3]))
    following.cancel()


@pytest.mark.usefixtures("all_streams")
async def test_who_may_not_read_a_stream_is_told_so_instead_of_waiting(broker_for: BrokerFor) -> None:
    with pytest.raises(StreamUnreadable, match="ENFORCEMENT_INTERNAL"):
        async for _ in read_stream(await broker_for("accounts"), stream_name("enforcement", Visibility.INTERNAL)):
            pass


@pytest.mark.usefixtures("all_streams")
async def test_an_agency_sees_nothing_internal(broker_for: BrokerFor) -> None:
    agency, accounts = await broker_for("agency"), await broker_for("accounts")
    client = await agency.client(timeout_seconds=5)
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)

    await client.subscribe("customs.>", cb=hear)
    await client.flush()
    assert await may_publish(accounts, "customs.internal.accounts.v1.payment.issued.A-570-831")
    assert await may_publish(accounts, "customs.public.accounts.v1.distribution.completed.A-570-831")
    await until(lambda: _has(heard, ["customs.public.accounts.v1.distribution.completed.A-570-831"]))
    for api in (AGENCY_API, "$JS.API"):
        with pytest.raises((StreamUnreadable, TimeoutError)):
            async with asyncio.timeout(2):
                await anext(aiter(read_stream(agency, "ACCOUNTS_INTERNAL", api=api)))


async def test_an_agency_may_keep_what_it_hears_in_a_stream_of_its_own(
    publisher: Service, broker_for: BrokerFor
) -> None:
    agency = await (await broker_for("agency")).streams(timeout_seconds=5)
    await agency.add_stream(name="KEPT", subjects=["customs.public.>"])
    await publisher.record(order(1))

    async def kept() -> bool:
        return (await agency.stream_info("KEPT")).state.messages == 1

    async with running(publisher.relay().run):
        await until(kept)
    await agency.delete_stream("KEPT")


async def test_an_agency_cannot_make_a_consumer_on_the_services_streams(
    publisher: Service, broker_for: BrokerFor
) -> None:
    agency = await broker_for("agency")
    client = await agency.client(timeout_seconds=5)
    streams = client.jetstream(prefix=AGENCY_API, timeout=0.5)
    with pytest.raises(nats.errors.Error):
        await streams.add_consumer(
            "PROCEEDINGS_PUBLIC", name="forger", deliver_subject="customs.internal.accounts.v1.payment.issued.A-1"
        )
    info = await (await publisher.broker.streams(timeout_seconds=5)).stream_info("PROCEEDINGS_PUBLIC")
    assert info.state.consumer_count == 0


async def test_everything_needs_a_password(servers: Embedded) -> None:
    for user, password in (("accounts", "wrong"), (None, None)):
        broker = Broker(servers.settings_for("accounts")["NATS_URL"], name="intruder", user=user, password=password)
        async with broker:
            with pytest.raises(Exception, match="no connection to NATS"):
                await broker.client(timeout_seconds=1)


@pytest.mark.usefixtures("all_streams")
async def test_tail_reads_every_public_stream(publisher: Service, broker_for: BrokerFor) -> None:
    await publisher.record(order(1))
    async with running(publisher.relay().run):
        await until(lambda: _published(publisher))
    received = [event async for event in tail(await broker_for("operator"), follow=False)]
    assert [event.stream for event in received] == ["PROCEEDINGS_PUBLIC"]


async def _has(seen: Sequence[object], expected: Sequence[object]) -> bool:
    return seen == expected


async def _published(service: Service) -> bool:
    return not await service.unpublished()
