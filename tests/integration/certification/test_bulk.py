"""Many certifications at once, over HTTP: all registered, or none and every row's refusals (CERT-01, CERT-05)."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.certification.domain.producers import producer_id
from tests.integration.certification.api import Api, certification_input
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year
from tests.unit.certification.test_csv_rows import COMPLETE

ALPHA, BETA = producer_id("Alpha"), producer_id("Beta")
OTHER = "A-990-802"
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA, BETA]}
DOCUMENT = (
    "mutation($input: %sInput!, $key: String!) { answer: %s(input: $input, idempotencyKey: $key) "
    "{ certifications { certificationNumber caseNumber state claimantName } "
    "refusals { row field code rule citation message } } }"
)


@pytest.fixture
async def notice(service: Service) -> UUID:
    """A published notice of two orders, on 2 July 2007."""
    await service.order(Year())
    await service.order(Year(case_number=OTHER, case_name="Gadgets from Utopia", product_group_id="gadgets"))
    notice_id = await service.notice(CASE, OTHER)
    service.on(date(2007, 7, 2))
    return notice_id


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    caller = Api(service)
    yield caller
    await caller.close()


async def file(api: Api, name: str, content: dict[str, Any], key: str = "k", **caller: Any) -> dict[str, Any]:
    document = DOCUMENT % (name[0].upper() + name[1:], name)
    data = await api.data(document, {"input": content, "key": key}, **(caller or CLAIMANT))
    answer: dict[str, Any] = data["answer"]
    return answer


def other(notice: UUID, **changes: Any) -> dict[str, Any]:
    return certification_input(notice, ALPHA, caseNumber=OTHER, caseName="Gadgets from Utopia", **changes)


def as_csv(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, sorted({name for row in rows for name in row}))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


async def test_cert_04_rows_are_registered_and_numbered_in_their_order(
    api: Api, service: Service, notice: UUID
) -> None:
    rows = [
        other(notice),
        certification_input(notice, ALPHA),
        certification_input(notice, BETA, claimantName="Beta"),
    ]
    answer = await file(api, "fileCertifications", {"certifications": rows})
    assert answer["refusals"] == []
    assert [
        (each["certificationNumber"], each["caseNumber"], each["claimantName"]) for each in answer["certifications"]
    ] == [
        ("2007-000001", OTHER, "Alpha"),
        ("2007-000002", CASE, "Alpha"),
        ("2007-000003", CASE, "Beta"),
    ]
    before = await service.stored()
    assert await file(api, "fileCertifications", {"certifications": rows}) == answer
    assert await service.stored() == before


async def test_cert_05_one_bad_row_refuses_all_with_row_field_and_rule_and_stores_nothing(
    api: Api, service: Service, notice: UUID
) -> None:
    rows = [
        certification_input(notice, ALPHA),
        other(notice, signer=None, netClaim="1.00"),
        certification_input(notice, uuid4()),
        certification_input(uuid4(), BETA),
        certification_input("notice", BETA),
        certification_input(notice, BETA, caseNumber="A-990-899"),
        certification_input(notice, ALPHA),
        certification_input(None, ALPHA, noticeId=None),
    ]
    before = await service.stored()
    producers = [ALPHA, BETA, rows[2]["producerId"]]
    answer = await file(api, "fileCertifications", {"certifications": rows}, role="claimant", producers=producers)
    assert answer["certifications"] == []
    assert [(each["row"], each["field"], each["code"], each["rule"]) for each in answer["refusals"]] == [
        (2, "signer.name", "NOT_EXECUTED", "CERT-11"),
        (2, "signer.authority", "NOT_EXECUTED", "CERT-11"),
        (2, "signer.signedOn", "NOT_EXECUTED", "CERT-11"),
        (2, "netClaim", "ARITHMETIC", "CERT-06"),
        (3, "producerId", "NOT_FOUND", "CERT-05"),
        (4, "noticeId", "NOT_FOUND", "CERT-05"),
        (5, "noticeId", "BAD_USER_INPUT", "CERT-05"),
        (6, "caseNumber", "ORDER_NOT_IN_NOTICE", "CERT-01"),
        (7, "caseNumber", "ROW_REPEATED", "CERT-01"),
        (8, "noticeId", "BAD_USER_INPUT", "CERT-05"),
    ]
    assert {name: rows for name, rows in (await service.stored()).items() if rows != before[name]} == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"signer": None},
        {"taxIdentifier": {"kind": "EIN", "number": "1"}, "trueAndAccurate": False},
        {"expenditures": [{"category": "Q11", "amount": "400000.00"}]},
        {"totalExpenditures": "1.00", "priorDistributions": "2.00", "netClaim": "-1.00"},
        {"succession": {"predecessorName": "Beta"}},
        {"caseNumber": "A-990-899"},
    ],
)
async def test_cert_05_a_row_is_checked_as_a_single_filing_is(api: Api, notice: UUID, changes: dict[str, Any]) -> None:
    filed = certification_input(notice, ALPHA) | changes
    filed = {name: value for name, value in filed.items() if value is not None}
    single = await api.ask("fileCertification", "certification { id }", filed, **CLAIMANT)
    many = await file(api, "fileCertifications", {"certifications": [other(notice), filed]})
    assert single["refusals"]
    assert [{**each, "row": 2} for each in single["refusals"]] == many["refusals"]


async def test_cert_17_a_row_replaces_an_earlier_filing_and_keeps_its_number(api: Api, notice: UUID) -> None:
    await api.ask("fileCertification", "certification { id }", certification_input(notice, ALPHA), **CLAIMANT)
    rows = [other(notice), certification_input(notice, ALPHA)]
    answer = await file(api, "fileCertifications", {"certifications": rows})
    assert [each["certificationNumber"] for each in answer["certifications"]] == ["2007-000002", "2007-000001"]


async def test_cert_05_csv_rows_are_filed_like_the_others(api: Api, service: Service, notice: UUID) -> None:
    alpha = COMPLETE | {"notice_id": str(notice), "producer_id": str(ALPHA)}
    beta = alpha | {"producer_id": str(BETA), "claimant_name": "Beta"}
    before = await service.stored()
    bad = as_csv(alpha, beta | {"q01": "lots", "signed_on": "soon"}, beta | {"signer_name": ""})
    refused = await file(api, "fileCertificationsCsv", {"csv": bad}, key="bad")
    assert [(each["row"], each["field"], each["code"]) for each in refused["refusals"]] == [
        (2, "q01", "CELL_UNREADABLE"),
        (2, "signed_on", "CELL_UNREADABLE"),
        (3, "signer.name", "NOT_EXECUTED"),
    ]
    assert {name for name, rows in (await service.stored()).items() if rows != before[name]} == set()
    answer = await file(api, "fileCertificationsCsv", {"csv": as_csv(alpha, beta)})
    assert [each["certificationNumber"] for each in answer["certifications"]] == ["2007-000001", "2007-000002"]


async def test_who_may_file_for_whom_and_how_much_at_once(api: Api, notice: UUID) -> None:
    document = DOCUMENT % ("FileCertifications", "fileCertifications")
    one = {"input": {"certifications": [certification_input(notice, BETA)]}, "key": "k"}
    assert await api.code(document, one, role="claimant", producers=[ALPHA]) == "FORBIDDEN"
    assert await api.code(document, one, role="notice_officer") == "FORBIDDEN"
    assert await api.code(document, one) == "UNAUTHENTICATED"
    for rows in ([], [certification_input(notice, ALPHA)] * 101):
        many = {"input": {"certifications": rows}, "key": "k"}
        assert await api.code(document, many, **CLAIMANT) == "BAD_USER_INPUT"
