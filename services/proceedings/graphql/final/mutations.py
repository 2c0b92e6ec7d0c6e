"""Recording the final determination and the correction of errors."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.final import inputs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class FinalMutations:
    """Acts of the final phase."""

    @strawberry.mutation(description="Align the final with the antidumping final (FIN-02).", extensions=[_COMMERCE])
    async def align_final(
        self,
        info: Info,
        input: Annotated[inputs.AlignFinalInput, strawberry.argument(description="The alignment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Align."""
        return await recorded(info, "alignFinal", idempotency_key, input.record())

    @strawberry.mutation(description="Record Commerce's final determination (FIN-01, FIN-03).", extensions=[_COMMERCE])
    async def determine_final(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.DetermineFinalInput, strawberry.argument(description="The determination.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine."""
        return await recorded(info, "determineFinal", idempotency_key, input.record())

    @strawberry.mutation(description="Record the release of disclosure documents (MIN-02).", extensions=[_COMMERCE])
    async def disclose_calculations(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.DiscloseCalculationsInput, strawberry.argument(description="The release.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Disclose."""
        return await recorded(info, "discloseCalculations", idempotency_key, input.record())

    @strawberry.mutation(description="Enter comments on ministerial errors (MIN-02).", extensions=[_COMMERCE])
    async def file_error_comments(
        self,
        info: Info,
        input: Annotated[inputs.FileErrorCommentsInput, strawberry.argument(description="The comments.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter comments."""
        return await recorded(info, "fileErrorComments", idempotency_key, input.record())

    @strawberry.mutation(description="Enter replies to such comments (MIN-02).", extensions=[_COMMERCE])
    async def file_error_replies(
        self,
        info: Info,
        input: Annotated[inputs.FileErrorRepliesInput, strawberry.argument(description="The replies.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter replies."""
        return await recorded(info, "fileErrorReplies", idempotency_key, input.record())

    @strawberry.mutation(description="Amend a determination for its errors (MIN-03, MIN-04).", extensions=[_COMMERCE])
    async def correct_ministerial_errors(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.CorrectMinisterialErrorsInput, strawberry.argument(description="The amended determination.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Amend."""
        return await recorded(info, "correctMinisterialErrors", idempotency_key, input.record())
