"""Inputs of the acts on risk flags, samples and verifications, and the filter of the work queue."""

import strawberry

from services.certification.domain.expenditures import Category
from services.certification.domain.risk import Severity
from services.certification.domain.states import State
from services.certification.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.certification.storage.queries.work_queue import WorkFilter
from shared.graphql import Date, Money


@strawberry.input(description="A risk flag found without substance.")
class ClearRiskFlagInput:
    """A flag and a reason."""

    flag_id: strawberry.ID = strawberry.field(description="The flag.")
    reason: str = strawberry.field(description="What was found when looking.")


@strawberry.input(description="A risk flag found right.")
class ConfirmRiskFlagInput(ClearRiskFlagInput):
    """The same."""


@strawberry.input(description="A sample to draw.")
class DrawVerificationSampleInput:
    """An order's year and a seed."""

    case_number: strawberry.ID = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="The fiscal year.")
    seed: str = strawberry.field(description="Text the draw starts from; one that nobody chose.")


@strawberry.input(description="A verification to open.")
class OpenVerificationInput:
    """A certification and a reason."""

    certification_id: strawberry.ID = strawberry.field(description="The certification.")
    reason: str = strawberry.field(description="Why it is verified.")


@strawberry.input(description="A request for the records behind a certification.")
class RequestRecordsInput:
    """A request."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")
    request: str = strawberry.field(description="Records to be produced (VERI-03).")


@strawberry.input(description="Records that came.")
class ReceiveRecordsInput:
    """A verification."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")


@strawberry.input(description="What the records show for one category.")
class RecordVerificationResultInput:
    """A result."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")
    category: Category = strawberry.field(description="The category.")
    unsupported: Money = strawberry.field(description="Of the amount certified, not supported by records.")
    note: str = strawberry.field(description="What the records show.")


@strawberry.input(description="What the records show for one line of a certification that has lines.")
class RecordVerificationLineResultInput:
    """A result."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")
    line: int = strawberry.field(description="The line, from 1.")
    unsupported: Money = strawberry.field(description="Of its amount, not supported by records.")
    relation_shown: bool = strawberry.field(
        default=True,
        description="Whether the claimant showed how it relates to the product; if not, it is unsupported as a whole.",
    )
    note: str = strawberry.field(description="What the records show.")


@strawberry.input(description="A hold to propose.")
class ProposeVerificationHoldInput:
    """A verification and a reason."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")
    reason: str = strawberry.field(description="Why, for the record.")


@strawberry.input(description="A hold to approve.")
class ApproveVerificationHoldInput(ProposeVerificationHoldInput):
    """The same."""


@strawberry.input(description="A hold to refuse.")
class RefuseVerificationHoldInput(ProposeVerificationHoldInput):
    """The same."""


@strawberry.input(description="A hold to release.")
class ReleaseVerificationHoldInput(ProposeVerificationHoldInput):
    """The same."""


@strawberry.input(description="A verification that ends without a result.")
class CloseVerificationInput(ProposeVerificationHoldInput):
    """The same."""


@strawberry.input(description="The end of a verification.")
class ConcludeVerificationInput:
    """A conclusion."""

    verification_id: strawberry.ID = strawberry.field(description="The verification.")
    conclusion: str = strawberry.field(description="The conclusion; its figures are the results by category.")


@strawberry.input(description="Which work is wanted; what is left out is not asked for.")
class WorkFilterInput:
    """A filter."""

    state: State | None = strawberry.field(default=None, description="Only certifications in this state.")
    case_number: strawberry.ID | None = strawberry.field(default=None, description="Only those of this order.")
    fiscal_year: int | None = strawberry.field(default=None, description="Only those of this fiscal year.")
    due_until: Date | None = strawberry.field(default=None, description="Only what is due by this day.")
    flagged: bool | None = strawberry.field(
        default=None, description="True: only with a risk flag that nobody cleared. False: only without."
    )
    severity_at_least: Severity | None = strawberry.field(
        default=None, description="Only with a standing flag of this severity or a higher one."
    )

    def filter(self) -> WorkFilter:
        """The filter as the query takes it."""
        return WorkFilter(
            state=self.state,
            case_number=self.case_number,
            fiscal_year=self.fiscal_year,
            due_until=self.due_until,
            flagged=self.flagged,
            severity_at_least=self.severity_at_least,
        )
