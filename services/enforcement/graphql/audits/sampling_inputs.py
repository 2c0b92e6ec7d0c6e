"""Inputs of the acts on sampling plans and samples."""

import strawberry

from services.enforcement.domain.audits.sampling import ChallengeType, Estimator, Stratum
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.audits.numbers import exact
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.audits import sample
from services.enforcement.usecases.audits.sample import ApprovedPart
from shared.graphql import Date, Money


@strawberry.input(description="One part of the universe, of one liquidation status (SMP-09).")
class SamplingStratumInput:
    """See Stratum."""

    name: str = strawberry.field(description="Name of the stratum.")
    is_final: bool = strawberry.field(description="Whether its entries are finally liquidated.")
    estimator: Estimator = strawberry.field(description="How errors are projected.")
    universe_units: int = strawberry.field(description="Units of the universe.")
    sample_units: int = strawberry.field(description="Units of the sample.")
    universe_value: Money = strawberry.field(default=0, description="Value of the universe.")
    sample_value: Money = strawberry.field(default=0, description="Value of the sample.")
    sample_value_squares: str | None = strawberry.field(
        default=None, description="Sum of the squared values in cents, for the precision of a ratio."
    )

    def command(self) -> Stratum:
        """The part of the command."""
        squares = self.sample_value_squares
        return Stratum(
            name=self.name,
            is_final=self.is_final,
            estimator=self.estimator,
            universe_units=self.universe_units,
            sample_units=self.sample_units,
            universe_value_cents=self.universe_value,
            sample_value_cents=self.sample_value,
            sample_value_squares=None if squares is None else int(exact(squares, "sampleValueSquares")),
        )


@strawberry.input(description="Adopt a sampling plan (SMP-01, SMP-02, SMP-05, SMP-06).")
class AdoptSamplingPlanInput:
    """See AdoptSamplingPlan."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    explanation: str = strawberry.field(description="The plan and its projection as explained.")
    seed: int = strawberry.field(description="Seed of the selection.")
    confidence_bps: int = strawberry.field(description="Confidence level, hundredths of a percent.")
    lower_limit: bool = strawberry.field(description="Whether the plan prescribes the lower limit.")
    discussed_on: Date | None = strawberry.field(default=None, description="Day it was discussed.")
    review_impractical: bool = strawberry.field(description="A full review is impractical.")
    procedure_recognised: bool = strawberry.field(description="The procedure is recognised.")
    execution_follows_plan: bool = strawberry.field(description="Execution follows the plan.")
    authorised_in_advance: bool = strawberry.field(description="Self-testing was authorised in advance.")
    execution_approved: bool = strawberry.field(description="CBP approved the execution.")
    results_approved: bool = strawberry.field(description="CBP approved the results.")
    strata: list[SamplingStratumInput] = strawberry.field(description="The strata.")

    def command(self) -> sample.AdoptSamplingPlan:
        """The command."""
        return sample.AdoptSamplingPlan(
            audit_id=parse_id(self.audit_id, field="auditId"),
            explanation=self.explanation,
            seed=self.seed,
            confidence_bps=self.confidence_bps,
            lower_limit=self.lower_limit,
            discussed_on=self.discussed_on,
            review_impractical=self.review_impractical,
            procedure_recognised=self.procedure_recognised,
            execution_follows_plan=self.execution_follows_plan,
            authorised_in_advance=self.authorised_in_advance,
            execution_approved=self.execution_approved,
            results_approved=self.results_approved,
            strata=tuple(one.command() for one in self.strata),
        )


@strawberry.input(description="Keep the signed acceptance of the plan (SMP-03).")
class AcceptSamplingPlanInput:
    """See AcceptSamplingPlan."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    company_signer: str = strawberry.field(description="Who signed for the company.")
    can_bind: bool = strawberry.field(description="Whether the signer can bind it.")
    signed_on: Date = strawberry.field(description="Day of the signature.")

    def command(self) -> sample.AcceptSamplingPlan:
        """The command."""
        return sample.AcceptSamplingPlan(
            audit_id=parse_id(self.audit_id, field="auditId"),
            company_signer=self.company_signer,
            can_bind=self.can_bind,
            signed_on=self.signed_on,
        )


@strawberry.input(description="Register a challenge (SMP-03, SMP-04).")
class ChallengeSamplingInput:
    """See ChallengeSampling."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    kind: ChallengeType = strawberry.field(description="What it is about.")
    statement: str = strawberry.field(description="What the person says.")

    def command(self) -> sample.ChallengeSampling:
        """The command."""
        return sample.ChallengeSampling(
            audit_id=parse_id(self.audit_id, field="auditId"),
            kind=self.kind,
            statement=self.statement,
        )


@strawberry.input(description="Correct the figures of the strata (SMP-10).")
class CorrectSamplingInput:
    """See CorrectSampling."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    strata: list[SamplingStratumInput] = strawberry.field(description="The corrected strata.")
    reason: str = strawberry.field(description="What was wrong.")

    def command(self) -> sample.CorrectSampling:
        """The command."""
        return sample.CorrectSampling(
            audit_id=parse_id(self.audit_id, field="auditId"),
            strata=tuple(one.command() for one in self.strata),
            reason=self.reason,
        )


@strawberry.input(description="Approve execution or results of what the person tested itself (SMP-05, SMP-06).")
class ApproveOwnTestInput:
    """See ApproveOwnTest."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    part: ApprovedPart = strawberry.field(description="What is approved.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> sample.ApproveOwnTest:
        """The command."""
        return sample.ApproveOwnTest(
            audit_id=parse_id(self.audit_id, field="auditId"), part=self.part, reason=self.reason
        )


@strawberry.input(description="Draw the sample of a stratum by the plan's seed (SMP-01).")
class DrawAuditSampleInput:
    """See DrawSample."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    stratum: str = strawberry.field(description="Name of the stratum.")
    is_final: bool = strawberry.field(description="Whether its entries are finally liquidated.")
    units: list[str] = strawberry.field(description="Numbers of all units of its universe, in any order.")

    def command(self) -> sample.DrawSample:
        """The command."""
        return sample.DrawSample(
            audit_id=parse_id(self.audit_id, field="auditId"),
            stratum=self.stratum,
            is_final=self.is_final,
            units=tuple(self.units),
        )
