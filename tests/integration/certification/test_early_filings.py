"""Filings before their notice (CERT-02) and returns that Customs missed (CERT-12)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.certification.domain.forms import Form
from services.certification.domain.producers import producer_id
from services.certification.domain.states import State
from services.certification.storage.queries import held
from services.certification.storage.queries.held import HeldRow
from services.certification.storage.tables import certifications
from services.certification.usecases.flag_late_returns import flag_late_returns
from services.certification.usecases.hold_filing import HoldFiling, hold_filing
from services.certification.usecases.publish_notice import PublishNotice, publish_notice
from services.certification.usecases.withdraw_held_filing import WithdrawHeldFiling, withdraw_held_filing
from shared.errors import BadInput, NotFound
from tests.integration.certification.api import Api, certification_input
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, TAX_NUMBER, Year, form, on_paper

ALPHA, BETA = producer_id("Alpha"), producer_id("Beta")
CLAIMANT: dict[str, Any] = {"role": "claimant", "producers": [ALPHA]}


def early(service: Service, filed: Form, **changes: Any) -> HoldFiling:
    return replace(
        HoldFiling(
            fiscal_year=2007,
            producer_id=producer_id(filed.claimant_name or ""),
            form=filed,
            tax_fingerprint=service.vault.fingerprint(TAX_NUMBER),
            received_on=None,
        ),
        **changes,
    )


async def hold(service: Service, filed: Form, **changes: Any) -> None:
    use_case = partial(hold_filing, sealed_tax_number=service.vault.seal(TAX_NUMBER))
    await service.do(early(service, filed, **changes), use_case)


async def rows(service: Service) -> list[tuple[str, str, str, date]]:
    table = certifications.c
    async with service.database.reading() as connection:
        found = await connection.execute(
            sa.select(table.certification_number, table.claimant_name, table.state, table.received_on).order_by(
                table.id
            )
        )
        return [(row[0], row[1], row[2], row[3]) for row in found]


async def test_cert_02_early_filings_are_registered_on_day_0_in_order_of_arrival(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    await hold(service, form("Beta"))
    service.on(date(2007, 5, 29))
    await hold(service, form("Alpha"))
    await hold(service, on_paper(form("Gamma")), received_on=date(2007, 5, 7))
    assert await rows(service) == []
    await service.notice(CASE)
    assert await rows(service) == [
        ("2007-000001", "Gamma", "RECEIVED", date(2007, 6, 1)),
        ("2007-000002", "Beta", "RECEIVED", date(2007, 6, 1)),
        ("2007-000003", "Alpha", "RECEIVED", date(2007, 6, 1)),
    ]


async def test_cert_02_one_that_does_not_name_the_notice_has_a_material_defect_like_any_other(
    service: Service,
) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    await hold(service, form("Alpha", notice_published_on=None))
    await hold(service, form("Beta", notice_published_on=date(2007, 6, 4)))
    await service.notice(CASE)
    async with service.database.reading() as connection:
        ids = list(await connection.scalars(sa.select(certifications.c.id).order_by(certifications.c.id)))
    for certification_id, code in zip(ids, ["ELEMENT_MISSING", "NOTICE_NOT_NAMED"], strict=True):
        await service.review(certification_id)
        await service.return_(certification_id)
        [defect] = (await service.get(certification_id)).defects
        assert (defect["code"], defect["field"]) == (code, "noticePublishedOn")


async def test_cert_17_of_two_early_filings_the_later_governs_and_keeps_the_number(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    await hold(service, form("Alpha"))
    await hold(service, form("Alpha", total=50_000_000))
    await service.notice(CASE)
    assert [row[:3] for row in await rows(service)] == [
        ("2007-000001", "Alpha", "SUPERSEDED"),
        ("2007-000001", "Alpha", "RECEIVED"),
    ]


async def test_cert_02_only_the_order_and_year_of_the_notice_is_registered(service: Service) -> None:
    await service.order(Year())
    await service.order(Year(case_number="A-990-802"))
    service.on(date(2007, 5, 14))
    await hold(service, form("Alpha", case="A-990-802"))
    await hold(service, form("Alpha"), fiscal_year=2008)
    await service.notice(CASE)
    assert await rows(service) == []
    await service.notice("A-990-802")
    assert len(await rows(service)) == 1


async def test_cert_02_what_is_refused_at_once_and_changes_nothing(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    use_case = partial(hold_filing, sealed_tax_number=None)
    incomplete = early(service, form("Alpha", signer=None, net_cents=1, case="A-990-899"))
    codes = await service.refused(incomplete, use_case)
    assert codes == ["NOT_EXECUTED"] * 3 + ["ARITHMETIC", "ORDER_NOT_IN_NOTICE"]
    for changes, error in (
        ({"producer_id": UUID(int=1)}, NotFound),
        ({"received_on": date(2007, 5, 1)}, BadInput),
        ({"form": on_paper(form("Alpha")), "received_on": date(2007, 5, 15)}, BadInput),
    ):
        before = await service.stored()
        with pytest.raises(error):
            await service.run(early(service, form("Alpha"), **changes), use_case)
        assert await service.stored() == before
    await service.notice(CASE)
    assert await service.refused(early(service, form("Alpha")), use_case) == ["NOTICE_PUBLISHED"]


async def test_cert_02_a_filing_held_while_the_notice_comes_out_is_registered_or_refused_never_lost(
    service: Service,
) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    draft = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 6, 1))
    use_case = partial(hold_filing, sealed_tax_number=None)
    filings = [service.run(early(service, form(name)), use_case) for name in ("Alpha", "Beta", "Gamma", "Delta")]
    publishing = service.run(PublishNotice(notice_id=draft, late_decision=None), publish_notice)
    *held, _ = await asyncio.gather(*filings, publishing)
    kept = [each for each in held if each.value is not None]
    assert all([refusal.code for refusal in each.refusals] == ["NOTICE_PUBLISHED"] for each in held if not each.value)
    assert len(await rows(service)) == len(kept)


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    caller = Api(service)
    yield caller
    await caller.close()


async def test_cert_02_over_http_a_claimant_files_early_for_its_own_producer(api: Api, service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    filed = {"fiscalYear": 2007, "certification": certification_input(None, ALPHA, noticeId=None)}
    selection = "heldFiling { caseNumber fiscalYear receivedOn certificationId }"
    answer = await api.ask("fileEarlyCertification", selection, filed, **CLAIMANT)
    assert answer == {
        "heldFiling": {"caseNumber": CASE, "fiscalYear": 2007, "receivedOn": "2007-05-14", "certificationId": None},
        "refusals": [],
    }
    await service.notice(CASE)
    listed = "{ heldFilings { edges { node { claimantName certificationId } } } }"
    [edge] = (await api.data(listed, **CLAIMANT))["heldFilings"]["edges"]
    one = "query($id: ID!) { certification(id: $id) { state receivedOn } }"
    found = await api.data(one, {"id": edge["node"]["certificationId"]}, **CLAIMANT)
    assert found == {"certification": {"state": "RECEIVED", "receivedOn": "2007-06-01"}}
    assert (await api.data(listed, role="claimant", producers=[BETA]))["heldFilings"]["edges"] == []
    assert len((await api.data(listed, role="certification_reviewer"))["heldFilings"]["edges"]) == 1
    document = (
        'mutation($i: FileEarlyCertificationInput!) { fileEarlyCertification(input: $i, idempotencyKey: "x") '
        "{ __typename } }"
    )
    assert await api.code(document, {"i": filed}, role="claimant", producers=[BETA]) == "FORBIDDEN"
    assert await api.code(document, {"i": filed}, role="notice_officer") == "FORBIDDEN"
    named = filed | {"certification": certification_input(ALPHA, ALPHA)}
    assert await api.code(document, {"i": named}, **CLAIMANT) == "BAD_USER_INPUT"


async def held_rows(service: Service) -> list[HeldRow]:
    async with service.database.reading() as connection:
        return await held.held_page(connection, producer_ids=None, after=None, limit=10)


async def test_cert_17_a_held_filing_is_withdrawn_and_the_notice_registers_nothing_of_it(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    await hold(service, form("Alpha"))
    await hold(service, form("Beta"))
    alpha, beta = await held_rows(service)
    service.on(date(2007, 5, 15))
    withdraw = WithdrawHeldFiling(held_filing_id=alpha.id, reason="Filed too soon.")
    await service.do(withdraw, withdraw_held_filing)
    assert await service.refused(withdraw, withdraw_held_filing) == ["ILLEGAL_TRANSITION"]
    await service.notice(CASE)
    assert [row[:3] for row in await rows(service)] == [("2007-000001", "Beta", "RECEIVED")]
    assert [(each.withdrawn_on, each.withdrawal_reason) for each in await held_rows(service)] == [
        (date(2007, 5, 15), "Filed too soon."),
        (None, None),
    ]
    registered = replace(withdraw, held_filing_id=beta.id)
    assert await service.refused(registered, withdraw_held_filing) == ["ILLEGAL_TRANSITION"]
    with pytest.raises(NotFound):
        await service.run(replace(withdraw, held_filing_id=UUID(int=1)), withdraw_held_filing)


async def test_cert_17_a_filing_withdrawn_while_the_notice_comes_out_is_registered_or_withdrawn_never_both(
    service: Service,
) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    for name in ("Alpha", "Beta", "Gamma"):
        await hold(service, form(name))
    draft = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 6, 1))
    withdrawals = [
        service.run(WithdrawHeldFiling(held_filing_id=each.id, reason=None), withdraw_held_filing)
        for each in await held_rows(service)
    ]
    publishing = service.run(PublishNotice(notice_id=draft, late_decision=None), publish_notice)
    *withdrawn, published = await asyncio.gather(*withdrawals, publishing)
    assert published.refusals == ()
    gone = sum(each.value is not None for each in withdrawn)
    assert len(await rows(service)) == 3 - gone
    assert all((each.certification_id is None) != (each.withdrawn_on is None) for each in await held_rows(service))


async def test_cert_17_over_http_only_who_filed_withdraws_and_only_while_it_is_held(api: Api, service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 5, 14))
    filed = {"fiscalYear": 2007, "certification": certification_input(None, ALPHA, noticeId=None)}
    held_id = (await api.ask("fileEarlyCertification", "heldFiling { id }", filed, **CLAIMANT))["heldFiling"]["id"]
    of = {"heldFilingId": held_id, "reason": "Filed too soon."}
    document = (
        'mutation($i: WithdrawHeldFilingInput!) { withdrawHeldFiling(input: $i, idempotencyKey: "x") { __typename } }'
    )
    assert await api.code(document, {"i": of}, role="claimant", producers=[BETA]) == "NOT_FOUND"
    assert await api.code(document, {"i": of}, role="notice_officer") == "FORBIDDEN"
    assert await api.code(document, {"i": of | {"heldFilingId": "x"}}, **CLAIMANT) == "BAD_USER_INPUT"
    selection = "heldFiling { withdrawnOn withdrawalReason certificationId }"
    assert await api.ask("withdrawHeldFiling", selection, of, **CLAIMANT) == {
        "heldFiling": {"withdrawnOn": "2007-05-14", "withdrawalReason": "Filed too soon.", "certificationId": None},
        "refusals": [],
    }
    again = await api.ask("withdrawHeldFiling", selection, of, role="certification_reviewer")
    assert (again["heldFiling"], [each["rule"] for each in again["refusals"]]) == (None, ["CERT-17"])


async def test_cert_12_a_return_missed_is_flagged_once_and_refuses_nothing(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    waiting = await service.file(notice, form("Alpha"), day=date(2007, 7, 2))
    started = await service.file(notice, form("Beta"))
    await service.review(started)
    returned = await service.file(
        notice, form("Gamma", has_supporting_records=True, notice_published_on=date(2007, 6, 4))
    )
    await service.review(returned)
    await service.return_(returned)
    decided = await service.accepted(notice, form("Delta"))
    service.on(date(2007, 8, 15))
    await flag_late_returns(service.uow)
    assert (await service.get(waiting)).flags == []
    service.on(date(2007, 8, 16))
    await flag_late_returns(service.uow)
    before = await service.stored()
    await flag_late_returns(service.uow)
    assert await service.stored() == before
    flags = {each: (await service.get(each)).flags for each in (waiting, started, returned, decided)}
    assert flags == {waiting: ["RETURN_LATE"], started: ["RETURN_LATE"], returned: [], decided: []}
    await service.accept(started)
    assert await service.state(started) == (State.ACCEPTED, None)
