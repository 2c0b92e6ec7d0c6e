"""Issue a fiscal year's report on disbursements (REPT-01 to REPT-05)."""

from dataclasses import asdict, dataclass

from services.accounts.domain.reports.content import Content, ReportPolicy, unlisted_reasons
from services.accounts.events.published import AnnualReportIssued
from services.accounts.storage import books
from services.accounts.storage.reports import disbursements, sections, versions
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueAnnualReport:
    """The year, and the initiatives that have been carried out to improve liquidation and disbursement."""

    fiscal_year: int
    initiatives: str


async def issue_annual_report(tx: Transaction, command: IssueAnnualReport, *, policy: ReportPolicy) -> dict[str, JSON]:
    """Issue the report, or an updated version of it with its as-of date; every version is kept (REPT-05).

    Everyone certified for the year is listed (REPT-02); who is not paid by now stands there with nothing disbursed, and
    a later version shows the payment. A fixed number of statements, whatever the number of orders and claimants.

    Raises:
        Refused: the year's postings are not closed, so its figures could still change.

    Source: 19 CFR 159.64(g).
    """
    year = FiscalYear(command.fiscal_year)
    # Two reports of a year take turns, and no posting is half seen.
    await books.lock_for_closing(tx.connection)
    closed = await books.closed_through(tx.connection)
    if closed is None or year.year > closed:
        raise Refused([_not_closed(year)])
    version = await versions.newest_version(tx.connection, year.year) + 1
    await disbursements.add_lines(tx.connection, year, version, unlisted_reasons(policy))
    content = Content(
        case_totals=tuple(await disbursements.case_totals(tx.connection, year, version)),
        uncollected=tuple(await sections.uncollected(tx.connection, year)),
        clearing_balances=tuple(await sections.clearing_balances(tx.connection, year)),
        reliquidations=tuple(await sections.reliquidated(tx.connection, year)),
    )
    await versions.add(
        tx.connection,
        fiscal_year=year.year,
        version=version,
        as_of=tx.today,
        initiatives=command.initiatives,
        content=asdict(content),
        issued_by=tx.cause.actor,
        issued_at=tx.now,
    )
    tx.record(AnnualReportIssued(fiscal_year=year.year, report_version=version, as_of=tx.today))
    tx.audit("issue_annual_report", f"fiscal-years/{year.year}", after={"version": version})
    return {"fiscal_year": year.year, "version": version}


def _not_closed(year: FiscalYear) -> Refusal:
    return Refusal(
        code="FISCAL_YEAR_NOT_CLOSED",
        rule="REPT-03",
        citation="19 CFR 159.64(g)(2)",
        message=f"Close {year} first: its uncollected and clearing figures could still change.",
        field="fiscalYear",
    )
