"""Bills, determinations, reviews of deficits and interest rates at the root."""

from datetime import date
from typing import Annotated

import strawberry

from services.accounts.domain.bills.kinds import BillWork
from services.accounts.domain.bills.states import BillState
from services.accounts.graphql import checks
from services.accounts.graphql.bills.types import (
    Bill,
    DeficitReview,
    DeterminationReduction,
    InterestRate,
    OverpaymentDetermination,
    OverpaymentSuggestion,
    bill_page,
)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import After, First, parse_id, text_after, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.bills import determinations, rates, reading, reductions
from services.accounts.storage.bills.reading import BillFilter
from shared.errors import BadInput
from shared.graphql import Connection, Date, Money, connection_from, page_arguments, public, requires

_CaseNumber = Annotated[strawberry.ID, strawberry.argument(description="Case number of the order.")]


@strawberry.type
class BillQueries:
    """Bills are for officers and their debtors; the rates are public."""

    @strawberry.field(
        description="A bill; null when there is none the caller may see. A producer sees its own.",
        extensions=[requires(Right.READ_OWN_BILLS)],
    )
    async def bill(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of the bill.")],  # noqa: A002
    ) -> Bill | None:
        """A bill."""
        row = await info.context.loaders.bill.load(parse_id(id, "id"))
        if row is None or not (
            info.context.may(Right.READ_BILLS)
            or (row.producer_id in info.context.principal.producer_ids and row.bill_on is not None)
        ):
            return None
        return Bill.of(info, row)

    @strawberry.field(description="Bills, the oldest first.", extensions=[requires(Right.READ_BILLS)])
    async def bills(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        case_number: Annotated[strawberry.ID | None, strawberry.argument(description="Only of this order.")] = None,
        state: Annotated[BillState | None, strawberry.argument(description="Only in this state.")] = None,
    ) -> Connection[Bill]:
        """A page of bills."""
        case = None if case_number is None else checks.number(case_number, "caseNumber")
        return await bill_page(info, first, after, BillFilter(case_number=case, state=state))

    @strawberry.field(
        description="What waits for a collections officer, the oldest bill first.",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def bill_work_list(
        self,
        info: Info,
        work: Annotated[BillWork, strawberry.argument(description="Which work.")],
        first: First = None,
        after: After = None,
    ) -> Connection[Bill]:
        """A page of bills to work on."""
        return await bill_page(info, first, after, BillFilter(work=work, today=info.context.today))

    @strawberry.field(
        description="A determination of an overpayment; null when there is none.",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def overpayment_determination(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of the determination.")],  # noqa: A002
    ) -> OverpaymentDetermination | None:
        """A determination."""
        row = await info.context.loaders.determination.load(parse_id(id, "id"))
        return None if row is None else OverpaymentDetermination.of(row)

    @strawberry.field(
        description="What a determination could come to, given what is still expected to come in (REFD-07).",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def overpayment_suggestion(
        self,
        info: Info,
        case_number: _CaseNumber,
        expected_receipts: Annotated[
            Money, strawberry.argument(description="The officer's estimate; zero when left out.")
        ] = Money(0),  # noqa: B008
    ) -> OverpaymentSuggestion:
        """A suggestion."""
        if expected_receipts < 0:
            raise BadInput("expected receipts are not negative", field="expectedReceipts")
        async with info.context.database.reading() as connection:
            found = await determinations.deficit(connection, checks.number(case_number, "caseNumber"))
        return OverpaymentSuggestion.of(found, expected_receipts)

    @strawberry.field(
        description="Reviews of deficits, the oldest fiscal year first (REFD-07).",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def deficit_reviews(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        open_only: Annotated[bool, strawberry.argument(description="Only those that wait.")] = True,
    ) -> Connection[DeficitReview]:
        """A page of reviews."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.reviews_page(
                connection, open_only=open_only, after=_year_and_case(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (row.fiscal_year, row.case_number), node=DeficitReview.of)

    @strawberry.field(
        description="Reductions proposed because refunds were reversed, the oldest first (BILL-10).",
        extensions=[requires(Right.READ_BILLS)],
    )
    async def determination_reductions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        open_only: Annotated[bool, strawberry.argument(description="Only those that wait.")] = True,
    ) -> Connection[DeterminationReduction]:
        """A page of proposals."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reductions.page(
                connection, open_only=open_only, after=uuid_after(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=DeterminationReduction.of)

    @strawberry.field(
        description="Published interest rates, the oldest first, or the one of a day (BILL-04).", extensions=[public()]
    )
    async def interest_rates(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        on: Annotated[Date | None, strawberry.argument(description="Only the rate of this day.")] = None,
    ) -> Connection[InterestRate]:
        """A page of rates."""
        page = page_arguments(first, after)
        seen = text_after(page.after)
        async with info.context.database.reading() as connection:
            rows = await rates.page(connection, on, None if seen is None else _day(seen), page.fetch)
        return connection_from(rows, page, key=lambda row: (row.begin_on.isoformat(),), node=InterestRate.of)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("after is not a cursor of this list", field="after") from None


def _year_and_case(after: tuple[object, ...] | None) -> tuple[int, str] | None:
    if after is None:
        return None
    if len(after) == 2:
        year, case_number = after
        if isinstance(year, int) and isinstance(case_number, str):
            return year, case_number
    raise BadInput("after is not a cursor of this list", field="after")
