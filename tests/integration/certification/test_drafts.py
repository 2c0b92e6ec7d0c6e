"""Drafts over HTTP: a producer's own, nobody's filing until they are filed, checked by the very path of a filing."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.certification.domain.producers import producer_id
from services.certification.storage.filing_tables import certification_drafts
from services.certification.storage.tables import certification_versions, certifications
from tests.integration.certification.api import Api, certification_input
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, TAX_NUMBER, Year

ALPHA, BETA = producer_id("Alpha"), producer_id("Beta")
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA]}
OTHER: dict[str, Any] = {"role": "claimant", "producers": [BETA]}
SAVED = "draft { id revision caseNumber trueAndAccurate statement { taxIdentifier { lastFour } netClaim } }"
FILED = "certification { id certificationNumber state }"
CHECK = "query($id: ID!) { checkDraft(id: $id) { state refusals { code rule citation message field } } }"


@pytest.fixture
async def notice(service: Service) -> UUID:
    """A published notice of one order, on 2 July 2007."""
    await service.order(Year())
    notice_id = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    return notice_id


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    caller = Api(service)
    yield caller
    await caller.close()


async def save(api: Api, certification: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await api.ask("saveDraft", SAVED, {"certification": certification, **more}, **CLAIMANT)
    draft: dict[str, Any] = answer["draft"]
    return draft


async def test_a_draft_is_saved_completed_checked_and_filed_by_its_producer(
    api: Api, service: Service, notice: UUID
) -> None:
    begun = {"producerId": str(ALPHA), "caseNumber": CASE, "taxIdentifier": {"kind": "EIN", "number": TAX_NUMBER}}
    draft = await save(api, begun)
    assert draft | {"id": ""} == {
        "id": "",
        "revision": 1,
        "caseNumber": CASE,
        "trueAndAccurate": None,
        "statement": {"taxIdentifier": {"lastFour": "6789"}, "netClaim": None},
    }
    complete = certification_input(notice, ALPHA, taxIdentifier=None)
    again = await save(api, complete, draftId=draft["id"], revision=1)
    assert (again["id"], again["revision"]) == (draft["id"], 2)
    assert again["statement"] == {"taxIdentifier": {"lastFour": "6789"}, "netClaim": "400000.00"}
    before = await service.stored()
    assert before["certifications"] == []
    checked = await api.data(CHECK, {"id": draft["id"]}, **CLAIMANT)
    assert checked == {"checkDraft": {"state": "RECEIVED", "refusals": []}}
    assert await service.stored() == before
    filed = await api.ask("fileDraft", FILED, {"draftId": draft["id"], "revision": 2}, **CLAIMANT)
    assert filed["refusals"] == []
    assert (filed["certification"]["certificationNumber"], filed["certification"]["state"]) == (
        "2007-000001",
        "RECEIVED",
    )
    async with service.database.reading() as connection:
        assert (await connection.execute(sa.select(certification_drafts))).all() == []
        [sealed] = await connection.scalars(sa.select(certification_versions.c.sealed_tax_number))
    assert service.vault.open(sealed) == TAX_NUMBER


@pytest.mark.parametrize(
    "changes",
    [
        {"signer": None, "taxIdentifier": None, "noPriorDistributionInNet": False},
        {"netClaim": "1.00"},
        {"caseNumber": "A-990-899"},
    ],
)
async def test_cert_05_a_check_and_a_filing_of_a_draft_answer_as_a_filing_does(
    api: Api, service: Service, notice: UUID, changes: dict[str, Any]
) -> None:
    incomplete = certification_input(notice, ALPHA, **changes)
    single = await api.ask("fileCertification", FILED, incomplete, **CLAIMANT)
    draft = await save(api, incomplete)
    before = await service.stored()
    checked = (await api.data(CHECK, {"id": draft["id"]}, **CLAIMANT))["checkDraft"]
    filed = await api.ask("fileDraft", FILED, {"draftId": draft["id"]}, **CLAIMANT)
    assert single["refusals"]
    assert checked == {"state": None, "refusals": single["refusals"]}
    assert filed == single
    assert await service.stored() == before


async def test_cert_03_a_check_after_the_close_says_that_it_would_be_denied(
    api: Api, service: Service, notice: UUID
) -> None:
    draft = await save(api, certification_input(notice, ALPHA))
    service.on(date(2007, 8, 1))
    assert (await api.data(CHECK, {"id": draft["id"]}, **CLAIMANT))["checkDraft"]["state"] == "LATE_DENIED"


async def test_a_draft_without_a_notice_waits(api: Api, notice: UUID) -> None:
    draft = await save(api, certification_input(None, ALPHA, noticeId=None))
    assert await api.code(CHECK, {"id": draft["id"]}, **CLAIMANT) == "BAD_USER_INPUT"


async def test_publ_03_nobody_but_the_producer_sees_changes_or_files_a_draft(
    api: Api, service: Service, notice: UUID
) -> None:
    draft = await save(api, certification_input(notice, ALPHA))
    before = await service.stored()
    one = "query($id: ID!) { certificationDraft(id: $id) { id } }"
    listed = "{ certificationDrafts { edges { node { id } } } }"
    assert await api.data(one, {"id": draft["id"]}, **OTHER) == {"certificationDraft": None}
    assert await api.data(listed, **OTHER) == {"certificationDrafts": {"edges": []}}
    assert await api.data(listed, **CLAIMANT) == {"certificationDrafts": {"edges": [{"node": {"id": draft["id"]}}]}}
    assert (await api.data(one, {"id": draft["id"]}, **CLAIMANT))["certificationDraft"] == {"id": draft["id"]}
    assert await api.code(CHECK, {"id": draft["id"]}, **OTHER) == "NOT_FOUND"
    for role in ("certification_reviewer", "auditor"):
        assert await api.code(listed, role=role) == "FORBIDDEN"
        assert await api.code(CHECK, {"id": draft["id"]}, role=role) == "FORBIDDEN"
    calls: list[tuple[str, dict[str, Any], str]] = [
        ("DiscardDraft", {"draftId": draft["id"]}, "NOT_FOUND"),
        ("FileDraft", {"draftId": draft["id"]}, "NOT_FOUND"),
        ("SaveDraft", {"draftId": draft["id"], "certification": certification_input(notice, ALPHA)}, "FORBIDDEN"),
        ("SaveDraft", {"draftId": draft["id"], "certification": certification_input(notice, BETA)}, "NOT_FOUND"),
    ]
    for kind, content, expected in calls:
        name = kind[0].lower() + kind[1:]
        document = f'mutation($i: {kind}Input!) {{ {name}(input: $i, idempotencyKey: "x{expected}") {{ __typename }} }}'
        assert await api.code(document, {"i": content}, **OTHER) == expected, kind
    assert await service.stored() == before


async def test_a_draft_saved_meanwhile_is_a_conflict_and_a_discarded_one_is_gone(
    api: Api, service: Service, notice: UUID
) -> None:
    draft = await save(api, certification_input(notice, ALPHA))
    await save(api, certification_input(notice, ALPHA, netClaim="1.00"), draftId=draft["id"])
    stale = {"draftId": draft["id"], "revision": 1}
    document = 'mutation($i: FileDraftInput!) { fileDraft(input: $i, idempotencyKey: "x") { __typename } }'
    assert await api.code(document, {"i": stale}, **CLAIMANT) == "CONFLICT"
    await api.ask("discardDraft", "draft { id }", {"draftId": draft["id"]}, **CLAIMANT)
    assert await api.code(CHECK, {"id": draft["id"]}, **CLAIMANT) == "NOT_FOUND"
    async with service.database.reading() as connection:
        assert (await connection.execute(sa.select(certification_drafts))).all() == []
        assert (await connection.execute(sa.select(certifications))).all() == []


async def test_publ_03_a_draft_holds_the_tax_number_encrypted(api: Api, service: Service, notice: UUID) -> None:
    await save(api, certification_input(notice, ALPHA))
    async with service.database.reading() as connection:
        [row] = await connection.execute(sa.select(certification_drafts))
    assert "3456789" not in str(row)
    assert service.vault.open(row.sealed_tax_number) == TAX_NUMBER


async def test_what_cannot_be_a_draft(api: Api, notice: UUID) -> None:
    document = 'mutation($i: SaveDraftInput!) { saveDraft(input: $i, idempotencyKey: "x") { __typename } }'
    nobody = uuid4()
    unknown = {"certification": certification_input(notice, nobody)}
    assert await api.code(document, {"i": unknown}, role="claimant", producers=[nobody]) == "NOT_FOUND"
    paper = {"certification": certification_input(notice, ALPHA, channel="PAPER")}
    assert await api.code(document, {"i": paper}, **CLAIMANT) == "FORBIDDEN"
