"""Everybody is told when the offices of the program or its Handbook change (RCP-03, RCP-10)."""

from dataclasses import replace
from datetime import date

from services.certification.domain.recordkeeping.program import Program
from services.certification.events.published import ProgramOfficesPublished
from services.certification.usecases.recordkeeping.publish_offices import publish_offices
from tests.integration.certification.conftest import Service


async def test_rcp_03_the_offices_are_published_once_and_again_with_every_change(service: Service) -> None:
    service.on(date(2007, 9, 28))
    program = Program()
    await publish_offices(service.uow, program=program)
    stored = await service.stored()
    await publish_offices(service.uow, program=program)
    assert await service.stored() == stored
    service.on(date(2007, 10, 1))
    await publish_offices(service.uow, program=replace(program, handbook_version="2007-10"))
    await publish_offices(service.uow, program=program)
    events = await service.events("program-offices.published")
    assert [(event["revision"], event["handbook_version"], event["published_on"]) for event in events] == [
        (1, "current", "2007-09-28"),
        (2, "2007-10", "2007-10-01"),
        (3, "current", "2007-10-01"),
    ]
    assert "Charlotte" in events[0]["intake_address"]


def test_rcp_10_the_event_is_public_and_keyed_by_the_fiscal_year() -> None:
    event = ProgramOfficesPublished(
        revision=1,
        intake_office="Charlotte",
        intake_address="2001 Cross Beam Dr.",
        decision_office="Miami",
        handbook_version="current",
        handbook_sources="In writing.",
        published_on=date(2007, 10, 1),
    )
    assert event.subject == "customs.public.certification.v1.program-offices.published.2008"
    assert event.about == "recordkeeping-program"
