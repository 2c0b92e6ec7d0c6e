"""Recording the preliminary phase."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.preliminary import inputs
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class PreliminaryMutations:
    """Acts from the initiation to the preliminary determination."""

    @strawberry.mutation(description="Postpone the preliminary determination (PRE-03).", extensions=[_COMMERCE])
    async def postpone_preliminary(
        self,
        info: Info,
        input: Annotated[inputs.PostponePreliminaryInput, strawberry.argument(description="The postponement.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Postpone."""
        return await recorded(info, "postponePreliminary", idempotency_key, input.record())

    @strawberry.mutation(description="Record review and disclosure for waivers (PRE-05).", extensions=[_COMMERCE])
    async def disclose_for_waiver(
        self,
        info: Info,
        input: Annotated[inputs.DiscloseForWaiverInput, strawberry.argument(description="The disclosure.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Disclose."""
        return await recorded(info, "discloseForWaiver", idempotency_key, input.record())

    @strawberry.mutation(description="Record a waiver of verification (PRE-05).", extensions=[_COMMERCE])
    async def waive_verification(
        self,
        info: Info,
        input: Annotated[inputs.WaiveVerificationInput, strawberry.argument(description="The waiver.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Waive."""
        return await recorded(info, "waiveVerification", idempotency_key, input.record())

    @strawberry.mutation(description="Record Commerce's preliminary determination (PRE-01).", extensions=[_COMMERCE])
    async def determine_preliminary(
        self,
        info: Info,
        input: Annotated[inputs.DeterminePreliminaryInput, strawberry.argument(description="The determination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine."""
        return await recorded(info, "determinePreliminary", idempotency_key, input.record())
