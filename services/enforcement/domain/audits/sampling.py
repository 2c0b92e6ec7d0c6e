"""Sampling: the plan, a reproducible selection, projections with their precision (SMP-01 to SMP-10)."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from services.enforcement.domain.audits.reasons import refusal
from shared.money import round_half_up
from shared.refusals import Refusal


class Estimator(StrEnum):
    """How sample errors are projected (SMP-08)."""

    RATIO = "RATIO"
    MEAN_PER_UNIT = "MEAN_PER_UNIT"
    FULL = "FULL"


class Method(StrEnum):
    """How a projection was made: one estimator, or stratum by stratum."""

    RATIO = "RATIO"
    MEAN_PER_UNIT = "MEAN_PER_UNIT"
    FULL = "FULL"
    STRATIFIED = "STRATIFIED"


class ChallengeType(StrEnum):
    """What a challenge is about (SMP-03)."""

    PLAN_OR_METHOD = "PLAN_OR_METHOD"
    COMPUTATIONAL = "COMPUTATIONAL"
    CLERICAL = "CLERICAL"
    SUBSTANTIVE = "SUBSTANTIVE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stratum:
    """One part of the universe, of one liquidation status (SMP-09).

    Attributes:
        universe_units: N.
        sample_units: n.
        universe_value_cents: value of the universe, US cents.
        sample_value_cents: value of the sample, US cents.
        sample_value_squares: sum of the squared values of the sampled units, for the precision of a ratio; None
            when it was not kept.
    """

    name: str
    is_final: bool
    estimator: Estimator
    universe_units: int
    sample_units: int
    universe_value_cents: int = 0
    sample_value_cents: int = 0
    sample_value_squares: int | None = None


@dataclass(frozen=True, slots=True)
class SampleErrors:
    """The errors found in one stratum's sample on one side, exclusions already applied (SMP-07).

    Attributes:
        cents: their sum, US cents.
        squares: sum of the squared errors of the units.
        products: sum of error times value of the units.
    """

    cents: int
    squares: int = 0
    products: int = 0


@dataclass(frozen=True, slots=True)
class Projection:
    """A projection as it is recorded.

    Attributes:
        projected_cents: the point estimate, half up, US cents.
        method: the estimator, or STRATIFIED.
        confidence_bps: two-sided confidence level, hundredths of a percent.
        precision_cents: half-width of the interval, rounded up; None where it cannot be stated.
        lower_limit_cents: the lower confidence limit, never below zero; None where it cannot be stated.
    """

    projected_cents: int
    method: Method
    confidence_bps: int
    precision_cents: int | None
    lower_limit_cents: int | None


def refuse_criteria(*, impractical: bool, recognised: bool, followed: bool) -> list[Refusal]:
    """Sampling is CBP's alone to choose, when all three criteria are attested (SMP-01, 19 CFR 163.11(c)(3))."""
    attested = {"reviewImpractical": impractical, "procedureRecognised": recognised, "executionFollowsPlan": followed}
    return [refusal("SMP_CRITERIA_NOT_MET", field=field) for field, met in attested.items() if not met]


def refuse_self_test(*, authorised_in_advance: bool, execution_approved: bool, results_approved: bool) -> list[Refusal]:
    """Self-testing counts when authorised in advance and approved twice (SMP-05); the like for a discloser (SMP-06)."""
    met = {
        "authorisedInAdvance": authorised_in_advance,
        "executionApproved": execution_approved,
        "resultsApproved": results_approved,
    }
    return [refusal("SMP_SELFTEST_NOT_AUTHORISED", field=field) for field, holds in met.items() if not holds]


def refuse_challenge(kind: ChallengeType, *, accepted: bool) -> list[Refusal]:
    """A signed acceptance waives plan and method; computation and substance stay open (SMP-03, SMP-04)."""
    if accepted and kind is ChallengeType.PLAN_OR_METHOD:
        return [refusal("SMP_WAIVED", field="type")]
    return []


def select_sample(units: Iterable[str], size: int, seed: int) -> list[str]:
    """Draw a sample anybody can draw again: the same units, size and seed give the same sample.

    Args:
        units: numbers of the units of a stratum, in any order, each once.
        size: units to draw, at most all of them.
        seed: recorded with the plan.

    Returns:
        The units drawn, sorted.

    Raises:
        ValueError: a unit stands twice, or more units are wanted than there are.

    Source:
        SMP-01 (ii): generally recognised sampling procedures; simple random sampling without replacement.
    """
    frame = sorted(units)
    if len(set(frame)) != len(frame):
        raise ValueError("a unit stands twice in the universe")
    # A sample must be repeatable, not secret.
    return sorted(random.Random(seed).sample(frame, size))  # noqa: S311


def project(stratum: Stratum, errors: SampleErrors, confidence_bps: int = 95_00) -> Projection:
    """Project sample errors over a stratum, half up, once at the end.

    Args:
        stratum: universe and sample.
        errors: what the sample showed on one side, exclusions applied.
        confidence_bps: two-sided confidence level for the precision, between 1 and 9999.

    Returns:
        The projection; a full review projects nothing and is exact.

    Raises:
        ValueError: an empty sample, or a sample larger than its universe.

    Source:
        SMP-07, SMP-08, SMP-09, MON-03; 19 CFR 163.11(c)(2), (d)(4).
    """
    _check(stratum)
    if stratum.estimator is Estimator.FULL:
        return Projection(errors.cents, Method.FULL, confidence_bps, 0, errors.cents)
    projected = _expansion(stratum) * errors.cents
    point = round_half_up(projected.numerator, projected.denominator)
    precision = _precision(stratum, errors, confidence_bps)
    lower = None if precision is None else max(0, point - precision)
    return Projection(point, Method(stratum.estimator), confidence_bps, precision, lower)


def project_strata(parts: Sequence[tuple[Stratum, SampleErrors]], confidence_bps: int = 95_00) -> Projection:
    """Project stratum by stratum, round each, then add (SMP-09).

    The strata are drawn independently: their half-widths add up as the root of the sum of squares.

    Raises:
        ValueError: no stratum, or one that cannot be projected.
    """
    if not parts:
        raise ValueError("there is no stratum to project")
    projections = [project(stratum, errors, confidence_bps) for stratum, errors in parts]
    total = sum(one.projected_cents for one in projections)
    method = projections[0].method if len(projections) == 1 else Method.STRATIFIED
    widths = [one.precision_cents for one in projections]
    known = [width for width in widths if width is not None]
    precision = _root_up(Fraction(sum(width * width for width in known))) if len(known) == len(widths) else None
    lower = None if precision is None else max(0, total - precision)
    return Projection(total, method, confidence_bps, precision, lower)


def _check(stratum: Stratum) -> None:
    if not 0 < stratum.sample_units <= stratum.universe_units:
        raise ValueError(f"stratum {stratum.name} needs 1 to {stratum.universe_units} sampled units")
    if stratum.estimator is Estimator.RATIO and not 0 < stratum.sample_value_cents <= stratum.universe_value_cents:
        raise ValueError(f"stratum {stratum.name} needs a sample value within that of its universe")


def _expansion(stratum: Stratum) -> Fraction:
    if stratum.estimator is Estimator.RATIO:
        return Fraction(stratum.universe_value_cents, stratum.sample_value_cents)
    return Fraction(stratum.universe_units, stratum.sample_units)


def _precision(stratum: Stratum, errors: SampleErrors, confidence_bps: int) -> int | None:
    """Half-width of the interval around the estimate: Student's t with n - 1 degrees and the finite-universe factor."""
    n, universe = stratum.sample_units, stratum.universe_units
    if n < 2:
        return None
    deviations = _squared_deviations(stratum, errors)
    if deviations is None:
        return None
    variance = Fraction(universe * universe, n) * deviations / (n - 1) * Fraction(universe - n, universe)
    quantile = Fraction(_student_quantile(confidence_bps, n - 1))
    return _root_up(quantile * quantile * max(variance, Fraction(0)))


def _squared_deviations(stratum: Stratum, errors: SampleErrors) -> Fraction | None:
    if stratum.estimator is Estimator.MEAN_PER_UNIT:
        return errors.squares - Fraction(errors.cents * errors.cents, stratum.sample_units)
    if stratum.sample_value_squares is None:
        return None
    ratio = Fraction(errors.cents, stratum.sample_value_cents)
    return errors.squares - 2 * ratio * errors.products + ratio * ratio * stratum.sample_value_squares


def _student_quantile(confidence_bps: int, degrees: int) -> Decimal:
    # SciPy takes long to import and few requests project.
    from scipy.stats import t

    upper = 1 - (10_000 - confidence_bps) / 20_000
    return Decimal(f"{t.ppf(upper, degrees):.6f}")


def _root_up(square: Fraction) -> int:
    """The square root, rounded up to the cent: a stated precision is never better than the true one."""
    root = isqrt(square.numerator // square.denominator)
    return root if root * root >= square else root + 1
