"""What the mutations on deviations, compliance and notices of violation take (RCP-07, RCP-12 to RCP-15)."""

import strawberry

from services.certification.graphql.recordkeeping.application_inputs import RECEIVED, participation_id
from services.certification.usecases.recordkeeping.participate import (
    AssessCompliance,
    CompleteCorrectiveAction,
    NotifyProblem,
    RecordNoticeOfViolation,
    ReportCorrectiveSteps,
    ReportDeviation,
    WithdrawNoticeOfViolation,
)
from shared.graphql import Date


@strawberry.input(description="A variance or violation (RCP-07); what it involves decides which.")
class ReportRecordkeepingDeviationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    description: str = strawberry.field(description="What deviates.")
    failure_to_maintain: bool = strawberry.field(description="Involves a failure to maintain records.")
    failure_to_produce: bool = strawberry.field(description="Involves a failure to produce records.")
    requirement_failed: bool = strawberry.field(
        description="Involves a failure to meet the requirements of 19 CFR 163.12."
    )
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self) -> ReportDeviation:
        """The command."""
        return ReportDeviation(
            participation_id=participation_id(self.participation_id),
            description=self.description,
            failure_to_maintain=self.failure_to_maintain,
            failure_to_produce=self.failure_to_produce,
            requirement_failed=self.requirement_failed,
            received_on=self.received_on,
        )


@strawberry.input(description="A violation or problem that Customs notifies (RCP-07).")
class NotifyRecordkeepingProblemInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    description: str = strawberry.field(description="The problem.")

    def command(self) -> NotifyProblem:
        """The command."""
        return NotifyProblem(participation_id=participation_id(self.participation_id), description=self.description)


@strawberry.input(description="Corrective action on a deviation (RCP-07).")
class CompleteCorrectiveActionInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    number: int = strawberry.field(description="Number of the task.")
    correction: str = strawberry.field(description="What was done.")
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self) -> CompleteCorrectiveAction:
        """The command."""
        return CompleteCorrectiveAction(
            participation_id=participation_id(self.participation_id),
            number=self.number,
            correction=self.correction,
            received_on=self.received_on,
        )


@strawberry.input(description="A finding whether the participant is generally in compliance (RCP-12 (a)).")
class AssessRecordkeepingComplianceInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    from_on: Date = strawberry.field(description="Day from which it holds.")
    generally_compliant: bool = strawberry.field(description="The finding.")
    reason: str = strawberry.field(description="What it rests on.")

    def command(self) -> AssessCompliance:
        """The command."""
        return AssessCompliance(
            participation_id=participation_id(self.participation_id),
            from_on=self.from_on,
            generally_compliant=self.generally_compliant,
            reason=self.reason,
        )


@strawberry.input(description="A notice of violation that enforcement did not tell (RCP-12 to RCP-14).")
class RecordNoticeOfViolationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="The demand failed.")
    due_on: Date = strawberry.field(description="Its due date as extended.")
    issued_on: Date = strawberry.field(description="Day of the notice.")
    received_on: Date | None = strawberry.field(default=None, description="Day of its receipt.")
    states_violation: bool = strawberry.field(description="States that the requirements were violated (RCP-14 (i)).")
    records: list[str] = strawberry.field(description="Records or information it identifies (RCP-14 (ii)).")
    warns_of_penalties: bool = strawberry.field(description="Warns of penalties (RCP-14 (iii)).")
    warns_of_removal: bool = strawberry.field(description="Warns of removal (RCP-14 (iii)).")

    def command(self) -> RecordNoticeOfViolation:
        """The command."""
        return RecordNoticeOfViolation(
            participation_id=participation_id(self.participation_id),
            demand_id=self.demand_id,
            due_on=self.due_on,
            issued_on=self.issued_on,
            received_on=self.received_on,
            states_violation=self.states_violation,
            records=tuple(self.records),
            warns_of_penalties=self.warns_of_penalties,
            warns_of_removal=self.warns_of_removal,
        )


@strawberry.input(description="A notice of violation is taken back (RCP-13).")
class WithdrawNoticeOfViolationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="Its demand.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> WithdrawNoticeOfViolation:
        """The command."""
        return WithdrawNoticeOfViolation(
            participation_id=participation_id(self.participation_id), demand_id=self.demand_id, reason=self.reason
        )


@strawberry.input(description="The answer to a notice of violation (RCP-15).")
class ReportCorrectiveStepsInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="The demand of the notice.")
    steps: str = strawberry.field(description="What was done to prevent a recurrence.")
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self) -> ReportCorrectiveSteps:
        """The command."""
        return ReportCorrectiveSteps(
            participation_id=participation_id(self.participation_id),
            demand_id=self.demand_id,
            steps=self.steps,
            received_on=self.received_on,
        )
