"""The acts on sampling plans and samples, one mutation each."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.audits import sampling_inputs
from services.enforcement.graphql.audits.running import ACT, run_audit
from services.enforcement.graphql.audits.types import AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.usecases.audits import sample
from shared.graphql import requires


@strawberry.type
class SamplingMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Adopt a sampling plan (SMP-01, SMP-02, SMP-05, SMP-06).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def adopt_sampling_plan(
        self,
        info: Info,
        input: Annotated[sampling_inputs.AdoptSamplingPlanInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See adopt_sampling_plan."""
        return await run_audit(info, "adoptSamplingPlan", idempotency_key, input.command(), sample.adopt_sampling_plan)

    @strawberry.mutation(
        description="Keep the signed acceptance of the plan (SMP-03).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def accept_sampling_plan(
        self,
        info: Info,
        input: Annotated[sampling_inputs.AcceptSamplingPlanInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See accept_sampling_plan."""
        return await run_audit(
            info, "acceptSamplingPlan", idempotency_key, input.command(), sample.accept_sampling_plan
        )

    @strawberry.mutation(
        description="Register a challenge (SMP-03, SMP-04).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def challenge_sampling(
        self,
        info: Info,
        input: Annotated[sampling_inputs.ChallengeSamplingInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See challenge_sampling."""
        return await run_audit(info, "challengeSampling", idempotency_key, input.command(), sample.challenge_sampling)

    @strawberry.mutation(
        description="Correct the figures of the strata (SMP-10).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def correct_sampling(
        self,
        info: Info,
        input: Annotated[sampling_inputs.CorrectSamplingInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See correct_sampling."""
        return await run_audit(info, "correctSampling", idempotency_key, input.command(), sample.correct_sampling)

    @strawberry.mutation(
        description="Approve execution or results of what the person tested itself (SMP-05, SMP-06).",
        extensions=[requires(Right.APPROVE_OWN_TESTS)],
    )
    async def approve_own_test(
        self,
        info: Info,
        input: Annotated[sampling_inputs.ApproveOwnTestInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_own_test."""
        return await run_audit(info, "approveOwnTest", idempotency_key, input.command(), sample.approve_own_test)

    @strawberry.mutation(
        description="Draw the sample of a stratum by the plan's seed; the same universe draws the same (SMP-01).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def draw_audit_sample(
        self,
        info: Info,
        input: Annotated[sampling_inputs.DrawAuditSampleInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See draw_sample."""
        return await run_audit(info, "drawAuditSample", idempotency_key, input.command(), sample.draw_sample)
