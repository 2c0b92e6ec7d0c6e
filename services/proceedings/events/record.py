"""What proceedings publishes of the record of a case (17.1)."""

from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from services.proceedings.domain.deadlines.calendar import Change
from services.proceedings.domain.deadlines.engine import Deadline, Status
from services.proceedings.domain.record.acts import Recorded, Visibility
from services.proceedings.events.case_event import CaseEvent


class ActRecorded(CaseEvent):
    """An act entered the record of a case. ``content`` is left out while the act is not public."""

    aggregate: ClassVar[str] = "case"
    event: ClassVar[str] = "act-recorded"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    number: Annotated[int, Field(description="place of the act in the record of its case, from 1")]
    act: Annotated[str, Field(description="kind of act, for example InvestigationInitiated")]
    authority: Annotated[str, Field(description="whose act it is: COMMERCE, ITC, CBP, TREASURY, PRESIDENT or PARTY")]
    occurred_on: Annotated[date, Field(description="its legal day: filed, determined, requested, published")]
    corrects: Annotated[int | None, Field(description="number of the act that it takes the place of")]
    rules: Annotated[tuple[str, ...], Field(description="rules it is an act under")]
    content: Annotated[
        dict[str, Any] | None, Field(description="the act's own fields; null while they are restricted (PET-19)")
    ]

    @property
    def about(self) -> str:
        """The case."""
        return f"cases/{self.case_number}"


def act_recorded(case_number: str, entry: Recorded, content: dict[str, Any]) -> ActRecorded:
    """The event of an act, with its fields as JSON; what is restricted keeps them to itself."""
    public = entry.act.visibility is Visibility.PUBLIC
    return ActRecorded(
        case_number=case_number,
        number=entry.number,
        act=entry.act.name,
        authority=entry.act.authority,
        occurred_on=entry.act.occurred_on,
        corrects=entry.corrects,
        rules=entry.act.rules,
        content=content if public else None,
    )


class DeadlineState(BaseModel):
    """A deadline at one time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    due: Annotated[date, Field(description="last day, rolled and tolled")]
    status: Annotated[Status, Field(description="what has become of it")]

    @classmethod
    def of(cls, deadline: Deadline | None) -> Self | None:
        """A deadline's day and status."""
        return None if deadline is None else cls(due=deadline.due, status=deadline.status)


class DeadlineChanged(CaseEvent):
    """A deadline is new, gone, or has another day or status."""

    aggregate: ClassVar[str] = "deadline"
    event: ClassVar[str] = "changed"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    deadline_id: Annotated[str, Field(description='case number and key, for example "C-900-001/FINAL"')]
    rule: Annotated[str, Field(description="id of the rule it follows from")]
    before: Annotated[DeadlineState | None, Field(description="null where there was none")]
    after: Annotated[DeadlineState | None, Field(description="null where there is none any more")]

    @classmethod
    def of(cls, case_number: str, change: Change) -> Self:
        """The event of a change."""
        either = change.after or change.before
        assert either is not None, "a change has a side"
        return cls(
            case_number=case_number,
            deadline_id=change.id,
            rule=either.rule,
            before=DeadlineState.of(change.before),
            after=DeadlineState.of(change.after),
        )


class DeadlineMissed(CaseEvent):
    """A deadline passed without its act. The case goes on: such limits are directory, not jurisdictional (CAL-11)."""

    aggregate: ClassVar[str] = "deadline"
    event: ClassVar[str] = "missed"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    deadline_id: Annotated[str, Field(description='case number and key, for example "C-900-001/FINAL"')]
    rule: Annotated[str, Field(description="id of the rule it follows from")]
    actor: Annotated[str, Field(description="who should have acted")]
    due: Annotated[date, Field(description="last day, rolled and tolled")]
    explain: Annotated[tuple[str, ...], Field(description="how the day came about, step by step")]

    @classmethod
    def of(cls, case_number: str, deadline: Deadline) -> Self:
        """The event of a missed deadline."""
        return cls(
            case_number=case_number,
            deadline_id=deadline.id,
            rule=deadline.rule,
            actor=deadline.actor,
            due=deadline.due,
            explain=deadline.explain,
        )
