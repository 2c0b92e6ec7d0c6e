"""Recording the order, and what follows where a country joins later."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.order import inputs
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)
_COMMISSION = requires(Right.RECORD_ITC_ACTS)


@strawberry.type
class OrderMutations:
    """Acts of and after the order."""

    @strawberry.mutation(
        description="Record the order; it is the order of the case from then on (ORD-01 to ORD-07).",
        extensions=[_COMMERCE],
    )
    async def publish_order(
        self,
        info: Info,
        input: Annotated[inputs.PublishOrderInput, strawberry.argument(description="The order.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Publish."""
        return await recorded(info, "publishOrder", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record that another exporter ships to the region (ORD-08).", extensions=[_COMMERCE]
    )
    async def add_regional_exporter(
        self,
        info: Info,
        input: Annotated[inputs.AddRegionalExporterInput, strawberry.argument(description="The exporter.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Add."""
        return await recorded(info, "addRegionalExporter", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a request for a decision on injury (ORD-12).", extensions=[_COMMERCE])
    async def request_injury_review(
        self,
        info: Info,
        input: Annotated[inputs.RequestInjuryReviewInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a request."""
        return await recorded(info, "requestInjuryReview", idempotency_key, input.record())

    @strawberry.mutation(description="Record the Commission's initiation (ORD-12).", extensions=[_COMMISSION])
    async def initiate_injury_review(
        self,
        info: Info,
        input: Annotated[inputs.InitiateInjuryReviewInput, strawberry.argument(description="The initiation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Initiate."""
        return await recorded(info, "initiateInjuryReview", idempotency_key, input.record())

    @strawberry.mutation(description="Record the Commission's determination (ORD-12).", extensions=[_COMMISSION])
    async def determine_injury_review(
        self,
        info: Info,
        input: Annotated[inputs.DetermineInjuryReviewInput, strawberry.argument(description="The determination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine."""
        return await recorded(info, "determineInjuryReview", idempotency_key, input.record())

    @strawberry.mutation(description="Revoke an order without likely injury (ORD-12).", extensions=[_COMMERCE])
    async def revoke_without_injury(
        self,
        info: Info,
        input: Annotated[inputs.RevokeWithoutInjuryInput, strawberry.argument(description="The revocation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Revoke."""
        return await recorded(info, "revokeWithoutInjury", idempotency_key, input.record())
