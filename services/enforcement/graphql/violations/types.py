"""Notices of violation as the API shows them."""

from datetime import date
from typing import Self

import strawberry

from services.enforcement.domain.violations.standing import Standing
from services.enforcement.storage.violations.queries import Notice
from shared.graphql import Date


@strawberry.type(
    description="A notice of violation in lieu of a penalty, one for a demand (RCP-12 to RCP-15, 19 CFR 163.12(d))."
)
class ViolationNotice:
    """A notice."""

    issued_on: Date = strawberry.field(description="Day of the notice.")
    due_on: Date = strawberry.field(description="Due date missed, as extended; certification is tested on it (RCP-12).")
    received_on: Date | None = strawberry.field(description="Day of its receipt; null until that is proved.")
    records: list[str] = strawberry.field(description="Release and record of each record not produced (RCP-14).")
    text: str = strawberry.field(description="The notice in standard words.")
    reminder_on: Date | None = strawberry.field(
        description="Last day before a missing answer is reminded of; null before receipt or once answered (RCP-15)."
    )
    answered_on: Date | None = strawberry.field(description="Day of the answer; null while there is none.")
    steps: str | None = strawberry.field(description="What the recordkeeper did to prevent a recurrence (RCP-15).")
    withdrawn_on: Date | None = strawberry.field(description="Day on which it was taken back.")
    withdrawal_reason: str | None = strawberry.field(description="Why it was taken back.")

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """The notice as the API shows it."""
        return cls(
            issued_on=notice.issued_on,
            due_on=notice.due_on,
            received_on=notice.received_on,
            records=list(notice.records),
            text=notice.text,
            reminder_on=notice.reminder_on if notice.answered_on is None else None,
            answered_on=notice.answered_on,
            steps=notice.steps,
            withdrawn_on=notice.withdrawn_on,
            withdrawal_reason=notice.withdrawal_reason,
        )


@strawberry.type(description="What certification last told of a recordkeeper (RCP-12, RCP-13).")
class RecordkeeperStanding:
    """A participation in the Recordkeeping Compliance Program, as this service has heard of it."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    status: str = strawberry.field(description="Where it stands, as certification names it.")
    revision: int = strawberry.field(description="Number of the change that was heard last.")
    certified_on: Date | None = strawberry.field(description="Start of the certification repeats are counted in.")
    certified: bool = strawberry.field(description="Whether it counts as certified on the day asked about.")
    generally_compliant: bool = strawberry.field(description="Whether no adverse finding is open on that day.")

    @classmethod
    def of(cls, standing: Standing, day: date) -> Self:
        """The standing as the API shows it."""
        return cls(
            participation_id=strawberry.ID(str(standing.participation_id)),
            status=standing.status,
            revision=standing.revision,
            certified_on=standing.certified_on,
            certified=standing.certified(day),
            generally_compliant=standing.generally_compliant(day),
        )
