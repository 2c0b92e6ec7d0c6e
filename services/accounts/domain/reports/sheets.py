"""The sections of the report as CSV (RFC 4180): amounts in dollars with two decimals, negative ones with a minus."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from services.accounts.domain.reports.content import CaseAmount, CaseTotal, Content, Disbursement, Section
from shared.money import format_money

# A spreadsheet takes text that begins so for a formula; the apostrophe makes it text again.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")

_COUNTED: Final = {
    Section.UNCOLLECTED: ("bills", "uncollected"),
    Section.CLEARING_BALANCES: ("entries", "clearing_balance"),
    Section.RELIQUIDATIONS: ("reliquidations", "net_change"),
}


def disbursements_sheet(content: Content, lines: Iterable[Disbursement]) -> str:
    """Section I, a line per claimant and order, as PUBL-01 lets it be published."""
    names = {case.case_number: case.case_name for case in content.case_totals}
    header = (
        "case_number",
        "case_name",
        "certification_number",
        "claimant_name",
        "amount_claimed",
        "allocation_percentage",
        "amount_disbursed",
    )
    rows = (
        (
            line.case_number,
            _text(names[line.case_number]),
            _text(line.certification_number),
            _text(line.claimant_name),
            format_money(line.claimed_cents),
            line.allocation_percentage,
            format_money(line.disbursed_cents),
        )
        for line in lines
    )
    return _sheet(header, rows)


def order_sheet(content: Content, section: Section) -> str:
    """A section with a line per order: totals of disbursements, uncollected, clearing balances or reliquidations."""
    match section:
        case Section.CASE_TOTALS:
            return _totals_sheet(content.case_totals)
        case Section.UNCOLLECTED:
            return _amounts_sheet(section, content.uncollected)
        case Section.CLEARING_BALANCES:
            return _amounts_sheet(section, content.clearing_balances)
        case Section.RELIQUIDATIONS:
            return _amounts_sheet(section, content.reliquidations)
        case Section.DISBURSEMENTS:
            raise ValueError("section I has a line per claimant: use disbursements_sheet")


def _totals_sheet(cases: Iterable[CaseTotal]) -> str:
    header = (
        "case_number",
        "case_name",
        "claimants",
        "amount_claimed",
        "amount_available",
        "amount_disbursed",
        "amount_withheld",
        "amount_sequestered",
        "carried_forward",
    )
    rows = (
        (
            case.case_number,
            _text(case.case_name),
            str(case.claimants),
            format_money(case.claimed_cents),
            _or_blank(case.available_cents),
            format_money(case.disbursed_cents),
            format_money(case.withheld_cents),
            format_money(case.sequestered_cents),
            _or_blank(case.carried_forward_cents),
        )
        for case in cases
    )
    return _sheet(header, rows)


def _amounts_sheet(section: Section, lines: Iterable[CaseAmount]) -> str:
    rows = (
        (line.case_number, _text(line.case_name), str(line.count), format_money(line.amount_cents)) for line in lines
    )
    return _sheet(("case_number", "case_name", *_COUNTED[section]), rows)


def _sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue()


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _or_blank(cents: int | None) -> str:
    return "" if cents is None else format_money(cents)
