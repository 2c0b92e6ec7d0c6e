"""Reading the work list and the almanac."""

from datetime import date
from typing import Annotated

import strawberry

from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.graphql.calendar.types import Closure, DueDeadline, Tolling
from services.proceedings.graphql.loaders import Info
from services.proceedings.storage.calendar import queries
from services.proceedings.storage.record.queries import almanac
from shared.errors import BadInput
from shared.graphql import Connection, Date, connection_from, page_arguments, public

_First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
_After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


@strawberry.type
class CalendarQueries:
    """Deadlines, delays and closures are public."""

    @strawberry.field(
        description="What is due across all cases between two days: open deadlines, by day.", extensions=[public()]
    )
    async def deadlines_due(
        self,
        info: Info,
        from_: Annotated[Date, strawberry.argument(name="from", description="First day.")],
        to: Annotated[Date, strawberry.argument(description="Last day.")],
        actor: Annotated[Actor | None, strawberry.argument(description="Only what this one must do.")] = None,
        first: _First = None,
        after: _After = None,
    ) -> Connection[DueDeadline]:
        """A page of the work list."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.due_page(
                connection,
                first_day=from_,
                last_day=to,
                actor=actor,
                after=None if page.after is None else _due_key(page.after),
                limit=page.fetch,
            )
        return connection_from(
            rows, page, key=lambda entry: (entry.due.isoformat(), entry.deadline_id), node=DueDeadline.of
        )

    @strawberry.field(description="Delays that agencies announced, by first day (CAL-08).", extensions=[public()])
    async def tollings(self, info: Info, first: _First = None, after: _After = None) -> Connection[Tolling]:
        """A page of delays."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            found = (await almanac(connection)).tollings
        keyed = [((one.closure_from.isoformat(), one.id), one) for one in found]
        rows = [pair for pair in keyed if page.after is None or pair[0] > tuple(map(str, page.after))][: page.fetch]
        return connection_from(rows, page, key=lambda pair: pair[0], node=lambda pair: Tolling.of(pair[1]))

    @strawberry.field(description="Days on which the agencies were closed, in order (CAL-02).", extensions=[public()])
    async def closures(self, info: Info, first: _First = None, after: _After = None) -> Connection[Closure]:
        """A page of closed days."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.closures_page(
                connection, after=None if page.after is None else _day(page.after[0]), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda closure: (closure.day.isoformat(),), node=Closure.of)


def _due_key(key: tuple[object, ...]) -> tuple[date, str]:
    if len(key) != 2:
        raise BadInput("after is not a cursor of this list", field="after")
    return _day(key[0]), str(key[1])


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise BadInput("after is not a cursor of this list", field="after") from None
