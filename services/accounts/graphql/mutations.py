"""What can be asked for: each mutation runs one use case and answers with what it changed, or with every refusal."""

from functools import partial
from typing import Annotated, Any

import strawberry

from services.accounts.graphql import inputs
from services.accounts.graphql.entries import Entry
from services.accounts.graphql.fiscal_years import FiscalYear
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.payloads import (
    AnnualReportPayload,
    CloseFiscalYearPayload,
    DistributionPayload,
    ImportEntriesPayload,
    LitigationHoldPayload,
    RecordCollectionsPayload,
    RecordLiquidationsPayload,
    RecordPaymentPayload,
    ReverseCollectionPayload,
    StatedBalance,
    StateSpecialAccountsPayload,
)
from services.accounts.graphql.reports.types import AnnualReport
from services.accounts.graphql.types import Distribution, LitigationHold, Order, parse_id
from services.accounts.rights import Right
from services.accounts.usecases.decide_distribution import (
    ApproveDistribution,
    CancelDistribution,
    RejectDistribution,
    approve_distribution,
    cancel_distribution,
    reject_distribution,
)
from services.accounts.usecases.fiscal_years import close_fiscal_year, state_special_accounts
from services.accounts.usecases.import_entries import import_entries
from services.accounts.usecases.issue_annual_report import issue_annual_report
from services.accounts.usecases.litigation_holds import place_litigation_hold, release_litigation_hold
from services.accounts.usecases.pay_distribution import (
    CloseDistribution,
    NotifyDistribution,
    PayDistribution,
    close_distribution,
    notify_distribution,
    pay_distribution,
)
from services.accounts.usecases.prepare_distribution import prepare_distribution
from services.accounts.usecases.record_collections import record_collections
from services.accounts.usecases.record_liquidations import record_liquidations
from services.accounts.usecases.record_payment import record_payment
from services.accounts.usecases.reverse_collection import reverse_collection
from shared.database import CommandResult
from shared.graphql import Date, Money, requires, to_refusals

IdempotencyKey = Annotated[
    str,
    strawberry.argument(description="Chosen by the caller; the same key and input gives the first answer again."),
]
_Distribution = Annotated[inputs.DistributionInput, strawberry.argument(description="The distribution.")]
_DistributionReason = Annotated[
    inputs.DistributionReasonInput, strawberry.argument(description="The distribution and why.")
]


@strawberry.type
class Mutation:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Take over entries; cash deposits go to the Clearing Accounts (ACCT-02). All rows or none.",
        extensions=[requires(Right.IMPORT_ENTRIES)],
    )
    async def import_entries(
        self,
        info: Info,
        input: Annotated[inputs.ImportEntriesInput, strawberry.argument(description="The entries.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ImportEntriesPayload:
        """Import entries."""
        result = await info.context.command("importEntries", idempotency_key, input.command(), import_entries)
        done = result.value or {}
        return ImportEntriesPayload(
            entries_imported=done.get("entries"),
            deposits_imported=done.get("deposits"),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Liquidate entries: transfer what was collected up to the duty assessed, refund the rest, bill "
        "what is short (ACCT-03). All rows or none.",
        extensions=[requires(Right.RECORD_LIQUIDATIONS)],
    )
    async def record_liquidations(
        self,
        info: Info,
        input: Annotated[inputs.RecordLiquidationsInput, strawberry.argument(description="The rows.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordLiquidationsPayload:
        """Record liquidations."""
        result = await info.context.command("recordLiquidations", idempotency_key, input.command(), record_liquidations)
        done = result.value or {}
        return RecordLiquidationsPayload(
            liquidations_recorded=done.get("liquidations"),
            to_special_accounts=done.get("special_account_cents"),
            to_general_fund=done.get("general_fund_cents"),
            refunded=done.get("refund_cents"),
            billed=done.get("bill_cents"),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Record money collected on liquidated entries (ACCT-04, ACCT-08, ACCT-09). All rows or none.",
        extensions=[requires(Right.RECORD_COLLECTIONS)],
    )
    async def record_collections(
        self,
        info: Info,
        input: Annotated[inputs.RecordCollectionsInput, strawberry.argument(description="The rows.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordCollectionsPayload:
        """Record collections."""
        result = await info.context.command("recordCollections", idempotency_key, input.command(), record_collections)
        done = result.value or {}
        return RecordCollectionsPayload(
            collections_recorded=done.get("collections"),
            to_special_accounts=done.get("special_account_cents"),
            to_general_fund=done.get("general_fund_cents"),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Record a payment on an entry's bills that came without its parts, split by ACCT-05.",
        extensions=[requires(Right.RECORD_COLLECTIONS)],
    )
    async def record_payment(
        self,
        info: Info,
        input: Annotated[inputs.RecordPaymentInput, strawberry.argument(description="The payment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordPaymentPayload:
        """Record a payment."""
        result = await info.context.command("recordPayment", idempotency_key, input.command(), record_payment)
        done = result.value or {}
        return RecordPaymentPayload(
            to_special_accounts=done.get("special_account_cents"),
            to_general_fund=done.get("general_fund_cents"),
            to_ordinary_duty=done.get("ordinary_cents"),
            refusals=to_refusals(result.refusals),
        )

    @strawberry.mutation(
        description="Take a collection back by a reversing journal, today: what was posted stays (ACCT-19).",
        extensions=[requires(Right.RECORD_COLLECTIONS)],
    )
    async def reverse_collection(
        self,
        info: Info,
        input: Annotated[inputs.ReverseCollectionInput, strawberry.argument(description="Which, and why.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReverseCollectionPayload:
        """Reverse a collection."""
        result = await info.context.command("reverseCollection", idempotency_key, input.command(), reverse_collection)
        entry = None if result.value is None else Entry(number=strawberry.ID(result.value["entry_number"]))
        return ReverseCollectionPayload(entry=entry, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="State what Special Accounts hold on a day, for the notice of intent to distribute (NOTE-02).",
        extensions=[requires(Right.STATE_SPECIAL_ACCOUNTS)],
    )
    async def state_special_accounts(
        self,
        info: Info,
        input: Annotated[inputs.StateSpecialAccountsInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> StateSpecialAccountsPayload:
        """State Special Accounts."""
        result = await info.context.command(
            "stateSpecialAccounts", idempotency_key, input.command(), state_special_accounts
        )
        return StateSpecialAccountsPayload(statements=_statements(result), refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Close a fiscal year and all before it to postings (DIST-09).",
        extensions=[requires(Right.CLOSE_FISCAL_YEAR)],
    )
    async def close_fiscal_year(
        self,
        info: Info,
        input: Annotated[inputs.CloseFiscalYearInput, strawberry.argument(description="The year.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CloseFiscalYearPayload:
        """Close a fiscal year."""
        result = await info.context.command("closeFiscalYear", idempotency_key, input.command(), close_fiscal_year)
        year = None if result.value is None else FiscalYear(year=result.value["fiscal_year"])
        return CloseFiscalYearPayload(fiscal_year=year, refusals=to_refusals(result.refusals))

    @strawberry.mutation(
        description="Have a claimant's share withheld while its eligibility is in litigation (ACCT-18).",
        extensions=[requires(Right.HOLD_SHARES)],
    )
    async def place_litigation_hold(
        self,
        info: Info,
        input: Annotated[inputs.PlaceLitigationHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> LitigationHoldPayload:
        """Place a hold."""
        result = await info.context.command(
            "placeLitigationHold", idempotency_key, input.command(), place_litigation_hold
        )
        return await _hold(info, result)

    @strawberry.mutation(
        description="Release a hold by the outcome of the litigation (ACCT-18).",
        extensions=[requires(Right.RELEASE_HOLDS)],
    )
    async def release_litigation_hold(
        self,
        info: Info,
        input: Annotated[inputs.ReleaseLitigationHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> LitigationHoldPayload:
        """Release a hold."""
        result = await info.context.command(
            "releaseLitigationHold", idempotency_key, input.command(), release_litigation_hold
        )
        return await _hold(info, result)

    @strawberry.mutation(
        description="Freeze money and claims with their hash and compute the shares (DIST-09).",
        extensions=[requires(Right.PREPARE_DISTRIBUTIONS)],
    )
    async def prepare_distribution(
        self,
        info: Info,
        input: Annotated[inputs.PrepareDistributionInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Prepare a distribution."""
        command = input.command(shared_guard=info.context.loaders.shared_expenditure_guard)
        result = await info.context.command("prepareDistribution", idempotency_key, command, prepare_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Approve a distribution that somebody else prepared, after computing it again (DIST-09).",
        extensions=[requires(Right.APPROVE_DISTRIBUTIONS)],
    )
    async def approve_distribution(
        self,
        info: Info,
        input: _Distribution,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Approve a distribution."""
        command = ApproveDistribution(distribution_id=input.id())
        result = await info.context.command("approveDistribution", idempotency_key, command, approve_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Send a computed result back; it stays frozen and can be computed again.",
        extensions=[requires(Right.APPROVE_DISTRIBUTIONS)],
    )
    async def reject_distribution(
        self,
        info: Info,
        input: _DistributionReason,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Reject a result."""
        command = RejectDistribution(distribution_id=input.id(), reason=input.why())
        result = await info.context.command("rejectDistribution", idempotency_key, command, reject_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Cancel a distribution before payment; a new one for the same notice is planned.",
        extensions=[requires(Right.CANCEL_DISTRIBUTIONS)],
    )
    async def cancel_distribution(
        self,
        info: Info,
        input: _DistributionReason,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Cancel a distribution."""
        command = CancelDistribution(distribution_id=input.id(), reason=input.why())
        result = await info.context.command("cancelDistribution", idempotency_key, command, cancel_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Post every share to its producer, withheld ones to their holds (DIST-11, ACCT-18).",
        extensions=[requires(Right.PAY_DISTRIBUTIONS)],
    )
    async def pay_distribution(
        self,
        info: Info,
        input: _Distribution,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Pay a distribution."""
        command = PayDistribution(distribution_id=input.id())
        result = await info.context.command("payDistribution", idempotency_key, command, pay_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Record that every letter is out today; the time for reconsideration runs from it (DIST-10).",
        extensions=[requires(Right.NOTIFY_DISTRIBUTIONS)],
    )
    async def notify_distribution(
        self,
        info: Info,
        input: _Distribution,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Notify a distribution."""
        command = NotifyDistribution(
            distribution_id=input.id(), reconsideration_address=info.context.loaders.reconsideration_address
        )
        result = await info.context.command("notifyDistribution", idempotency_key, command, notify_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Close a distribution when the time for reconsideration is over (RECO-01).",
        extensions=[requires(Right.NOTIFY_DISTRIBUTIONS)],
    )
    async def close_distribution(
        self,
        info: Info,
        input: _Distribution,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionPayload:
        """Close a distribution."""
        command = CloseDistribution(distribution_id=input.id())
        result = await info.context.command("closeDistribution", idempotency_key, command, close_distribution)
        return await _distribution(info, result)

    @strawberry.mutation(
        description="Issue the report on a fiscal year's disbursements, or an updated version of it (REPT-05).",
        extensions=[requires(Right.ISSUE_ANNUAL_REPORT)],
    )
    async def issue_annual_report(
        self,
        info: Info,
        input: Annotated[inputs.IssueAnnualReportInput, strawberry.argument(description="The report.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AnnualReportPayload:
        """Issue a report."""
        issue = partial(issue_annual_report, policy=info.context.loaders.report_policy)
        result = await info.context.command("issueAnnualReport", idempotency_key, input.command(), issue)
        report = None
        if result.value is not None:
            row = await info.context.loaders.report.load((result.value["fiscal_year"], result.value["version"]))
            report = None if row is None else AnnualReport.of(row)
        return AnnualReportPayload(annual_report=report, refusals=to_refusals(result.refusals))


def _statements(result: CommandResult) -> list[StatedBalance] | None:
    if result.value is None:
        return None
    as_of = Date.fromisoformat(result.value["as_of"])
    balances: dict[str, Any] = result.value["balances"]
    return [
        StatedBalance(order=Order(case_number=strawberry.ID(case)), as_of=as_of, balance=Money(cents))
        for case, cents in balances.items()
    ]


async def _distribution(info: Info, result: CommandResult) -> DistributionPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.distribution.load(parse_id(result.value["distribution_id"], "distributionId"))
        shown = None if row is None else Distribution.of(info, row)
    return DistributionPayload(distribution=shown, refusals=to_refusals(result.refusals))


async def _hold(info: Info, result: CommandResult) -> LitigationHoldPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.hold.load(parse_id(result.value["hold_id"], "holdId"))
        shown = None if row is None else LitigationHold.of(row)
    return LitigationHoldPayload(litigation_hold=shown, refusals=to_refusals(result.refusals))
