"""A case's calendar as files, for the API's fields and for the routes beside it."""

from datetime import date

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.calendar import deadlines
from services.proceedings.domain.record.replay import replay
from services.proceedings.feeds.icalendar_feed import feed
from services.proceedings.feeds.timeline.drawing import draw
from services.proceedings.feeds.timeline.model import timeline
from services.proceedings.graphql.loaders import Loaders
from shared.graphql import Context


async def calendar_feed(context: Context[Loaders], case_number: str) -> str | None:
    """The deadlines of a case as iCalendar; None where there is no such case."""
    case = await context.loaders.case.load(case_number)
    docket = await context.loaders.docket.load(case_number)
    if case is None or docket is None:
        return None
    told = await context.loaders.calendar_entries.load(case_number) or []
    state = replay(docket.background, docket.record, BOOK, until=context.today).state
    calendar = deadlines(state, BOOK, docket.almanac, context.today) if docket.kept else []
    return feed(case_number, case.case_name, calendar, told, now=context.clock.now()).decode()


async def timeline_svg(context: Context[Loaders], case_number: str, on: date | None) -> str | None:
    """The picture of a case on a day, today when none is given; None where there is no such case."""
    case = await context.loaders.case.load(case_number)
    docket = await context.loaders.docket.load(case_number)
    if case is None or docket is None:
        return None
    picture = timeline(
        docket.background, docket.record, docket.almanac, case_name=case.case_name, on=on or context.today
    )
    return draw(picture)
