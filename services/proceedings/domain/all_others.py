"""The all-others rate and the de minimis test it rests on (PRE-08, RATE-04, RATE-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from services.proceedings.domain.law import DE_MINIMIS, DeMinimisTier
from services.proceedings.domain.rates import AllOthersMethod, RateBasis, RateRow, RateStatus
from shared.money import round_half_up
from shared.refusals import Refusal, Refused

_CITATION = "19 USC 1671d(c)(5)(A)"


@dataclass(frozen=True, slots=True)
class AllOthers:
    """An all-others rate, two places, and how it was found."""

    rate_percent: Decimal
    method: AllOthersMethod


def is_de_minimis(exact_percent: Decimal, tier: DeMinimisTier, determined_on: date) -> bool:
    """Whether a rate is so small that it counts as zero.

    Args:
        exact_percent: the aggregate net rate of the firm, unrounded (D-01).
        tier: the test; "less than" 1 (2 in antidumping cases, 0.5 in reviews), "does not exceed" 2 or 3.
        determined_on: day of the determination being made.

    Raises:
        LookupError: the law table of the tier starts later.

    Source: PRE-08, 19 USC 1671b(b)(4), 1671d(a)(3); 19 CFR 351.106(c).
    """
    test = DE_MINIMIS[tier].on(determined_on)
    return exact_percent <= test.percent if test.inclusive else exact_percent < test.percent


def all_others(rows: Sequence[RateRow], *, tier: DeMinimisTier, determined_on: date) -> AllOthers:
    """The rate of every exporter and producer that was not individually investigated.

    The average of the individual rates, weighted by the value of exports to the United States, without zero rates, de
    minimis rates and rates determined entirely on facts available. Where that leaves none, the simple average of all
    individual rates. Computed on exact fractions and rounded once.

    Args:
        rows: the individual rates of the determination; at least one. Excluded firms were individually investigated and
            count like any other.
        tier: the de minimis test.
        determined_on: day of the determination.

    Raises:
        Refused: a rate that counts has no weight, or all weights are zero (RATE_WEIGHT_MISSING).

    Source: RATE-04, 19 USC 1671d(c)(5)(A)(i), D-13; RATE-05, 19 USC 1671d(c)(5)(A)(ii), D-14; rounding D-01.
    """
    assert rows, "an average needs at least one rate"
    counting = [row for row in rows if _counts(row, tier, determined_on)]
    if not counting:
        return AllOthers(simple_average(rows), AllOthersMethod.SIMPLE_AVERAGE)
    return AllOthers(weighted_average(counting), AllOthersMethod.WEIGHTED_AVERAGE)


def weighted_average(rows: Sequence[RateRow]) -> Decimal:
    """The average weighted by export value, percent with two places, half up.

    Raises:
        Refused: a row has no export value, or they add up to nothing (RATE_WEIGHT_MISSING).

    Source: RATE-04, 19 USC 1671d(c)(5)(A)(i).
    """
    weights = [row.export_value_cents for row in rows]
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(rows) or sum(known) == 0:
        raise Refused(
            [
                Refusal(
                    code="RATE_WEIGHT_MISSING",
                    rule="RATE-04",
                    citation=_CITATION + "(i)",
                    message="Give exportValue for every individual rate that counts, not all of them zero: the "
                    "all-others rate is their average weighted by it. Or state it as a row of its own.",
                    field="rows",
                )
            ]
        )
    total = sum((Fraction(row.exact_percent) * weight for row, weight in zip(rows, known, strict=True)), Fraction())
    return _two_places(total / sum(known))


def simple_average(rows: Sequence[RateRow]) -> Decimal:
    """The plain average, percent with two places, half up; affiliates with one joint rate count once.

    Source: RATE-05, 19 USC 1671d(c)(5)(A)(ii), D-14.
    """
    joint = {row.rate_group: row.exact_percent for row in rows if row.rate_group is not None}
    rates = [*joint.values(), *(row.exact_percent for row in rows if row.rate_group is None)]
    return _two_places(sum((Fraction(rate) for rate in rates), Fraction()) / len(rates))


def _counts(row: RateRow, tier: DeMinimisTier, determined_on: date) -> bool:
    if row.exact_percent == 0 or row.basis is RateBasis.TOTAL_FACTS_AVAILABLE:
        return False
    return not is_de_minimis(row.exact_percent, tier, determined_on)


def _two_places(percent: Fraction) -> Decimal:
    return Decimal(round_half_up(percent.numerator * 100, percent.denominator)).scaleb(-2)


def as_row(rate: AllOthers) -> RateRow:
    """The rate row for everybody else (RATE-03)."""
    return RateRow(
        exporter="*",
        producer="*",
        exact_percent=rate.rate_percent,
        status=RateStatus.ACTIVE,
        basis=RateBasis.ALL_OTHERS,
        method=rate.method,
    )
