"""Recording five-year reviews."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.graphql.sunset import inputs
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)
_COMMISSION = requires(Right.RECORD_ITC_ACTS)


@strawberry.type
class SunsetMutations:
    """Acts of five-year reviews."""

    @strawberry.mutation(description="Record that sanctions ban imports (SUN-01).", extensions=[_COMMERCE])
    async def impose_sanctions(
        self,
        info: Info,
        input: Annotated[inputs.ImposeSanctionsInput, strawberry.argument(description="The ban.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that sanctions ban imports."""
        return await recorded(info, "imposeSanctions", idempotency_key, input.record())

    @strawberry.mutation(description="Record that the ban of imports ends (SUN-01).", extensions=[_COMMERCE])
    async def lift_sanctions(
        self,
        info: Info,
        input: Annotated[inputs.LiftSanctionsInput, strawberry.argument(description="Its end.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that the ban of imports ends."""
        return await recorded(info, "liftSanctions", idempotency_key, input.record())

    @strawberry.mutation(description="Initiate a five-year review (SUN-02).", extensions=[_COMMERCE])
    async def initiate_sunset_review(
        self,
        info: Info,
        input: Annotated[inputs.InitiateSunsetReviewInput, strawberry.argument(description="The initiation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Initiate a five-year review."""
        return await recorded(info, "initiateSunsetReview", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a notice of intent to participate (SUN-03).", extensions=[_COMMERCE])
    async def file_intent(
        self,
        info: Info,
        input: Annotated[inputs.FileIntentInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a notice of intent to participate."""
        return await recorded(info, "fileIntent", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a substantive response (SUN-04).", extensions=[_COMMERCE])
    async def file_substantive_response(
        self,
        info: Info,
        input: Annotated[inputs.FileSubstantiveResponseInput, strawberry.argument(description="The response.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a substantive response."""
        return await recorded(info, "fileSubstantiveResponse", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a waiver of participation (SUN-04, SUN-06).", extensions=[_COMMERCE])
    async def waive_participation(
        self,
        info: Info,
        input: Annotated[inputs.WaiveParticipationInput, strawberry.argument(description="The waiver.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a waiver of participation."""
        return await recorded(info, "waiveParticipation", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a rebuttal (SUN-04).", extensions=[_COMMERCE])
    async def file_sunset_rebuttal(
        self,
        info: Info,
        input: Annotated[inputs.FileSunsetRebuttalInput, strawberry.argument(description="The rebuttal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a rebuttal."""
        return await recorded(info, "fileSunsetRebuttal", idempotency_key, input.record())

    @strawberry.mutation(
        description="Determine how a five-year review goes on (SUN-05 to SUN-07).", extensions=[_COMMERCE]
    )
    async def determine_sunset_branch(
        self,
        info: Info,
        input: Annotated[inputs.DetermineSunsetBranchInput, strawberry.argument(description="The way.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine how a five-year review goes on."""
        return await recorded(info, "determineSunsetBranch", idempotency_key, input.record())

    @strawberry.mutation(
        description="Take more time for Commerce in a five-year review (SUN-07).", extensions=[_COMMERCE]
    )
    async def extend_sunset_review(
        self,
        info: Info,
        input: Annotated[inputs.ExtendSunsetReviewInput, strawberry.argument(description="The extension.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Take more time for Commerce in a five-year review."""
        return await recorded(info, "extendSunsetReview", idempotency_key, input.record())

    @strawberry.mutation(
        description="Take more time for the Commission in a five-year review (SUN-07).", extensions=[_COMMISSION]
    )
    async def extend_commission_sunset_review(
        self,
        info: Info,
        input: Annotated[inputs.ExtendCommissionSunsetReviewInput, strawberry.argument(description="The extension.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Take more time for the Commission in a five-year review."""
        return await recorded(info, "extendCommissionSunsetReview", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record preliminary results of a five-year review (SUN-07).", extensions=[_COMMERCE]
    )
    async def issue_sunset_preliminary(
        self,
        info: Info,
        input: Annotated[inputs.IssueSunsetPreliminaryInput, strawberry.argument(description="The results.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record preliminary results of a five-year review."""
        return await recorded(info, "issueSunsetPreliminary", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the finding on subsidisation in a five-year review (SUN-08).", extensions=[_COMMERCE]
    )
    async def determine_sunset_subsidy(
        self,
        info: Info,
        input: Annotated[inputs.DetermineSunsetSubsidyInput, strawberry.argument(description="The determination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record the finding on subsidisation in a five-year review."""
        return await recorded(info, "determineSunsetSubsidy", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the finding on injury in a five-year review (SUN-08).", extensions=[_COMMISSION]
    )
    async def determine_sunset_injury(
        self,
        info: Info,
        input: Annotated[inputs.DetermineSunsetInjuryInput, strawberry.argument(description="The determination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record the finding on injury in a five-year review."""
        return await recorded(info, "determineSunsetInjury", idempotency_key, input.record())

    @strawberry.mutation(description="Continue an order or a suspension (SUN-08).", extensions=[_COMMERCE])
    async def continue_order(
        self,
        info: Info,
        input: Annotated[inputs.ContinueOrderInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Continue an order or a suspension."""
        return await recorded(info, "continueOrder", idempotency_key, input.record())

    @strawberry.mutation(
        description="Revoke an order, or end a suspended investigation (SUN-05, SUN-08).", extensions=[_COMMERCE]
    )
    async def revoke_after_sunset(
        self,
        info: Info,
        input: Annotated[inputs.RevokeAfterSunsetInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Revoke an order, or end a suspended investigation."""
        return await recorded(info, "revokeAfterSunset", idempotency_key, input.record())
