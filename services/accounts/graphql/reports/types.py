"""The annual report on disbursements as the API shows it (19 CFR 159.64(g))."""

from typing import Annotated, Any, Self

import strawberry

from services.accounts.domain.reports import content as rules
from services.accounts.domain.reports.changes import Change, Item, case_changes, line_changes
from services.accounts.domain.reports.content import CaseAmount, CaseTotal, Content, Disbursement, Section
from services.accounts.domain.reports.sheets import disbursements_sheet, order_sheet
from services.accounts.graphql import checks, enums
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import After, First, Order
from services.accounts.rights import Right
from services.accounts.storage.reports import versions
from services.accounts.storage.rows import AnyRow
from shared.errors import BadInput
from shared.graphql import Connection, Date, DateTime, Money, connection_from, page_arguments

enums.describe(
    Section,
    "AnnualReportSection",
    "A table of the annual report.",
    {
        "DISBURSEMENTS": "Section I: what each claimant claimed and was paid.",
        "CASE_TOTALS": "Section I: totals by order.",
        "UNCOLLECTED": "Section II: unpaid at the year's end of bills issued in the year.",
        "CLEARING_BALANCES": "Section III: Clearing Accounts when the year began.",
        "RELIQUIDATIONS": "Reliquidations during the year.",
    },
)
enums.describe(
    Item,
    "AnnualReportItem",
    "A figure of the annual report.",
    {
        "AMOUNT_CLAIMED": "Amount claimed on a certification.",
        "AMOUNT_DISBURSED": "Amount disbursed to a claimant; of an order where it is negative.",
        "UNCOLLECTED": "Uncollected on an order.",
        "CLEARING_BALANCE": "Clearing balance of an order.",
        "NET_RELIQUIDATED": "Net change by reliquidations of an order.",
    },
)

_OfOrder = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this order.")]


@strawberry.type(description="Section I: one claimant of one order (REPT-02).")
class ReportedDisbursement:
    """A line of section I."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    certification_number: str = strawberry.field(description="Number of the certification.")
    claimant_name: str = strawberry.field(description="The claimant.")
    amount_claimed: Money = strawberry.field(description="Amount claimed on the certification.")
    allocation_percentage: str = strawberry.field(description="Percent of all net claims, six decimals (DIST-06).")
    amount_disbursed: Money = strawberry.field(description="Amount disbursed, gross of any offset (PUBL-01).")
    amount_withheld: Money | None = strawberry.field(
        description="Withheld during litigation. Null for callers who may not read accounts."
    )
    order: Order = strawberry.field(description="The order.")

    @classmethod
    def of(cls, line: Disbursement, case_name: str, *, restricted: bool) -> Self:
        """The line as the caller may see it (PUBL-03)."""
        return cls(
            case_number=strawberry.ID(line.case_number),
            case_name=case_name,
            certification_number=line.certification_number,
            claimant_name=line.claimant_name,
            amount_claimed=Money(line.claimed_cents),
            allocation_percentage=line.allocation_percentage,
            amount_disbursed=Money(line.disbursed_cents),
            amount_withheld=Money(line.withheld_cents) if restricted else None,
            order=Order(case_number=strawberry.ID(line.case_number)),
        )


@strawberry.type(description="Totals of one order; negative where refunds exceeded receipts (REPT-04).")
class ReportedCaseTotal:
    """A case total."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    claimants: int = strawberry.field(description="How many certifications are listed.")
    claimed: Money = strawberry.field(description="Sum of the amounts claimed.")
    available: Money | None = strawberry.field(
        description="Amount available for the year; null while its distribution is not paid."
    )
    disbursed: Money = strawberry.field(description="Amount disbursed.")
    withheld: Money = strawberry.field(description="Withheld during litigation.")
    sequestered: Money = strawberry.field(description="Withheld by budget law (ACCT-17).")
    carried_forward: Money | None = strawberry.field(
        description="Left in the Special Account; null while the distribution is not paid."
    )

    @classmethod
    def of(cls, case: CaseTotal) -> Self:
        """The order's totals."""
        return cls(
            case_number=strawberry.ID(case.case_number),
            case_name=case.case_name,
            claimants=case.claimants,
            claimed=Money(case.claimed_cents),
            available=None if case.available_cents is None else Money(case.available_cents),
            disbursed=Money(case.disbursed_cents),
            withheld=Money(case.withheld_cents),
            sequestered=Money(case.sequestered_cents),
            carried_forward=None if case.carried_forward_cents is None else Money(case.carried_forward_cents),
        )


@strawberry.type(description="Section II: bills issued in the fiscal year and unpaid at its end (REPT-03 (iii)).")
class ReportedUncollected:
    """A line of section II."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    bills: int = strawberry.field(description="How many bills.")
    amount: Money = strawberry.field(description="Duty and interest at liquidation, without delinquency interest.")


@strawberry.type(description="Section III: the Clearing Account when the fiscal year began (REPT-03 (i)).")
class ReportedClearingBalance:
    """A line of section III."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    entries: int = strawberry.field(description="How many entries.")
    amount: Money = strawberry.field(description="Dollars held on them.")


@strawberry.type(description="Reliquidations of one order during the fiscal year (REPT-03 (ii)).")
class ReportedReliquidations:
    """A count and a net amount."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    reliquidations: int = strawberry.field(description="How many.")
    amount: Money = strawberry.field(description="Net change of what was assessed; negative for a decrease.")


@strawberry.type(description="Totals of a report.")
class ReportTotals:
    """Totals."""

    orders: int = strawberry.field(description="Orders in section I.")
    claimants: int = strawberry.field(description="Certifications in section I.")
    claimed: Money = strawberry.field(description="Sum of the amounts claimed.")
    disbursed: Money = strawberry.field(description="Sum of what was paid to claimants.")
    deficits: Money = strawberry.field(
        description="Sum of the orders whose refunds exceeded receipts; zero or negative (REPT-04)."
    )
    withheld: Money = strawberry.field(description="Withheld during litigation.")
    uncollected: Money = strawberry.field(description="Total of section II.")
    clearing: Money = strawberry.field(description="Total of section III.")
    reliquidations: int = strawberry.field(description="How many entries were reliquidated.")
    reliquidated: Money = strawberry.field(description="Net change by them.")

    @classmethod
    def of(cls, totals: rules.Totals) -> Self:
        """The totals."""
        return cls(
            orders=totals.orders,
            claimants=totals.claimants,
            claimed=Money(totals.claimed_cents),
            disbursed=Money(totals.disbursed_cents),
            deficits=Money(totals.deficits_cents),
            withheld=Money(totals.withheld_cents),
            uncollected=Money(totals.uncollected_cents),
            clearing=Money(totals.clearing_cents),
            reliquidations=totals.reliquidations,
            reliquidated=Money(totals.reliquidated_cents),
        )


@strawberry.type(description="A figure that differs from the version before (REPT-05).")
class ReportChange:
    """A change."""

    section: Section = strawberry.field(description="Where the figure stands.")
    item: Item = strawberry.field(description="Which figure.")
    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    certification_number: str | None = strawberry.field(description="The claimant's; null for the order's own figure.")
    claimant_name: str | None = strawberry.field(description="The claimant; null for the order's own figure.")
    before: Money | None = strawberry.field(description="In the version before; null where it was not listed.")
    after: Money | None = strawberry.field(description="In this version; null where it is not listed any more.")

    @classmethod
    def of(cls, change: Change) -> Self:
        """The change."""
        return cls(
            section=change.section,
            item=change.item,
            case_number=strawberry.ID(change.case_number),
            certification_number=change.certification_number,
            claimant_name=change.claimant_name,
            before=None if change.before_cents is None else Money(change.before_cents),
            after=None if change.after_cents is None else Money(change.after_cents),
        )


@strawberry.type(description="One issue of a fiscal year's report, as a list of reports names it (REPT-05).")
class AnnualReportVersion:
    """A version without its content."""

    fiscal_year: int = strawberry.field(description="The fiscal year.")
    version: int = strawberry.field(description="1 for the first, more for each update.")
    as_of: Date = strawberry.field(description="Day that the figures are of.")
    issued_at: DateTime = strawberry.field(description="When it was issued.")
    updated: bool = strawberry.field(description="Whether it updates an earlier version.")
    is_newest: bool = strawberry.field(description="Whether no later version replaces it.")
    orders: int = strawberry.field(description="Orders in section I.")
    disbursed: Money = strawberry.field(description="Sum of what was paid to claimants.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The version."""
        return cls(
            fiscal_year=row.fiscal_year,
            version=row.version,
            as_of=row.as_of,
            issued_at=row.issued_at,
            updated=row.version > 1,
            is_newest=row.is_newest,
            orders=row.orders,
            disbursed=Money(row.disbursed_cents),
        )


@strawberry.type(description="A version of the report on a fiscal year's disbursements (19 CFR 159.64(g)).")
class AnnualReport:
    """The report."""

    fiscal_year: int = strawberry.field(description="The fiscal year.")
    version: int = strawberry.field(description="1 for the first, more for each update; all are kept (REPT-05).")
    updated: bool = strawberry.field(description="Whether it updates an earlier version (REPT-05).")
    as_of: Date = strawberry.field(description="Day that the figures are of.")
    issued_at: DateTime = strawberry.field(description="When it was issued.")
    initiatives: str = strawberry.field(
        description="Initiatives carried out to improve liquidation and disbursement (REPT-01)."
    )
    totals: ReportTotals = strawberry.field(description="Totals of the whole report.")
    case_totals: list[ReportedCaseTotal] = strawberry.field(description="Section I, totals by case.")
    uncollected: list[ReportedUncollected] = strawberry.field(description="Section II, by case.")
    clearing_balances: list[ReportedClearingBalance] = strawberry.field(description="Section III, by case.")
    reliquidations: list[ReportedReliquidations] = strawberry.field(
        description="Reliquidations during the year, by case (REPT-03 (ii))."
    )
    content: strawberry.Private[Content]

    @strawberry.field(description="Section I, by case and certification.")
    async def disbursements(self, info: Info, case_number: _OfOrder = None) -> list[ReportedDisbursement]:
        """Every line."""
        lines = await self._lines(info)
        return self._shown(info, [line for line in lines if case_number in (None, line.case_number)])

    @strawberry.field(description="Section I page by page, for a year with very many claimants.")
    async def claimants(
        self, info: Info, first: First = None, after: After = None, case_number: _OfOrder = None
    ) -> Connection[ReportedDisbursement]:
        """A page of lines."""
        page = page_arguments(first, after)
        case = None if case_number is None else checks.number(case_number, "caseNumber")
        seen = None if page.after is None else _line_after(page.after)
        async with info.context.database.reading() as connection:
            rows = await versions.lines_page(connection, (self.fiscal_year, self.version), case, seen, page.fetch)
        return connection_from(
            rows,
            page,
            key=lambda line: (line.case_number, line.certification_number),
            node=lambda line: self._shown(info, [line])[0],
        )

    @strawberry.field(description="What differs from the version before; empty for the first (REPT-05).")
    async def changes(self, info: Info) -> list[ReportChange]:
        """Claimants' amounts, then orders'."""
        if self.version == 1:
            return []
        before = await info.context.loaders.report.load((self.fiscal_year, self.version - 1))
        async with info.context.database.reading() as connection:
            pairs = await versions.changed_lines(connection, (self.fiscal_year, self.version))
        found = [*line_changes(pairs)]
        if before is not None:
            found += case_changes(Content.from_stored(before.content), self.content)
        return [ReportChange.of(change) for change in found]

    @strawberry.field(description="A section as CSV (RFC 4180); amounts in dollars, negative ones with a minus.")
    async def csv(self, info: Info, section: Annotated[Section, strawberry.argument(description="Which.")]) -> str:
        """A section as CSV."""
        if section is Section.DISBURSEMENTS:
            return disbursements_sheet(self.content, await self._lines(info))
        return order_sheet(self.content, section)

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The version as it was stored."""
        content = Content.from_stored(row.content)
        return cls(
            fiscal_year=row.fiscal_year,
            version=row.version,
            updated=row.version > 1,
            as_of=row.as_of,
            issued_at=row.issued_at,
            initiatives=row.initiatives,
            totals=ReportTotals.of(rules.totals(content)),
            case_totals=[ReportedCaseTotal.of(case) for case in content.case_totals],
            uncollected=[
                ReportedUncollected(**_case(line), bills=line.count, amount=Money(line.amount_cents))
                for line in content.uncollected
            ],
            clearing_balances=[
                ReportedClearingBalance(**_case(line), entries=line.count, amount=Money(line.amount_cents))
                for line in content.clearing_balances
            ],
            reliquidations=[
                ReportedReliquidations(**_case(line), reliquidations=line.count, amount=Money(line.amount_cents))
                for line in content.reliquidations
            ],
            content=content,
        )

    async def _lines(self, info: Info) -> list[Disbursement]:
        return await info.context.loaders.report_lines.load((self.fiscal_year, self.version)) or []

    def _shown(self, info: Info, lines: list[Disbursement]) -> list[ReportedDisbursement]:
        restricted = info.context.may(Right.READ_ACCOUNTS)
        names = {case.case_number: case.case_name for case in self.content.case_totals}
        return [ReportedDisbursement.of(line, names[line.case_number], restricted=restricted) for line in lines]


def _case(line: CaseAmount) -> dict[str, Any]:
    return {"case_number": strawberry.ID(line.case_number), "case_name": line.case_name}


def _line_after(key: tuple[object, ...]) -> tuple[str, str]:
    match key:
        case (str(case_number), str(certification_number)):
            return case_number, certification_number
    raise BadInput("after must be a cursor of this list", field="after")
