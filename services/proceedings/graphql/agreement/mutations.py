"""Recording withdrawals, terminations and suspension agreements."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.agreement import inputs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)
_ITC = requires(Right.RECORD_ITC_ACTS)


@strawberry.type
class AgreementMutations:
    """Acts up to a suspension and under it."""

    @strawberry.mutation(description="Record the withdrawal of a petition (TRM-01, TRM-03).", extensions=[_COMMERCE])
    async def withdraw_petition(
        self,
        info: Info,
        input: Annotated[inputs.WithdrawPetitionInput, strawberry.argument(description="The withdrawal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Withdraw."""
        return await recorded(info, "withdrawPetition", idempotency_key, input.record())

    @strawberry.mutation(
        description="Terminate an investigation, as Commerce (TRM-01, TRM-04, TRM-05).", extensions=[_COMMERCE]
    )
    async def terminate_investigation(
        self,
        info: Info,
        input: Annotated[inputs.TerminateInvestigationInput, strawberry.argument(description="The termination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Terminate."""
        return await recorded(info, "terminateInvestigation", idempotency_key, input.record())

    @strawberry.mutation(
        description="Terminate an investigation, as the Commission (TRM-01, TRM-02).", extensions=[_ITC]
    )
    async def terminate_by_commission(
        self,
        info: Info,
        input: Annotated[inputs.TerminateByCommissionInput, strawberry.argument(description="The termination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Terminate."""
        return await recorded(info, "terminateByCommission", idempotency_key, input.record())

    @strawberry.mutation(
        description="Use a withdrawn petition's record for a new one (TRM-03).", extensions=[_COMMERCE]
    )
    async def reuse_record(
        self,
        info: Info,
        input: Annotated[inputs.ReuseRecordInput, strawberry.argument(description="The new petition.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Use again."""
        return await recorded(info, "reuseRecord", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record that consultations on volume were opened (TRM-04).", extensions=[_COMMERCE]
    )
    async def open_volume_consultations(
        self,
        info: Info,
        input: Annotated[inputs.OpenVolumeConsultationsInput, strawberry.argument(description="The day.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Open."""
        return await recorded(info, "openVolumeConsultations", idempotency_key, input.record())

    @strawberry.mutation(description="Enter the proposal of an agreement (SUS-07).", extensions=[_COMMERCE])
    async def propose_agreement(
        self,
        info: Info,
        input: Annotated[inputs.ProposeAgreementInput, strawberry.argument(description="The proposal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Propose."""
        return await recorded(info, "proposeAgreement", idempotency_key, input.record())

    @strawberry.mutation(description="Record notice of a proposed agreement (SUS-08).", extensions=[_COMMERCE])
    async def notify_agreement(
        self,
        info: Info,
        input: Annotated[inputs.NotifyAgreementInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Notify."""
        return await recorded(info, "notifyAgreement", idempotency_key, input.record())

    @strawberry.mutation(description="Accept a suspension agreement (SUS-01 to SUS-09).", extensions=[_COMMERCE])
    async def accept_agreement(
        self,
        info: Info,
        input: Annotated[inputs.AcceptAgreementInput, strawberry.argument(description="The agreement.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Accept."""
        return await recorded(info, "acceptAgreement", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a request for continuation (SUS-13).", extensions=[_COMMERCE])
    async def request_continuation(
        self,
        info: Info,
        input: Annotated[inputs.RequestContinuationInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Continue."""
        return await recorded(info, "requestContinuation", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a petition to review a suspension (SUS-15).", extensions=[_COMMERCE])
    async def petition_suspension_review(
        self,
        info: Info,
        input: Annotated[inputs.PetitionSuspensionReviewInput, strawberry.argument(description="The petition.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Petition."""
        return await recorded(info, "petitionSuspensionReview", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the Commission's review of a suspension (SUS-12, SUS-15).", extensions=[_ITC]
    )
    async def decide_suspension_review(
        self,
        info: Info,
        input: Annotated[inputs.DecideSuspensionReviewInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Decide."""
        return await recorded(info, "decideSuspensionReview", idempotency_key, input.record())

    @strawberry.mutation(description="Report exports under an agreement (SUS-02).", extensions=[_COMMERCE])
    async def report_exports(
        self,
        info: Info,
        input: Annotated[inputs.ReportExportsInput, strawberry.argument(description="The exports.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Report."""
        return await recorded(info, "reportExports", idempotency_key, input.record())

    @strawberry.mutation(description="Prescribe a rule of entry (SUS-22).", extensions=[_COMMERCE])
    async def set_entry_condition(
        self,
        info: Info,
        input: Annotated[inputs.SetEntryConditionInput, strawberry.argument(description="The rule.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Prescribe."""
        return await recorded(info, "setEntryCondition", idempotency_key, input.record())

    @strawberry.mutation(description="Decline a proposed agreement (SUS-03).", extensions=[_COMMERCE])
    async def decline_agreement(
        self,
        info: Info,
        input: Annotated[inputs.DeclineAgreementInput, strawberry.argument(description="The reasons.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Decline."""
        return await recorded(info, "declineAgreement", idempotency_key, input.record())

    @strawberry.mutation(description="Offer exporters to a region an agreement (SUS-20).", extensions=[_COMMERCE])
    async def offer_regional_agreement(
        self,
        info: Info,
        input: Annotated[inputs.OfferRegionalAgreementInput, strawberry.argument(description="The offer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Offer."""
        return await recorded(info, "offerRegionalAgreement", idempotency_key, input.record())
