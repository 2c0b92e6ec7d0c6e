"""What a case shows of its record: inherited by ``Case``."""

from typing import Annotated

import strawberry

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.calendar import deadlines, what_if
from services.proceedings.domain.record.acts import NoticePublished, Visibility
from services.proceedings.domain.record.replay import known_at, replay
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.types import (
    CaseAct,
    CaseInstruction,
    CaseStateOn,
    Deadline,
    DeadlineDifference,
    content_is_public,
)
from services.proceedings.rights import Right
from services.proceedings.storage.record.dockets import Docket
from shared.errors import NotFound
from shared.graphql import Connection, Date, DateTime, connection_from, page_arguments

_First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
_After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


@strawberry.type
class CaseRecordFields:
    """The record and what follows from it."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')

    @strawberry.field(description="The acts of the case, in order of recording; corrected ones stay (15.3(5)).")
    async def acts(self, info: Info, first: _First = None, after: _After = None) -> Connection[CaseAct]:
        """A page of acts."""
        page = page_arguments(first, after)
        docket = await _docket(info, self.case_number)
        officer = info.context.may(Right.READ_RESTRICTED_ACTS)
        published = {
            entry.act.act_number
            for entry in docket.record
            if isinstance(entry.act, NoticePublished) and entry.act.occurred_on <= info.context.today
        }
        last = 0 if page.after is None else int(str(page.after[0]))
        seen = [kept for kept in docket.kept if officer or kept.entry.act.visibility is not Visibility.SECRET]
        rows = [kept for kept in seen if kept.entry.number > last][: page.fetch]
        return connection_from(
            rows,
            page,
            key=lambda kept: (kept.entry.number,),
            node=lambda kept: CaseAct.of(
                kept,
                public_content=content_is_public(kept.entry.act, published=kept.entry.number in published),
                officer=officer,
            ),
        )

    @strawberry.field(description="Where the case stood on a day; null before its first act.")
    async def state(
        self,
        info: Info,
        on: Annotated[Date | None, strawberry.argument(description="The day; today when left out.")] = None,
        known_by: Annotated[
            DateTime | None, strawberry.argument(description="As the record stood at this instant; now when left out.")
        ] = None,
    ) -> CaseStateOn | None:
        """The state."""
        docket = await _docket(info, self.case_number)
        day = on or info.context.today
        record = docket.record if known_by is None else known_at(docket.record, known_by)
        secret = () if info.context.may(Right.READ_RESTRICTED_ACTS) else (Visibility.SECRET,)
        if not any(entry.act.occurred_on <= day and entry.act.visibility not in secret for entry in record):
            return None
        return CaseStateOn.of(replay(docket.background, record, BOOK, until=day).state, day)

    @strawberry.field(description="Every deadline of the case, by day: what is due when, from what, by which rule.")
    async def deadlines(self, info: Info) -> list[Deadline]:
        """The calendar."""
        docket = await _docket(info, self.case_number)
        today = info.context.today
        state = replay(docket.background, docket.record, BOOK, until=today).state
        return [Deadline.of(computed) for computed in deadlines(state, BOOK, docket.almanac, today)]

    @strawberry.field(description="What of the calendar would change if an act had another day; nothing is recorded.")
    async def what_if(
        self,
        info: Info,
        act_number: Annotated[int, strawberry.argument(description="The act's number.")],
        occurred_on: Annotated[Date, strawberry.argument(description="The day it would have had.")],
    ) -> list[DeadlineDifference]:
        """The differences."""
        docket = await _docket(info, self.case_number)
        if not any(entry.number == act_number for entry in docket.record):
            raise NotFound(f"The record has no act {act_number}.", field="actNumber")
        found = what_if(
            docket.background,
            docket.record,
            BOOK,
            docket.almanac,
            act_number=act_number,
            occurred_on=occurred_on,
            today=info.context.today,
        )
        return [DeadlineDifference.of(change) for change in found]

    @strawberry.field(description="What customs was told, in order of issue.")
    async def instructions(self, info: Info, first: _First = None, after: _After = None) -> Connection[CaseInstruction]:
        """A page of messages."""
        page = page_arguments(first, after)
        kept = await info.context.loaders.instructions.load(str(self.case_number)) or []
        last = 0 if page.after is None else int(str(page.after[0]))
        rows = [one for one in kept if one.message_number > last][: page.fetch]
        return connection_from(rows, page, key=lambda one: (one.message_number,), node=CaseInstruction.of)


async def _docket(info: Info, case_number: strawberry.ID) -> Docket:
    docket = await info.context.loaders.docket.load(str(case_number))
    assert docket is not None, "a case that is shown is registered"
    return docket
