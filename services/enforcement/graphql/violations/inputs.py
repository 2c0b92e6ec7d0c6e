"""What the mutations of notices of violation take."""

import strawberry

from services.enforcement.domain.violations.notices import NoticeText
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.violations.notices import ConfirmNoticeReceipt, RecordCorrectiveSteps, WithdrawNotice
from shared.graphql import Date

_DEMAND_ID = "The demand's id; there is one notice for a demand."


@strawberry.input(description="What the officer's own text of a notice of violation holds (RCP-14).")
class ViolationNoticeTextInput:
    """See NoticeText."""

    states_violation: bool = strawberry.field(description="It states that the requirements were violated.")
    records: list[str] = strawberry.field(description="Codes of the records it names as demanded and not produced.")
    warns_of_penalties: bool = strawberry.field(description="It warns of money penalties for future failures.")
    warns_of_removal: bool = strawberry.field(description="It warns that future failures could bring removal.")

    def text(self) -> NoticeText:
        """The text as the rules take it."""
        return NoticeText(
            states_violation=self.states_violation,
            records=frozenset(self.records),
            warns_of_penalties=self.warns_of_penalties,
            warns_of_removal=self.warns_of_removal,
        )


@strawberry.input(description="The receipt of a notice of violation (RCP-15).")
class ConfirmViolationNoticeReceiptInput:
    """See ConfirmNoticeReceipt."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    received_on: Date = strawberry.field(description="Day of receipt.")

    def command(self) -> ConfirmNoticeReceipt:
        """The command."""
        return ConfirmNoticeReceipt(demand_id=parse_id(self.demand_id, field="demandId"), received_on=self.received_on)


@strawberry.input(description="The answer to a notice of violation (RCP-15).")
class RecordViolationNoticeAnswerInput:
    """See RecordCorrectiveSteps."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    answered_on: Date = strawberry.field(description="Day it came.")
    steps: str = strawberry.field(description="What the recordkeeper did to prevent a recurrence.")

    def command(self) -> RecordCorrectiveSteps:
        """The command."""
        return RecordCorrectiveSteps(
            demand_id=parse_id(self.demand_id, field="demandId"), answered_on=self.answered_on, steps=self.steps
        )


@strawberry.input(description="A notice of violation to take back.")
class TakeBackViolationNoticeInput:
    """See WithdrawNotice."""

    demand_id: strawberry.ID = strawberry.field(description=_DEMAND_ID)
    reason: str = strawberry.field(description="Why.")

    def command(self) -> WithdrawNotice:
        """The command."""
        return WithdrawNotice(demand_id=parse_id(self.demand_id, field="demandId"), reason=self.reason)
