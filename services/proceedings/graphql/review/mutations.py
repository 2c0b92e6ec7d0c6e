"""Recording reviews after the order, from the request to the revocation."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.graphql.review import inputs, result_inputs
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class ReviewMutations:
    """Acts of reviews after the order."""

    @strawberry.mutation(description="Ask for an administrative review (REV-01, REV-02).", extensions=[_COMMERCE])
    async def request_review(
        self,
        info: Info,
        input: Annotated[inputs.RequestReviewInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Ask for an administrative review."""
        return await recorded(info, "requestReview", idempotency_key, input.record())

    @strawberry.mutation(description="Withdraw a request for review (REV-05).", extensions=[_COMMERCE])
    async def withdraw_review_request(
        self,
        info: Info,
        input: Annotated[inputs.WithdrawReviewRequestInput, strawberry.argument(description="The withdrawal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Withdraw a request for review."""
        return await recorded(info, "withdrawReviewRequest", idempotency_key, input.record())

    @strawberry.mutation(description="Ask for a new-shipper review (REV-08).", extensions=[_COMMERCE])
    async def request_new_shipper_review(
        self,
        info: Info,
        input: Annotated[inputs.RequestNewShipperReviewInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Ask for a new-shipper review."""
        return await recorded(info, "requestNewShipperReview", idempotency_key, input.record())

    @strawberry.mutation(description="Show changed circumstances (REV-09).", extensions=[_COMMERCE])
    async def request_changed_circumstances_review(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.RequestChangedCircumstancesReviewInput, strawberry.argument(description="The request.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Show changed circumstances."""
        return await recorded(info, "requestChangedCircumstancesReview", idempotency_key, input.record())

    @strawberry.mutation(description="Open a subsidies-enforcement review (REV-11).", extensions=[_COMMERCE])
    async def open_subsidies_enforcement_review(
        self,
        info: Info,
        input: Annotated[inputs.OpenSubsidiesEnforcementReviewInput, strawberry.argument(description="The review.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Open a subsidies-enforcement review."""
        return await recorded(info, "openSubsidiesEnforcementReview", idempotency_key, input.record())

    @strawberry.mutation(description="Ask for an expedited review (REV-12).", extensions=[_COMMERCE])
    async def request_expedited_review(
        self,
        info: Info,
        input: Annotated[inputs.RequestExpeditedReviewInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Ask for an expedited review."""
        return await recorded(info, "requestExpeditedReview", idempotency_key, input.record())

    @strawberry.mutation(description="Initiate a review that was asked for (REV-01).", extensions=[_COMMERCE])
    async def initiate_review(
        self,
        info: Info,
        input: Annotated[inputs.InitiateReviewInput, strawberry.argument(description="The initiation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Initiate a review that was asked for."""
        return await recorded(info, "initiateReview", idempotency_key, input.record())

    @strawberry.mutation(description="End a review without results (REV-05).", extensions=[_COMMERCE])
    async def rescind_review(
        self,
        info: Info,
        input: Annotated[inputs.RescindReviewInput, strawberry.argument(description="The rescission.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """End a review without results."""
        return await recorded(info, "rescindReview", idempotency_key, input.record())

    @strawberry.mutation(description="Take more time for a review (REV-04, REV-08).", extensions=[_COMMERCE])
    async def extend_review(
        self,
        info: Info,
        input: Annotated[result_inputs.ExtendReviewInput, strawberry.argument(description="The extension.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Take more time for a review."""
        return await recorded(info, "extendReview", idempotency_key, input.record())

    @strawberry.mutation(description="Record preliminary results of a review (REV-04).", extensions=[_COMMERCE])
    async def issue_preliminary_results(
        self,
        info: Info,
        input: Annotated[result_inputs.IssuePreliminaryResultsInput, strawberry.argument(description="The results.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record preliminary results of a review."""
        return await recorded(info, "issuePreliminaryResults", idempotency_key, input.record())

    @strawberry.mutation(description="Record final results of a review (REV-06).", extensions=[_COMMERCE])
    async def issue_final_results(
        self,
        info: Info,
        input: Annotated[result_inputs.IssueFinalResultsInput, strawberry.argument(description="The results.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record final results of a review."""
        return await recorded(info, "issueFinalResults", idempotency_key, input.record())

    @strawberry.mutation(description="Record a summons over final results (ASM-08).", extensions=[_COMMERCE])
    async def file_court_summons(
        self,
        info: Info,
        input: Annotated[result_inputs.FileCourtSummonsInput, strawberry.argument(description="The summons.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record a summons over final results."""
        return await recorded(info, "fileCourtSummons", idempotency_key, input.record())

    @strawberry.mutation(description="Revoke an order, wholly or for firms (REV-10).", extensions=[_COMMERCE])
    async def revoke_after_review(
        self,
        info: Info,
        input: Annotated[result_inputs.RevokeAfterReviewInput, strawberry.argument(description="The revocation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Revoke an order, wholly or for firms."""
        return await recorded(info, "revokeAfterReview", idempotency_key, input.record())
