"""Recording upstream subsidies."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.graphql.upstream import inputs
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class UpstreamMutations:
    """Allegation, suspicion and the choice of the petitioner."""

    @strawberry.mutation(description="Record an allegation of an upstream subsidy (PRE-15).", extensions=[_COMMERCE])
    async def allege_upstream_subsidy(
        self,
        info: Info,
        input: Annotated[inputs.AllegeUpstreamSubsidyInput, strawberry.argument(description="The allegation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Allege."""
        return await recorded(info, "allegeUpstreamSubsidy", idempotency_key, input.record())

    @strawberry.mutation(description="Record that an upstream subsidy is suspected (UPS-01).", extensions=[_COMMERCE])
    async def suspect_upstream_subsidy(
        self,
        info: Info,
        input: Annotated[inputs.SuspectUpstreamSubsidyInput, strawberry.argument(description="The conclusion.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Suspect."""
        return await recorded(info, "suspectUpstreamSubsidy", idempotency_key, input.record())

    @strawberry.mutation(description="Record the petitioner's choice: decided now (UPS-04).", extensions=[_COMMERCE])
    async def choose_upstream_resolution(
        self,
        info: Info,
        input: Annotated[inputs.ChooseUpstreamResolutionInput, strawberry.argument(description="The choice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Choose."""
        return await recorded(info, "chooseUpstreamResolution", idempotency_key, input.record())
