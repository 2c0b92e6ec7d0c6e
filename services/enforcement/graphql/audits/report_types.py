"""The report of an audit as the API shows it, with its PDF."""

import asyncio
import base64
from collections.abc import Mapping
from typing import Annotated

import strawberry

from services.enforcement.domain.audits.findings import Direction
from services.enforcement.domain.audits.offsets import COUNTED, Use
from services.enforcement.domain.audits.report import Report, ReportFinding, scope_statement
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.audits.report_pdf import report_pdf
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.audits import reports
from services.enforcement.storage.audits.rows import AuditRecord
from shared.database import Database
from shared.graphql import Date, Money

_SHOWN = 1_000


@strawberry.type(description="A finding as the report states it, with the statement of 19 CFR 163.11(d)(7).")
class AuditReportFinding:
    """A line of the report; what is withheld is null, the statement never is."""

    number: str = strawberry.field(description="Number.")
    direction: Direction = strawberry.field(description="Under or over.")
    within_period: bool = strawberry.field(description="Whether it was made within the time period.")
    within_scope: bool = strawberry.field(description="Whether it was made within the scope.")
    entry_number: str | None = strawberry.field(description="Entry.")
    line_number: int | None = strawberry.field(description="Line.")
    issue: str | None = strawberry.field(description="Issue.")
    amount: Money | None = strawberry.field(description="Effect on duty, fee or tax.")
    is_final: bool | None = strawberry.field(description="Whether the entry was finally liquidated on the day.")
    excluded: str | None = strawberry.field(description="Reason code why it is not eligible; null when it is.")


def _finding(one: ReportFinding, *, withheld: bool) -> AuditReportFinding:
    return AuditReportFinding(
        number=one.number,
        direction=Direction(one.direction),
        within_period=one.within_period,
        within_scope=one.within_scope,
        entry_number=None if withheld else one.entry_number,
        line_number=None if withheld else one.line_number,
        issue=None if withheld else one.issue,
        amount=None if withheld else Money(one.amount_cents),
        is_final=None if withheld else one.is_final,
        excluded=None if withheld or Use(one.use) in COUNTED else one.use,
    )


@strawberry.type(description="How many findings count in one way, or do not for one reason.")
class AuditReportUse:
    """A line of the split of AUD-11."""

    code: str = strawberry.field(description="Use, or reason code.")
    eligible: bool = strawberry.field(description="Whether they count.")
    count: int = strawberry.field(description="How many.")
    found: Money = strawberry.field(description="As found, not projected.")


@strawberry.type(description="Amounts of the report, provisional, with and without offset.")
class AuditReportFigures:
    """The auditor's computation."""

    actual_loss: Money = strawberry.field(description="Actual loss with offset.")
    potential_loss: Money = strawberry.field(description="Potential loss.")
    total_loss: Money = strawberry.field(description="Total loss with offset.")
    offset: Money = strawberry.field(description="The offset.")
    loss_without_offset: Money = strawberry.field(description="Total loss without offset.")


@strawberry.type(description="A part that the copy leaves out.")
class AuditReportRedaction:
    """A redaction."""

    part: str = strawberry.field(description="A section of the report, or the number of a finding.")
    exemption: int = strawberry.field(description="Paragraph of 5 USC 552(b).")


@strawberry.type(description="A version of the report of an audit, or its copy for the person (AUD-08, AUD-11).")
class AuditReport:
    """The report."""

    audit: strawberry.Private[AuditRecord]
    report: strawberry.Private[Report]
    as_copy: strawberry.Private[bool]
    version: int = strawberry.field(description="Version; a later one rests on corrected figures (SMP-10).")
    issued_on: Date = strawberry.field(description="Day of issue.")
    scope_version: int = strawberry.field(description="Version of period and scope.")
    period_from: Date = strawberry.field(description="First entry date inside.")
    period_to: Date = strawberry.field(description="Last entry date inside.")
    issues: list[str] = strawberry.field(description="Issues of the scope.")
    sampled: bool = strawberry.field(description="Whether sampling was used.")
    plan_accepted_on: Date | None = strawberry.field(description="Acceptance of the sampling plan.")
    uses: list[AuditReportUse] = strawberry.field(description="What is eligible and what is not.")
    figures: AuditReportFigures | None = strawberry.field(
        description="The provisional computation; null where offsetting does not apply or when withheld."
    )
    persons_responsible: list[str] = strawberry.field(description="Persons responsible; none when withheld.")
    redactions: list[AuditReportRedaction] = strawberry.field(description="What the copy leaves out.")

    @strawberry.field(description="The statement of 19 CFR 163.11(d)(7) over all over-payments.")
    async def scope_statement(self, info: Info) -> str:
        """The statement."""
        async with info.context.database.reading() as connection:
            over = await reports.findings_of(connection, self.audit.id, self.version, direction=Direction.OVER)
        return scope_statement(over)

    @strawberry.field(description="Up to 1,000 findings after a number, by number.")
    async def findings(
        self,
        info: Info,
        after: Annotated[str, strawberry.argument(description="Number of the last finding seen.")] = "",
        direction: Annotated[Direction | None, strawberry.argument(description="Only one side.")] = None,
    ) -> list[AuditReportFinding]:
        """A page of findings."""
        async with info.context.database.reading() as connection:
            found = await reports.findings_of(
                connection, self.audit.id, self.version, after=after, limit=_SHOWN, direction=direction
            )
        return [_finding(one, withheld=one.number in self.report.withheld) for one in found]

    @strawberry.field(description="The whole as a PDF, in base 64; a large one is better fetched from pdfPath.")
    async def pdf(self, info: Info) -> str:
        """The PDF."""
        made = await pdf_of(info.context.database, self.audit, as_copy=self.as_copy, version=self.version)
        return base64.b64encode(made or b"").decode()

    @strawberry.field(description="Path of the PDF at this service, for callers with the same token.")
    def pdf_path(self) -> str:
        """The path."""
        return f"/audits/{self.audit.id}/report.pdf"


def show_report(audit: AuditRecord, report: Report, *, as_copy: bool) -> AuditReport:
    """The report as the API shows it."""
    withheld = report.withheld
    computed = None if "COMPUTATION" in withheld else report.figures.computation
    return AuditReport(
        audit=audit,
        report=report,
        as_copy=as_copy,
        version=report.version,
        issued_on=report.issued_on,
        scope_version=report.scope_version,
        period_from=report.period_from,
        period_to=report.period_to,
        issues=list(report.issues),
        sampled=report.plan is not None,
        plan_accepted_on=None if report.plan is None else report.plan.accepted_on,
        uses=[
            AuditReportUse(code=use, eligible=Use(use) in COUNTED, count=count, found=Money(cents))
            for use, (count, cents) in sorted(report.figures.uses.items())
        ],
        figures=None if computed is None else _figures(computed),
        persons_responsible=[] if "PERSONS" in withheld else list(report.persons),
        redactions=[AuditReportRedaction(part=part, exemption=number) for part, number in sorted(withheld.items())],
    )


def _figures(computed: Mapping[str, int]) -> AuditReportFigures:
    return AuditReportFigures(
        actual_loss=Money(computed["actual_loss_cents"]),
        potential_loss=Money(computed["potential_loss_cents"]),
        total_loss=Money(computed["total_loss_cents"]),
        offset=Money(computed["offset_cents"]),
        loss_without_offset=Money(computed["loss_without_offset_cents"]),
    )


async def find_shown(
    info: Info, audit: AuditRecord, *, as_copy: bool, version: int | None = None
) -> AuditReport | None:
    """A version of the report without its findings, which are read in pages."""
    async with info.context.database.reading() as connection:
        report = await reports.find_report(connection, audit, as_copy=as_copy, version=version, with_findings=False)
    return None if report is None else show_report(audit, report, as_copy=as_copy)


async def pdf_of(database: Database, audit: AuditRecord, *, as_copy: bool, version: int | None = None) -> bytes | None:
    """The PDF of a report, made in a thread; None before there is a report."""
    async with database.reading() as connection:
        report = await reports.find_report(connection, audit, as_copy=as_copy, version=version)
    return None if report is None else await asyncio.to_thread(report_pdf, report, as_copy=as_copy)
