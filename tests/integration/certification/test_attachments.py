"""Attachments over HTTP and in both stores: verified, immutable, for those who may (PROD-06, PUBL-03)."""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.certification.domain.producers import producer_id
from services.certification.storage.attachment_store import (
    AttachmentStore,
    ContentLost,
    DatabaseStore,
    DirectoryStore,
)
from services.certification.storage.filing_tables import attachment_contents, attachments
from shared.database import platform
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, listed

ALPHA, BETA = producer_id("Alpha"), producer_id("Beta")
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA]}
REVIEWER: dict[str, Any] = {"role": "certification_reviewer"}
CONTENT = b"%PDF-1.7 power of attorney"
ATTACHED = "attachment { id kind name mediaType sizeBytes sha256 receivedOn }"
DOCUMENT = 'mutation($i: AttachDocumentInput!) { attachDocument(input: $i, idempotencyKey: "x") { __typename } }'


@pytest.fixture
async def filed(service: Service) -> UUID:
    """A filing of the association Alpha for its members, of Monday 2 July 2007."""
    await service.order(Year(producers=listed("Alpha", kind="ASSOCIATION") + listed("Beta")))
    notice_id = await service.notice(CASE)
    return await service.file(notice_id, form("Alpha", on_behalf_of_members=True), day=date(2007, 7, 2))


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    caller = Api(service)
    yield caller
    await caller.close()


def document(certification_id: UUID, body: bytes = CONTENT, /, **changes: Any) -> dict[str, Any]:
    return {
        "certificationId": str(certification_id),
        "kind": "POWER_OF_ATTORNEY",
        "name": "power.pdf",
        "mediaType": "application/pdf",
        "sizeBytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "content": base64.b64encode(body).decode(),
    } | changes


async def test_prod_06_a_power_of_attorney_is_attached_in_time_and_the_filing_accepted(
    api: Api, service: Service, filed: UUID
) -> None:
    await service.review(filed)
    of = {"certificationId": str(filed)}
    early = await api.ask("acceptCertification", "certification { id }", of, **REVIEWER)
    assert [(each["code"], each["rule"], each["field"]) for each in early["refusals"]] == [
        ("POA_MISSING", "PROD-06", "onBehalfOfMembers")
    ]
    service.on(date(2007, 7, 12))
    answer = await api.ask("attachDocument", ATTACHED, document(filed), **CLAIMANT)
    assert answer["refusals"] == []
    assert answer["attachment"] | {"id": ""} == {
        "id": "",
        "kind": "POWER_OF_ATTORNEY",
        "name": "power.pdf",
        "mediaType": "application/pdf",
        "sizeBytes": len(CONTENT),
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
        "receivedOn": "2007-07-12",
    }
    async with service.database.reading() as connection:
        query = sa.select(platform.audit_log.c.action, platform.audit_log.c.subject)
        audited = [tuple(row) for row in await connection.execute(query)]
    assert ("attach_document", "certifications/2007-000001") in audited
    service.on(date(2007, 7, 20))
    accepted = await api.ask("acceptCertification", "certification { state }", of, **REVIEWER)
    assert accepted == {"certification": {"state": "ACCEPTED"}, "refusals": []}


async def test_prod_06_without_it_the_filing_is_returned_and_a_correction_may_bring_it(
    service: Service, api: Api, filed: UUID
) -> None:
    service.on(date(2007, 7, 13))
    await service.review(filed)
    await service.return_(filed)
    assert [each["code"] for each in (await service.get(filed)).defects] == ["POA_MISSING"]
    service.on(date(2007, 7, 16))
    await api.ask("attachDocument", ATTACHED, document(filed), **CLAIMANT)
    await service.correct(filed, form("Alpha", on_behalf_of_members=True))
    await service.accept(filed)


async def test_publ_03_content_comes_back_to_those_who_may_and_to_nobody_else(
    api: Api, service: Service, filed: UUID
) -> None:
    attached = await api.ask("attachDocument", ATTACHED, document(filed), **CLAIMANT)
    one = "query($id: ID!) { attachment(id: $id) { content } }"
    key = {"id": attached["attachment"]["id"]}
    expected = {"attachment": {"content": base64.b64encode(CONTENT).decode()}}
    for role in ("certification_reviewer", "verifier", "auditor"):
        assert await api.data(one, key, role=role) == expected
    assert await api.data(one, key, **CLAIMANT) == expected
    assert await api.data(one, key, role="claimant", producers=[BETA]) == {"attachment": None}
    for role in ("notice_officer", "distribution_preparer"):
        assert await api.code(one, key, role=role) == "FORBIDDEN"
    assert await api.code(one, key) == "UNAUTHENTICATED"
    listed_ = "query($id: ID!) { certification(id: $id) { attachments { name } } }"
    assert await api.data(listed_, {"id": str(filed)}, **CLAIMANT) == {
        "certification": {"attachments": [{"name": "power.pdf"}]}
    }
    assert await api.code(listed_, {"id": str(filed)}, role="distribution_preparer") == "FORBIDDEN"


@pytest.mark.parametrize(
    ("changes", "caller", "code"),
    [
        ({"sha256": "0" * 64}, CLAIMANT, "BAD_USER_INPUT"),
        ({"sizeBytes": 1}, CLAIMANT, "BAD_USER_INPUT"),
        ({"content": "not base64!"}, CLAIMANT, "BAD_USER_INPUT"),
        ({"mediaType": "text/html"}, CLAIMANT, "BAD_USER_INPUT"),
        ({"receivedOn": "2007-07-02"}, CLAIMANT, "BAD_USER_INPUT"),
        ({"receivedOn": "2007-07-03"}, REVIEWER, "BAD_USER_INPUT"),
        ({}, {"role": "claimant", "producers": [BETA]}, "NOT_FOUND"),
        ({}, {"role": "verifier"}, "FORBIDDEN"),
        ({}, {}, "UNAUTHENTICATED"),
    ],
)
async def test_a_refused_document_changes_nothing(
    api: Api, service: Service, filed: UUID, changes: dict[str, Any], caller: dict[str, Any], code: str
) -> None:
    before = await service.stored()
    assert await api.code(DOCUMENT, {"i": document(filed, **changes)}, **caller) == code
    assert await service.stored() == before


async def test_a_document_is_attached_once_and_not_to_what_was_withdrawn(
    api: Api, service: Service, filed: UUID
) -> None:
    await api.ask("attachDocument", ATTACHED, document(filed), **CLAIMANT)
    assert await api.code(DOCUMENT, {"i": document(filed)}, **CLAIMANT) == "BAD_USER_INPUT"
    await api.ask("withdrawCertification", "certification { id }", {"certificationId": str(filed)}, **CLAIMANT)
    late = await api.ask("attachDocument", ATTACHED, document(filed, b"other"), **CLAIMANT)
    assert [each["code"] for each in late["refusals"]] == ["ILLEGAL_TRANSITION"]


async def test_an_attachment_never_changes(api: Api, service: Service, filed: UUID) -> None:
    await api.ask("attachDocument", ATTACHED, document(filed), **CLAIMANT)
    for table in (attachments, attachment_contents):
        for change in (sa.update(table).values(sha256="0" * 64), sa.delete(table)):
            with pytest.raises(DBAPIError, match="append"):
                async with service.database.writing() as connection:
                    await connection.execute(change)


@pytest.mark.parametrize("kind", ["database", "directory"])
async def test_a_store_gives_back_what_it_was_given_and_notices_what_is_lost(
    service: Service, tmp_path: Path, kind: str
) -> None:
    store: AttachmentStore = DatabaseStore() if kind == "database" else DirectoryStore(tmp_path / "objects")
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    async with service.database.writing() as connection:
        await store.put(connection, sha256, CONTENT)
        await store.put(connection, sha256, CONTENT)
        assert await store.get(connection, sha256) == CONTENT
        with pytest.raises(ContentLost):
            await store.get(connection, "0" * 64)
    kept = tmp_path / "objects" / sha256[:2] / sha256
    assert kept.is_file() == (kind == "directory")


async def test_a_changed_file_is_noticed_and_mended_by_another_upload(service: Service, tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    async with service.database.reading() as connection:
        await store.put(connection, sha256, CONTENT)
        (tmp_path / sha256[:2] / sha256).write_bytes(b"changed")
        with pytest.raises(ContentLost):
            await store.get(connection, sha256)
        await store.put(connection, sha256, CONTENT)
        assert await store.get(connection, sha256) == CONTENT
