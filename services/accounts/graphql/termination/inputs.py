"""What the mutations on the end of an account take."""

from uuid import UUID

import strawberry

from services.accounts.domain.termination import LegalActionKind, LegalActionOutcome
from services.accounts.graphql import checks
from services.accounts.graphql.types import parse_id
from services.accounts.usecases.termination.legal_actions import ConcludeLegalAction, RegisterLegalAction
from services.accounts.usecases.termination.sweep import ProposeSweep
from services.accounts.usecases.termination.uncollectible import ApproveUncollectible, ProposeUncollectible
from shared.graphql import Date

_CASE_NUMBER = 'Case number of the order, for example "A-570-831".'


@strawberry.input(description="A protest, petition or court action.")
class RegisterLegalActionInput:
    """See RegisterLegalAction."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    entry_number: strawberry.ID | None = strawberry.field(
        default=None, description="The entry; left out when it is about the order as a whole. A protest needs one."
    )
    kind: LegalActionKind = strawberry.field(description="What it is.")
    reference: str = strawberry.field(description="Protest number, or court and docket.")
    filed_on: Date = strawberry.field(description="Day it was filed.")

    def command(self) -> RegisterLegalAction:
        """The command."""
        return RegisterLegalAction(
            case_number=checks.number(self.case_number, "caseNumber"),
            entry_number=None if self.entry_number is None else checks.number(self.entry_number, "entryNumber"),
            kind=self.kind,
            reference=checks.prose(self.reference, "reference"),
            filed_on=self.filed_on,
        )


@strawberry.input(description="A legal action that ended for good.")
class ConcludeLegalActionInput:
    """See ConcludeLegalAction."""

    action_id: strawberry.ID = strawberry.field(description="Id of the action.")
    outcome: LegalActionOutcome = strawberry.field(description="How it ended.")
    concluded_on: Date = strawberry.field(description="Day from which no appeal is open any more.")

    def command(self) -> ConcludeLegalAction:
        """The command."""
        return ConcludeLegalAction(
            action_id=parse_id(self.action_id, "actionId"), outcome=self.outcome, concluded_on=self.concluded_on
        )


@strawberry.input(description="An entry whose bills to its importer are to be given up.")
class ProposeUncollectibleInput:
    """See ProposeUncollectible."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    reason: str = strawberry.field(description="Why; kept in the audit log.")

    def command(self) -> ProposeUncollectible:
        """The command."""
        return ProposeUncollectible(
            entry_number=checks.number(self.entry_number, "entryNumber"),
            case_number=checks.number(self.case_number, "caseNumber"),
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="The proposal to approve.")
class ApproveUncollectibleInput:
    """See ApproveUncollectible."""

    proposal_id: strawberry.ID = strawberry.field(description="Id of the proposal.")

    def command(self) -> ApproveUncollectible:
        """The command."""
        return ApproveUncollectible(proposal_id=parse_id(self.proposal_id, "proposalId"))


@strawberry.input(description="The order whose Special Account is to be swept.")
class ProposeSweepInput:
    """See ProposeSweep."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)

    def command(self) -> ProposeSweep:
        """The command."""
        return ProposeSweep(case_number=checks.number(self.case_number, "caseNumber"))


@strawberry.input(description="A sweep.")
class SweepInput:
    """An id."""

    sweep_id: strawberry.ID = strawberry.field(description="Id of the sweep.")

    def id(self) -> UUID:
        """The id."""
        return parse_id(self.sweep_id, "sweepId")
