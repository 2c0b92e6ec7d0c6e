"""What belongs to the procedure of an audit: petitions, sampling, referrals."""

from typing import Self

import strawberry

from services.enforcement.domain.audits.sampling import Estimator
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.referrals import ReferralRecord
from services.enforcement.storage.audits.rows import AuditRecord
from shared.graphql import Date, Money


@strawberry.type(description="A petition for a closing conference (AUD-06).")
class AuditPetition:
    """A petition; what the record holds of it is for officers."""

    received_on: Date = strawberry.field(description="Day of receipt.")
    outcome: str = strawberry.field(description="RECEIVED, or the reason code the record holds.")


@strawberry.type(description="A referral of issues to an FP&F office (AUD-12).")
class AuditReferral:
    """A referral."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    fpf_office: str = strawberry.field(description="The office that decides (OFF-22).")
    issues: list[str] = strawberry.field(description="The issue group.")
    domestic_value: Money = strawberry.field(description="Domestic value of the merchandise.")
    dutiable_value: Money = strawberry.field(description="Dutiable value of the merchandise.")
    proposed_culpability: str = strawberry.field(description="Proposed level.")
    limitation_on: Date = strawberry.field(description="Last day of the limitation period.")
    reason: str = strawberry.field(description="Why.")
    referred_on: Date = strawberry.field(description="Day of the referral.")
    matter_id: strawberry.ID | None = strawberry.field(description="The section 1592 matter it opened.")

    @classmethod
    def of(cls, record: ReferralRecord) -> Self:
        """The referral as the API shows it."""
        return cls(
            id=strawberry.ID(str(record.id)),
            fpf_office=record.fpf_office,
            issues=list(record.issues),
            domestic_value=Money(record.domestic_value_cents),
            dutiable_value=Money(record.dutiable_value_cents),
            proposed_culpability=record.proposed_culpability,
            limitation_on=record.limitation_on,
            reason=record.reason,
            referred_on=record.referred_on,
            matter_id=None if record.matter_id is None else strawberry.ID(str(record.matter_id)),
        )


@strawberry.type(description="One part of the universe (SMP-09).")
class SamplingStratum:
    """A stratum."""

    name: str = strawberry.field(description="Name.")
    is_final: bool = strawberry.field(description="Whether its entries are finally liquidated.")
    estimator: Estimator = strawberry.field(description="How errors are projected.")
    universe_units: int = strawberry.field(description="Units of the universe.")
    sample_units: int = strawberry.field(description="Units of the sample.")


@strawberry.type(description="A sample as it was drawn; its seed and universe draw it again (SMP-01).")
class DrawnSample:
    """A sample."""

    plan_version: int = strawberry.field(description="Version of the plan.")
    stratum: str = strawberry.field(description="Stratum.")
    is_final: bool = strawberry.field(description="Liquidation status of the stratum.")
    seed: str = strawberry.field(description="Seed, a decimal number.")
    universe_units: int = strawberry.field(description="Units of the universe.")
    universe_digest: str = strawberry.field(description="SHA-256 of the sorted numbers of the universe.")
    units: list[str] = strawberry.field(description="Units drawn, sorted.")
    drawn_on: Date = strawberry.field(description="Day of the drawing.")


@strawberry.type(description="A sampling plan (SMP-01 to SMP-04).")
class SamplingPlan:
    """The plan in force, with every sample of the audit."""

    version: int = strawberry.field(description="Version.")
    explanation: str = strawberry.field(description="Plan and projection as explained.")
    seed: str = strawberry.field(description="Seed, a decimal number.")
    discussed_on: Date = strawberry.field(description="Day it was discussed (SMP-02).")
    accepted_on: Date | None = strawberry.field(description="Acceptance by both sides; null: no waiver (SMP-04).")
    strata: list[SamplingStratum] = strawberry.field(description="Its strata.")
    samples: list[DrawnSample] = strawberry.field(description="Samples drawn, of earlier versions too.")


async def find_plan(info: Info, audit: AuditRecord) -> SamplingPlan | None:
    """The plan in force."""
    async with info.context.database.reading() as connection:
        plan = await queries.plan_of(connection, audit.id, audit.plan_version)
        drawn = await queries.samples_of(connection, audit.id)
    if plan is None:
        return None
    return SamplingPlan(
        version=plan.version,
        explanation=plan.explanation,
        seed=str(plan.seed),
        discussed_on=plan.discussed_on,
        accepted_on=plan.accepted_on,
        strata=[
            SamplingStratum(
                name=one.name,
                is_final=one.is_final,
                estimator=one.estimator,
                universe_units=one.universe_units,
                sample_units=one.sample_units,
            )
            for one in plan.strata
        ],
        samples=[
            DrawnSample(
                plan_version=one.plan_version,
                stratum=one.stratum,
                is_final=one.is_final,
                seed=str(one.seed),
                universe_units=one.frame_units,
                universe_digest=one.frame_digest,
                units=list(one.units),
                drawn_on=one.drawn_on,
            )
            for one in drawn
        ],
    )
