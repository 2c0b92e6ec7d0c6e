"""Bills, determinations, reviews of deficits and interest rates as the API shows them."""

from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.accounts.domain.bills.kinds import BillKind, PaidBy, WriteOffKind
from services.accounts.domain.bills.law import InterestMethod, WeightBasis
from services.accounts.domain.bills.letter import FORMULA, INTEREST_TERMS, OFFSET_RIGHTS
from services.accounts.domain.bills.overpayment import Deficit
from services.accounts.domain.bills.states import BillState
from services.accounts.graphql.bills import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import DomesticProducer, Order, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.bills import reading
from services.accounts.storage.bills.reading import BillFilter
from services.accounts.storage.rows import AnyRow
from shared.graphql import Connection, Date, Money, Refusal, connection_from, page_arguments

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="Interest charged for days of a 30-day period, or such a charge taken back (BILL-05).")
class BillCharge:
    """A charge."""

    period: int = strawberry.field(description="1 for the first 30 days after the due date.")
    first_on: Date = strawberry.field(description="First day charged.")
    last_on: Date = strawberry.field(description="Last day charged.")
    principal: Money = strawberry.field(description="Principal unpaid then.")
    amount: Money = strawberry.field(description="Interest; negative when taken back.")
    charged_on: Date = strawberry.field(description="Day it was charged.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The charge as the API shows it."""
        return cls(
            period=row.period,
            first_on=row.first_on,
            last_on=row.last_on,
            principal=Money(row.principal_cents),
            amount=Money(row.amount_cents),
            charged_on=row.charged_on,
        )


@strawberry.type(description="A payment on a bill: interest first, then principal, the rest is excess (BILL-06).")
class BillPayment:
    """A payment."""

    id: strawberry.ID = strawberry.field(description="Id of the payment.")
    paid_by: PaidBy = strawberry.field(description="How the money came.")
    received_on: Date = strawberry.field(description="Day Customs received it.")
    amount: Money = strawberry.field(description="Amount.")
    to_interest: Money = strawberry.field(description="Part applied to interest.")
    to_principal: Money = strawberry.field(description="Part applied to principal.")
    excess: Money = strawberry.field(description="Part returned.")
    offset_from: Order | None = strawberry.field(description="Order whose payment it was kept from; null otherwise.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The payment as the API shows it."""
        case = row.from_case_number
        return cls(
            id=strawberry.ID(str(row.id)),
            paid_by=PaidBy(row.paid_by),
            received_on=row.received_on,
            amount=Money(row.amount_cents),
            to_interest=Money(row.interest_cents),
            to_principal=Money(row.principal_cents),
            excess=Money(row.excess_cents),
            offset_from=None if case is None else Order(case_number=strawberry.ID(case)),
        )


@strawberry.type(description="A proposal to give up the rest of a bill (BILL-10).")
class BillWriteOff:
    """A proposal."""

    id: strawberry.ID = strawberry.field(description="Id of the proposal.")
    kind: WriteOffKind = strawberry.field(description="Write-off or compromise.")
    accepted: Money = strawberry.field(description="Of a compromise, what is accepted for the rest.")
    reason: str = strawberry.field(description="Why.")
    proposed_by: str = strawberry.field(description="Who proposed it.")
    approved_by: str | None = strawberry.field(description="Who approved it; null while it waits.")
    written_off: Money | None = strawberry.field(description="What was given up; null while it waits.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The proposal as the API shows it."""
        given_up = row.written_off_cents
        return cls(
            id=strawberry.ID(str(row.id)),
            kind=WriteOffKind(row.kind),
            accepted=Money(row.accepted_cents),
            reason=row.reason,
            proposed_by=row.proposed_by,
            approved_by=row.approved_by,
            written_off=None if given_up is None else Money(given_up),
        )


@strawberry.type(description="One lineage's part in a determination, with every input (REFD-08, BILL-12).")
class DeterminationShare:
    """A share."""

    lineage_id: strawberry.ID = strawberry.field(description="The line of succession.")
    producer: DomesticProducer = strawberry.field(description="Who answers for it.")
    received: Money = strawberry.field(description="All offsets it ever received from the account.")
    weight: Money = strawberry.field(description="What its share is in proportion to.")
    share: Money = strawberry.field(description="Its share; zero makes no bill.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The share as the API shows it."""
        return cls(
            lineage_id=strawberry.ID(row.lineage_id),
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            received=Money(row.received_cents),
            weight=Money(row.weight_cents),
            share=Money(row.share_cents),
        )


@strawberry.type(description="What an officer determined as overpaid out of a Special Account (19 CFR 159.64(b)(3)).")
class OverpaymentDetermination:
    """A determination."""

    id: strawberry.ID = strawberry.field(description="Id of the determination.")
    order: Order = strawberry.field(description="The order.")
    amount: Money = strawberry.field(description="Amount, after reductions (BILL-10).")
    original: Money = strawberry.field(description="Amount as determined.")
    deficit: Money = strawberry.field(description="What the account was short of then.")
    refunds: Money = strawberry.field(description="Refunds of distributed money up to then.")
    expected_receipts: Money = strawberry.field(description="The officer's estimate.")
    suggested: Money = strawberry.field(description="What the deficit less the estimate suggested.")
    weight_basis: WeightBasis = strawberry.field(description="What bills are in proportion to.")
    formula: str = strawberry.field(description="How the amount is split.")
    reason: str = strawberry.field(description="Why it was determined.")
    evidence: str = strawberry.field(description="What shows it.")
    determined_on: Date = strawberry.field(description="Day of the determination.")
    determined_by: str = strawberry.field(description="Who determined it.")

    @strawberry.field(description="Every lineage that ever received from the account, by lineage.")
    async def shares(self, info: Info) -> list[DeterminationShare]:
        """The split."""
        rows = await info.context.loaders.determination_shares.load(UUID(str(self.id)))
        return [DeterminationShare.of(row) for row in rows or ()]

    @strawberry.field(description="Its bills, the oldest first.")
    async def bills(
        self,
        info: Info,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Cursor of the last item seen.")] = None,
    ) -> "Connection[Bill]":
        """A page of bills."""
        return await bill_page(info, first, after, BillFilter(determination_id=UUID(str(self.id))))

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The determination as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            amount=Money(row.amount_cents),
            original=Money(row.original_cents),
            deficit=Money(row.deficit_cents),
            refunds=Money(row.refunds_cents),
            expected_receipts=Money(row.expected_receipts_cents),
            suggested=Money(row.suggested_cents),
            weight_basis=WeightBasis(row.weight_basis),
            formula=FORMULA,
            reason=row.reason,
            evidence=row.evidence,
            determined_on=row.determined_on,
            determined_by=row.determined_by,
        )


@strawberry.type(
    description="A determination's reduction, proposed because a refund it rested on was reversed (BILL-10)."
)
class DeterminationReduction:
    """A proposal and what became of it."""

    id: strawberry.ID = strawberry.field(description="Id of the proposal.")
    determination_id: strawberry.ID = strawberry.field(description="The determination.")
    refund_id: strawberry.ID = strawberry.field(description="The refund that was reversed.")
    cut: Money = strawberry.field(description="To be taken off the determination.")
    proposed_on: Date = strawberry.field(description="Day the refund was reversed.")
    proposed_by: str = strawberry.field(description="Who reversed it.")
    approved: bool | None = strawberry.field(description="Whether it was made; null while it waits.")
    decision_reason: str | None = strawberry.field(description="Why.")
    decided_on: Date | None = strawberry.field(description="Day of the decision.")
    decided_by: str | None = strawberry.field(description="Who decided.")

    @strawberry.field(description="The determination as it stands.")
    async def determination(self, info: Info) -> OverpaymentDetermination | None:
        """The determination."""
        row = await info.context.loaders.determination.load(UUID(str(self.determination_id)))
        return None if row is None else OverpaymentDetermination.of(row)

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The proposal as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            determination_id=strawberry.ID(str(row.determination_id)),
            refund_id=strawberry.ID(str(row.refund_id)),
            cut=Money(row.cut_cents),
            proposed_on=row.proposed_on,
            proposed_by=row.proposed_by,
            approved=row.approved,
            decision_reason=row.decision_reason,
            decided_on=row.decided_on,
            decided_by=row.decided_by,
        )


@strawberry.type(description="A bill to a producer; for the producer itself and for officers (BILL-01, PUBL-03).")
class Bill:
    """A bill."""

    id: strawberry.ID = strawberry.field(description="Id of the bill.")
    number: str = strawberry.field(description="Number printed on it.")
    kind: BillKind = strawberry.field(description="What is owed for.")
    state: BillState = strawberry.field(description="Where it stands.")
    order: Order = strawberry.field(description="The order whose account it repairs.")
    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    producer: DomesticProducer = strawberry.field(description="The debtor.")
    lineage_id: strawberry.ID = strawberry.field(description="The line of succession that is billed.")
    determination_id: strawberry.ID | None = strawberry.field(description="The determination it is a share of.")
    amount: Money = strawberry.field(description="Principal, after reductions.")
    original: Money = strawberry.field(description="Principal as proposed.")
    reason: str = strawberry.field(description="Why it is owed.")
    legal_basis: str = strawberry.field(description="Where the debt stands in law.")
    bill_on: Date | None = strawberry.field(description="Date of the bill; null for a draft.")
    due_on: Date | None = strawberry.field(description="Bill date + 30, never rolled; interest counts from it.")
    pay_by: Date | None = strawberry.field(description="The same, or the next business day; printed on the bill.")
    interest_method: InterestMethod = strawberry.field(description="How it bears interest, as of its day.")
    interest_charged: Money = strawberry.field(description="Interest charged so far.")
    interest_paid: Money = strawberry.field(description="Interest paid.")
    principal_paid: Money = strawberry.field(description="Principal paid.")
    unpaid: Money = strawberry.field(description="Interest charged and principal, unpaid.")
    excess: Money = strawberry.field(description="Paid too much, and returned.")
    notice_on: Date | None = strawberry.field(description="Day of the offset notice (BILL-07).")
    response_by: Date | None = strawberry.field(description="Last day to respond to it.")
    offset_eligible: bool = strawberry.field(description="Whether the next payment may be offset (BILL-07).")
    closed_on: Date | None = strawberry.field(description="Day it was paid, cancelled or written off.")
    closed_reason: str | None = strawberry.field(description="Why, unless it was paid.")
    proposed_by: str = strawberry.field(description="Who proposed it.")
    issued_by: str | None = strawberry.field(description="Who issued it; null for a draft.")
    interest_terms: str = strawberry.field(description="How it bears interest, in words.")
    offset_rights: str = strawberry.field(description="Warning of an offset, and the debtor's rights.")
    how_to_pay: str = strawberry.field(description="How to pay.")
    dispute_contact: str = strawberry.field(description="How to dispute it (BILL-12).")

    @strawberry.field(description="The determination it is a share of, with every input of the split; null for a debt.")
    async def determination(self, info: Info) -> OverpaymentDetermination | None:
        """The determination, for officers."""
        if self.determination_id is None or not info.context.may(Right.READ_BILLS):
            return None
        row = await info.context.loaders.determination.load(UUID(str(self.determination_id)))
        return None if row is None else OverpaymentDetermination.of(row)

    @strawberry.field(description="Weight of its share: all offsets received from the account; null for a debt.")
    async def weight(self, info: Info) -> Money | None:
        """The weight."""
        if self.determination_id is None:
            return None
        rows = await info.context.loaders.determination_shares.load(UUID(str(self.determination_id)))
        return next((Money(row.weight_cents) for row in rows or () if row.lineage_id == str(self.lineage_id)), None)

    @strawberry.field(description="Interest charged, and taken back, in order.")
    async def charges(self, info: Info) -> list[BillCharge]:
        """Its charges."""
        rows = await info.context.loaders.bill_charges.load(UUID(str(self.id)))
        return [BillCharge.of(row) for row in rows or ()]

    @strawberry.field(description="Payments, in the order of recording.")
    async def payments(self, info: Info) -> list[BillPayment]:
        """Its payments."""
        rows = await info.context.loaders.bill_payments.load(UUID(str(self.id)))
        return [BillPayment.of(row) for row in rows or ()]

    @strawberry.field(description="Proposals to give up the rest; empty for the producer.")
    async def write_offs(self, info: Info) -> list[BillWriteOff]:
        """Its proposals."""
        if not info.context.may(Right.READ_BILLS):
            return []
        rows = await info.context.loaders.bill_write_offs.load(UUID(str(self.id)))
        return [BillWriteOff.of(row) for row in rows or ()]

    @classmethod
    def of(cls, info: Info, row: AnyRow) -> Self:
        """The bill as the API shows it."""
        policy = info.context.loaders.bill_policy
        method, state = InterestMethod(row.method), BillState(row.state)
        if row.bill_on is None:
            method = policy.overpayment_method if row.kind == BillKind.OVERPAYMENT else policy.debt_method
        matured = row.response_by is not None and info.context.today > row.response_by
        return cls(
            id=strawberry.ID(str(row.id)),
            number=row.number,
            kind=BillKind(row.kind),
            state=state,
            order=Order(case_number=strawberry.ID(row.case_number)),
            case_number=strawberry.ID(row.case_number),
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            lineage_id=strawberry.ID(row.lineage_id),
            determination_id=None if row.determination_id is None else strawberry.ID(str(row.determination_id)),
            amount=Money(row.principal_cents),
            original=Money(row.original_cents),
            reason=row.reason,
            legal_basis=row.legal_basis,
            bill_on=row.bill_on,
            due_on=row.due_on,
            pay_by=row.pay_by,
            interest_method=method,
            interest_charged=Money(row.charged_cents),
            interest_paid=Money(row.interest_paid_cents),
            principal_paid=Money(row.principal_paid_cents),
            unpaid=Money(row.principal_cents - row.principal_paid_cents + row.charged_cents - row.interest_paid_cents),
            excess=Money(row.excess_cents),
            notice_on=row.notice_on,
            response_by=row.response_by,
            offset_eligible=matured and state in (BillState.PAST_DUE, BillState.OFFSET_READY),
            closed_on=row.closed_on,
            closed_reason=row.closed_reason,
            proposed_by=row.proposed_by,
            issued_by=row.issued_by,
            interest_terms=INTEREST_TERMS[method],
            offset_rights=OFFSET_RIGHTS,
            how_to_pay=policy.how_to_pay,
            dispute_contact=policy.dispute_contact,
        )


@strawberry.type(description="A Special Account's deficit and what is known of its recovery (REFD-07).")
class OverpaymentSuggestion:
    """A suggestion; the officer determines."""

    deficit: Money = strawberry.field(description="What the account is short of.")
    limit: Money = strawberry.field(description="The most that may be determined now, apart from each lineage's cap.")
    suggested: Money = strawberry.field(description="Deficit less expected receipts, within the limit.")
    refunds: Money = strawberry.field(description="Refunds of distributed money.")
    determined: Money = strawberry.field(description="Earlier determinations, without cancelled parts.")
    clearing_balance: Money = strawberry.field(description="On deposit in the Clearing Account.")
    open_importer_bills: Money = strawberry.field(description="Billed to importers and not collected.")
    open_bills: Money = strawberry.field(description="Unpaid principal of earlier overpayment bills.")

    @classmethod
    def of(cls, deficit: Deficit, expected_receipts_cents: int) -> Self:
        """The suggestion as the API shows it."""
        return cls(
            deficit=Money(deficit.deficit_cents),
            limit=Money(deficit.limit_cents),
            suggested=Money(deficit.suggested_cents(expected_receipts_cents)),
            refunds=Money(deficit.refunds_cents),
            determined=Money(deficit.determined_cents),
            clearing_balance=Money(deficit.clearing_cents),
            open_importer_bills=Money(deficit.importer_bills_cents),
            open_bills=Money(deficit.bills_cents),
        )


@strawberry.type(description="The review of a deficit at a fiscal year's end (REFD-07).")
class DeficitReview:
    """A review."""

    order: Order = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year that ended.")
    deficit: Money = strawberry.field(description="What the account was short of at its end.")
    raised_on: Date = strawberry.field(description="Day it was raised.")
    reviewed_on: Date | None = strawberry.field(description="Day an officer reviewed it; null while it waits.")
    reviewed_by: str | None = strawberry.field(description="Who reviewed it.")
    suggested: Money | None = strawberry.field(description="Determination suggested then.")
    conclusion: str | None = strawberry.field(description="What the officer concluded.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The review as the API shows it."""
        return cls(
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            deficit=Money(row.deficit_cents),
            raised_on=row.raised_on,
            reviewed_on=row.reviewed_on,
            reviewed_by=row.reviewed_by,
            suggested=None if row.suggested_cents is None else Money(row.suggested_cents),
            conclusion=row.conclusion,
        )


@strawberry.type(description="Interest rates of 26 USC 6621 as Customs published them (BILL-04).")
class InterestRate:
    """Rates and their days."""

    begin_on: Date = strawberry.field(description="First day.")
    end_on: Date = strawberry.field(description="Last day.")
    underpayment_percent: str = strawberry.field(description="Per year, on overdue bills.")
    overpayment_percent: str = strawberry.field(description="Per year, on refunds.")
    corporate_overpayment_percent: str | None = strawberry.field(
        description="Per year, on refunds to corporations; null before 1999."
    )
    source: str = strawberry.field(description="Where it was published.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The rates as the API shows them."""
        corporate = row.corporate_percent
        return cls(
            begin_on=row.begin_on,
            end_on=row.end_on,
            underpayment_percent=f"{row.underpayment_percent:.2f}",
            overpayment_percent=f"{row.overpayment_percent:.2f}",
            corporate_overpayment_percent=None if corporate is None else f"{corporate:.2f}",
            source=row.source,
        )


@strawberry.type(description="Answer to the mutations on one bill.")
class BillPayload:
    """The bill or refusals."""

    bill: Bill | None = strawberry.field(description="The bill; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to issueBills.")
class IssueBillsPayload:
    """The bills or refusals."""

    bills: list[Bill] | None = strawberry.field(description="The bills issued; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on a determination.")
class OverpaymentDeterminationPayload:
    """The determination or refusals."""

    determination: OverpaymentDetermination | None = strawberry.field(description="It; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to decideDeterminationReduction.")
class DeterminationReductionPayload:
    """The proposal or refusals."""

    determination_reduction: DeterminationReduction | None = strawberry.field(description="It; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to reviewDeficit.")
class DeficitReviewPayload:
    """The review or refusals."""

    deficit_review: DeficitReview | None = strawberry.field(description="The review; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


async def determination_page(
    info: Info, first: int | None, after: str | None, case_number: str
) -> Connection[OverpaymentDetermination]:
    """A page of an order's determinations, the oldest first."""
    page = page_arguments(first, after)
    async with info.context.database.reading() as connection:
        rows = await reading.determinations_page(connection, case_number, uuid_after(page.after), page.fetch)
    return connection_from(rows, page, key=lambda row: (str(row.id),), node=OverpaymentDetermination.of)


async def bill_page(info: Info, first: int | None, after: str | None, which: BillFilter) -> Connection[Bill]:
    """A page of bills, the oldest first."""
    page = page_arguments(first, after)
    async with info.context.database.reading() as connection:
        rows = await reading.page(connection, which, uuid_after(page.after), page.fetch)
    return connection_from(rows, page, key=lambda row: (str(row.id),), node=lambda row: Bill.of(info, row))
