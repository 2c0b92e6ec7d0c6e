"""What the mutations on removal, reinstatement and appeals take (RCP-16 to RCP-25)."""

import strawberry

from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.participation import AppealOutcome, ImmediateBasis, RemovalGround
from services.certification.graphql.recordkeeping import enums  # noqa: F401  (gives the enumerations their names)
from services.certification.graphql.recordkeeping.application_inputs import (
    RECEIVED,
    RecordkeepingConditionInput,
    participation_id,
)
from services.certification.usecases.recordkeeping.appeal import AdviseDelay, DecideAppeal, FileAppeal
from services.certification.usecases.recordkeeping.remove import (
    ConfirmNoticeReceipt,
    ReinstateRecordkeeper,
    ServeRemoval,
    StatedGround,
)
from shared.graphql import Date


@strawberry.input(description="A ground of removal (RCP-18).")
class RecordkeeperRemovalGroundInput:
    """See the description."""

    ground: RemovalGround = strawberry.field(description="The ground.")
    facts: str = strawberry.field(description="Its facts.")
    discovered_on: Date | None = strawberry.field(default=None, description="Day on which it was discovered.")

    def given(self) -> StatedGround:
        """For the use case."""
        return StatedGround(ground=self.ground, facts=self.facts, discovered_on=self.discovered_on)


@strawberry.input(description="The notice of removal (RCP-18, RCP-19).")
class ServeRecordkeeperRemovalInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office.")
    grounds: list[RecordkeeperRemovalGroundInput] = strawberry.field(description="The grounds.")
    states_appeal_right: bool = strawberry.field(description="Whether it advises of the right to appeal.")
    immediate: bool = strawberry.field(default=False, description="Whether it takes effect at once (RCP-19).")
    immediate_basis: ImmediateBasis | None = strawberry.field(default=None, description="Why it does.")
    failed_demands: list[str] = strawberry.field(
        default_factory=list, description="Demands not met, to show that failing recurs."
    )

    def command(self) -> ServeRemoval:
        """The command."""
        return ServeRemoval(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            grounds=tuple(one.given() for one in self.grounds),
            states_appeal_right=self.states_appeal_right,
            immediate=self.immediate,
            immediate_basis=self.immediate_basis,
            failed_demands=frozenset(self.failed_demands),
        )


@strawberry.input(description="The receipt of a notice of denial or removal (RCP-19).")
class ConfirmRecordkeepingNoticeReceiptInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    received_on: Date = strawberry.field(description="Day of receipt.")

    def command(self) -> ConfirmNoticeReceipt:
        """The command."""
        return ConfirmNoticeReceipt(
            participation_id=participation_id(self.participation_id), received_on=self.received_on
        )


@strawberry.input(description="The return after removal (RCP-16).")
class ReinstateRecordkeeperInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office.")
    satisfactory: bool = strawberry.field(description="Whether the corrective action satisfies Customs.")
    corrective_action: str = strawberry.field(description="The corrective action.")
    conditions: list[RecordkeepingConditionInput] = strawberry.field(
        default_factory=list, description="New conditions."
    )

    def command(self) -> ReinstateRecordkeeper:
        """The command."""
        return ReinstateRecordkeeper(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            satisfactory=self.satisfactory,
            corrective_action=self.corrective_action,
            conditions=tuple(one.given() for one in self.conditions),
        )


@strawberry.input(description="An appeal (RCP-20, RCP-22, RCP-24).")
class FileRecordkeepingAppealInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    against: AppealedAct = strawberry.field(description="What it is directed against.")
    statement: str = strawberry.field(description="The written appeal.")
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self) -> FileAppeal:
        """The command."""
        return FileAppeal(
            participation_id=participation_id(self.participation_id),
            against=self.against,
            statement=self.statement,
            received_on=self.received_on,
        )


@strawberry.input(description="Advice that the decision comes later (RCP-21).")
class AdviseRecordkeepingAppealDelayInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    reasons: str = strawberry.field(description="Why.")
    further_actions: str = strawberry.field(description="What is still to be done.")
    anticipated_on: Date = strawberry.field(description="Day on which the decision is expected.")

    def command(self) -> AdviseDelay:
        """The command."""
        return AdviseDelay(
            participation_id=participation_id(self.participation_id),
            reasons=self.reasons,
            further_actions=self.further_actions,
            anticipated_on=self.anticipated_on,
        )


@strawberry.input(description="The decision on an appeal (RCP-21, RCP-23).")
class DecideRecordkeepingAppealInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    outcome: AppealOutcome = strawberry.field(description="The decision.")
    decision: str = strawberry.field(description="Its text.")

    def command(self) -> DecideAppeal:
        """The command."""
        return DecideAppeal(
            participation_id=participation_id(self.participation_id), outcome=self.outcome, decision=self.decision
        )
