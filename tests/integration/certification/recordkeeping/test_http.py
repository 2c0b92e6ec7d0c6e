"""The service running on real PostgreSQL and NATS: a notice of violation comes in, the standing goes out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.embedded import Embedded
from services.certification.app import create
from services.certification.events.enforcement import NoticeOfViolationIssued
from services.certification.settings import CertificationSettings
from shared.events.broker import Broker
from shared.events.replay import read_stream
from shared.events.simulated_time import set_clock
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.certification.api import mutation
from tests.integration.certification.conftest import KEY
from tests.integration.certification.recordkeeping.conftest import IMPORTER
from tests.integration.certification.recordkeeping.test_graphql import APPLICATION, CERTIFICATION, KINDS
from tests.integration.certification.world import told
from tests.integration.serving import Api, development_issuer, serving

PATIENCE_SECONDS = 30


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: Embedded) -> AsyncIterator[Api]:
    """The service, migrated and running, on 20 May 2024."""
    for name in ("proceedings", "accounts", "enforcement", "certification"):
        async with Broker.from_environment(clean_broker.settings_for(name), name=name) as broker:
            await reconcile_streams(broker, name)
    async with development_issuer() as issuer:
        environment = {name.lower(): value for name, value in fresh_settings("certification").items()}
        settings = CertificationSettings.model_validate(
            environment | {"oidc_issuer": issuer.issuer, "clock": "simulated", "certification_encryption_key": KEY}
        )
        async with serving(create(settings), issuer) as caller:
            async with Broker.from_environment(clean_broker.settings_for("operator"), name="operator") as operator:
                await set_clock(operator, datetime(2024, 5, 20, 16, tzinfo=UTC), seen_by=["certification"])
            yield caller


async def ask(api: Api, name: str, key: str, **given: Any) -> str:
    """A mutation by an officer that is not refused; the id of the participation."""
    document = mutation(name, "participation { id }")
    data = await api.data(document, {"input": given, "key": key}, roles="rcp_officer")
    assert data[name]["refusals"] == []
    participation_id: str = data[name]["participation"]["id"]
    return participation_id


async def test_from_a_certification_out_to_a_notice_in(api: Api, clean_broker: Embedded) -> None:
    me = {"participationId": await ask(api, "applyForRecordkeepingProgram", "1", **APPLICATION)}
    await ask(api, "startRecordkeepingReview", "2", **me)
    verdicts = [{"kind": kind, "demonstrated": True} for kind in KINDS]
    await ask(api, "verifyRecordkeepingApplication", "3", **me, verdicts=verdicts)
    await ask(api, "certifyRecordkeeper", "4", **me, **CERTIFICATION)
    async with Broker.from_environment(clean_broker.settings_for("operator"), name="operator") as operator:
        await set_clock(operator, datetime(2024, 7, 18, 16, tzinfo=UTC), seen_by=["certification"])
        heard: list[str] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(heard) < 3:
                heard = [seen.envelope.type async for seen in read_stream(operator, "CERTIFICATION_INTERNAL")]
    assert heard == [
        f"gov.customs.certification.recordkeeper.{name}.v1" for name in ("applied", "review-started", "certified")
    ]
    notice = told(
        NoticeOfViolationIssued,
        importer_number=IMPORTER,
        demand_id="D1",
        due_on="2024-07-10",
        issued_on="2024-07-18",
    )
    async with Broker.from_environment(clean_broker.settings_for("enforcement"), name="enforcement") as broker:
        streams = await broker.streams(timeout_seconds=PATIENCE_SECONDS)
        subject = NoticeOfViolationIssued.subject.replace("*", "2024")
        for _ in range(2):
            await streams.publish(subject, notice.body, headers=dict(notice.headers))
    document = "query($id: ID!) { recordkeepingParticipation(id: $id) { noticeCount } }"
    async with asyncio.timeout(PATIENCE_SECONDS):
        count = 0
        while count == 0:
            data = await api.data(document, {"id": me["participationId"]}, roles="fpf_officer")
            count = data["recordkeepingParticipation"]["noticeCount"]
    assert count == 1
