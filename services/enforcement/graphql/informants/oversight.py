"""Oversight of what is confidential: payments that were stopped, reads, and the end of an identity (INF-07, 27, 29)."""

from functools import partial
from typing import Annotated

import strawberry

from services.enforcement.domain.informants.access import Purpose
from services.enforcement.graphql.informants.inputs import (
    EndContactInput,
    ReleaseAwardPaymentInput,
    ReviewInformantReadsInput,
)
from services.enforcement.graphql.informants.mutations import (
    claim_id_of,
    contact_id_of,
    office_of,
    on_claim,
    on_contact,
)
from services.enforcement.graphql.informants.queries import Reason, asked_by
from services.enforcement.graphql.informants.types import (
    InformantClaimPayload,
    InformantClaimPosition,
    InformantContactPayload,
    InformantReadReview,
    ReviewInformantReadsPayload,
)
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.storage.informants import reads
from services.enforcement.usecases.informants import integrity, retention, review
from services.enforcement.usecases.informants.reading import read_position
from shared.graphql import requires, to_refusals


@strawberry.type
class OversightQueries:
    """For headquarters and the liaison's supervisor."""

    @strawberry.field(
        description="What a claim may be awarded as things stand, for the official who decides; logged (INF-14, "
        "INF-22). Another official is answered NOT_FOUND.",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def informant_claim_position(
        self,
        info: Info,
        claim_id: Annotated[strawberry.ID, strawberry.argument(description="The claim.")],
        reason: Reason,
    ) -> InformantClaimPosition:
        """The position."""
        standing = await read_position(
            info.context.uow,
            asked_by(info, Purpose.DECIDE, reason),
            claim_id_of(claim_id),
            info.context.loaders.cap_mode,
        )
        return InformantClaimPosition.of(standing)

    @strawberry.field(
        description="How far the log of reads was reviewed; it is reviewed every week (INF-27).",
        extensions=[requires(Right.READ_READ_LOG)],
    )
    async def informant_read_review(self, info: Info) -> InformantReadReview:
        """How far."""
        async with info.context.database.reading() as connection:
            standing = await reads.standing(connection)
        return InformantReadReview.of(standing, review.due_on(standing))


@strawberry.type
class OversightMutations:
    """Oversight (INF-07, INF-27, INF-29)."""

    @strawberry.mutation(
        description="Close the integrity referral of a claim whose payment was stopped: it may be asked for again. "
        "Another officer than the one who stopped it (INF-07).",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def release_award_payment(
        self,
        info: Info,
        input: Annotated[ReleaseAwardPaymentInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Close the integrity referral (INF-07)."""
        command = integrity.ReleasePayment(
            claim_id=claim_id_of(input.claim_id), finding=input.finding, role=office_of(info, Right.DECIDE_AWARDS)
        )
        return await on_claim(info, "releaseAwardPayment", idempotency_key, command, integrity.release_payment)

    @strawberry.mutation(
        description="Note the weekly review of the log of reads (INF-27).", extensions=[requires(Right.READ_READ_LOG)]
    )
    async def review_informant_reads(
        self,
        info: Info,
        input: Annotated[ReviewInformantReadsInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReviewInformantReadsPayload:
        """Note a review (INF-27)."""
        command = review.ReviewReads(through_read=input.through_read, remarks=input.remarks)
        result = await info.context.command("reviewInformantReads", idempotency_key, command, review.review_reads)
        intact = None if result.value is None else bool(result.value["chain_intact"])
        return ReviewInformantReadsPayload(chain_intact=intact, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Destroy the identity of a closed contact (INF-29).", extensions=[requires(Right.KEEP_CONTACTS)]
    )
    async def destroy_informant_identity(
        self,
        info: Info,
        input: Annotated[EndContactInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Destroy the identity of a closed contact (INF-29)."""
        command = retention.DestroyIdentity(
            contact_id=contact_id_of(input.contact_id), reason=input.reason, role=office_of(info, Right.KEEP_CONTACTS)
        )
        use_case = partial(retention.destroy_identity, years=info.context.loaders.retention_years)
        return await on_contact(info, "destroyInformantIdentity", idempotency_key, command, use_case)
