"""What can be asked for of prior disclosures."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import disclosure_inputs as inputs
from services.enforcement.graphql.matters.running import RECORDED, run_matter
from services.enforcement.graphql.matters.types import MatterPayload
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.usecases.matters import disclosures, investigations
from shared.graphql import requires


@strawberry.type
class DisclosureMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(description="A prior disclosure (CUL-09).", extensions=[requires(Right.KEEP_MATTERS)])
    async def file_prior_disclosure(
        self,
        info: Info,
        input: Annotated[inputs.FilePriorDisclosureInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_disclosure."""
        return await run_matter(
            info, "filePriorDisclosure", idempotency_key, input.command(), disclosures.file_disclosure
        )

    @strawberry.mutation(
        description="Take a disclosure into review, or deny it (CUL-09).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def review_prior_disclosure(
        self,
        info: Info,
        input: Annotated[inputs.ReviewPriorDisclosureInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See review_disclosure."""
        return await run_matter(
            info, "reviewPriorDisclosure", idempotency_key, input.command(), disclosures.review_disclosure
        )

    @strawberry.mutation(
        description="The discloser's own review (SMP-06).", extensions=[requires(Right.APPROVE_SELF_REVIEW)]
    )
    async def approve_self_review(
        self,
        info: Info,
        input: Annotated[inputs.ApproveSelfReviewInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See approve_self_review."""
        return await run_matter(
            info, "approveSelfReview", idempotency_key, input.command(), disclosures.approve_self_review
        )

    @strawberry.mutation(
        description="Customs' calculation of the actual loss (CUL-11).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def notify_loss_calculation(
        self,
        info: Info,
        input: Annotated[inputs.NotifyLossCalculationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See notify_calculation."""
        return await run_matter(
            info, "notifyLossCalculation", idempotency_key, input.command(), disclosures.notify_calculation
        )

    @strawberry.mutation(description="A tender of the loss (CUL-11).", extensions=[requires(Right.KEEP_MATTERS)])
    async def record_tender(
        self,
        info: Info,
        input: Annotated[inputs.RecordTenderInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See tender."""
        return await run_matter(info, "recordTender", idempotency_key, input.command(), disclosures.tender)

    @strawberry.mutation(
        description="Headquarters' review of the calculation (CUL-12).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def request_headquarters_review(
        self,
        info: Info,
        input: Annotated[inputs.RequestHeadquartersReviewInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See request_headquarters_review."""
        return await run_matter(
            info, "requestHeadquartersReview", idempotency_key, input.command(), disclosures.request_headquarters_review
        )

    @strawberry.mutation(
        description="Headquarters' final calculation (CUL-12).", extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)]
    )
    async def decide_headquarters_review(
        self,
        info: Info,
        input: Annotated[inputs.DecideHeadquartersReviewInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See decide_headquarters_review."""
        return await run_matter(
            info, "decideHeadquartersReview", idempotency_key, input.command(), disclosures.decide_headquarters_review
        )

    @strawberry.mutation(
        description="The reduced penalty of a disclosure (CUL-10).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def grant_disclosure_benefit(
        self,
        info: Info,
        input: Annotated[inputs.GrantDisclosureBenefitInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See grant_benefit."""
        return await run_matter(
            info, "grantDisclosureBenefit", idempotency_key, input.command(), disclosures.grant_benefit
        )

    @strawberry.mutation(
        description="Ask investigators to hold verification of a disclosure (CUL-09).",
        extensions=[requires(Right.KEEP_MATTERS)],
    )
    async def hold_disclosure_verification(
        self,
        info: Info,
        input: Annotated[inputs.HoldDisclosureVerificationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See hold_verification."""
        return await run_matter(
            info, "holdDisclosureVerification", idempotency_key, input.command(), disclosures.hold_verification
        )

    @strawberry.mutation(
        description="Give more time to tender, for good cause (CUL-11).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def extend_tender_period(
        self,
        info: Info,
        input: Annotated[inputs.ExtendTenderPeriodInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See extend_tender."""
        return await run_matter(info, "extendTenderPeriod", idempotency_key, input.command(), disclosures.extend_tender)

    @strawberry.mutation(
        description="Record that a formal investigation commenced; the person is not told (CUL-09).",
        extensions=[requires(Right.RECORD_INVESTIGATIONS)],
    )
    async def record_matter_investigation(
        self,
        info: Info,
        input: Annotated[inputs.RecordMatterInvestigationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See record_investigation."""
        return await run_matter(
            info, "recordMatterInvestigation", idempotency_key, input.command(), investigations.record_investigation
        )
