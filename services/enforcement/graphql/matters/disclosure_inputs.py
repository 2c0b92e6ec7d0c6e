"""What the mutations of prior disclosures take (CUL-09 to CUL-12)."""

import strawberry

from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.prior_disclosure import ReviewSubject
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.matters import disclosures, investigations
from shared.graphql import Date, Money


@strawberry.input(description="A prior disclosure (CUL-09).")
class FilePriorDisclosureInput:
    """See FileDisclosure."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    disclosed_on: Date = strawberry.field(description="Day of disclosure.")
    circumstances: str = strawberry.field(description="Circumstances of the violation.")
    tendered: Money = strawberry.field(description="Tendered with it.")
    data_to_follow: bool = strawberry.field(default=False, description="Missing data will follow within 30 days.")

    def command(self) -> disclosures.FileDisclosure:
        """The command."""
        return disclosures.FileDisclosure(
            matter_id=parse_id(self.matter_id, field="matterId"),
            disclosed_on=self.disclosed_on,
            circumstances=self.circumstances,
            tendered_cents=self.tendered,
            data_to_follow=self.data_to_follow,
        )


@strawberry.input(description="Take a disclosure into review, or deny it (CUL-09).")
class ReviewPriorDisclosureInput:
    """See ReviewDisclosure."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    lack_of_knowledge_shown: bool = strawberry.field(description="The discloser proved it did not know.")
    investigation_recorded_on: Date | None = strawberry.field(
        default=None, description="Day an investigation was recorded."
    )

    def command(self) -> disclosures.ReviewDisclosure:
        """The command."""
        return disclosures.ReviewDisclosure(
            matter_id=parse_id(self.matter_id, field="matterId"),
            lack_of_knowledge_shown=self.lack_of_knowledge_shown,
            investigation_recorded_on=self.investigation_recorded_on,
        )


@strawberry.input(description="The discloser's own review (SMP-06).")
class ApproveSelfReviewInput:
    """See ApproveSelfReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> disclosures.ApproveSelfReview:
        """The command."""
        return disclosures.ApproveSelfReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            reason=self.reason,
        )


@strawberry.input(description="Customs' calculation of the actual loss (CUL-11).")
class NotifyLossCalculationInput:
    """See NotifyCalculation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    loss: Money = strawberry.field(description="The actual loss.")
    notified_on: Date = strawberry.field(description="Day of notice.")
    extended_to: Date | None = strawberry.field(default=None, description="More time for good cause.")

    def command(self) -> disclosures.NotifyCalculation:
        """The command."""
        return disclosures.NotifyCalculation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            loss_cents=self.loss,
            notified_on=self.notified_on,
            extended_to=self.extended_to,
        )


@strawberry.input(description="A tender of the loss (CUL-11).")
class RecordTenderInput:
    """See Tender."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    amount: Money = strawberry.field(description="The sum.")
    tendered_on: Date = strawberry.field(description="Day of tender.")

    def command(self) -> disclosures.Tender:
        """The command."""
        return disclosures.Tender(
            matter_id=parse_id(self.matter_id, field="matterId"),
            amount_cents=self.amount,
            tendered_on=self.tendered_on,
        )


@strawberry.input(description="Headquarters' review of the calculation (CUL-12).")
class RequestHeadquartersReviewInput:
    """See RequestReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    deposited: Money = strawberry.field(description="Deposited now.")
    rules_met: bool = strawberry.field(description="Every other rule is met.")
    subject: ReviewSubject = strawberry.field(description="What is to be reviewed.")

    def command(self) -> disclosures.RequestReview:
        """The command."""
        return disclosures.RequestReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            deposited_cents=self.deposited,
            rules_met=self.rules_met,
            subject=self.subject,
        )


@strawberry.input(description="Headquarters' final calculation (CUL-12).")
class DecideHeadquartersReviewInput:
    """See DecideReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    loss: Money = strawberry.field(description="The loss.")
    decided_on: Date = strawberry.field(description="Day of decision.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> disclosures.DecideReview:
        """The command."""
        return disclosures.DecideReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            loss_cents=self.loss,
            decided_on=self.decided_on,
            reason=self.reason,
        )


@strawberry.input(description="The reduced penalty of a disclosure (CUL-10).")
class GrantDisclosureBenefitInput:
    """See GrantBenefit."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    culpability: Culpability = strawberry.field(description="What is found.")

    def command(self) -> disclosures.GrantBenefit:
        """The command."""
        return disclosures.GrantBenefit(
            matter_id=parse_id(self.matter_id, field="matterId"),
            culpability=self.culpability,
        )


@strawberry.input(description="A request to hold verification of a disclosure (CUL-09).")
class HoldDisclosureVerificationInput:
    """See HoldVerification."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> disclosures.HoldVerification:
        """The command."""
        return disclosures.HoldVerification(matter_id=parse_id(self.matter_id, field="matterId"), reason=self.reason)


@strawberry.input(description="More time to tender (CUL-11).")
class ExtendTenderPeriodInput:
    """See ExtendTender."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    extended_to: Date = strawberry.field(description="New last day.")
    good_cause: str = strawberry.field(description="The good cause.")

    def command(self) -> disclosures.ExtendTender:
        """The command."""
        return disclosures.ExtendTender(
            matter_id=parse_id(self.matter_id, field="matterId"),
            extended_to=self.extended_to,
            good_cause=self.good_cause,
        )


@strawberry.input(description="The commencement of a formal investigation (CUL-09).")
class RecordMatterInvestigationInput:
    """See RecordInvestigation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    recorded_on: Date = strawberry.field(description="Day on which it was recorded in writing.")
    document: str = strawberry.field(description="The written record.")

    def command(self) -> investigations.RecordInvestigation:
        """The command."""
        return investigations.RecordInvestigation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            recorded_on=self.recorded_on,
            document=self.document,
        )
