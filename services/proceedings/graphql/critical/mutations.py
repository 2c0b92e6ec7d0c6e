"""Recording critical circumstances."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.critical import inputs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class CriticalMutations:
    """Allegation and preliminary finding."""

    @strawberry.mutation(description="Record an allegation of critical circumstances (CRC-01).", extensions=[_COMMERCE])
    async def allege_critical_circumstances(
        self,
        info: Info,
        input: Annotated[inputs.AllegeCriticalCircumstancesInput, strawberry.argument(description="The allegation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Allege."""
        return await recorded(info, "allegeCriticalCircumstances", idempotency_key, input.record())

    @strawberry.mutation(description="Record Commerce's preliminary finding on them (CRC-02).", extensions=[_COMMERCE])
    async def find_critical_circumstances(
        self,
        info: Info,
        input: Annotated[inputs.FindCriticalCircumstancesInput, strawberry.argument(description="The finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Find."""
        return await recorded(info, "findCriticalCircumstances", idempotency_key, input.record())
