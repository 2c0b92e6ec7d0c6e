"""What is due across cases, and what moves days."""

from typing import Self

import strawberry

from services.proceedings.domain.deadlines.announcements import SegmentType
from services.proceedings.domain.deadlines.clocks import Actor, Kind
from services.proceedings.domain.deadlines.engine import Tolling as Announced
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.enums import describe_plainly
from services.proceedings.graphql.types import Case
from services.proceedings.storage.calendar.queries import Closure as Closed
from services.proceedings.storage.calendar.queries import Entry
from shared.graphql import Date

describe_plainly(SegmentType, "SegmentType", "A part of a proceeding as announcements name it (CAL-08).")


@strawberry.type(description="An open deadline of some case.")
class DueDeadline:
    """One line of the work list."""

    id: strawberry.ID = strawberry.field(description='Case number and key, for example "C-900-001/FINAL".')
    case_number: strawberry.ID = strawberry.field(description="The case.")
    key: str = strawberry.field(description="Row of the catalogue, for example FINAL.")
    segment: str | None = strawberry.field(description="The review it belongs to, if any.")
    rule: str = strawberry.field(description="Id of the rule.")
    citation: str = strawberry.field(description="Where the length stands.")
    actor: Actor = strawberry.field(description="Who must act.")
    kind: Kind = strawberry.field(description="What the day is.")
    trigger_event: str = strawberry.field(description="What it counts from.")
    trigger_date: Date = strawberry.field(description="The legally relevant day of that event.")
    due: Date = strawberry.field(description="The day that counts.")
    explain: list[str] = strawberry.field(description="How the day came about, step by step.")

    @strawberry.field(description="The case with its whole calendar.")
    async def case(self, info: Info) -> Case:
        """The case."""
        record = await info.context.loaders.case.load(str(self.case_number))
        assert record is not None, "a calendar belongs to a registered case"
        return Case.of(record)

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The line of an entry."""
        return cls(
            id=strawberry.ID(entry.deadline_id),
            case_number=strawberry.ID(entry.case_number),
            key=entry.key,
            segment=entry.segment,
            rule=entry.rule,
            citation=entry.source,
            actor=Actor(entry.actor),
            kind=Kind(entry.kind),
            trigger_event=entry.trigger_event,
            trigger_date=entry.trigger_date,
            due=entry.due,
            explain=list(entry.explain),
        )


@strawberry.type(description="A uniform delay that an agency announced (CAL-08).")
class Tolling:
    """A delay."""

    id: strawberry.ID = strawberry.field(description='Agency and first day, for example "ITC-2018-12-22".')
    authority: Actor = strawberry.field(description="Whose deadlines it moves.")
    closure_from: Date = strawberry.field(description="First day of the closure.")
    closure_to: Date = strawberry.field(description="Last day of the closure.")
    days: int = strawberry.field(description="Calendar days added to each deadline that was open.")
    segment_types: list[SegmentType] = strawberry.field(description="Parts of proceedings it names; empty for all.")
    excluded_keys: list[str] = strawberry.field(description="Kinds of deadline carved out.")
    announced_in: str = strawberry.field(description="The notice or memorandum.")

    @classmethod
    def of(cls, tolling: Announced) -> Self:
        """The delay as the API shows it."""
        return cls(
            id=strawberry.ID(tolling.id),
            authority=tolling.authority,
            closure_from=tolling.closure_from,
            closure_to=tolling.closure_to,
            days=tolling.days,
            segment_types=[SegmentType(name) for name in sorted(tolling.segment_types)],
            excluded_keys=sorted(tolling.excluded_keys),
            announced_in=tolling.announced_in,
        )


@strawberry.type(description="A day on which the agencies were closed beside weekends and holidays (CAL-02).")
class Closure:
    """A closed day."""

    day: Date = strawberry.field(description="The day.")
    reason: str = strawberry.field(description="Why.")

    @classmethod
    def of(cls, closure: Closed) -> Self:
        """The day as the API shows it."""
        return cls(day=closure.day, reason=closure.reason)
