"""Recording the Commission's determinations."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.commission.inputs import RecordItcFinalInput, RecordItcPreliminaryInput
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded_by
from services.proceedings.rights import Right
from services.proceedings.usecases.commission.determine import determine_final, determine_preliminary
from shared.graphql import requires

_COMMISSION = requires(Right.RECORD_ITC_ACTS)


@strawberry.type
class CommissionMutations:
    """The Commission's acts."""

    @strawberry.mutation(
        description="Record the Commission's preliminary determination (ITP-01 to ITP-03, NEG).",
        extensions=[_COMMISSION],
    )
    async def record_itc_preliminary(
        self,
        info: Info,
        input: Annotated[RecordItcPreliminaryInput, strawberry.argument(description="What it is.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record it."""
        return await recorded_by(determine_preliminary, info, "recordItcPreliminary", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the Commission's final determination (FIN-04, FIN-05, CRC-07, NEG-05).",
        extensions=[_COMMISSION],
    )
    async def record_itc_final(
        self,
        info: Info,
        input: Annotated[RecordItcFinalInput, strawberry.argument(description="What it is.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record it."""
        return await recorded_by(determine_final, info, "recordItcFinal", idempotency_key, input.record())
