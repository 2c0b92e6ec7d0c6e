"""Whether section 1592 is violated, and the most and the usual penalty (CUL-01 to CUL-04, CUL-06, CUL-13)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enforcement.domain.matters.law import (
    DUTIABLE_VALUE_BASIS_POINTS,
    GUIDELINE_LOSS,
    GUIDELINE_VALUE,
    LOSS_MULTIPLE,
    PREPENALTY_FLOOR_CENTS,
    Culpability,
)
from shared.money import round_half_up
from shared.refusals import Refusal

WHOLE_BASIS_POINTS = 100_00


class Excuse(StrEnum):
    """Why false or missing information is no violation."""

    NONE = "NONE"
    CLERICAL_ERROR = "CLERICAL_ERROR"
    MISTAKE_OF_FACT = "MISTAKE_OF_FACT"
    REASONABLE_CARE = "REASONABLE_CARE"
    ORIGIN_CORRECTED = "ORIGIN_CORRECTED"


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginCorrection:
    """What was done about an incorrect claim or certification of origin under a trade agreement.

    Attributes:
        promptly: the corrected declaration, or an exporter's notice to all who have the certification, was prompt.
        voluntarily: it came without being asked for.
        must_be_voluntary: the agreement concerned asks for that; most do.
        duties_paid: what is owed was paid; nothing is owed by an exporter.
    """

    promptly: bool
    voluntarily: bool
    must_be_voluntary: bool
    duties_paid: bool

    @property
    def is_complete(self) -> bool:
        """Whether it spares the person a penalty (CUL-13, 19 USC 1592(c)(5)-(13), (f)-(l))."""
        return self.promptly and self.duties_paid and (self.voluntarily or not self.must_be_voluntary)


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """What was found about a false statement or an omission.

    Attributes:
        false_or_omitted: a document, statement or act was false, or something was left out.
        material: it could influence a decision of Customs.
        excuse: why it may be no violation all the same.
        pattern: the clerical error or mistake is part of a pattern of negligent conduct.
        electronic_repetition: the pattern is only a system repeating its first clerical error unintentionally.
        correction: the facts of a corrected claim of origin; None where the officer finds it corrected as the law asks.
    """

    false_or_omitted: bool
    material: bool
    excuse: Excuse
    pattern: bool
    electronic_repetition: bool
    correction: OriginCorrection | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """What a penalty is measured by, US cents.

    Attributes:
        affects_duties: the violation is one of duty loss, even where the loss nets to nothing after offset (OFF-18).
        actual_loss_cents, potential_loss_cents: on entries finally liquidated, and on others.
        domestic_value_cents, dutiable_value_cents: values of the merchandise.
    """

    affects_duties: bool
    actual_loss_cents: int
    potential_loss_cents: int
    domestic_value_cents: int
    dutiable_value_cents: int

    @property
    def total_loss_cents(self) -> int:
        """Duties, taxes and fees the United States is or may be deprived of."""
        return self.actual_loss_cents + self.potential_loss_cents


@dataclass(frozen=True, slots=True)
class Guideline:
    """The usual range of a disposition, US cents, both ends included."""

    low_cents: int
    high_cents: int


def refuse_violation(violation: Violation) -> list[Refusal]:
    """Why there is no section 1592 violation; empty when there is one, whether or not duty was lost.

    Source: CUL-01, CUL-02, 19 USC 1592(a); CUL-13, 19 USC 1592(c)(5)-(13), (f)-(l).
    """
    if not (violation.false_or_omitted and violation.material):
        return [_no_violation("CUL-01", "19 USC 1592(a)(1)", "Nothing material is false or omitted.")]
    if violation.excuse is Excuse.REASONABLE_CARE:
        return [_no_violation("CUL-16", "19 USC 1592(a), (d)", "An honest error with reasonable care is no violation.")]
    corrected = violation.correction is None or violation.correction.is_complete
    if violation.excuse is Excuse.ORIGIN_CORRECTED and corrected:
        message = "An incorrect origin claim corrected promptly, with the duty paid, draws no penalty."
        return [_no_violation("CUL-13", "19 USC 1592(c)(5)-(13)", message)]
    if violation.excuse in (Excuse.NONE, Excuse.ORIGIN_CORRECTED) or _is_pattern(violation):
        return []
    return [
        Refusal(
            code="CUL_CLERICAL",
            rule="CUL-02",
            citation="19 USC 1592(a)(2)",
            message="A clerical error or mistake of fact outside a pattern of negligent conduct is no violation.",
            field="violation",
        )
    ]


def maximum_penalty(culpability: Culpability, exposure: Exposure, on: date) -> int:
    """The most a penalty may be, US cents.

    Args:
        culpability: what is found.
        exposure: loss and values.
        on: day of the violation.

    Returns:
        Fraud: the domestic value. Duty loss: the lesser of it and a multiple of the loss. Otherwise a part of the
        dutiable value, rounded down (MON-02).

    Source: CUL-03, 19 USC 1592(c)(1)-(3).
    """
    if culpability is Culpability.FRAUD:
        return exposure.domestic_value_cents
    if exposure.affects_duties:
        return min(exposure.domestic_value_cents, LOSS_MULTIPLE[culpability].on(on) * exposure.total_loss_cents)
    part = DUTIABLE_VALUE_BASIS_POINTS[culpability].on(on)
    return exposure.dutiable_value_cents * part // WHOLE_BASIS_POINTS


def guideline(culpability: Culpability, exposure: Exposure, on: date) -> Guideline:
    """The range FP&F uses when it disposes of a case without prior disclosure; it binds no court.

    Returns:
        Cents, never above the domestic value; the upper end rounded down, the lower half up.

    Source: CUL-04, 19 CFR part 171 app. B.
    """
    if exposure.affects_duties:
        span, base = GUIDELINE_LOSS[culpability].on(on), exposure.total_loss_cents
    else:
        span, base = GUIDELINE_VALUE[culpability].on(on), exposure.dutiable_value_cents
    low = round_half_up(base * span.low_basis_points, WHOLE_BASIS_POINTS)
    high = base * span.high_basis_points // WHOLE_BASIS_POINTS
    cap = exposure.domestic_value_cents
    return Guideline(min(low, cap), min(high, cap))


def needs_prepenalty_notice(penalty_cents: int, *, commercial: bool, on: date) -> bool:
    """Whether a prepenalty notice comes first: commercial importation and more than the floor.

    Source: CUL-06, 19 USC 1592(b)(1)(B).
    """
    return commercial and penalty_cents > PREPENALTY_FLOOR_CENTS.on(on)


def refuse_penalty(penalty_cents: int, maximum_cents: int) -> list[Refusal]:
    """A penalty above the maximum.

    Source: CUL-03, 19 USC 1592(c).
    """
    if penalty_cents <= maximum_cents:
        return []
    return [
        Refusal(
            code="CUL_OVER_MAXIMUM",
            rule="CUL-03",
            citation="19 USC 1592(c)",
            message="The penalty is above the most the law allows for this culpability.",
            field="penalty",
        )
    ]


def _is_pattern(violation: Violation) -> bool:
    """A pattern of negligent conduct; a system that only repeats its first clerical error makes none."""
    repeated = violation.electronic_repetition and violation.excuse is Excuse.CLERICAL_ERROR
    return violation.pattern and not repeated


def _no_violation(rule: str, citation: str, message: str) -> Refusal:
    return Refusal(code="CUL_NO_VIOLATION", rule=rule, citation=citation, message=message, field="violation")
