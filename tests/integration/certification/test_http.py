"""The service itself, running: events of others come in by NATS, tokens are verified, its own events go out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.embedded import Embedded
from services.certification.app import create
from services.certification.domain.producers import producer_id
from services.certification.events.consumed import (
    OrderIssued,
    ProducerListReceived,
    SpecialAccountStated,
)
from services.certification.settings import CertificationSettings
from shared.events.broker import Broker
from shared.events.replay import read_stream
from shared.events.simulated_time import set_clock
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.certification.api import certification_input, mutation
from tests.integration.certification.conftest import KEY
from tests.integration.certification.world import CASE, Told, listed, told
from tests.integration.serving import Api, development_issuer, serving

PATIENCE_SECONDS = 30
ALPHA = str(producer_id("Alpha"))
HEARD = [
    told(
        OrderIssued,
        case_number=CASE,
        case_name="Widgets from Utopia",
        kind="AD",
        country="UT",
        product_group_id="widgets",
        issued_on="2001-05-10",
        fr_citation="66 FR 1",
    ),
    told(ProducerListReceived, case_number=CASE, list_version=1, received_on="2001-07-09", producers=listed("Alpha")),
    told(SpecialAccountStated, case_number=CASE, fiscal_year=2007, as_of="2007-06-01", balance_cents=32_500_000),
]


async def publish(servers: Embedded, event: Told) -> None:
    """Publish an event as its service does, and again, as a relay does that lost the acknowledgement."""
    publisher = event.stream.split("_")[0].lower()
    async with Broker.from_environment(servers.settings_for(publisher), name=publisher) as broker:
        streams = await broker.streams(timeout_seconds=PATIENCE_SECONDS)
        kind = event.headers["ce-type"].removeprefix(f"gov.customs.{publisher}.").removesuffix(".v1")
        visibility = event.stream.split("_")[1].lower()
        subject = f"customs.{visibility}.{publisher}.v1.{kind}.{CASE}"
        for _ in range(2):
            await streams.publish(subject, event.body, headers=dict(event.headers))


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: Embedded) -> AsyncIterator[Api]:
    """The service, migrated and running, on 2 July 2007."""
    for name in ("proceedings", "accounts", "certification"):
        async with Broker.from_environment(clean_broker.settings_for(name), name=name) as broker:
            await reconcile_streams(broker, name)
    async with development_issuer() as issuer:
        environment = {name.lower(): value for name, value in fresh_settings("certification").items()}
        settings = CertificationSettings.model_validate(
            environment | {"oidc_issuer": issuer.issuer, "clock": "simulated", "certification_encryption_key": KEY}
        )
        async with serving(create(settings), issuer) as caller:
            async with Broker.from_environment(clean_broker.settings_for("operator"), name="operator") as operator:
                await set_clock(operator, datetime(2007, 7, 2, 16, tzinfo=UTC), seen_by=["certification"])
            yield caller


async def until_stated(api: Api) -> None:
    """Wait until the order and its Special Account are known."""
    query = f'{{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}]) '
    query += "{ ... on Order { specialAccountStatement { asOf } } } }"
    async with asyncio.timeout(PATIENCE_SECONDS):
        stated = None
        while stated is None:
            [order] = (await api.data(query, roles="notice_officer"))["_entities"]
            stated = order["specialAccountStatement"]


async def test_from_events_in_to_events_out(api: Api, clean_broker: Embedded) -> None:
    for event in HEARD:
        await publish(clean_broker, event)
    await until_stated(api)
    draft = {"fiscalYear": 2007, "caseNumbers": [CASE], "publishOn": "2007-07-02", "instructions": "Certify."}
    officer: dict[str, Any] = {"roles": "notice_officer"}
    drafted = await api.data(mutation("draftNotice", "notice { id }"), {"input": draft, "key": "1"}, **officer)
    notice_id = drafted["draftNotice"]["notice"]["id"]
    async with asyncio.timeout(PATIENCE_SECONDS):
        attempt = 0
        while True:  # the list comes by a stream of its own and may be the last to arrive
            attempt += 1
            variables = {"input": {"noticeId": notice_id}, "key": f"publish-{attempt}"}
            answer = await api.data(mutation("publishNotice", "notice { closeOn }"), variables, **officer)
            if not answer["publishNotice"]["refusals"]:
                break
    assert answer["publishNotice"]["notice"] == {"closeOn": "2007-08-31"}

    document = mutation("fileCertification", "certification { state }")
    filing = {"input": certification_input(notice_id, ALPHA, noticePublishedOn="2007-07-02"), "key": "file"}
    assert await api.error_code(document, filing) == "UNAUTHENTICATED"
    assert await api.error_code(document, filing, roles="claimant") == "FORBIDDEN"
    async with Broker.from_environment(clean_broker.settings_for("gateway"), name="gateway") as broker:
        heard: set[str] = set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not heard:
                seen = {seen.envelope.type async for seen in read_stream(broker, "CERTIFICATION_PUBLIC")}
                heard = seen - {"gov.customs.certification.program-offices.published.v1"}  # a job's, at any time
    assert heard == {"gov.customs.certification.notice.published.v1"}
