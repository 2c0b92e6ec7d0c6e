"""Orders with their accounts, distributions and payments as the API shows them."""

from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry

from services.accounts.domain import distribution as rules
from services.accounts.domain.distribution import Method, PaymentKind
from services.accounts.domain.eligibility import has_accounts
from services.accounts.domain.holds import Outcome
from services.accounts.domain.law import RECONSIDERATION_PERIOD
from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import PAID_STATES, DistributionState, SpecialAccountState
from services.accounts.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.instructions.types import OrderInstructions
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.termination.types import OrderEnd
from services.accounts.rights import Right
from services.accounts.storage import reading
from services.accounts.storage.balances import AsOf
from services.accounts.storage.bills.reading import BillFilter
from services.accounts.storage.reading import DistributionFilter, ShareRow
from services.accounts.storage.rows import AnyRow
from shared.errors import BadInput
from shared.graphql import Connection, Date, DateTime, Money, connection_from, page_arguments, requires

First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


if TYPE_CHECKING:
    from services.accounts.graphql.bills.types import Bill, OverpaymentDetermination
    from services.accounts.graphql.distributions.letters import DistributionLetter

LazyBill = Annotated["Bill", strawberry.lazy("services.accounts.graphql.bills.types")]
LazyDetermination = Annotated["OverpaymentDetermination", strawberry.lazy("services.accounts.graphql.bills.types")]

LazyLetter = Annotated["DistributionLetter", strawberry.lazy("services.accounts.graphql.distributions.letters")]

_RESTRICTED = " Null for callers who may not read accounts."


@strawberry.type(description="Holds estimated duties on unliquidated entries of an order (19 CFR 159.64(a)(2)).")
class ClearingAccount:
    """A balance."""

    balance: Money = strawberry.field(description="Estimated duties held; never negative. It bears no interest.")


@strawberry.type(description="Holds assessed duties and interest until they are distributed (19 CFR 159.64(a)(1)).")
class SpecialAccount:
    """A balance and what is kept apart of it."""

    state: SpecialAccountState = strawberry.field(description="Where the account stands.")
    balance: Money = strawberry.field(description="May be negative where refunds exceed receipts. Bears no interest.")
    litigation_hold: Money = strawberry.field(description="Withheld from distributions during litigation (ACCT-18).")
    sequester: Money = strawberry.field(description="Withheld by budget law (ACCT-17).")


@strawberry.type(description="An amount paid to a producer.")
class Payment:
    """A payment, gross of any offset."""

    id: strawberry.ID = strawberry.field(description="Id of the payment.")
    order: "Order" = strawberry.field(description="The order it was paid under.")
    fiscal_year: int = strawberry.field(description="Fiscal year of the distribution.")
    distribution_id: strawberry.ID = strawberry.field(description="The distribution.")
    certification_number: str = strawberry.field(description="The certification paid on.")
    kind: PaymentKind = strawberry.field(description="Why it was paid.")
    amount: Money = strawberry.field(description="Amount paid, gross of any offset.")
    paid_on: Date = strawberry.field(description="Day of payment.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The payment as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            distribution_id=strawberry.ID(str(row.distribution_id)),
            certification_number=row.certification_number,
            kind=PaymentKind(row.kind),
            amount=Money(row.amount_cents),
            paid_on=row.paid_on,
        )


@strawberry.federation.type(keys=["id"], description="A domestic producer. Owned by certification.")
class DomesticProducer:
    """A producer with what it was paid."""

    id: strawberry.ID = strawberry.field(description="The producer's id.")

    @strawberry.field(description="What it was paid, the oldest first; for the producer itself and for officers.")
    async def payments(self, info: Info, first: First = None, after: After = None) -> Connection[Payment]:
        """A page of payments."""
        if str(self.id) not in info.context.principal.producer_ids:
            info.context.authorize(Right.READ_ACCOUNTS)
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.payments_page(connection, str(self.id), uuid_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Payment.of)

    @strawberry.field(
        description="Its bills, the oldest first; for officers, and those that were issued for the producer itself."
    )
    async def bills(self, info: Info, first: First = None, after: After = None) -> Connection[LazyBill]:
        """A page of bills."""
        from services.accounts.graphql.bills.types import bill_page

        officer = info.context.may(Right.READ_BILLS)
        if not officer and str(self.id) not in info.context.principal.producer_ids:
            info.context.authorize(Right.READ_BILLS)
        return await bill_page(info, first, after, BillFilter(producer_id=str(self.id), issued_only=not officer))

    @strawberry.field(
        description="What it was told of distributions, the oldest first; for the producer itself and for officers."
    )
    async def letters(self, info: Info, first: First = None, after: After = None) -> Connection[LazyLetter]:
        """A page of letters (DIST-10)."""
        from services.accounts.graphql.distributions.letters import letters_of_producer

        if str(self.id) not in info.context.principal.producer_ids:
            info.context.authorize(Right.READ_ACCOUNTS)
        return await letters_of_producer(info, first, after, str(self.id))

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:  # noqa: A002
        """The producer another subgraph refers to."""
        return cls(id=id)


@strawberry.type(description="One claimant's part in a distribution.")
class DistributionShare:
    """A frozen claim and its share."""

    certification_number: str = strawberry.field(description="Number of the certification.")
    claimant_name: str = strawberry.field(description="Claimant as certified.")
    producer: DomesticProducer = strawberry.field(description="The producer.")
    accepted: bool = strawberry.field(description="False for a claim that was rejected, lapsed or denied late.")
    reason_code: str | None = strawberry.field(description="Why a claim that is not accepted is not." + _RESTRICTED)
    claimed: Money = strawberry.field(description="Amount claimed (PUBL-01).")
    net_claim: Money = strawberry.field(description="Certified net claim, the weight of the share (DIST-04).")
    allocation_percentage: str = strawberry.field(description="Percent of all net claims, six decimals (DIST-06).")
    exact_share: str = strawberry.field(description="Share before rounding to cents, in dollars with six decimals.")
    reduced_by: Money = strawberry.field(
        description="Off the certified claim: paid for the same spending since it was filed (RECO-07)."
    )
    guard_cut: Money = strawberry.field(
        description="Off the weight: shared spending that another order pays for (DIST-08)."
    )
    share: Money = strawberry.field(description="Share to the cent, paid or withheld (DIST-05).")
    amount: Money = strawberry.field(description="Amount disbursed so far, with hold releases.")
    held: Money | None = strawberry.field(description="Amount withheld now (ACCT-18)." + _RESTRICTED)
    withheld_reason: str | None = strawberry.field(description="Court and basis of a hold." + _RESTRICTED)

    @classmethod
    def of(cls, share: ShareRow, *, restricted: bool) -> Self:
        """The share as a caller may see it."""
        row = share.row
        weight = row.net_cents - row.guarded_cents
        exact = rules.exact_share(share.available_cents, weight, share.claims_total_cents)
        return cls(
            certification_number=row.certification_number,
            claimant_name=row.claimant_name,
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            accepted=row.accepted,
            reason_code=row.reason_code if restricted else None,
            claimed=Money(row.net_cents + row.reduced_cents if row.accepted else row.claimed_cents),
            net_claim=Money(row.net_cents),
            allocation_percentage=rules.allocation_percentage(weight, share.claims_total_cents),
            exact_share=exact,
            reduced_by=Money(row.reduced_cents),
            guard_cut=Money(row.guarded_cents),
            share=Money(row.share_cents),
            amount=Money(share.paid_cents),
            held=Money(share.held_cents) if restricted else None,
            withheld_reason=share.withheld_reason if restricted else None,
        )


@strawberry.type(description="The payment of one order's Special Account for one fiscal year (19 CFR 159.64(b)-(c)).")
class Distribution:
    """A distribution; the public sees it once it is paid."""

    id: strawberry.ID = strawberry.field(description="Id of the distribution.")
    order: "Order" = strawberry.field(description="The order.")
    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    fiscal_year: int = strawberry.field(description="Fiscal year the money was received in.")
    notice_id: strawberry.ID = strawberry.field(description="The notice of intent to distribute.")
    state: DistributionState = strawberry.field(description="Where it stands.")
    due_on: Date = strawberry.field(description="Last day to pay: 29 November, not rolled (DIST-01).")
    work_by: Date = strawberry.field(description="Last business day on or before it.")
    is_late: bool = strawberry.field(description="Paid after that day, or unpaid and the day is over.")
    balance: Money | None = strawberry.field(description="Balance at the end of 30 September; null before the freeze.")
    reserve: Money | None = strawberry.field(description="Kept for approved adjustments (RECO-06).")
    hold_back: Money | None = strawberry.field(description="Kept for a large refund (DIST-02).")
    sequester: Money | None = strawberry.field(description="Withheld by budget law (ACCT-17).")
    available: Money | None = strawberry.field(description="Amount available (DIST-02); may be negative.")
    claims_total: Money | None = strawberry.field(description="Sum of the accepted net claims.")
    method: Method | None = strawberry.field(description="How it was shared.")
    carry_forward: Money | None = strawberry.field(description="Left in the account for later years.")
    input_hash: str | None = strawberry.field(description="SHA-256 of the frozen inputs (DIST-09).")
    paid_on: Date | None = strawberry.field(description="Day of payment.")
    notified_on: Date | None = strawberry.field(description="Date on the letters.")
    late_raised_on: Date | None = strawberry.field(description="Day DISTRIBUTION_LATE was raised (DIST-01).")
    sequester_rate_percent: str | None = strawberry.field(
        description="Rate of the fiscal year at the freeze (ACCT-17); null where none was set."
    )
    computed_together_with: strawberry.ID | None = strawberry.field(
        description="The same for orders frozen, computed and approved together (DIST-08); null for one alone."
    )
    reconsideration_by: Date | None = strawberry.field(
        description="Last day for a request for reconsideration (RECO-01); null before the letters are out."
    )
    prepared_by: str | None = strawberry.field(description="Who prepared it." + _RESTRICTED)
    approved_by: str | None = strawberry.field(description="Who approved it." + _RESTRICTED)
    prepared_at: DateTime | None = strawberry.field(description="When it was prepared." + _RESTRICTED)

    @strawberry.field(description="Version of the certified list of claims; null before it is certified." + _RESTRICTED)
    async def claims_version(self, info: Info) -> int | None:
        """The list this distribution would be prepared on."""
        if not info.context.may(Right.READ_ACCOUNTS):
            return None
        return await info.context.loaders.claims_version.load((str(self.case_number), self.fiscal_year))

    @strawberry.field(
        description="Day by which the disbursing office had accepted the files with all its payments; null before."
    )
    async def payment_files_accepted_on(self, info: Info) -> Date | None:
        """When its payments were all handed over (18.3)."""
        row = await info.context.loaders.payment_files_accepted.load(UUID(str(self.id)))
        day: Date | None = None if row is None else row.accepted_on
        return day

    @strawberry.field(description="Claimants by certification number.")
    async def shares(self, info: Info, first: First = None, after: After = None) -> Connection[DistributionShare]:
        """A page of shares."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.shares_page(connection, UUID(str(self.id)), text_after(page.after), page.fetch)
        restricted = info.context.may(Right.READ_ACCOUNTS)
        return connection_from(
            rows,
            page,
            key=lambda share: (share.row.certification_number,),
            node=lambda share: DistributionShare.of(share, restricted=restricted),
        )

    @strawberry.field(
        description="What every claimant was told, by certification number; for officers.",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def letters(self, info: Info, first: First = None, after: After = None) -> Connection[LazyLetter]:
        """A page of letters (DIST-10)."""
        from services.accounts.graphql.distributions.letters import letters_of_distribution

        return await letters_of_distribution(info, first, after, UUID(str(self.id)))

    @classmethod
    def of(cls, info: Info, row: AnyRow) -> Self:
        """The distribution as the caller may see it."""
        restricted = info.context.may(Right.READ_ACCOUNTS)
        notified = row.notified_on
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            case_number=strawberry.ID(row.case_number),
            fiscal_year=row.fiscal_year,
            notice_id=strawberry.ID(row.notice_id),
            state=DistributionState(row.state),
            due_on=row.due_on,
            work_by=row.work_by,
            is_late=(row.paid_on or info.context.today) > row.due_on,
            balance=_money(row.balance_cents),
            reserve=_money(row.reserve_cents),
            hold_back=_money(row.hold_back_cents),
            sequester=_money(row.sequester_cents),
            available=_money(row.available_cents),
            claims_total=_money(row.claims_total_cents),
            method=None if row.method is None else Method(row.method),
            carry_forward=_money(row.carry_forward_cents),
            input_hash=row.input_hash,
            paid_on=row.paid_on,
            notified_on=notified,
            late_raised_on=row.late_on,
            sequester_rate_percent=None if row.sequester_percent is None else f"{row.sequester_percent.normalize():f}",
            computed_together_with=None if row.run_id is None else strawberry.ID(str(row.run_id)),
            reconsideration_by=None if notified is None else RECONSIDERATION_PERIOD.deadline(notified),
            prepared_by=row.prepared_by if restricted else None,
            approved_by=row.approved_by if restricted else None,
            prepared_at=row.prepared_at if restricted else None,
        )


async def distribution_page(
    info: Info, first: int | None, after: str | None, which: DistributionFilter
) -> Connection[Distribution]:
    """A page of distributions; callers who may not read accounts see the paid ones."""
    page = page_arguments(first, after)
    seen = None if page.after is None else _place(page.after)
    async with info.context.database.reading() as connection:
        rows = await reading.distributions_page(connection, which, seen, page.fetch)
    return connection_from(
        rows,
        page,
        key=lambda row: (row.fiscal_year, row.case_number, str(row.id)),
        node=lambda row: Distribution.of(info, row),
    )


def visible(info: Info, row: AnyRow) -> bool:
    """Whether the caller may see a distribution: anyone once it is paid, before that those who read accounts."""
    return row.state in PAID_STATES or info.context.may(Right.READ_ACCOUNTS)


@strawberry.federation.type(keys=["caseNumber"], description="An order. Owned by proceedings.")
class Order(OrderEnd, OrderInstructions):
    """An order's money."""

    @strawberry.field(
        description="Its Clearing Account; null when the order is not registered here, or ended before 1999 (ELIG-01).",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def clearing_account(self, info: Info) -> ClearingAccount | None:
        """The Clearing Account."""
        order = await info.context.loaders.order.load(str(self.case_number))
        balances = await info.context.loaders.balances.load(str(self.case_number))
        if order is None or not balances or not has_accounts(order.revoked_on, info.context.today):
            return None
        return ClearingAccount(balance=Money(balances[Account.CLEARING]))

    @strawberry.field(
        description="Its Special Account; null when the order is not registered here, or ended before 1999 (ELIG-01).",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def special_account(self, info: Info) -> SpecialAccount | None:
        """The Special Account."""
        order = await info.context.loaders.order.load(str(self.case_number))
        balances = await info.context.loaders.balances.load(str(self.case_number))
        if order is None or not balances or not has_accounts(order.revoked_on, info.context.today):
            return None
        return SpecialAccount(
            state=SpecialAccountState(order.special_state),
            balance=Money(balances[Account.SPECIAL]),
            litigation_hold=Money(balances[Account.LITIGATION_HOLD]),
            sequester=Money(balances[Account.SEQUESTER]),
        )

    @strawberry.field(
        description="Balance of one of its accounts at the end of a day, as it was known at an instant; both may be"
        " left out. Credits less debits. Null when the order is not registered here.",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def balance(
        self,
        info: Info,
        account: Annotated[Account, strawberry.argument(description="The account.")],
        as_of: Annotated[Date | None, strawberry.argument(description="Last legal day that counts.")] = None,
        recorded_at: Annotated[
            DateTime | None, strawberry.argument(description="Last instant whose journals are known.")
        ] = None,
    ) -> Money | None:
        """An account in both times."""
        case_number = str(self.case_number)
        if await info.context.loaders.order.load(case_number) is None:
            return None
        cents = await info.context.loaders.balance_as_of.load(AsOf(case_number, account, as_of, recorded_at))
        return Money(cents or 0)

    @strawberry.field(description="Its distributions, the newest fiscal year first; the public sees the paid ones.")
    async def distributions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        fiscal_year: Annotated[int | None, strawberry.argument(description="Only of this fiscal year.")] = None,
    ) -> Connection[Distribution]:
        """A page of distributions."""
        which = DistributionFilter(
            case_number=str(self.case_number),
            fiscal_year=fiscal_year,
            paid_only=not info.context.may(Right.READ_ACCOUNTS),
        )
        return await distribution_page(info, first, after, which)

    @strawberry.field(
        description="Bills that recover overpayments out of its Special Account, and debts under it, the oldest first.",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def bills(self, info: Info, first: First = None, after: After = None) -> Connection[LazyBill]:
        """A page of bills."""
        from services.accounts.graphql.bills.types import bill_page

        return await bill_page(info, first, after, BillFilter(case_number=str(self.case_number)))

    @strawberry.field(
        description="What was determined as overpaid out of its Special Account, the oldest first (REFD-07).",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def overpayment_determinations(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[LazyDetermination]:
        """A page of determinations."""
        from services.accounts.graphql.bills.types import determination_page

        return await determination_page(info, first, after, str(self.case_number))

    @classmethod
    def resolve_reference(cls, caseNumber: strawberry.ID) -> Self:  # noqa: N803
        """The order another subgraph refers to."""
        return cls(case_number=caseNumber)


@strawberry.type(description="A share withheld while the claimant's eligibility is in litigation (ACCT-18).")
class LitigationHold:
    """A hold."""

    id: strawberry.ID = strawberry.field(description="Id of the hold.")
    order: Order = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year of the distribution.")
    certification_number: str = strawberry.field(description="The certification.")
    court_reference: str = strawberry.field(description="Court and docket.")
    legal_basis: str = strawberry.field(description="What the hold rests on.")
    placed_on: Date = strawberry.field(description="Day it was placed.")
    held: Money = strawberry.field(description="Amount withheld; zero until the distribution is paid.")
    outcome: Outcome | None = strawberry.field(description="How the litigation ended; null while it is open.")
    released_on: Date | None = strawberry.field(description="Day it was released.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The hold as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            certification_number=row.certification_number,
            court_reference=row.court_reference,
            legal_basis=row.legal_basis,
            placed_on=row.placed_on,
            held=Money(row.held_cents),
            outcome=None if row.outcome is None else Outcome(row.outcome),
            released_on=row.released_on,
        )


def parse_id(text: strawberry.ID, field: str) -> UUID:
    """An id of ours; raises BadInput for any other text."""
    try:
        return UUID(str(text))
    except ValueError:
        raise BadInput(f"{str(text)!r} is not an id of ours", field=field) from None


def uuid_after(after: tuple[object, ...] | None) -> UUID | None:
    """The id a page starts after."""
    text = text_after(after)
    return None if text is None else parse_id(strawberry.ID(text), "after")


def text_after(after: tuple[object, ...] | None) -> str | None:
    """The text a page starts after."""
    if after is None:
        return None
    if len(after) != 1 or not isinstance(after[0], str):
        raise _not_of_this_list()
    return after[0]


def _not_of_this_list() -> BadInput:
    return BadInput("after is not a cursor of this list", field="after")


def _place(after: tuple[object, ...]) -> tuple[int, str, str]:
    if len(after) == 3:
        year, case_number, distribution_id = after
        if isinstance(year, int) and isinstance(case_number, str) and isinstance(distribution_id, str):
            return year, case_number, distribution_id
    raise _not_of_this_list()


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)
