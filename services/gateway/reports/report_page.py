"""The page of one version of a fiscal year's report (REPT-01 to REPT-05)."""

from typing import Final

from services.gateway.reports.amounts import amount, counted
from services.gateway.reports.markup import Html, element, join
from services.gateway.reports.model import Change, Report, Version
from services.gateway.reports.sections import reliquidations, section_one, section_three, section_two
from services.gateway.reports.shell import REPORTS, Page
from services.gateway.reports.view import View, long_date

CHANGES_SHOWN: Final = 100
ITEMS: Final = {
    "AMOUNT_CLAIMED": "amount claimed",
    "AMOUNT_DISBURSED": "amount disbursed",
    "UNCOLLECTED": "uncollected",
    "CLEARING_BALANCE": "clearing balance",
    "NET_RELIQUIDATED": "net change by reliquidations",
}


def report_page(view: View) -> Page:
    """The page."""
    year = view.report.fiscal_year
    parts = (
        _title(view),
        _key_figures(view.report),
        _contents(view),
        _changes(view.report),
        section_one(view),
        section_two(view),
        section_three(view),
        reliquidations(view),
        _versions(view),
        _definitions(),
        element("p", role="status", id="told", class_="unseen"),
    )
    sheet = element(
        "link", rel="alternate", type="text/csv", href=view.sheet("disbursements"), title="Section I as CSV"
    )
    return Page(
        title=f"Annual report on disbursements, fiscal year {year}",
        description=f"Offset disbursements, uncollected duties and clearing balances of fiscal year {year}, by order.",
        content=join(parts),
        canonical=None if view.sort or view.outdated else view.address,
        feeds=(sheet,),
    )


def _title(view: View) -> Html:
    report = view.report
    year, newest = report.fiscal_year, view.versions[0].version
    notice = element(
        "p",
        element("strong", f"This is version {report.version}. "),
        f"Version {newest} replaces it; this one is kept for the record. ",
        element("a", f"Go to version {newest}", href=f"{REPORTS}/{year}"),
        class_="notice",
    )
    issue = "First issue" if report.version == 1 else f"Updated, version {report.version}"
    return element(
        "div",
        element("p", "Continued Dumping and Subsidy Offset", class_="kicker"),
        element("h1", "Annual report on disbursements ", element("span", f"Fiscal year {year}", class_="year")),
        element(
            "p",
            f"1 October {year - 1} to 30 September {year}. {issue}, as of ",
            element("time", long_date(report.as_of), datetime=report.as_of.isoformat()),
            ".",
            class_="dateline",
        ),
        notice if view.outdated else None,
        class_="title",
    )


def _key_figures(report: Report) -> Html:
    totals = report.totals
    share = f"{totals.disbursed * 100 / totals.claimed:.2f} % of" if totals.claimed > 0 else "of"
    figures = (
        ("Disbursed", amount(totals.disbursed), counted(totals.claimants, "certification")),
        ("Claimed", amount(totals.claimed), f"paid: {share} what was claimed" if totals.claimed > 0 else "no claims"),
        ("Uncollected", amount(totals.uncollected), "on bills of the year, 30 September"),
        ("In Clearing Accounts", amount(totals.clearing), f"on 1 October {report.fiscal_year - 1}"),
        *([("Orders in deficit", amount(totals.deficits), "refunds exceeded receipts")] if totals.deficits < 0 else []),
    )
    cells = (
        element("div", element("dt", name), element("dd", value, element("span", note, class_="note")))
        for name, value, note in figures
    )
    return element("dl", join(cells), class_="figures", aria_label="Key figures")


def _contents(view: View) -> Html:
    report = view.report
    links = [
        ("#section-1", "Section I. Disbursements"),
        ("#section-2", "Section II. Uncollected duties"),
        ("#section-3", "Section III. Clearing balances"),
        ("#reliquidations", "Reliquidations"),
        ("#versions", f"Versions ({len(view.versions)})"),
        ("#definitions", "How to read the figures"),
    ]
    if report.changes:
        links.insert(0, ("#changes", f"What version {report.version} changed"))
    items = (element("li", element("a", title, href=href)) for href, title in links)
    initiatives = [line for line in report.initiatives.splitlines() if line.strip()]
    return element(
        "div",
        element("nav", element("h2", "Contents"), element("ol", join(items)), aria_label="Contents"),
        element(
            "section",
            element("h2", "Initiatives carried out", id="initiatives"),
            join(element("p", line) for line in initiatives or ["None were reported for this year."]),
            aria_labelledby="initiatives",
        ),
        class_="opening",
    )


def _changes(report: Report) -> Html | None:
    if report.version == 1:
        return None
    earlier = report.version - 1
    heading = element("h2", f"What version {report.version} changed", id="changes")
    if not report.changes:
        text = element("p", f"Every figure stands as in version {earlier}.")
        return element("section", heading, text, aria_labelledby="changes")
    count = len(report.changes)
    told = f"{counted(count, 'figure differs', 'figures differ')} from version {earlier}"
    told += f"; the first {CHANGES_SHOWN} are listed." if count > CHANGES_SHOWN else "."
    items = (_change(change) for change in report.changes[:CHANGES_SHOWN])
    link = element("a", f"version {earlier}", href=f"{REPORTS}/{report.fiscal_year}?version={earlier}")
    return element(
        "section",
        heading,
        element("p", told, " Compare ", link, "."),
        element("ul", join(items), class_="changes"),
        aria_labelledby="changes",
    )


def _change(change: Change) -> Html:
    about = f"{change.case_number}, {change.claimant_name}" if change.claimant_name else change.case_number
    before = "not listed" if change.before is None else amount(change.before)
    after = "not listed" if change.after is None else amount(change.after)
    return element("li", element("strong", about), f", {ITEMS[change.item]}: ", before, " became ", after)


def _versions(view: View) -> Html:
    items = (_version(one, shown=one.version == view.report.version) for one in view.versions)
    return element(
        "section",
        element("h2", "Versions", id="versions"),
        element("p", "A report is issued again when its figures are recalculated. Every version stays."),
        element("ol", join(items), class_="versions", reversed=True),
        aria_labelledby="versions",
    )


def _version(one: Version, *, shown: bool) -> Html:
    newest = "" if one.is_newest else f"?version={one.version}"
    link = element(
        "a",
        f"Version {one.version}",
        href=f"{REPORTS}/{one.fiscal_year}{newest}",
        aria_current="page" if shown else None,
    )
    kind = "first issue" if one.version == 1 else "updated"
    return element("li", link, f", {kind}, as of {long_date(one.as_of)}: ", amount(one.disbursed), " disbursed")


def _definitions() -> Html:
    terms = (
        ("Claimed", "Net claim that went into the distribution; otherwise the one last filed. Every party that "
         "filed a certification is listed, also those paid nothing."),
        ("Allocation", "The claim in percent of all net claims on the order, with six decimals; for display only."),
        ("Paid", "Amount disbursed, before any offset against a debt, with adjustments and released holds once paid. "
         "An order shows a negative amount, in parentheses, where refunds to importers exceeded its receipts."),
        ("Available", "Balance of the order's Special Account on 30 September after reserves; it may be negative."),
        ("Withheld", "Held back during litigation or by budget law."),
        ("Carried forward", "Left in the Special Account for later years."),
    )  # fmt: skip
    pairs = (join([element("dt", term), element("dd", meaning)]) for term, meaning in terms)
    return element(
        "section",
        element("h2", "How to read the figures", id="definitions"),
        element("p", "All amounts are US dollars."),
        element("dl", join(pairs), class_="terms"),
        aria_labelledby="definitions",
    )
