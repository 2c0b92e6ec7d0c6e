"""The record of a case on a real database: kept, read at any day, published, and what time brings about raised once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from services.proceedings.domain.petition.acts import (
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionFiled,
)
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.storage.record.tables import acts
from services.proceedings.usecases.record.pass_days import pass_days
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from shared.database import Cause, platform
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import CASE

PETITION = RecordAct(
    case_number=CASE,
    act=PetitionFiled(
        occurred_on=date(2024, 12, 2),
        petitioner="Alpha",
        petitioner_class=PartyClass.C,
        itc_filed_on=date(2024, 12, 2),
        scope_text="Alpha of every size.",
    ),
)
SUPPORT = RecordAct(
    case_number=CASE,
    act=IndustrySupportAssessed(
        occurred_on=date(2024, 12, 10),
        total=Decimal("1000.5"),
        supporting=Decimal("600.25"),
        opposing=Decimal(0),
    ),
)
INITIATION = RecordAct(
    case_number=CASE,
    act=InvestigationInitiated(occurred_on=date(2024, 12, 20), sufficient=True),
    published_on=date(2024, 12, 27),
    fr_citation="89 FR 105000",
)


async def events(service: Service) -> list[str]:
    async with service.database.reading() as connection:
        rows = await connection.execute(sa.select(platform.outbox.c.subject).order_by(platform.outbox.c.sequence))
        return [row.subject.split(".")[4] + "." + row.subject.split(".")[5] for row in rows]


async def test_acts_are_kept_as_they_were_recorded_and_published(registered: Service) -> None:
    for command in (PETITION, SUPPORT, INITIATION):
        assert not (await registered.run(command, record_act)).refusals
    async with registered.database.reading() as connection:
        record = (await dockets(connection, [CASE]))[CASE].record
    assert [entry.act for entry in record[:3]] == [PETITION.act, SUPPORT.act, INITIATION.act]
    assert [entry.act.name for entry in record[3:]] == ["NoticePublished"]
    published = await events(registered)
    assert published.count("case.act-recorded") == 4
    assert "deadline.changed" in published


async def test_a_refused_act_leaves_nothing(registered: Service) -> None:
    result = await registered.run(INITIATION, record_act)
    assert result.refusals[0].code == "ILLEGAL_TRANSITION"
    async with registered.database.reading() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(acts)) == 0
    assert await events(registered) == []


async def test_what_lies_ahead_is_refused(registered: Service) -> None:
    later = replace(PETITION, act=replace(PETITION.act, occurred_on=date(2025, 1, 3)))
    assert [refusal.code for refusal in (await registered.run(later, record_act)).refusals] == ["DATE_IN_FUTURE"]


async def test_cal_11_a_missed_deadline_is_raised_once(registered: Service) -> None:
    await registered.run(PETITION, record_act)
    for expected in (1, 0):
        async with registered.uow.begin(Cause(actor="job", correlation_id="job")) as tx:
            assert await pass_days(tx, CASE) == expected
    assert (await events(registered)).count("deadline.missed") == 1
