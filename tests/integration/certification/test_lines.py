"""Expenditures line by line on a real database: filed, refused, reduced, verified, compared (EXP-02 to EXP-06)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import ExpenditureLine, Form, SharedGroup
from services.certification.domain.lines import by_group
from services.certification.domain.producers import producer_id
from services.certification.domain.states import State
from services.certification.events.consumed import OrderRevoked
from services.certification.storage.filing_tables import certification_lines
from services.certification.storage.queries import risk
from services.certification.usecases.hold_filing import HoldFiling, hold_filing
from services.certification.usecases.reduce_certification import ReduceCertification, reduce_certification
from services.certification.usecases.verification.conclude import ConcludeVerification, conclude_verification
from services.certification.usecases.verification.open_verification import OpenVerification, open_verification
from services.certification.usecases.verification.records import (
    ReceiveRecords,
    RecordLineResult,
    RecordResult,
    RequestRecords,
    receive_records,
    record_line_result,
    record_result,
    request_records,
)
from tests.integration.certification.api import Api, certification_input
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, lines, listed, on_paper, shared, told

ALPHA = producer_id("Alpha")
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA]}
PRESS = ExpenditureLine(
    category="Q02",
    amount_cents=30_000_000,
    incurred_on=date(2005, 3, 1),
    description="Press",
    relation="Makes nothing else",
)
STEEL = ExpenditureLine(
    category="Q09",
    amount_cents=10_000_000,
    incurred_from=date(2004, 1, 1),
    incurred_to=date(2006, 12, 31),
    description="Steel",
    relation="Share of the product in tons",
)


def enumerated(*stated: ExpenditureLine, name: str = "Alpha", groups: tuple[SharedGroup, ...] = ()) -> Form:
    """A form whose totals are those of its lines."""
    totals = {code: cents for code, cents in by_category(stated).items() if cents}
    filed = form(name, total=sum(totals.values()), shared_groups=groups)
    return replace(filed, expenditures=lines(totals), lines=stated)


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


async def test_exp_02_an_electronic_filing_is_refused_for_every_line_outside_the_order(
    service: Service, notice: UUID
) -> None:
    await service.hear(told(OrderRevoked, case_number=CASE, revoked_on="2006-08-01", fr_citation=None))
    early = replace(PRESS, incurred_on=date(2001, 5, 10))
    late = replace(PRESS, incurred_on=date(2006, 8, 1), description="Another press")
    filed = enumerated(early, STEEL, late)
    result = await service.run(service.filing(notice, filed), service.file_use_case)
    assert [(each.code, each.field) for each in result.refusals] == [
        ("OUTSIDE_PERIOD", "expenditureLines.0.incurredOn"),
        ("OUTSIDE_PERIOD", "expenditureLines.1.incurredTo"),
        ("OUTSIDE_PERIOD", "expenditureLines.2.incurredOn"),
    ]
    edges = enumerated(
        replace(PRESS, incurred_on=date(2001, 5, 11)),
        replace(PRESS, incurred_on=date(2006, 7, 31), description="Another press"),
    )
    assert (await service.get(await service.accepted(notice, edges))).state is State.ACCEPTED


async def test_exp_02_on_paper_bad_lines_are_registered_returned_and_corrected(service: Service, notice: UUID) -> None:
    filed = on_paper(enumerated(replace(PRESS, incurred_on=date(2001, 5, 10), relation=None), STEEL))
    alpha = await service.file(notice, filed)
    await service.review(alpha)
    await service.return_(alpha)
    defects = {(each["code"], each["field"]) for each in (await service.get(alpha)).defects}
    assert defects == {
        ("ELEMENT_MISSING", "expenditureLines.0.relation"),
        ("OUTSIDE_PERIOD", "expenditureLines.0.incurredOn"),
    }
    still = service.correction(alpha, enumerated(replace(PRESS, incurred_on=date(2001, 5, 10)), STEEL))
    assert await service.refused(still, service.correct_use_case) == ["OUTSIDE_PERIOD"]
    await service.correct(alpha, enumerated(PRESS, STEEL))
    await service.accept(alpha)
    assert (await service.get(alpha)).net_cents == 40_000_000


async def test_exp_02_an_early_filing_is_held_to_the_same_window(service: Service) -> None:
    await service.order(Year())
    command = HoldFiling(
        fiscal_year=2007,
        producer_id=ALPHA,
        form=enumerated(replace(PRESS, incurred_on=date(2001, 5, 10))),
        tax_fingerprint=None,
        received_on=None,
    )

    async def use_case(tx: Any, given: HoldFiling) -> Any:
        return await hold_filing(tx, given, sealed_tax_number=None)

    assert await service.refused(command, use_case) == ["OUTSIDE_PERIOD"]


async def test_cert_19_lines_of_a_version_never_change(service: Service, notice: UUID) -> None:
    await service.file(notice, enumerated(PRESS, STEEL))
    async with service.database.reading() as connection:
        rows = (await connection.execute(sa.select(certification_lines.c.number, certification_lines.c.last_day))).all()
    assert sorted(tuple(row) for row in rows) == [(1, date(2005, 3, 1)), (2, date(2006, 12, 31))]
    with pytest.raises(DBAPIError, match="append-only"):
        async with service.database.writing() as connection:
            await connection.execute(sa.delete(certification_lines))


async def test_exp_03_over_http_lines_are_filed_kept_in_drafts_and_read_in_pages(api: Api, notice: UUID) -> None:
    given = [
        {
            "category": "Q02",
            "amount": "300000.00",
            "incurredOn": "2005-03-01",
            "description": "Press",
            "relation": "Makes nothing else",
        },
        {
            "category": "Q09",
            "amount": "100000.00",
            "incurredFrom": "2004-01-01",
            "incurredTo": "2006-12-31",
            "description": "Steel",
            "relation": "Share of the product in tons",
        },
    ]
    totals = [{"category": "Q02", "amount": "300000.00"}, {"category": "Q09", "amount": "100000.00"}]
    filed = certification_input(notice, ALPHA, expenditures=totals, expenditureLines=given)
    page = "expenditureLines(first: 1, after: $after) { edges { cursor node { number category incurredOn incurredFrom"
    page += " amount relation sharedGroupId } } pageInfo { hasNextPage } }"
    drafted = await api.ask("saveDraft", "draft { id }", {"certification": filed}, **CLAIMANT)
    query = f"query($id: ID!, $after: String) {{ certificationDraft(id: $id) {{ statement {{ {page} }} }} }}"
    of = {"id": drafted["draft"]["id"]}
    first = (await api.data(query, of, **CLAIMANT))["certificationDraft"]["statement"]["expenditureLines"]
    assert first["pageInfo"]["hasNextPage"]
    assert first["edges"][0]["node"] == {
        "number": 1,
        "category": "Q02",
        "incurredOn": "2005-03-01",
        "incurredFrom": None,
        "amount": "300000.00",
        "relation": "Makes nothing else",
        "sharedGroupId": None,
    }
    answer = await api.ask("fileDraft", "certification { id }", {"draftId": of["id"]}, **CLAIMANT)
    assert answer["refusals"] == []
    query = f"query($id: ID!, $after: String) {{ certification(id: $id) {{ statement {{ {page} }} }} }}"
    variables = {"id": answer["certification"]["id"], "after": first["edges"][0]["cursor"]}
    second = (await api.data(query, variables, **CLAIMANT))["certification"]["statement"]["expenditureLines"]
    assert not second["pageInfo"]["hasNextPage"]
    assert (second["edges"][0]["node"]["number"], second["edges"][0]["node"]["incurredFrom"]) == (2, "2004-01-01")
    assert await api.code(query, variables | {"after": "nonsense"}, **CLAIMANT) == "BAD_USER_INPUT"
    many = filed | {"expenditureLines": [given[0]] * 5001}
    document = (
        'mutation($i: FileCertificationInput!) { fileCertification(input: $i, idempotencyKey: "x") { __typename } }'
    )
    assert await api.code(document, {"i": many}, **CLAIMANT) == "BAD_USER_INPUT"


HEADER = (
    "notice_id,producer_id,case_number,case_name,notice_published_on,claimant_name,street,city,state,postal_code,"
    "tax_kind,tax_number,organisation,contact_name,contact_phone,contact_email,q02,q09,total_expenditures,"
    "prior_distributions,net_claim,desires_distribution,eligible_as_producer,no_prior_distribution_in_net,"
    "remains_in_operation,produced_in_fiscal_year,acquired_by_opponent_affiliate,true_and_accurate,"
    "has_supporting_records,signer_name,signer_title,signer_authority,signed_on"
)
ROW = (
    "{notice},{producer},A-990-801,Widgets from Utopia,2007-06-01,{name},1 First Street,Town,DC,20000,EIN,12-3456789,"
    "CORPORATION,Contact,202-555-0100,contact@example.com,300000.00,100000.00,400000.00,0.00,400000.00,yes,yes,yes,"
    "yes,yes,no,yes,yes,Signer,Treasurer,OFFICER,2007-06-15"
)
LINES = """row,category,amount,incurred_on,incurred_from,incurred_to,description,relation
1,Q02,300000.00,2005-03-01,,,Press,Makes nothing else
1,Q09,100000.00,,2004-01-01,2006-12-31,Steel,"Share of the product, in tons"
"""


async def test_exp_03_lines_come_as_a_second_table_beside_the_csv(api: Api, notice: UUID) -> None:
    beta = producer_id("Beta")
    table = "\n".join(
        [
            HEADER,
            ROW.format(notice=notice, producer=ALPHA, name="Alpha"),
            ROW.format(notice=notice, producer=beta, name="Beta"),
        ]
    )
    caller = {"role": "claimant", "producers": [ALPHA, beta]}
    selection = "certifications { claimantName statement { expenditureLines { edges { node { relation } } } } }"
    document = (
        "mutation($i: FileCertificationsCsvInput!, $k: String!) "
        f"{{ fileCertificationsCsv(input: $i, idempotencyKey: $k) {{ {selection} refusals {{ row code field }} }} }}"
    )

    async def filed(key: str, lines_csv: str) -> dict[str, Any]:
        variables = {"i": {"csv": table, "linesCsv": lines_csv}, "k": key}
        data: dict[str, Any] = (await api.data(document, variables, **caller))["fileCertificationsCsv"]
        return data

    bad = LINES.replace("2005-03-01", "1 March") + "2,Q02,1.00,2001-05-10,,,Press,Reason\n"
    refused = await filed("bad", bad)
    assert refused["certifications"] == []
    assert [(each["row"], each["code"], each["field"]) for each in refused["refusals"]] == [
        (1, "CELL_UNREADABLE", "expenditureLines.0.incurred_on"),
        (2, "ARITHMETIC", "expenditures.Q02"),
        (2, "ARITHMETIC", "expenditures.Q09"),
        (2, "OUTSIDE_PERIOD", "expenditureLines.0.incurredOn"),
    ]
    done = await filed("good", LINES)
    assert done["refusals"] == []
    found = [
        (each["claimantName"], [edge["node"]["relation"] for edge in each["statement"]["expenditureLines"]["edges"]])
        for each in done["certifications"]
    ]
    assert found == [("Alpha", ["Makes nothing else", "Share of the product, in tons"]), ("Beta", [])]
    for wrong in (LINES.replace("\n1,", "\n3,"), LINES.replace("\n1,Q02", "\nx,Q02"), "row,category\n", LINES + "1\n"):
        variables = {"i": {"csv": table, "linesCsv": wrong}, "k": "wrong"}
        assert await api.code(document, variables, **caller) == "BAD_USER_INPUT"


async def under_verification(service: Service, certification_id: UUID) -> UUID:
    command = OpenVerification(certification_id=certification_id, reason="Drawn for verification.")
    verification_id = UUID((await service.do(command, open_verification))["verification_id"])
    await service.do(RequestRecords(verification_id=verification_id, request="Invoices."), request_records)
    await service.do(ReceiveRecords(verification_id=verification_id), receive_records)
    return verification_id


def result(verification_id: UUID, number: int, cents: int, *, related: bool = True) -> RecordLineResult:
    return RecordLineResult(
        verification_id=verification_id,
        number=number,
        unsupported_cents=cents,
        relation_shown=related,
        note="See the invoices.",
    )


async def test_veri_03_and_veri_04_a_result_for_each_line_lowers_line_category_and_group(
    service: Service, notice: UUID
) -> None:
    await service.order(Year(case_number="C-990-811"))
    steel = replace(STEEL, group_id="g")
    filed = enumerated(PRESS, steel, groups=(shared("g", by_group([steel])["g"], "C-990-811"),))
    alpha = await service.accepted(notice, filed)
    verification_id = await under_verification(service, alpha)
    by_category_ = RecordResult(verification_id=verification_id, category="Q02", unsupported_cents=0, note="There.")
    assert await service.refused(by_category_, record_result) == ["RESULT_PER_LINE"]
    assert await service.refused(result(verification_id, 3, 0), record_line_result) == ["RESULT_EXCEEDS_LINE"]
    await service.do(result(verification_id, 1, 1_000_000), record_line_result)
    conclude = ConcludeVerification(verification_id=verification_id, conclusion="Partly supported.")
    assert await service.refused(conclude, conclude_verification) == ["ILLEGAL_TRANSITION"]
    half = result(verification_id, 2, 5_000_000, related=False)
    assert await service.refused(half, record_line_result) == ["RELATION_NOT_SHOWN"]
    await service.do(replace(half, unsupported_cents=10_000_000), record_line_result)
    await service.do(result(verification_id, 2, 4_000_000), record_line_result)
    await service.do(conclude, conclude_verification)
    row = await service.get(alpha)
    assert (row.version, row.total_cents) == (2, 35_000_000)
    caller = Api(service)
    query = (
        "query($id: ID!) { certification(id: $id) { parts { groupId total } statement { expenditureLines { edges "
        "{ node { number amount } } } } verifications { results { category unsupported } lineResults { edges { node "
        "{ line unsupported relationShown category } } } } } }"
    )
    found = (await caller.data(query, {"id": str(alpha)}, role="verifier"))["certification"]
    await caller.close()
    assert found["parts"] == [{"groupId": None, "total": "290000.00"}, {"groupId": "g", "total": "60000.00"}]
    amounts = [edge["node"]["amount"] for edge in found["statement"]["expenditureLines"]["edges"]]
    assert amounts == ["290000.00", "60000.00"]
    [verified] = found["verifications"]
    assert verified["results"] == [
        {"category": "Q02", "unsupported": "10000.00"},
        {"category": "Q09", "unsupported": "40000.00"},
    ]
    assert [edge["node"] for edge in verified["lineResults"]["edges"]] == [
        {"line": 1, "unsupported": "10000.00", "relationShown": True, "category": "Q02"},
        {"line": 2, "unsupported": "40000.00", "relationShown": True, "category": "Q09"},
    ]


async def test_veri_03_over_http_only_a_verifier_records_a_line(api: Api, service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, enumerated(PRESS, STEEL))
    verification_id = await under_verification(service, alpha)
    given = {"verificationId": str(verification_id), "line": 2, "unsupported": "1.00", "note": "One invoice missing."}
    document = (
        "mutation($i: RecordVerificationLineResultInput!) "
        '{ recordVerificationLineResult(input: $i, idempotencyKey: "x") { __typename } }'
    )
    assert await api.code(document, {"i": given}, role="certification_reviewer") == "FORBIDDEN"
    answer = await api.ask(
        "recordVerificationLineResult",
        "verification { lineResults { edges { node { line stated } } } }",
        given,
        role="verifier",
    )
    [edge] = answer["verification"]["lineResults"]["edges"]
    assert edge["node"] == {"line": 2, "stated": "100000.00"}
    without = await service.accepted(notice, form("Beta"))
    other = await under_verification(service, without)
    assert await service.refused(result(other, 1, 0), record_line_result) == ["RESULT_EXCEEDS_LINE"]


async def test_cert_17_a_certification_with_lines_is_reduced_with_its_lines(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, enumerated(PRESS, STEEL))
    lower = lines({"Q02": 20_000_000, "Q09": 10_000_000})
    command = ReduceCertification(certification_id=alpha, expenditures=lower, reason="Counted twice.")
    assert await service.refused(command, reduce_certification) == ["LINES_MISSING"]
    press = replace(PRESS, amount_cents=20_000_000)
    assert await service.refused(replace(command, lines=(press,)), reduce_certification) == ["ARITHMETIC"]
    moved = replace(press, incurred_on=date(2001, 5, 10))
    assert await service.refused(replace(command, lines=(moved, STEEL)), reduce_certification) == ["OUTSIDE_PERIOD"]
    await service.do(replace(command, lines=(press, STEEL)), reduce_certification)
    assert (await service.get(alpha)).net_cents == 30_000_000


async def test_exp_06_a_line_that_the_association_cites_too_is_flagged_for_both_and_refuses_nothing(
    service: Service,
) -> None:
    producers = listed("Alpha", "Beta") + listed("Coalition", kind="ASSOCIATION")
    await service.order(Year(producers=producers))
    notice_id = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    alpha = await service.accepted(notice_id, enumerated(PRESS, STEEL))
    beta = await service.accepted(notice_id, enumerated(replace(PRESS, incurred_on=date(2005, 3, 2)), name="Beta"))
    coalition = await service.file(
        notice_id,
        enumerated(replace(PRESS, description="The same press"), replace(STEEL, amount_cents=1), name="Coalition"),
    )
    async with service.database.reading() as connection:
        flags = await risk.flags_of_certifications(connection, [alpha, beta, coalition])
    raised = {
        each: [flag for flag in flags.get(each, []) if flag.message.startswith("It cites")]
        for each in (alpha, beta, coalition)
    }
    assert {each: [flag.kind.value for flag in found] for each, found in raised.items()} == {
        alpha: ["DUPLICATE_WITH_ASSOCIATION"],
        beta: [],
        coalition: ["DUPLICATE_WITH_ASSOCIATION"],
    }
    assert "2007-000003" in raised[alpha][0].message
    assert "line 1 (there 1)" in raised[alpha][0].message
    await service.review(coalition)
    await service.accept(coalition)
    assert (await service.get(coalition)).state is State.ACCEPTED
