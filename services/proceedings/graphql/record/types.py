"""A case's record, state, deadlines and messages to customs as the API shows them."""

from typing import Self

import strawberry
from strawberry.scalars import JSON

from services.proceedings.domain.deadlines.calendar import Change
from services.proceedings.domain.deadlines.clocks import Actor, DeadlineClass, Kind
from services.proceedings.domain.deadlines.engine import Deadline as Computed
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.record.acts import Act, Authority, Visibility
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import (
    Agreement,
    Case,
    Commerce,
    Critical,
    Itc,
    Liquidation,
    Segment,
)
from services.proceedings.graphql.record import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.storage.record.codec import content_of
from services.proceedings.storage.record.queries import KeptAct, KeptInstruction
from shared.graphql import Date, DateTime


@strawberry.type(description="What happened in a case, as its record keeps it.")
class CaseAct:
    """An act."""

    number: int = strawberry.field(description="Place in the record, from 1.")
    act: str = strawberry.field(description="Kind of act, for example InvestigationInitiated.")
    authority: Authority = strawberry.field(description="Whose act it is.")
    occurred_on: Date = strawberry.field(description="Its legal day: filed, determined, requested, published.")
    corrects: int | None = strawberry.field(description="Number of the act that it takes the place of.")
    rules: list[str] = strawberry.field(description="Rules it is an act under.")
    content: JSON | None = strawberry.field(
        description="Its own fields; null while they are restricted and the reader may not see them (PET-19)."
    )
    recorded_at: DateTime = strawberry.field(description="When it was recorded.")
    recorded_by: str | None = strawberry.field(description="Who recorded it; for officers.")

    @classmethod
    def of(cls, kept: KeptAct, *, public_content: bool, officer: bool) -> Self:
        """The act as this reader may see it."""
        entry = kept.entry
        return cls(
            number=entry.number,
            act=entry.act.name,
            authority=entry.act.authority,
            occurred_on=entry.act.occurred_on,
            corrects=entry.corrects,
            rules=list(entry.act.rules),
            content=JSON(content_of(entry.act)) if officer or public_content else None,
            recorded_at=entry.recorded_at,
            recorded_by=kept.recorded_by if officer else None,
        )


def content_is_public(act: Act, *, published: bool) -> bool:
    """Whether anybody may read an act's fields (17)."""
    return act.visibility is Visibility.PUBLIC or (act.visibility is Visibility.UNTIL_PUBLISHED and published)


@strawberry.type(description="A review after the order.")
class CaseReview:
    """A segment."""

    segment: str = strawberry.field(description="Its id.")
    state: Segment = strawberry.field(description="Where it stands.")


@strawberry.type(description="What time alone brought about (CAL-11).")
class TimeEffect:
    """A strike."""

    key: str = strawberry.field(description="What it is.")
    on: Date = strawberry.field(description="First day on which it holds.")


@strawberry.type(description="Where a case stood on a day (15.1): parallel regions, for no single status can say it.")
class CaseStateOn:
    """A state."""

    on: Date = strawberry.field(description="The day.")
    case: Case = strawberry.field(description="The case.")
    commerce: Commerce = strawberry.field(description="Commerce's track.")
    commission: Itc = strawberry.field(description="The Commission's track.")
    liquidation: Liquidation = strawberry.field(description="Liquidation.")
    critical_circumstances: Critical = strawberry.field(description="Critical circumstances.")
    agreement: Agreement = strawberry.field(description="A suspension agreement.")
    reviews: list[CaseReview] = strawberry.field(description="Reviews after the order.")
    time_effects: list[TimeEffect] = strawberry.field(description="What time alone had brought about.")

    @classmethod
    def of(cls, state: Proceeding, on: Date) -> Self:
        """The state as the API shows it."""
        return cls(
            on=on,
            case=state.case,
            commerce=state.commerce,
            commission=state.itc,
            liquidation=state.liquidation,
            critical_circumstances=state.critical,
            agreement=state.agreement,
            reviews=[CaseReview(segment=segment, state=where) for segment, where in sorted(state.reviews.items())],
            time_effects=[TimeEffect(key=key, on=day) for key, day in sorted(state.strikes.items())],
        )


@strawberry.type(description="A deadline with the way it was computed (16).")
class Deadline:
    """A deadline."""

    id: strawberry.ID = strawberry.field(description='Case number and key, for example "C-900-001/FINAL".')
    key: str = strawberry.field(description="Row of the catalogue, for example FINAL.")
    segment: str | None = strawberry.field(description="The review it belongs to, if any.")
    rule: str = strawberry.field(description="Id of the rule.")
    citation: str = strawberry.field(description="Where the length stands.")
    actor: Actor = strawberry.field(description="Who must act.")
    kind: Kind = strawberry.field(description="What the day is.")
    deadline_class: DeadlineClass = strawberry.field(description="Who may move it.")
    trigger_event: str = strawberry.field(description="What it counts from.")
    trigger_date: Date = strawberry.field(description="The legally relevant day of that event.")
    raw_due: Date = strawberry.field(description="Before tolling and roll.")
    tolling_days: int = strawberry.field(description="Days added by announced delays (CAL-08).")
    due: Date = strawberry.field(description="The day that counts.")
    status: Status = strawberry.field(description="What became of it.")
    met_on: Date | None = strawberry.field(description="Day the act was done.")
    superseded_by: str | None = strawberry.field(description="What took its place.")
    extension_days: int = strawberry.field(description="Days granted beyond the normal time.")
    extension_left: int | None = strawberry.field(description="Days the cap still allows; null where none is granted.")
    explain: list[str] = strawberry.field(description="How the day came about, step by step.")

    @classmethod
    def of(cls, computed: Computed) -> Self:
        """The deadline as the API shows it."""
        return cls(
            id=strawberry.ID(computed.id),
            key=computed.key,
            segment=computed.segment,
            rule=computed.rule,
            citation=computed.source,
            actor=computed.actor,
            kind=computed.kind,
            deadline_class=computed.cls,
            trigger_event=computed.trigger_event,
            trigger_date=computed.trigger_date,
            raw_due=computed.raw_due,
            tolling_days=computed.tolling_days,
            due=computed.due,
            status=computed.status,
            met_on=computed.met_on,
            superseded_by=computed.superseded_by,
            extension_days=computed.extension_days,
            extension_left=computed.extension_left,
            explain=list(computed.explain),
        )


@strawberry.type(description="A deadline before and after a change; null where there is none.")
class DeadlineDifference:
    """A change."""

    id: strawberry.ID = strawberry.field(description="The deadline.")
    before: Deadline | None = strawberry.field(description="As it is.")
    after: Deadline | None = strawberry.field(description="As it would be.")

    @classmethod
    def of(cls, change: Change) -> Self:
        """The change as the API shows it."""
        return cls(
            id=strawberry.ID(change.id),
            before=None if change.before is None else Deadline.of(change.before),
            after=None if change.after is None else Deadline.of(change.after),
        )


@strawberry.type(description="A message to customs (17.2).")
class CaseInstruction:
    """An instruction."""

    message_number: int = strawberry.field(description="Counts the messages of this case, from 1.")
    kind: str = strawberry.field(description="What it tells, for example SuspensionOrdered.")
    act_number: int | None = strawberry.field(description="The act it follows from; null where time alone did it.")
    content: JSON = strawberry.field(description="Its fields, as in the event of the same kind.")
    issued_at: DateTime = strawberry.field(description="When it was issued.")

    @classmethod
    def of(cls, kept: KeptInstruction) -> Self:
        """The message as the API shows it."""
        return cls(
            message_number=kept.message_number,
            kind=kept.kind,
            act_number=kept.act_number,
            content=JSON(kept.content),
            issued_at=kept.issued_at,
        )
