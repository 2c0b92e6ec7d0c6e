"""A case's calendar as files: inherited by ``Case``."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.calendar.files import calendar_feed, timeline_svg
from services.proceedings.graphql.loaders import Info
from shared.graphql import Date


@strawberry.type
class CaseFeedFields:
    """Files made from the record."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')

    @strawberry.field(
        description="The deadlines as iCalendar (RFC 5545), also at /cases/{caseNumber}/calendar.ics; made to be "
        "subscribed to: what changed counts up, what does not count any more is cancelled."
    )
    async def calendar_feed(self, info: Info) -> str:
        """The feed."""
        found = await calendar_feed(info.context, str(self.case_number))
        assert found is not None, "a case that is shown is registered"
        return found

    @strawberry.field(
        description="Acts, deadlines and suspension as a picture (SVG), also at /cases/{caseNumber}/timeline.svg; "
        "acts that are not public yet are left out."
    )
    async def timeline_svg(
        self,
        info: Info,
        on: Annotated[Date | None, strawberry.argument(description="As seen on this day; today if left out.")] = None,
    ) -> str:
        """The picture."""
        found = await timeline_svg(info.context, str(self.case_number), on)
        assert found is not None, "a case that is shown is registered"
        return found
