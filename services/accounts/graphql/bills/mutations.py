"""Determine, bill, collect: each mutation runs one use case and answers with what it changed, or with every refusal."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.accounts.graphql.bills import inputs
from services.accounts.graphql.bills.types import (
    Bill,
    BillPayload,
    DeficitReview,
    DeficitReviewPayload,
    DeterminationReduction,
    DeterminationReductionPayload,
    IssueBillsPayload,
    OverpaymentDetermination,
    OverpaymentDeterminationPayload,
)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.storage.bills import reading, reductions
from services.accounts.usecases.bills.collect import (
    GiveOffsetNotice,
    ask_bill_review,
    decide_bill_review,
    give_offset_notice,
    sign_repayment_agreement,
)
from services.accounts.usecases.bills.debts import propose_debt
from services.accounts.usecases.bills.deficits import review_deficit
from services.accounts.usecases.bills.determine import determine_overpayment
from services.accounts.usecases.bills.issue import issue_bills
from services.accounts.usecases.bills.pay import record_bill_payment
from services.accounts.usecases.bills.reduce import reduce_debt, reduce_determination
from services.accounts.usecases.bills.reductions import decide_reduction
from services.accounts.usecases.bills.write_off import ApproveWriteOff, approve_write_off, propose_write_off
from shared.canonical import JSON
from shared.database import CommandResult, Transaction
from shared.graphql import requires, to_refusals

_Bill = Annotated[inputs.BillInput, strawberry.argument(description="The bill.")]


@strawberry.type
class BillMutations:
    """Overpayments and bills to producers (REFD-07, REFD-08, BILL)."""

    @strawberry.mutation(
        description="Determine what is not otherwise recoverable in a Special Account, split it among all who ever "
        "received from it, and draft their bills (REFD-07, REFD-08).",
        extensions=[requires(Right.DETERMINE_OVERPAYMENTS)],
    )
    async def determine_overpayment(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.DetermineOverpaymentInput, strawberry.argument(description="The determination.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> OverpaymentDeterminationPayload:
        """Determine."""
        command = input.command(info.context.loaders.bill_policy)
        result = await info.context.command("determineOverpayment", idempotency_key, command, determine_overpayment)
        return await _determination(info, result)

    @strawberry.mutation(
        description="Reduce a determination: bills are split again, what was paid above the new shares is returned, "
        "interest is computed again (BILL-10). Not by whoever determined it.",
        extensions=[requires(Right.APPROVE_BILLS)],
    )
    async def reduce_determination(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.ReduceDeterminationInput, strawberry.argument(description="The determination and its new amount.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> OverpaymentDeterminationPayload:
        """Reduce."""
        result = await info.context.command(
            "reduceDetermination", idempotency_key, input.command(), reduce_determination
        )
        return await _determination(info, result)

    @strawberry.mutation(
        description="Make a reduction that was proposed because a refund was reversed, or turn it down (BILL-10). Not "
        "by whoever reversed the refund or made the determination.",
        extensions=[requires(Right.APPROVE_BILLS)],
    )
    async def decide_determination_reduction(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.DecideDeterminationReductionInput, strawberry.argument(description="The decision.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> DeterminationReductionPayload:
        """Decide."""
        result = await info.context.command(
            "decideDeterminationReduction", idempotency_key, input.command(), decide_reduction
        )
        shown = None
        if result.value is not None:
            async with info.context.database.reading() as connection:
                row = await reductions.find(connection, UUID(result.value["reduction_id"]))
            shown = DeterminationReduction.of(row)
        return DeterminationReductionPayload(determination_reduction=shown, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Issue drafted bills, dated today and due in 30 days (BILL-01, BILL-02). Not by whoever proposed "
        "them.",
        extensions=[requires(Right.APPROVE_BILLS)],
    )
    async def issue_bills(
        self,
        info: Info,
        input: Annotated[inputs.IssueBillsInput, strawberry.argument(description="The drafts.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> IssueBillsPayload:
        """Issue."""
        command = input.command(info.context.loaders.bill_policy)
        result = await info.context.command("issueBills", idempotency_key, command, issue_bills)
        shown = None
        if result.value is not None:
            ids = [UUID(bill_id) for bill_id in result.value["bill_ids"]]
            rows = await info.context.loaders.bill.load_many(ids)
            shown = [Bill.of(info, row) for row in rows if row is not None]
        return IssueBillsPayload(bills=shown, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Record a payment on a bill as of the day it was received: interest first, then principal, the "
        "excess is returned or credited (BILL-06). Interest charged too much since then is taken back.",
        extensions=[requires(Right.COLLECT_BILLS)],
    )
    async def record_bill_payment(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.RecordBillPaymentInput, strawberry.argument(description="The payment.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Record a payment."""
        return await _one(info, "recordBillPayment", idempotency_key, input.command(), record_bill_payment)

    @strawberry.mutation(
        description="Tell the debtor of a past-due bill today that it will be offset (BILL-07).",
        extensions=[requires(Right.MANAGE_BILLS)],
    )
    async def give_offset_notice(
        self,
        info: Info,
        input: _Bill,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Give notice."""
        command = GiveOffsetNotice(bill_id=parse_id(input.bill_id, "billId"))
        return await _one(info, "giveOffsetNotice", idempotency_key, command, give_offset_notice)

    @strawberry.mutation(
        description="Open a review a debtor asked for; offset is blocked, interest goes on (BILL-07).",
        extensions=[requires(Right.MANAGE_BILLS)],
    )
    async def ask_bill_review(
        self,
        info: Info,
        input: Annotated[inputs.AskBillReviewInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Open a review."""
        return await _one(info, "askBillReview", idempotency_key, input.command(), ask_bill_review)

    @strawberry.mutation(
        description="Decide a review; the bill is past due again (BILL-07).", extensions=[requires(Right.MANAGE_BILLS)]
    )
    async def decide_bill_review(
        self,
        info: Info,
        input: Annotated[inputs.DecideBillReviewInput, strawberry.argument(description="Decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Decide a review."""
        return await _one(info, "decideBillReview", idempotency_key, input.command(), decide_bill_review)

    @strawberry.mutation(
        description="Keep a repayment agreement; while its instalments are paid there is no offset (BILL-07).",
        extensions=[requires(Right.MANAGE_BILLS)],
    )
    async def sign_repayment_agreement(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.SignRepaymentAgreementInput, strawberry.argument(description="The agreement.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Keep an agreement."""
        return await _one(info, "signRepaymentAgreement", idempotency_key, input.command(), sign_repayment_agreement)

    @strawberry.mutation(
        description="Propose to write off what is unpaid of a bill, or to accept less for it (BILL-10).",
        extensions=[requires(Right.MANAGE_BILLS)],
    )
    async def propose_bill_write_off(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.ProposeBillWriteOffInput, strawberry.argument(description="The proposal.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Propose."""
        return await _one(info, "proposeBillWriteOff", idempotency_key, input.command(), propose_write_off)

    @strawberry.mutation(
        description="Approve a write-off, or a compromise that is paid; the account's deficit remains (BILL-10). Not "
        "by whoever proposed it.",
        extensions=[requires(Right.APPROVE_BILLS)],
    )
    async def approve_bill_write_off(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.ApproveBillWriteOffInput, strawberry.argument(description="The proposal.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Approve."""
        command = ApproveWriteOff(write_off_id=parse_id(input.write_off_id, "writeOffId"))
        return await _one(info, "approveBillWriteOff", idempotency_key, command, approve_write_off)

    @strawberry.mutation(
        description="Draft a bill for what was paid by Customs' mistake, to the producer that got it alone (BILL-11).",
        extensions=[requires(Right.DETERMINE_OVERPAYMENTS)],
    )
    async def propose_debt(
        self,
        info: Info,
        input: Annotated[inputs.ProposeDebtInput, strawberry.argument(description="The payment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Draft a bill."""
        return await _one(info, "proposeDebt", idempotency_key, input.command(), propose_debt)

    @strawberry.mutation(
        description="Reduce a bill for an error or an overclaim, to zero to cancel it; what was paid above it is "
        "returned (BILL-10, BILL-11). Not by whoever proposed it.",
        extensions=[requires(Right.APPROVE_BILLS)],
    )
    async def reduce_debt(
        self,
        info: Info,
        input: Annotated[inputs.ReduceDebtInput, strawberry.argument(description="The bill.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> BillPayload:
        """Reduce a debt."""
        return await _one(info, "reduceDebt", idempotency_key, input.command(), reduce_debt)

    @strawberry.mutation(
        description="Record what was concluded of a deficit at a fiscal year's end (REFD-07).",
        extensions=[requires(Right.DETERMINE_OVERPAYMENTS)],
    )
    async def review_deficit(
        self,
        info: Info,
        input: Annotated[inputs.ReviewDeficitInput, strawberry.argument(description="The review.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DeficitReviewPayload:
        """Review a deficit."""
        result = await info.context.command("reviewDeficit", idempotency_key, input.command(), review_deficit)
        shown = None
        if result.value is not None:
            async with info.context.database.reading() as connection:
                row = await reading.review(connection, result.value["case_number"], result.value["fiscal_year"])
            shown = None if row is None else DeficitReview.of(row)
        return DeficitReviewPayload(deficit_review=shown, refusals=to_refusals(result.refusals))


async def _one(
    info: Info,
    name: str,
    key: str,
    command: Any,
    use_case: Callable[[Transaction, Any], Awaitable[dict[str, JSON]]],
) -> BillPayload:
    result = await info.context.command(name, key, command, use_case)
    shown = None
    if result.value is not None:
        row = await info.context.loaders.bill.load(UUID(result.value["bill_id"]))
        shown = None if row is None else Bill.of(info, row)
    return BillPayload(bill=shown, refusals=to_refusals(result.refusals))


async def _determination(info: Info, result: CommandResult) -> OverpaymentDeterminationPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.determination.load(UUID(result.value["determination_id"]))
        shown = None if row is None else OverpaymentDetermination.of(row)
    return OverpaymentDeterminationPayload(determination=shown, refusals=to_refusals(result.refusals))
