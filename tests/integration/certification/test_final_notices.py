"""Notices of final distribution (NOTE-06, TERM-01 to TERM-03)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.deadlines import final_close_date, sweep_after
from services.certification.domain.notices import NoticeKind
from services.certification.domain.states import State
from services.certification.events.consumed import OrderRevoked
from services.certification.usecases.draft_notice import DraftNotice, draft_notice
from services.certification.usecases.publish_notice import PublishNotice, publish_notice
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, told

OFFICER: dict[str, Any] = {"role": "notice_officer"}
FINAL = DraftNotice(
    fiscal_year=2007,
    case_numbers=(CASE,),
    publish_on=date(2007, 6, 1),
    fr_citation="72 FR 30585",
    instructions="File one certification per order.",
    address="Office, Town",
    kind=NoticeKind.FINAL,
    final_decision="Every condition of termination is met; see the file.",
)


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    caller = Api(service)
    yield caller
    await caller.close()


async def revoked(service: Service) -> None:
    await service.order(Year())
    await service.hear(told(OrderRevoked, case_number=CASE, revoked_on="2004-05-01", fr_citation=None))


def test_term_03_example_s17_the_window_closes_on_day_60_or_90_and_nothing_is_swept_before() -> None:
    assert final_close_date(date(2007, 6, 1)) == date(2007, 7, 31)
    assert final_close_date(date(2007, 6, 1), window_days=90) == date(2007, 8, 30)
    assert sweep_after(date(2007, 6, 1)) == date(2007, 8, 30)


@given(st.dates(date(2000, 10, 1), date(2030, 12, 31)))
def test_term_03_nothing_is_swept_before_day_90_is_over(published_on: date) -> None:
    assert sweep_after(published_on) - published_on == timedelta(days=90)
    assert final_close_date(published_on) < sweep_after(published_on)


@given(st.dates(date(2000, 10, 1), date(2030, 12, 31)))
def test_term_03_with_90_days_nothing_is_swept_while_a_claim_is_in_time(published_on: date) -> None:
    assert sweep_after(published_on, 90) == final_close_date(published_on, 90) >= published_on + timedelta(days=90)


def test_term_03_a_day_90_before_labor_day_keeps_claims_and_money_until_tuesday() -> None:
    # Day 90 is the Saturday before Labor Day, so the next business day is the Tuesday.
    assert sweep_after(date(2006, 6, 4)) == date(2006, 9, 2)
    assert sweep_after(date(2006, 6, 4), 90) == final_close_date(date(2006, 6, 4), 90) == date(2006, 9, 5)


async def test_term_02_example_s17_over_http_the_final_notice_is_public_with_its_days(
    api: Api, service: Service
) -> None:
    await revoked(service)
    service.on(date(2007, 6, 1))
    draft = {
        "fiscalYear": 2007,
        "caseNumbers": [CASE],
        "publishOn": "2007-06-01",
        "instructions": "File one certification per order.",
        "kind": "FINAL",
        "finalDecision": "Every condition of termination is met.",
    }
    drafted = await api.ask("draftNotice", "notice { id kind }", draft, **OFFICER)
    of = {"noticeId": drafted["notice"]["id"]}
    await api.ask("publishNotice", "notice { id }", of, **OFFICER)
    public = await api.data("{ notices { edges { node { kind closeOn sweepAfter returnBy } } } }")
    assert [edge["node"] for edge in public["notices"]["edges"]] == [
        {"kind": "FINAL", "closeOn": "2007-07-31", "sweepAfter": "2007-08-30", "returnBy": "2007-08-15"}
    ]
    [event] = await service.events("notice.published")
    assert (event["kind"], event["sweep_after"]) == ("FINAL", "2007-08-30")


async def test_term_02_example_s17_certifications_work_as_usual_and_day_61_is_late(service: Service) -> None:
    await revoked(service)
    service.on(date(2007, 6, 1))
    drafted = await service.do(FINAL, draft_notice)
    notice = UUID(drafted["notice_id"])
    await service.do(PublishNotice(notice_id=notice, late_decision=None), publish_notice)
    alpha = await service.accepted(notice, form("Alpha", total=8_000_000), day=date(2007, 7, 2))
    assert (await service.get(alpha)).net_cents == 8_000_000
    late = await service.file(notice, form("Beta"), day=date(2007, 8, 1))
    assert await service.state(late) == (State.LATE_DENIED, "LATE")


@pytest.mark.parametrize(
    ("window_days", "close_on", "late_on", "state"),
    [
        (60, "2007-07-31", date(2007, 8, 1), "LATE_DENIED"),
        (90, "2007-08-30", date(2007, 8, 1), "RECEIVED"),
        (90, "2007-08-30", date(2007, 8, 30), "RECEIVED"),
        (90, "2007-08-30", date(2007, 8, 31), "LATE_DENIED"),
    ],
)
async def test_term_03_example_s17_a_late_claim_under_either_window(
    service: Service, window_days: int, close_on: str, late_on: date, state: str
) -> None:
    await revoked(service)
    service.on(date(2007, 6, 1))
    api = Api(service, final_claim_window_days=window_days)
    draft = {
        "fiscalYear": 2007,
        "caseNumbers": [CASE],
        "publishOn": "2007-06-01",
        "instructions": "File one certification per order.",
        "kind": "FINAL",
        "finalDecision": "Every condition of termination is met.",
    }
    drafted = await api.ask("draftNotice", "notice { id closeOn sweepAfter }", draft, **OFFICER)
    notice = drafted["notice"]
    assert (notice["closeOn"], notice["sweepAfter"]) == (close_on, "2007-08-30")
    await api.ask("publishNotice", "notice { id }", {"noticeId": notice["id"]}, **OFFICER)
    await api.close()
    filed = await service.file(UUID(notice["id"]), form("Beta", total=3_000_000), day=late_on)
    assert (await service.get(filed)).state.value == state


async def test_term_03_the_window_of_90_days_is_of_final_notices_only(api: Api, service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    longer = Api(service, final_claim_window_days=90)
    draft = {"fiscalYear": 2007, "caseNumbers": [CASE], "publishOn": "2007-06-01", "instructions": "File."}
    for caller in (api, longer):
        drafted = await caller.ask("draftNotice", "notice { closeOn }", draft, **OFFICER)
        assert drafted["notice"]["closeOn"] == "2007-07-31"
    await longer.close()


async def test_term_01_and_term_02_what_a_final_notice_is_refused_for(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    assert await service.refused(FINAL, draft_notice) == ["ORDER_NOT_TERMINATED"]
    silent = replace(FINAL, final_decision=" ", publish_on=date(2007, 7, 3))
    assert await service.refused(silent, draft_notice) == [
        "ORDER_NOT_TERMINATED",
        "FINAL_NOTICE_WAITS",
        "FINAL_DECISION_MISSING",
    ]
    await service.hear(told(OrderRevoked, case_number=CASE, revoked_on="2007-06-02", fr_citation=None))
    assert await service.refused(FINAL, draft_notice) == ["ORDER_NOT_TERMINATED"]


async def test_term_02_where_the_ordinary_notice_is_out_the_final_one_waits(service: Service) -> None:
    await revoked(service)
    await service.notice(CASE)
    assert await service.refused(FINAL, draft_notice) == ["ORDER_ALREADY_NOTICED"]
