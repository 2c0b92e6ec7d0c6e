"""What the report of an audit says, in sections; the copy for the person leaves out what 5 USC 552 exempts.

Of every over-payment it states whether it lies within the period and within the scope, also where the answer is no
(AUD-11, 19 CFR 163.11(d)(7)). It never says that a disallowance for purpose or knowledge applies: FP&F decides that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.audits.findings import Direction
from services.enforcement.domain.audits.offsets import COUNTED, Use
from services.enforcement.domain.audits.sampling import Stratum


class ReportSection(StrEnum):
    """Sections the copy may leave out as a whole (AUD-08)."""

    SAMPLING = "SAMPLING"
    COMPUTATION = "COMPUTATION"
    REFERRALS = "REFERRALS"
    PERSONS = "PERSONS"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFinding:
    """A finding as a version of the report states it, US cents."""

    number: str
    entry_number: str
    line_number: int
    issue: str
    direction: str
    finding_class: str
    amount_cents: int
    cause: str
    within_period: bool
    within_scope: bool
    is_final: bool
    use: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportPlan:
    """The sampling plan and its acceptance as the report states them."""

    explanation: str
    seed: int
    confidence_bps: int
    discussed_on: date
    accepted_on: date | None
    company_signer: str | None
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The auditor's own figures, without what FP&F decides.

    Attributes:
        computation: the amounts with and without offset, US cents; None where offsetting does not apply.
        uses: number and cents per use or reason, as found.
        projections: method and point estimate per sum, US cents.
    """

    computation: Mapping[str, int] | None
    uses: Mapping[str, tuple[int, int]]
    projections: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A version of the report.

    Attributes:
        referred: office and issues of each referral.
        log: what was said of the redactions; empty before a copy was sent.
        withheld: paragraph of 5 USC 552(b) per section or number of a finding; empty for officers.
    """

    audit_id: str
    version: int
    importer_number: str
    issued_on: date
    scope_version: int
    period_from: date
    period_to: date
    issues: tuple[str, ...]
    importer_numbers: tuple[str, ...]
    plan: ReportPlan | None
    figures: Figures
    persons: tuple[str, ...]
    referred: tuple[tuple[str, tuple[str, ...]], ...]
    log: str
    withheld: Mapping[str, int]
    findings: Sequence[ReportFinding]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs and a table; a row is a line of cells."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


_AMOUNTS: Final = (
    ("under_final_cents", "Under-payments on finally liquidated entries"),
    ("under_potential_cents", "Under-payments on other entries (potential loss)"),
    ("over_final_cents", "Over-payments eligible for offsetting"),
    ("offset_cents", "Offset"),
    ("actual_loss_cents", "Actual loss with offset"),
    ("total_loss_cents", "Total loss with offset"),
    ("excess_over_cents", "Over-payments beyond the under-payments"),
    ("loss_without_offset_cents", "Total loss without offset"),
)
_COLUMNS: Final = ("Number", "Entry", "Line", "Issue", "Class", "Amount", "Cause", "Period", "Scope", "Final", "Use")


def sections(report: Report) -> list[Section]:
    """The sections of the report, in order; what is withheld is replaced by its exemption."""
    over = [one for one in report.findings if one.direction == Direction.OVER]
    under = [one for one in report.findings if one.direction == Direction.UNDER]
    return [
        _scope(report),
        _or_withheld(report, ReportSection.SAMPLING, _sampling(report)),
        Section("Over-payments and over-declarations", (scope_statement(over),), *_table(report, over)),
        Section("Under-payments and under-declarations", (), *_table(report, under)),
        _uses(report),
        _or_withheld(report, ReportSection.COMPUTATION, _computation(report)),
        _or_withheld(report, ReportSection.REFERRALS, _referrals(report)),
        _or_withheld(report, ReportSection.PERSONS, Section("Persons responsible", report.persons)),
        _redactions(report),
    ]


def text_of(found: Sequence[Section]) -> str:
    """All that the sections say, for the check of what leaves the service (INF-28 (d))."""
    lines: list[str] = []
    for section in found:
        lines += (section.heading, *section.paragraphs)
        lines += (" ".join(row) for row in section.rows)
    return "\n".join(lines)


def scope_statement(over: Sequence[ReportFinding]) -> str:
    """The statement of 19 CFR 163.11(d)(7) over all over-payments; each has its own yes or no in the table (AUD-11)."""
    if not over:
        return "No over-payment or over-declaration was identified."
    inside = sum(one.within_period and one.within_scope for one in over)
    return (
        f"{len(over)} over-payments or over-declarations were identified: {inside} within the time period and scope of "
        f"the audit, {len(over) - inside} not. The table states both of each."
    )


def money(cents: int) -> str:
    """US cents as dollars."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _scope(report: Report) -> Section:
    return Section(
        "Period and scope",
        (
            f"Audit {report.audit_id} of {report.importer_number}, report {report.version} of {report.issued_on}.",
            f"Version {report.scope_version} of the scope: entries from {report.period_from} to {report.period_to}, "
            "both days included.",
            f"Issues: {', '.join(report.issues)}. Importer numbers: {', '.join(report.importer_numbers)}.",
        ),
    )


def _sampling(report: Report) -> Section:
    plan = report.plan
    if plan is None:
        return Section("Sampling", ("No sampling was used.",))
    acceptance = (
        "The plan was not accepted; it remains open to challenge."
        if plan.accepted_on is None
        else f"The plan was accepted in writing on {plan.accepted_on} by {plan.company_signer}."
    )
    rows = tuple(
        (
            one.name,
            "final" if one.is_final else "not final",
            one.estimator.value,
            f"{one.sample_units} of {one.universe_units}",
            f"{money(one.sample_value_cents)} of {money(one.universe_value_cents)}",
        )
        for one in plan.strata
    )
    described = f"Confidence {plan.confidence_bps / 100:g} percent, seed {plan.seed}, discussed on {plan.discussed_on}."
    header = ("Stratum", "Entries", "Estimator", "Units", "Value")
    return Section("Sampling", (plan.explanation, described, acceptance), header, rows)


def _table(report: Report, found: Sequence[ReportFinding]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return _COLUMNS, tuple(_row(report, one) for one in found)


def _row(report: Report, one: ReportFinding) -> tuple[str, ...]:
    stated = (_yes(one.within_period), _yes(one.within_scope))
    exemption = report.withheld.get(one.number)
    if exemption is not None:
        return (one.number, _withheld(exemption), "", "", "", "", "", *stated, "", "")
    return (
        one.number,
        one.entry_number,
        str(one.line_number),
        one.issue,
        one.finding_class,
        money(one.amount_cents),
        one.cause,
        *stated,
        _yes(one.is_final),
        one.use,
    )


def _uses(report: Report) -> Section:
    rows = tuple(
        (use, "eligible" if Use(use) in COUNTED else "not eligible", str(count), money(cents))
        for use, (count, cents) in sorted(report.figures.uses.items())
    )
    return Section("What is eligible and what is not", (), ("Use or reason", "Eligible", "Number", "Found"), rows)


def _computation(report: Report) -> Section:
    computed = report.figures.computation
    if computed is None:
        return Section("Provisional computation", ("Offsetting does not apply to the purpose of this audit.",))
    rows = tuple((label, money(computed[name])) for name, label in _AMOUNTS)
    projected = tuple(
        f"{use} is projected by {method}: {money(cents)}."
        for use, (method, cents) in sorted(report.figures.projections.items())
    )
    note = "Provisional, with and without offset. Whether offsetting is allowed is determined apart from this report."
    return Section("Provisional computation", (note, *projected), ("", "US dollars"), rows)


def _referrals(report: Report) -> Section:
    if not report.referred:
        return Section("Issues referred", ("No issue was referred.",))
    return Section(
        "Issues referred", tuple(f"{', '.join(issues)}: referred to {office}." for office, issues in report.referred)
    )


def _redactions(report: Report) -> Section:
    rows = tuple((part, f"5 USC 552(b)({exemption})") for part, exemption in sorted(report.withheld.items()))
    return Section("Redactions", (report.log,) if report.log else (), ("Part", "Exemption"), rows)


def _or_withheld(report: Report, part: ReportSection, section: Section) -> Section:
    exemption = report.withheld.get(part)
    return section if exemption is None else Section(section.heading, (_withheld(exemption),))


def _withheld(exemption: int) -> str:
    return f"[withheld, 5 USC 552(b)({exemption})]"


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
