"""What the mutations about results of reviews, and revocation, take."""

import strawberry

from services.proceedings.domain.instructions import ANY
from services.proceedings.domain.review.acts import (
    AssessmentRate,
    CourtSummonsFiled,
    OrderRevokedAfterReview,
    ReviewExtended,
    ReviewFinal,
    ReviewPreliminary,
    ReviewStage,
    RevocationGround,
)
from services.proceedings.domain.text import clean_name, parse_citation
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import FirmInput, rate_rows
from services.proceedings.graphql.review import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.graphql.review.inputs import SEGMENT, firms_of
from services.proceedings.usecases.record.record_act import RecordAct
from services.proceedings.usecases.set_deposit_rates import read_percent
from shared.graphql import Date


@strawberry.input(description="More time for the results of a review (REV-04, REV-08).")
class ExtendReviewInput(ActInput):
    """See ReviewExtended."""

    segment: str = strawberry.field(description=SEGMENT)
    stage: ReviewStage = strawberry.field(description="The results that need it.")
    to_day: int = strawberry.field(
        description="The day that now counts, from the same trigger: at most 365 for the preliminary, 180 for the "
        "final, or 300 where the preliminary was not extended."
    )
    reason: str = strawberry.field(description="Why it is not practicable otherwise.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewExtended(
                occurred_on=self.occurred_on,
                segment=self.segment,
                stage=self.stage,
                to_day=self.to_day,
                reason=self.reason.strip(),
            )
        )


@strawberry.input(description="Preliminary results of a review (REV-04).")
class IssuePreliminaryResultsInput(ActInput):
    """See ReviewPreliminary."""

    segment: str = strawberry.field(description=SEGMENT)
    rates: list[DepositRateInput] = strawberry.field(default_factory=list, description="Rates of firms under review.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewPreliminary(occurred_on=self.occurred_on, segment=self.segment, rates=rate_rows(self.rates))
        )


@strawberry.input(description="An assessment rate that is not the firm's deposit rate (ASM-08).")
class AssessmentRateInput:
    """See AssessmentRate."""

    rate_percent: str = strawberry.field(description='Percent of entered value, like "8.00".')
    exporter: str = strawberry.field(default=ANY, description='Name of the exporter, "*" for any.')
    producer: str = strawberry.field(default=ANY, description='Name of the producer, "*" for any.')
    first: Date | None = strawberry.field(default=None, description="First day of entry; the period's when left out.")
    last: Date | None = strawberry.field(default=None, description="Last day of entry; the period's when left out.")

    def rate(self) -> AssessmentRate:
        """The rate.

        Raises:
            BadInput: a malformed rate or name.
        """
        return AssessmentRate(
            exporter=clean_name(self.exporter, field="assessments.exporter"),
            producer=clean_name(self.producer, field="assessments.producer"),
            exact_percent=read_percent(self.rate_percent, field="assessments.ratePercent"),
            first=self.first,
            last=self.last,
        )


@strawberry.input(description="Final results of a review (REV-06, REV-07, REV-08, ASM-08).")
class IssueFinalResultsInput(ActInput):
    """See ReviewFinal."""

    segment: str = strawberry.field(description=SEGMENT)
    rates: list[DepositRateInput] = strawberry.field(default_factory=list, description="Rates of the firms examined.")
    not_selected: list[FirmInput] = strawberry.field(
        default_factory=list, description="Firms under review that were not examined; they get the average (REV-07)."
    )
    assessments: list[AssessmentRateInput] = strawberry.field(
        default_factory=list, description="Assessment rates where they differ from the deposit rates."
    )
    bona_fide: bool = strawberry.field(default=True, description="A new shipper's sales are bona fide.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewFinal(
                occurred_on=self.occurred_on,
                segment=self.segment,
                rates=rate_rows(self.rates),
                not_selected=firms_of(self.not_selected),
                assessments=tuple(one.rate() for one in self.assessments),
                bona_fide=self.bona_fide,
            )
        )


@strawberry.input(description="A court summons over final results: liquidation waits (ASM-08).")
class FileCourtSummonsInput(ActInput):
    """See CourtSummonsFiled."""

    segment: str = strawberry.field(description=SEGMENT)
    court_reference: str = strawberry.field(description="The court's own reference.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            CourtSummonsFiled(
                occurred_on=self.occurred_on,
                segment=self.segment,
                court_reference=clean_name(self.court_reference, field="courtReference"),
            )
        )


@strawberry.input(description="A revocation after a review or by a court; the day is that of publication (REV-10).")
class RevokeAfterReviewInput(ActInput):
    """See OrderRevokedAfterReview."""

    ground: RevocationGround = strawberry.field(description="What it rests on.")
    effective_on: Date = strawberry.field(description="First day of entry that is free.")
    segment: str | None = strawberry.field(default=None, description="The review it follows; null for a court's.")
    firms: list[FirmInput] = strawberry.field(
        default_factory=list, description="The firms it is limited to; empty for the whole order."
    )
    rests_on_export_charges: bool = strawberry.field(
        default=False, description="The ground is an export tax or charge meant to offset the subsidy: refused."
    )
    burden_met: bool = strawberry.field(
        default=False, description="Who asked for it in a changed-circumstances review has persuaded Commerce."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            OrderRevokedAfterReview(
                occurred_on=self.occurred_on,
                ground=self.ground,
                effective_on=self.effective_on,
                segment=self.segment,
                firms=firms_of(self.firms),
                rests_on_export_charges=self.rests_on_export_charges,
                burden_met=self.burden_met,
                fr_citation=parse_citation(self.federal_register_citation),
            )
        )
