"""Calendars of many cases on a real database: delays and closures, work across cases, alerts once, at a small price."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from services.proceedings.domain.country_status import AgreementReason
from services.proceedings.domain.deadlines.announcements import SegmentType
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.petition.acts import PartyClass, PetitionFiled
from services.proceedings.domain.record.proceeding import Development
from services.proceedings.storage.calendar.queries import due_page, entries_by_case
from services.proceedings.usecases.calendar.change_almanac import (
    AnnounceTolling,
    RecordClosure,
    announce_tolling,
    record_closure,
)
from services.proceedings.usecases.record import pass_days
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from services.proceedings.usecases.register_case import register_case
from services.proceedings.usecases.set_country_status import SetCountryStatus, set_country_status
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import a_case

CASES = tuple(f"C-570-{number}" for number in range(901, 909))
DELAY = AnnounceTolling(
    authority=Actor.COMMERCE,
    closure_from=date(2024, 12, 16),
    closure_to=date(2024, 12, 20),
    days=7,
    segment_types=(SegmentType.INVESTIGATION,),
    excluded_keys=(),
    announced_in="Memorandum of 2 January 2025",
)
CLOSURE = RecordClosure(day=date(2025, 1, 8), reason="Snow")


def petition(number: str, *, filed: int = 16, itc: int = 16, corrects: int | None = None) -> RecordAct:
    """A petition of December 2024."""
    act = PetitionFiled(
        occurred_on=date(2024, 12, filed),
        petitioner="Alpha",
        petitioner_class=PartyClass.C,
        itc_filed_on=date(2024, 12, itc),
        scope_text="Alpha of every size.",
    )
    return RecordAct(case_number=number, act=act, corrects=corrects)


@pytest.fixture
async def petitioned(service: Service) -> Service:
    """Cases, each with a petition of 16 December 2024: Commerce decides by 6 January, the Commission by 30 January."""
    member = SetCountryStatus(
        country="CN",
        starts_on=date(2001, 12, 11),
        ends_on=None,
        reason=AgreementReason.WTO_MEMBER,
        development=Development.NONE,
        export_subsidy_notice_on=None,
        source="Accession",
    )
    assert not (await service.run(member, set_country_status)).refusals
    for number in CASES:
        await service.run(a_case(case_number=number), register_case)
        assert not (await service.run(petition(number), record_act)).refusals
    return service


@asynccontextmanager
async def counted(service: Service) -> AsyncIterator[list[str]]:
    """The statements sent meanwhile."""
    found: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    engine = sa.engine.Engine
    sa.event.listen(engine, "before_cursor_execute", heard)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", heard)


async def due(service: Service, actor: Actor | None = None, **page: Any) -> list[tuple[str, date]]:
    window = {"first_day": date(2025, 1, 1), "last_day": date(2025, 3, 1), "after": None, "limit": 100, **page}
    async with service.database.reading() as connection:
        rows = await due_page(connection, actor=actor, **window)
    return [(row.deadline_id, row.due) for row in rows]


async def of_kind(service: Service, kind: str) -> list[dict[str, Any]]:
    return [data for subject, data in await service.events() if f".{kind}." in subject]


async def test_cal_08_a_delay_moves_the_open_deadlines_of_every_case_that_it_names(petitioned: Service) -> None:
    already = len(await of_kind(petitioned, "deadline.changed"))
    result = await petitioned.run(DELAY, announce_tolling)
    assert result.value == {"tolling_id": "COMMERCE-2024-12-16", "deadlines_moved": len(CASES)}
    moved = (await of_kind(petitioned, "deadline.changed"))[already:]
    assert {one["deadline_id"] for one in moved} == {f"{number}/INITIATION" for number in CASES}
    # 5 January and seven days is Sunday 12 January; the day after is a Monday.
    assert {(one["before"]["due"], one["after"]["due"]) for one in moved} == {("2025-01-06", "2025-01-13")}
    assert [one["days"] for one in await of_kind(petitioned, "tolling.applied")] == [7]
    assert dict(await due(petitioned))[f"{CASES[0]}/INITIATION"] == date(2025, 1, 13)


async def test_cal_08_one_closure_is_tolled_once_for_one_kind_of_segment(petitioned: Service) -> None:
    await petitioned.run(DELAY, announce_tolling)
    before = await petitioned.stored()
    again = await petitioned.run(replace(DELAY, segment_types=()), announce_tolling)
    assert [refusal.code for refusal in again.refusals] == ["TOLLED_ALREADY"]
    assert await petitioned.stored() == before
    other = await petitioned.run(replace(DELAY, segment_types=(SegmentType.SUNSET_REVIEW,)), announce_tolling)
    assert other.value == {"tolling_id": "COMMERCE-2024-12-16-2", "deadlines_moved": 0}


async def test_cal_08_every_reason_against_a_delay_is_given_at_once(petitioned: Service) -> None:
    wrong = replace(DELAY, authority=Actor.PARTIES, closure_to=date(2024, 12, 1), days=0, excluded_keys=("no key",))
    codes = [refusal.code for refusal in (await petitioned.run(wrong, announce_tolling)).refusals]
    assert codes == ["NOT_AN_AGENCY", "CLOSURE_ENDS_BEFORE_IT_BEGINS", "DELAY_OUT_OF_RANGE", "NOT_A_DEADLINE_KEY"]


async def test_cal_02_a_closed_day_rolls_what_falls_on_it(petitioned: Service) -> None:
    result = await petitioned.run(replace(CLOSURE, day=date(2025, 1, 6)), record_closure)
    assert result.value == {"day": "2025-01-06", "deadlines_moved": len(CASES)}
    assert dict(await due(petitioned))[f"{CASES[0]}/INITIATION"] == date(2025, 1, 7)
    assert [one["day"] for one in await of_kind(petitioned, "closure.recorded")] == ["2025-01-06"]


@pytest.mark.parametrize(
    ("day", "code"), [(date(2025, 1, 8), "CLOSED_ALREADY"), (date(2025, 1, 11), "NOT_A_BUSINESS_DAY")]
)
async def test_cal_02_a_day_that_is_closed_anyway_is_refused(service: Service, day: date, code: str) -> None:
    await service.run(CLOSURE, record_closure)
    assert [one.code for one in (await service.run(replace(CLOSURE, day=day), record_closure)).refusals] == [code]


async def test_what_is_due_is_listed_across_cases_page_by_page(petitioned: Service) -> None:
    initiations = [(f"{number}/INITIATION", date(2025, 1, 6)) for number in CASES]
    assert await due(petitioned, Actor.COMMERCE) == initiations
    assert await due(petitioned, Actor.COMMERCE, limit=3) == initiations[:3]
    last = initiations[2]
    assert await due(petitioned, Actor.COMMERCE, after=(last[1], last[0]), limit=3) == initiations[3:6]
    assert await due(petitioned, Actor.COMMERCE, first_day=date(2025, 1, 7)) == []
    commission = {found for found, _ in await due(petitioned, Actor.ITC)}
    assert commission == {f"{number}/{key}" for number in CASES for key in ("ITC_PRELIM", "ITC_PRELIM_FACTS")}


async def test_cal_11_each_missed_deadline_is_raised_once_whatever_the_number_of_cases(petitioned: Service) -> None:
    petitioned.clock.set(datetime(2025, 1, 7, 15, tzinfo=UTC))
    for _ in range(3):
        await pass_days.run(petitioned.uow)
    missed = await of_kind(petitioned, "deadline.missed")
    assert sorted(one["deadline_id"] for one in missed) == [f"{number}/INITIATION" for number in CASES]
    assert await due(petitioned, Actor.COMMERCE) == []


async def test_a_run_of_the_job_costs_one_statement_while_nothing_changed(petitioned: Service) -> None:
    await pass_days.run(petitioned.uow)
    async with counted(petitioned) as statements:
        await pass_days.run(petitioned.uow)
    assert len([one for one in statements if one.startswith(("SELECT", "INSERT", "UPDATE"))]) == 1, statements


async def test_an_almanac_change_costs_the_same_statements_for_many_cases_as_for_one(petitioned: Service) -> None:
    async with counted(petitioned) as statements:
        await petitioned.run(DELAY, announce_tolling)
    assert len(statements) < 25, statements


async def test_a_calendar_counts_its_changes_and_keeps_what_is_gone(petitioned: Service) -> None:
    number = CASES[0]

    async def revision(key: str) -> tuple[int, bool]:
        async with petitioned.database.reading() as connection:
            entries = (await entries_by_case(connection, [number]))[number]
        return next((entry.revision, entry.gone) for entry in entries if entry.key == key)

    assert await revision("INITIATION") == (0, False)
    await petitioned.run(DELAY, announce_tolling)
    assert await revision("INITIATION") == (1, False)
    assert await revision("ITC_PRELIM") == (0, False)
    corrected = petition(number, filed=17, itc=18, corrects=1)
    assert not (await petitioned.run(corrected, record_act)).refusals
    # Filed on different days at the agencies: no clock runs (PET-02).
    assert await revision("INITIATION") == (2, True)
    assert (f"{number}/INITIATION") not in dict(await due(petitioned))


async def test_a_new_day_or_a_new_act_makes_a_case_stale(petitioned: Service) -> None:
    await pass_days.run(petitioned.uow)
    petitioned.clock.set(petitioned.clock.now() + timedelta(days=1))
    async with counted(petitioned) as statements:
        await pass_days.run(petitioned.uow)
    assert len(statements) > len(CASES)
