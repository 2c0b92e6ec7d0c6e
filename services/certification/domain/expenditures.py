"""Qualifying expenditures: the ten categories (EXP-01) and the period in which they count (EXP-02)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from services.certification.domain.forms import Expenditure, ExpenditureLine, Form
from shared.refusals import Refusal


class Category(StrEnum):
    """The ten categories; the enumeration is closed (EXP-01, 19 CFR 159.61(c)(1)-(10))."""

    Q01 = "Q01"  # manufacturing facilities
    Q02 = "Q02"  # equipment
    Q03 = "Q03"  # research and development
    Q04 = "Q04"  # personnel training
    Q05 = "Q05"  # acquisition of technology
    Q06 = "Q06"  # health care benefits for employees paid for by the employer
    Q07 = "Q07"  # pension benefits for employees paid for by the employer
    Q08 = "Q08"  # environmental equipment, training, or technology
    Q09 = "Q09"  # acquisition of raw materials and other inputs
    Q10 = "Q10"  # working capital or other funds needed to maintain production


def by_category(lines: Iterable[Expenditure | ExpenditureLine]) -> dict[str, int]:
    """US cents per known category, zero where nothing is stated."""
    totals: defaultdict[str, int] = defaultdict(int, {category.value: 0 for category in Category})
    for line in lines:
        if line.category is not None and line.category in totals:
            totals[line.category] += line.amount_cents or 0
    return dict(totals)


def category_findings(lines: Iterable[Expenditure]) -> list[Refusal]:
    """Unknown categories and negative amounts, one finding a line.

    Source:
        EXP-01; 19 CFR 159.61(c)(1)-(10). CERT-06 for the sign.
    """
    known = {category.value for category in Category}
    findings = []
    for line in lines:
        if line.category is not None and line.category not in known:
            findings.append(
                Refusal(
                    code="UNKNOWN_CATEGORY",
                    rule="EXP-01",
                    citation="19 CFR 159.61(c)",
                    message=f"{line.category} is not one of the ten categories Q01 to Q10.",
                    field=f"expenditures.{line.category}",
                )
            )
        if line.amount_cents is not None and line.amount_cents < 0:
            findings.append(
                Refusal(
                    code="ARITHMETIC",
                    rule="CERT-06",
                    citation="19 CFR 159.63(b)(2)(i)",
                    message="An expenditure cannot be negative.",
                    field=f"expenditures.{line.category}",
                )
            )
    return findings


def expenditure_period(issued_on: date, revoked_on: date | None, signed_on: date) -> tuple[date, date] | None:
    """First and last day on which an expenditure under an order counts.

    Args:
        issued_on: day the order was issued; spending on it is out.
        revoked_on: day the order ended, or None; spending on it is out.
        signed_on: day the certification was signed; an expenditure cannot be a forecast.

    Returns:
        The first and last day, or None where no day qualifies.

    Source:
        EXP-02; 19 CFR 159.61(c).
    """
    first = issued_on + timedelta(days=1)
    last = signed_on if revoked_on is None else min(signed_on, revoked_on - timedelta(days=1))
    return (first, last) if first <= last else None


def period_findings(form: Form, issued_on: date, revoked_on: date | None) -> list[Refusal]:
    """A claim for spending where the order's period holds no day at all (EXP-02, 19 CFR 159.61(c))."""
    signed_on = form.signer.signed_on if form.signer else None
    if signed_on is None or not form.total_cents or expenditure_period(issued_on, revoked_on, signed_on):
        return []
    return [
        Refusal(
            code="OUTSIDE_PERIOD",
            rule="EXP-02",
            citation="19 CFR 159.61(c)",
            message="No expenditure can lie after the order was issued, before it ended, and not after the signature.",
            field="totalExpenditures",
        )
    ]


def decreased_categories(now: Mapping[str, int], previous: Mapping[str, int]) -> tuple[str, ...]:
    """Categories whose cumulative total fell since the last certification (CERT-08: an officer asks why)."""
    return tuple(sorted(category for category, cents in previous.items() if now.get(category, 0) < cents))


def disallowed_again(
    now: Mapping[str, int], previous: Mapping[str, int], disallowed: Mapping[str, int]
) -> tuple[str, ...]:
    """Categories that rose by at least what a verification disallowed of them: it may be certified again (VERI-04).

    Args:
        now: US cents per category as certified now.
        previous: the same last time, without what was disallowed.
        disallowed: US cents per category that was disallowed last time.
    """
    return tuple(
        sorted(
            code for code, cents in disallowed.items() if cents and now.get(code, 0) - previous.get(code, 0) >= cents
        )
    )


def new_expenditures(now: Mapping[str, int], previous: Mapping[str, int]) -> dict[str, int]:
    """US cents per category certified for the first time: the total now less the total last time (CERT-08).

    Totals are cumulative, so a year without a certification loses a distribution but no expenditure (CERT-18).
    """
    return {category: cents - previous.get(category, 0) for category, cents in now.items()}
