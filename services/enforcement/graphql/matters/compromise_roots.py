"""What can be asked for of offers in compromise."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import compromise_inputs as inputs
from services.enforcement.graphql.matters.running import RECORDED, run_matter
from services.enforcement.graphql.matters.types import MatterPayload
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.usecases.matters import compromise
from shared.graphql import requires


@strawberry.type
class CompromiseMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(description="An offer in compromise (CMP-01).", extensions=[requires(Right.KEEP_MATTERS)])
    async def submit_compromise_offer(
        self,
        info: Info,
        input: Annotated[inputs.SubmitCompromiseOfferInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See submit_offer."""
        return await run_matter(
            info, "submitCompromiseOffer", idempotency_key, input.command(), compromise.submit_offer
        )

    @strawberry.mutation(description="The deposit of an offer (CMP-02).", extensions=[requires(Right.KEEP_MATTERS)])
    async def confirm_compromise_deposit(
        self,
        info: Info,
        input: Annotated[inputs.ConfirmCompromiseDepositInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See confirm_deposit."""
        return await run_matter(
            info, "confirmCompromiseDeposit", idempotency_key, input.command(), compromise.confirm_deposit
        )

    @strawberry.mutation(
        description="The officer's report on an offer (CMP-03, CMP-04).",
        extensions=[requires(Right.REPORT_COMPROMISE)],
    )
    async def file_compromise_report(
        self,
        info: Info,
        input: Annotated[inputs.FileCompromiseReportInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_report."""
        return await run_matter(info, "fileCompromiseReport", idempotency_key, input.command(), compromise.file_report)

    @strawberry.mutation(
        description="Counsel's recommendation (CMP-03).", extensions=[requires(Right.RECOMMEND_COMPROMISE)]
    )
    async def recommend_compromise(
        self,
        info: Info,
        input: Annotated[inputs.RecommendCompromiseInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See recommend."""
        return await run_matter(info, "recommendCompromise", idempotency_key, input.command(), compromise.recommend)

    @strawberry.mutation(
        description="Headquarters' decision on an offer (CMP-05).", extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)]
    )
    async def decide_compromise(
        self,
        info: Info,
        input: Annotated[inputs.DecideCompromiseInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See decide_offer."""
        return await run_matter(info, "decideCompromise", idempotency_key, input.command(), compromise.decide_offer)

    @strawberry.mutation(description="A withdrawn offer (CMP-06).", extensions=[requires(Right.KEEP_MATTERS)])
    async def withdraw_compromise_offer(
        self,
        info: Info,
        input: Annotated[inputs.WithdrawCompromiseOfferInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See withdraw_offer."""
        return await run_matter(
            info, "withdrawCompromiseOffer", idempotency_key, input.command(), compromise.withdraw_offer
        )

    @strawberry.mutation(description="The deposit goes back (CMP-06).", extensions=[requires(Right.KEEP_MATTERS)])
    async def return_compromise_deposit(
        self,
        info: Info,
        input: Annotated[inputs.ReturnCompromiseDepositInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See return_deposit."""
        return await run_matter(
            info, "returnCompromiseDeposit", idempotency_key, input.command(), compromise.return_deposit
        )

    @strawberry.mutation(
        description="Reopen the claim an accepted compromise closed: it was got by fraud or the like (CMP-07).",
        extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)],
    )
    async def reopen_compromise(
        self,
        info: Info,
        input: Annotated[inputs.ReopenCompromiseInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See reopen_compromise."""
        return await run_matter(
            info, "reopenCompromise", idempotency_key, input.command(), compromise.reopen_compromise
        )
