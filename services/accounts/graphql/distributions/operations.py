"""Distributions of a whole fiscal year at once; paid ones recalled and computed again."""

from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.accounts.domain.reruns import RerunState
from services.accounts.graphql import checks, inputs
from services.accounts.graphql.enums import describe
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.types import After, DomesticProducer, First, Order, parse_id, text_after
from services.accounts.rights import Right
from services.accounts.storage import reruns
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases.decide_distribution import ApproveDistributions, approve_distributions
from services.accounts.usecases.distributions.reruns import (
    IssueRerun,
    RecallDistribution,
    RejectRerun,
    issue_rerun,
    recall_distribution,
    reject_rerun,
)
from services.accounts.usecases.pay_distribution import PayDistributions, pay_distributions
from services.accounts.usecases.prepare_distribution import PrepareDistributions, prepare_distributions
from shared.database import CommandResult
from shared.graphql import (
    Connection,
    Date,
    Money,
    Refusal,
    connection_from,
    page_arguments,
    requires,
    to_refusals,
)
from shared.refusals import Refusal as DomainRefusal

describe(
    RerunState,
    "DistributionRerunState",
    "Where a run again stands.",
    {
        "COMPUTED": "Computed, to be issued or rejected by somebody else.",
        "ISSUED": "Its differences are issued.",
        "REJECTED": "Dropped; nothing moved.",
    },
)
_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.input(description="A fiscal year's distributions.")
class DistributionsInput:
    """A year."""

    fiscal_year: int = strawberry.field(description="Fiscal year, named by the calendar year it ends in.")

    def year(self) -> int:
        """The year."""
        return checks.fiscal_year(self.fiscal_year)


@strawberry.input(description="A run again.")
class RerunInput:
    """An id."""

    rerun_id: strawberry.ID = strawberry.field(description="Id of the run.")


@strawberry.input(description="A run again and why it is rejected.")
class RerunReasonInput:
    """An id and a reason."""

    rerun_id: strawberry.ID = strawberry.field(description="Id of the run.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(description="An order left out of a command over a whole fiscal year, with every reason.")
class OrderLeftOut:
    """An order and refusals."""

    order: Order = strawberry.field(description="The order.")
    refusals: list[Refusal] = strawberry.field(description="Every reason.")


@strawberry.type(description="Answer to the mutations over a whole fiscal year.")
class DistributionsPayload:
    """Orders done and left out, or refusals."""

    orders: list[Order] | None = strawberry.field(description="Orders that were done; null when refused.")
    left_out: list[OrderLeftOut] | None = strawberry.field(description="Orders that were not, each with its reasons.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)

    @classmethod
    def of(cls, result: CommandResult) -> Self:
        """The answer as the API shows it."""
        if result.value is None:
            return cls(orders=None, left_out=None, refusals=to_refusals(result.refusals))
        return cls(
            orders=[Order(case_number=strawberry.ID(case)) for case in result.value["orders"]],
            left_out=[
                OrderLeftOut(
                    order=Order(case_number=strawberry.ID(one["case_number"])),
                    refusals=to_refusals(tuple(DomainRefusal(**refusal) for refusal in one["refusals"])),
                )
                for one in result.value["left_out"]
            ],
            refusals=[],
        )


@strawberry.type(description="What one claimant should have received on the claims as certified anew.")
class RerunLine:
    """A difference."""

    certification_number: str = strawberry.field(description="Number of the certification.")
    claimant_name: str = strawberry.field(description="Claimant as certified.")
    producer: DomesticProducer = strawberry.field(description="The producer.")
    accepted: bool = strawberry.field(description="Whether the claim shares now.")
    net_claim: Money = strawberry.field(description="Net claim now.")
    share: Money = strawberry.field(description="Corrected share.")
    received: Money = strawberry.field(description="Paid, or withheld for it, before.")
    supplement: Money = strawberry.field(description="Owed to the claimant.")
    supplement_paid: Money = strawberry.field(description="Paid of it, as far as the account reached.")
    debt: Money = strawberry.field(description="Owed by the claimant.")
    taken_off_hold: Money = strawberry.field(description="Of the debt, taken off what is withheld for it.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The line as the API shows it."""
        return cls(
            certification_number=row.certification_number,
            claimant_name=row.claimant_name,
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            accepted=row.accepted,
            net_claim=Money(row.net_cents),
            share=Money(row.share_cents),
            received=Money(row.received_cents),
            supplement=Money(row.supplement_cents),
            supplement_paid=Money(row.paid_cents),
            debt=Money(row.debt_cents),
            taken_off_hold=Money(row.released_cents),
        )


@strawberry.type(description="A paid distribution computed again on changed claims; only the differences are issued.")
class DistributionRerun:
    """A run."""

    id: strawberry.ID = strawberry.field(description="Id of the run.")
    distribution_id: strawberry.ID = strawberry.field(description="The distribution.")
    version: int = strawberry.field(description="2 for the first run after the payment, more for each later one.")
    state: RerunState = strawberry.field(description="Where it stands.")
    claims_version: int = strawberry.field(description="Version of the certified list of claims.")
    reason: str = strawberry.field(description="Why it was recalled.")
    claims_total: Money = strawberry.field(description="Sum of the accepted net claims now.")
    supplements: Money = strawberry.field(description="Owed to claimants in all.")
    debts: Money = strawberry.field(description="Owed by claimants in all.")
    input_hash: str = strawberry.field(description="SHA-256 of the inputs (DIST-09).")
    prepared_by: str = strawberry.field(description="Who computed it.")
    decided_by: str | None = strawberry.field(description="Who issued or rejected it: another person.")
    decided_on: Date | None = strawberry.field(description="When.")

    @strawberry.field(description="Differences by certification number.")
    async def lines(self, info: Info, first: First = None, after: After = None) -> Connection[RerunLine]:
        """A page of lines."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reruns.lines_page(connection, UUID(str(self.id)), text_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (row.certification_number,), node=RerunLine.of)

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The run as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            distribution_id=strawberry.ID(str(row.distribution_id)),
            version=row.version,
            state=RerunState(row.state),
            claims_version=row.claims_version,
            reason=row.reason,
            claims_total=Money(row.claims_total_cents),
            supplements=Money(row.supplements_cents),
            debts=Money(row.debts_cents),
            input_hash=row.input_hash,
            prepared_by=row.prepared_by,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
        )


@strawberry.type(description="Answer to the mutations on runs again.")
class RerunPayload:
    """The run or refusals."""

    rerun: DistributionRerun | None = strawberry.field(description="The run; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


_Year = Annotated[DistributionsInput, strawberry.argument(description="The fiscal year.")]


@strawberry.type
class DistributionQueries:
    """Runs again."""

    @strawberry.field(
        description="Runs again of a distribution, the oldest first.", extensions=[requires(Right.READ_ACCOUNTS)]
    )
    async def distribution_reruns(
        self,
        info: Info,
        distribution_id: Annotated[strawberry.ID, strawberry.argument(description="The distribution.")],
    ) -> list[DistributionRerun]:
        """Its runs."""
        wanted = parse_id(distribution_id, "distributionId")
        async with info.context.database.reading() as connection:
            found = await reruns.reruns_by_distribution(connection, [wanted])
        return [DistributionRerun.of(row) for row in found[wanted]]


@strawberry.type
class DistributionMutations:
    """A whole fiscal year at once; runs again."""

    @strawberry.mutation(
        description="Prepare every planned distribution of a fiscal year that is ready; the others are named with "
        "their reasons (DIST-09).",
        extensions=[requires(Right.PREPARE_DISTRIBUTIONS)],
    )
    async def prepare_distributions(
        self,
        info: Info,
        input: _Year,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionsPayload:
        """Prepare a year."""
        command = PrepareDistributions(
            fiscal_year=input.year(), shared_guard=info.context.loaders.shared_expenditure_guard
        )
        return DistributionsPayload.of(
            await info.context.command("prepareDistributions", idempotency_key, command, prepare_distributions)
        )

    @strawberry.mutation(
        description="Approve every computed distribution of a fiscal year that somebody else prepared and that gives "
        "the same cents again; the others are named with their reasons (DIST-09).",
        extensions=[requires(Right.APPROVE_DISTRIBUTIONS)],
    )
    async def approve_distributions(
        self,
        info: Info,
        input: _Year,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionsPayload:
        """Approve a year."""
        command = ApproveDistributions(fiscal_year=input.year())
        return DistributionsPayload.of(
            await info.context.command("approveDistributions", idempotency_key, command, approve_distributions)
        )

    @strawberry.mutation(
        description="Pay every approved distribution of a fiscal year (DIST-11).",
        extensions=[requires(Right.PAY_DISTRIBUTIONS)],
    )
    async def pay_distributions(
        self,
        info: Info,
        input: _Year,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> DistributionsPayload:
        """Pay a year."""
        command = PayDistributions(fiscal_year=input.year())
        return DistributionsPayload.of(
            await info.context.command("payDistributions", idempotency_key, command, pay_distributions)
        )

    @strawberry.mutation(
        description="Recall a paid distribution: compute it again from its frozen money and the claims as certified "
        "now. Nothing moves until another person issues the differences (DIST-12).",
        extensions=[requires(Right.RECALL_DISTRIBUTIONS)],
    )
    async def recall_distribution(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.DistributionReasonInput, strawberry.argument(description="The distribution and why.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RerunPayload:
        """Recall a distribution."""
        command = RecallDistribution(distribution_id=input.id(), reason=input.why())
        result = await info.context.command("recallDistribution", idempotency_key, command, recall_distribution)
        return await _rerun(info, result)

    @strawberry.mutation(
        description="Issue a run's differences: supplements out of what remains in the account, debts as drafts of "
        "bills to those who received too much (DIST-12, BILL-11).",
        extensions=[requires(Right.ISSUE_RERUNS)],
    )
    async def issue_rerun(
        self,
        info: Info,
        input: Annotated[RerunInput, strawberry.argument(description="The run.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RerunPayload:
        """Issue a run."""
        command = IssueRerun(rerun_id=parse_id(input.rerun_id, "rerunId"))
        return await _rerun(info, await info.context.command("issueRerun", idempotency_key, command, issue_rerun))

    @strawberry.mutation(
        description="Drop a run that was computed; nothing has moved.", extensions=[requires(Right.ISSUE_RERUNS)]
    )
    async def reject_rerun(
        self,
        info: Info,
        input: Annotated[RerunReasonInput, strawberry.argument(description="The run and why.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RerunPayload:
        """Reject a run."""
        command = RejectRerun(rerun_id=parse_id(input.rerun_id, "rerunId"), reason=checks.prose(input.reason, "reason"))
        return await _rerun(info, await info.context.command("rejectRerun", idempotency_key, command, reject_rerun))


async def _rerun(info: Info, result: CommandResult) -> RerunPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.rerun.load(parse_id(result.value["rerun_id"], "rerunId"))
        shown = None if row is None else DistributionRerun.of(row)
    return RerunPayload(rerun=shown, refusals=to_refusals(result.refusals))
