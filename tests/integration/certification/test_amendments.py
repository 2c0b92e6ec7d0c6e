"""Amendments of the list: versions on top of what came by event, over HTTP (PROD-02, PROD-04, PROD-05, PROD-08)."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.certification.domain.producers import ProducerKind, producer_id
from services.certification.domain.states import State
from services.certification.events.consumed import PaymentIssued, ProducerListReceived
from services.certification.storage.filing_tables import list_amendments
from services.certification.storage.tables import producer_list_entries
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, listed, told

ALPHA, BETA, NEWCO, MEMBER = (producer_id(name) for name in ("Alpha", "Beta", "Newco", "Member"))
REVIEWER: dict[str, Any] = {"role": "certification_reviewer"}
SNAPSHOT = "listAmendments { version inForce { version kind listVersion } history { version } }"
LISTED = listed("Alpha", "Beta") + listed("Coalition", kind="ASSOCIATION") + listed("Importer", role="OPPONENT")


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    await service.order(Year(producers=LISTED))
    service.on(date(2007, 5, 14))
    for name in ("Newco", "Member"):
        command = RegisterDomesticProducer(name=name, kind=ProducerKind.MANUFACTURER)
        await service.do(command, register_domestic_producer)
    caller = Api(service)
    yield caller
    await caller.close()


def succession(**changes: Any) -> dict[str, Any]:
    return {
        "caseNumber": CASE,
        "kind": "SUCCESSION",
        "listedProducerId": str(BETA),
        "producerId": str(NEWCO),
        "effectiveOn": "2003-04-01",
        "evidence": "Bill of sale.",
        "reason": "Newco bought all operations of Beta.",
    } | changes


async def amend(api: Api, **changes: Any) -> dict[str, Any]:
    content = {name: value for name, value in succession(**changes).items() if value is not None}
    return await api.ask("amendProducerList", SNAPSHOT, content, **REVIEWER)


async def payment(service: Service, certification_id: UUID, cents: int) -> None:
    row = await service.get(certification_id)
    await service.hear(
        told(
            PaymentIssued,
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            distribution_id="d",
            certification_number=row.certification_number,
            lineage_id=str(row.lineage_id),
            producer_id=str(row.producer_id),
            amount_cents=cents,
            paid_on="2007-11-29",
            kind="DISTRIBUTION",
        )
    )


async def test_prod_04_a_recorded_successor_continues_the_lineage_and_inherits_what_was_paid(
    api: Api, service: Service
) -> None:
    notice = await service.notice(CASE)
    beta = await service.accepted(notice, form("Beta"), day=date(2007, 7, 2))
    await payment(service, beta, 10_000_000)
    answer = await amend(api)
    assert answer == {
        "listAmendments": {
            "version": 1,
            "inForce": [{"version": 1, "kind": "SUCCESSION", "listVersion": 1}],
            "history": [{"version": 1}],
        },
        "refusals": [],
    }
    await service.account(Year(fiscal_year=2008))
    second = await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 5, 30))
    changes: dict[str, Any] = {"notice_published_on": date(2008, 5, 30)}
    greedy = await service.file(second, form("Newco", **changes), day=date(2008, 6, 16))
    assert (await service.get(greedy)).lineage_id == (await service.get(beta)).lineage_id
    await service.review(greedy)
    codes = await service.refused(AcceptCertification(certification_id=greedy), accept_certification)
    assert codes == ["PRIOR_DISTRIBUTION_UNDERSTATED"]
    honest = await service.accepted(second, form("Newco", prior=10_000_000, **changes))
    assert (await service.get(honest)).net_cents == 30_000_000


async def test_prod_05_and_prod_08_recorded_memberships_and_acquisitions_decide(api: Api, service: Service) -> None:
    coalition = str(producer_id("Coalition"))
    await amend(api, kind="MEMBERSHIP", listedProducerId=coalition, producerId=str(MEMBER))
    await amend(
        api, kind="ACQUISITION", listedProducerId=str(ALPHA), producerId=None, company="Holding", relatedToOpponent=True
    )
    notice = await service.notice(CASE)
    member = await service.accepted(notice, form("Member"), day=date(2007, 7, 2))
    assert (await service.state(member))[0] is State.ACCEPTED
    alpha = await service.file(notice, form("Alpha"))
    await service.review(alpha)
    await service.reject(alpha, "ACQUIRED_BY_OPPONENT_AFFILIATE")
    assert await service.state(alpha) == (State.REJECTED, "ACQUIRED_BY_OPPONENT_AFFILIATE")


async def test_prod_02_what_came_by_event_is_never_overwritten_and_amendments_outlive_a_new_list(
    api: Api, service: Service
) -> None:
    await amend(api)
    async with service.database.reading() as connection:
        before = list(await connection.execute(sa.select(producer_list_entries)))
    await service.hear(
        told(ProducerListReceived, case_number=CASE, list_version=2, received_on="2007-05-15", producers=LISTED[1:])
    )
    async with service.database.reading() as connection:
        entries = list(await connection.execute(sa.select(producer_list_entries)))
    assert entries[: len(before)] == before
    notice = await service.notice(CASE)
    await service.accepted(notice, form("Newco"), day=date(2007, 7, 2))
    with pytest.raises(DBAPIError, match="append"):
        async with service.database.writing() as connection:
            await connection.execute(sa.update(list_amendments).values(reason="x"))


async def test_prod_02_a_revocation_makes_a_new_snapshot_and_the_old_ones_stay(api: Api) -> None:
    await amend(api)
    revoked = await amend(api, kind="REVOCATION", listedProducerId=None, producerId=None, effectiveOn=None, revokes=1)
    assert revoked["listAmendments"] == {"version": 2, "inForce": [], "history": [{"version": 1}, {"version": 2}]}
    query = (
        "query($c: ID!, $v: Int) { listAmendments(caseNumber: $c, version: $v) "
        "{ version inForce { version evidence recordedBy } } }"
    )
    first = await api.data(query, {"c": CASE, "v": 1}, role="verifier")
    assert first["listAmendments"] == {
        "version": 1,
        "inForce": [{"version": 1, "evidence": "Bill of sale.", "recordedBy": "test-certification_reviewer"}],
    }
    assert (await api.data(query, {"c": CASE}, role="auditor"))["listAmendments"] == {"version": 2, "inForce": []}
    for caller, code in (({"role": "claimant", "producers": [NEWCO]}, "FORBIDDEN"), ({}, "UNAUTHENTICATED")):
        assert await api.code(query, {"c": CASE}, **caller) == code


@pytest.mark.parametrize(
    ("changes", "caller", "code"),
    [
        ({"evidence": " "}, REVIEWER, "BAD_USER_INPUT"),
        ({"reason": ""}, REVIEWER, "BAD_USER_INPUT"),
        ({"effectiveOn": "2007-05-15"}, REVIEWER, "BAD_USER_INPUT"),
        ({"company": "Holding"}, REVIEWER, "BAD_USER_INPUT"),
        ({"producerId": None}, REVIEWER, "BAD_USER_INPUT"),
        ({"relatedToOpponent": True}, REVIEWER, "BAD_USER_INPUT"),
        ({"producerId": str(UUID(int=1))}, REVIEWER, "NOT_FOUND"),
        ({"caseNumber": "A-990-899"}, REVIEWER, "NOT_FOUND"),
        ({}, {"role": "notice_officer"}, "FORBIDDEN"),
        ({}, {"role": "claimant", "producers": [NEWCO]}, "FORBIDDEN"),
    ],
)
async def test_a_refused_amendment_changes_nothing(
    api: Api, service: Service, changes: dict[str, Any], caller: dict[str, Any], code: str
) -> None:
    content = {name: value for name, value in succession(**changes).items() if value is not None}
    before = await service.stored()
    document = (
        'mutation($i: AmendProducerListInput!) { amendProducerList(input: $i, idempotencyKey: "x") { __typename } }'
    )
    assert await api.code(document, {"i": content}, **caller) == code
    assert await service.stored() == before


async def test_prod_02_refusals_carry_rule_citation_and_field(api: Api, service: Service) -> None:
    before = await service.stored()
    refused = await amend(api, listedProducerId=str(MEMBER))
    assert [(each["code"], each["rule"], each["citation"], each["field"]) for each in refused["refusals"]] == [
        ("NOT_ON_ITC_LIST", "PROD-04", "19 CFR 159.61(b)(1)(i)", "listedProducerId")
    ]
    assert await service.stored() == before
