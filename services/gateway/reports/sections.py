"""The sections of a report's page: disbursements, uncollected duties, clearing balances, reliquidations."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from services.gateway.reports.amounts import amount, counted
from services.gateway.reports.charts import Bars, Series, bar_chart
from services.gateway.reports.markup import Html, element, join
from services.gateway.reports.model import CaseAmount, CaseTotal, Claimant, Report
from services.gateway.reports.tables import Column, Table, number
from services.gateway.reports.view import View

_CLAIMED: Final = Series("Claimed", "claimed")
_PAID: Final = Series("Paid", "paid")


def section_one(view: View) -> Html:
    """Section I: disbursements by order and claimant (REPT-02, REPT-04)."""
    report = view.report
    claimants = {case: list(lines) for case, lines in groupby(report.disbursements, key=lambda line: line.case_number)}
    bars = [Bars(case.case_number, case.case_name, (case.claimed, case.disbursed)) for case in report.case_totals]
    parts: list[Html | None] = [
        _heading("section-1", "Section I. Disbursements", "By order and claimant; 19 CFR 159.64(g)(1)."),
        _downloads(view, ("disbursements", "claimants"), ("orders", "totals by order")),
    ]
    if report.case_totals:
        parts += [
            bar_chart("chart-paid", "Claimed and paid, by order", (_CLAIMED, _PAID), bars, "orders"),
            element("h3", "Totals by order", id="orders"),
            view.table(_orders_table(report)),
            *(_order(view, case, claimants.get(case.case_number, [])) for case in report.case_totals),
        ]
    else:
        parts.append(_nothing("Nobody claimed for this year, and no account was in deficit."))
    return element("section", join(parts), aria_labelledby="section-1")


def _orders_table(report: Report) -> Table[CaseTotal]:
    totals = report.totals
    columns: tuple[Column[CaseTotal], ...] = (
        Column(key="case", title="Order", cell=_order_link, value=lambda case: case.case_number, heads=True),
        number("claimants", "Claimants", lambda case: case.claimants, _count),
        number("claimed", "Claimed", lambda case: case.claimed, amount),
        number("available", "Available", lambda case: case.available, amount),
        number("paid", "Paid", lambda case: case.disbursed, amount),
        number("withheld", "Withheld", lambda case: case.withheld + case.sequestered, amount),
        number("forward", "Carried forward", lambda case: case.carried_forward, amount),
    )
    return Table(
        key="orders",
        label="Section I, totals by order, in US dollars",
        columns=columns,
        rows=report.case_totals,
        anchor="orders",
        total=(
            "All orders",
            f"{totals.claimants:,}",
            amount(totals.claimed),
            amount(sum(case.available or 0 for case in report.case_totals)),
            amount(totals.disbursed + totals.deficits),
            amount(sum(case.withheld + case.sequestered for case in report.case_totals)),
            amount(sum(case.carried_forward or 0 for case in report.case_totals)),
        ),
    )


def _order_link(case: CaseTotal) -> Html:
    number = element("a", case.case_number, href=f"#{anchor(case.case_number)}", class_="case")
    return join([number, " ", element("span", case.case_name, class_="name")])


def _order(view: View, case: CaseTotal, lines: Sequence[Claimant]) -> Html:
    place = anchor(case.case_number)
    heading = element("h3", element("span", case.case_number, class_="case"), f" {case.case_name}", id=place)
    if case.disbursed < 0:
        deficit = element(
            "p", "Refunds to importers exceeded receipts: ", amount(case.disbursed), ".", class_="deficit"
        )
    else:
        deficit = None
    table = view.table(_claimants_table(case, lines, place)) if lines else _nothing("Nobody claimed on this order.")
    back = element("p", element("a", "Back to the orders", href="#orders"), class_="back")
    return element("section", heading, deficit, table, back, aria_labelledby=place, class_="order")


def _claimants_table(case: CaseTotal, lines: Sequence[Claimant], place: str) -> Table[Claimant]:
    columns: tuple[Column[Claimant], ...] = (
        Column(
            key="certification",
            title="Certification",
            cell=lambda line: line.certification_number,
            value=lambda line: line.certification_number,
        ),
        Column(
            key="claimant",
            title="Claimant",
            cell=lambda line: line.claimant_name,
            value=lambda line: line.claimant_name,
            heads=True,
        ),
        number("claimed", "Claimed", lambda line: line.amount_claimed, amount),
        Column(
            key="share",
            title="Allocation",
            cell=lambda line: f"{line.allocation_percentage} %",
            value=lambda line: int(line.allocation_percentage.replace(".", "")),
            numeric=True,
        ),
        number("paid", "Paid", lambda line: line.amount_disbursed, amount),
    )
    return Table(
        key="claimants",
        label=f"Claimants of {case.case_number} {case.case_name}, in US dollars",
        columns=columns,
        rows=lines,
        anchor=place,
        total=(
            "",
            counted(len(lines), "certification"),
            amount(case.claimed),
            "",
            amount(sum(line.amount_disbursed for line in lines)),
        ),
    )


def section_two(view: View) -> Html:
    """Section II: uncollected duties (REPT-03 (iii))."""
    return _amounts_section(
        view,
        key="uncollected",
        place="section-2",
        title="Section II. Uncollected duties",
        about="Unpaid on 30 September of importer bills issued during the fiscal year, duty and interest at "
        "liquidation; 19 CFR 159.64(g)(2)(iii).",
        lines=view.report.uncollected,
        count="Bills",
        chart="Uncollected, by order",
        nothing="No bill of the year was unpaid on 30 September.",
    )


def section_three(view: View) -> Html:
    """Section III: Clearing Account balances (REPT-03 (i))."""
    report = view.report
    return _amounts_section(
        view,
        key="clearing",
        place="section-3",
        title="Section III. Clearing Account balances",
        about=f"Estimated duties on unliquidated entries on 1 October {report.fiscal_year - 1}, when the fiscal year "
        "began; 19 CFR 159.64(g)(2)(i). They may still be refunded.",
        lines=report.clearing_balances,
        count="Entries",
        chart="Clearing balances, by order",
        nothing="No Clearing Account held money on that day.",
    )


def reliquidations(view: View) -> Html:
    """Reliquidations of the year (REPT-03 (ii))."""
    return _amounts_section(
        view,
        key="reliquidations",
        place="reliquidations",
        title="Reliquidations",
        about="Entries reliquidated during the fiscal year, and the net change of their duties; "
        "19 CFR 159.64(g)(2)(ii).",
        lines=view.report.reliquidations,
        count="Reliquidations",
        chart=None,
        nothing="No entry was reliquidated.",
    )


def _amounts_section(
    view: View,
    *,
    key: str,
    place: str,
    title: str,
    about: str,
    lines: Sequence[CaseAmount],
    count: str,
    chart: str | None,
    nothing: str,
) -> Html:
    heading = _heading(place, title, about)
    if not lines:
        return element("section", heading, _nothing(nothing), aria_labelledby=place)
    sheet = {"clearing": "clearing-balances"}.get(key, key)
    bars = [Bars(line.case_number, line.case_name, (line.amount,)) for line in lines]
    columns: tuple[Column[CaseAmount], ...] = (
        Column(
            key="case",
            title="Order",
            cell=lambda line: element("span", line.case_number, class_="case"),
            value=lambda line: line.case_number,
            heads=True,
        ),
        Column(key="name", title="Case", cell=lambda line: line.case_name, value=lambda line: line.case_name),
        number("count", count, lambda line: line.count, _count),
        number("amount", "Amount", lambda line: line.amount, amount),
    )
    table = Table(
        key=key,
        label=f"{title}, in US dollars",
        columns=columns,
        rows=lines,
        anchor=f"{key}-table",
        total=("All orders", "", f"{sum(line.count for line in lines):,}", amount(sum(line.amount for line in lines))),
    )
    return element(
        "section",
        heading,
        _downloads(view, (sheet, "this section")),
        bar_chart(f"chart-{key}", chart, (Series("Amount", key),), bars, f"{key}-table") if chart else None,
        element("div", view.table(table), id=f"{key}-table"),
        aria_labelledby=place,
    )


def _heading(place: str, title: str, about: str) -> Html:
    return join([element("h2", title, id=place), element("p", about, class_="about")])


def _downloads(view: View, *sheets: tuple[str, str]) -> Html:
    links: Iterable[Html] = (
        element("a", f"CSV: {what}", href=view.sheet(name), download=True) for name, what in sheets
    )
    return element("p", join(links, " "), class_="downloads")


def _nothing(text: str) -> Html:
    return element("p", text, class_="nothing")


def _count(count: int | None) -> str:
    return f"{count or 0:,}"


def anchor(case_number: str) -> str:
    """Where an order's claimants stand on the page."""
    return "order-" + "".join(part if part.isalnum() else "-" for part in case_number)
