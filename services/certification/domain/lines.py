"""Expenditures enumerated line by line (EXP-02 to EXP-05): each with its day, what it was, and why it counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from services.certification.domain.expenditures import Category, by_category, expenditure_period
from services.certification.domain.forms import ExpenditureLine, Form
from shared.money import format_money
from shared.refusals import Refusal

LINES_AT_MOST = 5000
_WINDOW_CITATION = "19 CFR 159.61(c)"
_CATEGORIES = frozenset(category.value for category in Category)


def line_findings(form: Form) -> list[Refusal]:
    """Material defects that the lines show by themselves, each with the path of its field; none without lines.

    Source:
        EXP-01 to EXP-05, CERT-06; 19 CFR 159.61(c), 159.63(b)(2)-(3), (d).
    """
    if not form.lines:
        return []
    findings = [finding for index, line in enumerate(form.lines) for finding in _line(index, line, form)]
    return [*findings, *_repeated(form.lines), *_category_totals(form), *_group_totals(form)]


def line_period_findings(form: Form, issued_on: date, revoked_on: date | None) -> list[Refusal]:
    """Lines outside the life of the order or after the signature; a period must lie inside whole.

    Args:
        form: the certification as stated.
        issued_on: day the order was issued; spending on it is out.
        revoked_on: day the order ended, or None; spending on it is out.

    Returns:
        A finding per bad line, with the path of the day that is out. Undated or unsigned ones are found elsewhere.

    Source:
        EXP-02; 19 CFR 159.61(c).
    """
    signed_on = form.signer.signed_on if form.signer else None
    if signed_on is None:
        return []
    window = expenditure_period(issued_on, revoked_on, signed_on)
    findings = []
    for index, line in enumerate(form.lines):
        first, last = line.first_day, line.last_day
        if first is None or last is None or first > last:
            continue
        if window is None or first < window[0]:
            findings.append(_outside(f"{_path(index)}.{'incurredOn' if line.incurred_on else 'incurredFrom'}"))
        elif last > window[1]:
            findings.append(_outside(f"{_path(index)}.{'incurredOn' if line.incurred_on else 'incurredTo'}"))
    return findings


def without_unsupported_lines(
    lines: Iterable[ExpenditureLine], unsupported: Mapping[int, int]
) -> tuple[ExpenditureLine, ...]:
    """The lines less what records do not support of each; one that is left with nothing stays, so that numbers hold.

    Args:
        lines: as stated.
        unsupported: US cents per line number, from 1.

    Source:
        VERI-03, VERI-04; 19 CFR 159.63(d).
    """
    return tuple(
        line.less(unsupported.get(number, 0)) if unsupported.get(number) else line
        for number, line in enumerate(lines, start=1)
    )


def by_group(lines: Iterable[ExpenditureLine]) -> dict[str, int]:
    """US cents per shared group of the lines; unshared lines are left out (EXP-05)."""
    totals: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        if line.group_id is not None:
            totals[line.group_id] += line.amount_cents or 0
    return dict(totals)


def _line(index: int, line: ExpenditureLine, form: Form) -> Iterator[Refusal]:
    path = _path(index)
    if line.category is None:
        yield _missing(f"{path}.category", "EXP-01", "the category")
    elif line.category not in _CATEGORIES:
        yield Refusal(
            code="UNKNOWN_CATEGORY",
            rule="EXP-01",
            citation=_WINDOW_CITATION,
            message=f"{line.category} is not one of the ten categories Q01 to Q10.",
            field=f"{path}.category",
        )
    if line.amount_cents is None:
        yield _missing(f"{path}.amount", "CERT-06", "the amount")
    elif line.amount_cents < 0:
        yield _arithmetic(f"{path}.amount", "CERT-06", "An expenditure cannot be negative.")
    if not (line.description or "").strip():
        yield _missing(f"{path}.description", "EXP-03", "what it was spent on")
    if not (line.relation or "").strip():
        needed = "how it was determined to relate to the product; for an association, to this case"
        yield _missing(f"{path}.relation", "EXP-03", needed)
    yield from _days(path, line)
    groups = {group.group_id for group in form.shared_groups}
    if line.group_id is not None and line.group_id not in groups:
        yield Refusal(
            code="CROSS_LISTING_INCOMPLETE",
            rule="EXP-05",
            citation="19 CFR 159.63(b)(3)(ii)",
            message=f"The line is shared under {line.group_id}, which the certification does not list.",
            field=f"{path}.sharedGroupId",
        )


def _days(path: str, line: ExpenditureLine) -> Iterator[Refusal]:
    period = (line.incurred_from, line.incurred_to)
    if line.incurred_on is not None and period != (None, None):
        yield _unclear(f"{path}.incurredOn", "A line has a day or a period, not both.")
    elif line.incurred_on is None and line.incurred_from is None:
        yield _missing(f"{path}.{'incurredOn' if period == (None, None) else 'incurredFrom'}", "EXP-02", "the day")
    elif line.incurred_on is None and line.incurred_to is None:
        yield _missing(f"{path}.incurredTo", "EXP-02", "the last day of the period")
    elif line.incurred_from and line.incurred_to and line.incurred_from > line.incurred_to:
        yield _unclear(f"{path}.incurredTo", "The period ends before it begins.")


def _repeated(lines: Iterable[ExpenditureLine]) -> Iterator[Refusal]:
    """The same expense twice in one filing: it may be certified once (EXP-04)."""
    seen: dict[tuple[object, ...], int] = {}
    for index, line in enumerate(lines):
        words = " ".join((line.description or "").split()).casefold()
        key = (line.category, line.amount_cents, line.first_day, line.last_day, words)
        if not words or not line.amount_cents or line.first_day is None:
            continue
        if key in seen:
            yield Refusal(
                code="DUPLICATE_LINE",
                rule="EXP-04",
                citation="19 CFR 159.63(b)(2)",
                message=f"Line {seen[key] + 1} is the same expense; describe what sets them apart, or leave one out.",
                field=_path(index),
            )
        seen.setdefault(key, index)


def _category_totals(form: Form) -> Iterator[Refusal]:
    lines = by_category(form.lines)
    for category, stated in by_category(form.expenditures).items():
        if lines[category] != stated:
            message = (
                f"The lines of {category} add up to {format_money(lines[category])}, stated {format_money(stated)}."
            )
            yield _arithmetic(f"expenditures.{category}", "CERT-06", message)


def _group_totals(form: Form) -> Iterator[Refusal]:
    lines = by_group(form.lines)
    for index, group in enumerate(form.shared_groups):
        found = lines.get(group.group_id or "", 0)
        if group.amount_cents is not None and found != group.amount_cents:
            message = f"The lines of the group add up to {format_money(found)}."
            yield _arithmetic(f"sharedOrders.{index}.amount", "EXP-05", message)


def _path(index: int) -> str:
    return f"expenditureLines.{index}"


def _missing(field: str, rule: str, what: str) -> Refusal:
    return Refusal(
        code="ELEMENT_MISSING",
        rule=rule,
        citation="19 CFR 159.61(c), 159.63(d)",
        message=f"The line lacks {what}.",
        field=field,
    )


def _unclear(field: str, message: str) -> Refusal:
    return Refusal(code="PERIOD_UNCLEAR", rule="EXP-02", citation=_WINDOW_CITATION, message=message, field=field)


def _arithmetic(field: str, rule: str, message: str) -> Refusal:
    return Refusal(code="ARITHMETIC", rule=rule, citation="19 CFR 159.63(b)(2)(i)", message=message, field=field)


def _outside(field: str) -> Refusal:
    return Refusal(
        code="OUTSIDE_PERIOD",
        rule="EXP-02",
        citation=_WINDOW_CITATION,
        message="An expenditure counts after the order was issued, before it ended, and not after the signature.",
        field=field,
    )
