"""Keeping the almanac."""

from typing import Annotated

import strawberry

from services.proceedings.domain.deadlines.announcements import SegmentType
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.graphql.calendar.types import Closure, Tolling
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey
from services.proceedings.rights import Right
from services.proceedings.storage.record.queries import almanac
from services.proceedings.usecases.calendar.change_almanac import (
    AnnounceTolling,
    RecordClosure,
    announce_tolling,
    record_closure,
)
from shared.graphql import Date, Refusal, requires, to_refusals


@strawberry.input(description="A uniform delay of an agency's deadlines (CAL-08).")
class AnnounceTollingInput:
    """See AnnounceTolling."""

    authority: Actor = strawberry.field(description="The agency whose deadlines it moves.")
    closure_from: Date = strawberry.field(description="First day of the closure or of the delay.")
    closure_to: Date = strawberry.field(description="Last day of the closure; the first day again where none was.")
    days: int = strawberry.field(description="Calendar days added to each deadline that is open.")
    segment_types: list[SegmentType] = strawberry.field(
        default_factory=list, description="Parts of proceedings it names; empty for all."
    )
    excluded_keys: list[str] = strawberry.field(
        default_factory=list, description="Kinds of deadline carved out, for example AR_REQUEST."
    )
    announced_in: str = strawberry.field(description="The notice or memorandum.")

    def command(self) -> AnnounceTolling:
        """The command."""
        return AnnounceTolling(
            authority=self.authority,
            closure_from=self.closure_from,
            closure_to=self.closure_to,
            days=self.days,
            segment_types=tuple(self.segment_types),
            excluded_keys=tuple(self.excluded_keys),
            announced_in=self.announced_in,
        )


@strawberry.type(description="Answer to announceTolling.")
class AnnounceTollingPayload:
    """The delay, or the refusals."""

    tolling: Tolling | None = strawberry.field(description="The delay; null when refused.")
    deadlines_moved: int = strawberry.field(description="How many deadlines have another day or status.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.input(description="A day on which the agencies are closed beside weekends and holidays (CAL-02).")
class RecordClosureInput:
    """See RecordClosure."""

    day: Date = strawberry.field(description="The day.")
    reason: str = strawberry.field(description="Why, for example the executive order.")

    def command(self) -> RecordClosure:
        """The command."""
        return RecordClosure(day=self.day, reason=self.reason)


@strawberry.type(description="Answer to recordClosure.")
class RecordClosurePayload:
    """The day, or the refusals."""

    closure: Closure | None = strawberry.field(description="The closed day; null when refused.")
    deadlines_moved: int = strawberry.field(description="How many deadlines have another day or status.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class CalendarMutations:
    """What moves the days of all cases."""

    @strawberry.mutation(
        description="Record a uniform delay; the deadlines of every case are computed again (CAL-08).",
        extensions=[requires(Right.KEEP_ALMANAC)],
    )
    async def announce_tolling(
        self,
        info: Info,
        input: Annotated[AnnounceTollingInput, strawberry.argument(description="The delay.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AnnounceTollingPayload:
        """Announce a delay."""
        result = await info.context.command("announceTolling", idempotency_key, input.command(), announce_tolling)
        if result.value is None:
            return AnnounceTollingPayload(tolling=None, deadlines_moved=0, refusals=to_refusals(result.refusals))
        async with info.context.database.reading() as connection:
            known = (await almanac(connection)).tollings
        tolling = next(one for one in known if one.id == result.value["tolling_id"])
        return AnnounceTollingPayload(
            tolling=Tolling.of(tolling), deadlines_moved=result.value["deadlines_moved"], refusals=[]
        )

    @strawberry.mutation(
        description="Record a closed day; the deadlines of every case are computed again (CAL-02).",
        extensions=[requires(Right.KEEP_ALMANAC)],
    )
    async def record_closure(
        self,
        info: Info,
        input: Annotated[RecordClosureInput, strawberry.argument(description="The day.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordClosurePayload:
        """Record a closed day."""
        command = input.command()
        result = await info.context.command("recordClosure", idempotency_key, command, record_closure)
        if result.value is None:
            return RecordClosurePayload(closure=None, deadlines_moved=0, refusals=to_refusals(result.refusals))
        closure = Closure(day=command.day, reason=" ".join(command.reason.split()))
        return RecordClosurePayload(closure=closure, deadlines_moved=result.value["deadlines_moved"], refusals=[])
