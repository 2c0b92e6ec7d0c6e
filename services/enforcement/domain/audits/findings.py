"""What an audit finds: over-payments and under-payments, each with its facts (AUD-05, AUD-10, OFF-09)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.money import round_half_up


class Direction(StrEnum):
    """Whom the mistake favoured."""

    UNDER = "UNDER"
    OVER = "OVER"


class FindingKind(StrEnum):
    """Money, or a declaration with an effect on money."""

    PAYMENT = "PAYMENT"
    DECLARATION = "DECLARATION"


class FindingClass(StrEnum):
    """What was paid or declared wrongly."""

    DUTY = "DUTY"
    FEE = "FEE"
    TAX = "TAX"
    QUANTITY = "QUANTITY"
    VALUE = "VALUE"


class Cause(StrEnum):
    """Why it was wrong."""

    CLASSIFICATION = "CLASSIFICATION"
    VALUATION = "VALUATION"
    QUANTITY = "QUANTITY"
    LATE_PREFERENCE = "LATE_PREFERENCE"
    CLERICAL = "CLERICAL"
    ASSIST = "ASSIST"
    OTHER = "OTHER"


class Suspicion(StrEnum):
    """What the auditor suspects; it starts a referral and decides nothing (OFF-06, OFF-08)."""

    PURPOSE = "SUSPECT_PURPOSE"
    KNOWING = "SUSPECT_KNOWING"


class FpfDetermination(StrEnum):
    """What the FP&F office found of one item."""

    ALLOWED = "ALLOWED"
    DISALLOWED_PURPOSE = "DISALLOWED_PURPOSE"
    KNOWING_INTENTIONAL = "KNOWING_INTENTIONAL"


class RefundBasis(StrEnum):
    """What an over-payment can be refunded on (OFF-13)."""

    NONE = "NONE"
    S1520 = "S1520"
    S1514A = "S1514A"


_CLASSES = {
    FindingKind.PAYMENT: frozenset({FindingClass.DUTY, FindingClass.FEE, FindingClass.TAX}),
    FindingKind.DECLARATION: frozenset({FindingClass.QUANTITY, FindingClass.VALUE}),
}
_SUSPICIONS = {Direction.OVER: Suspicion.PURPOSE, Direction.UNDER: Suspicion.KNOWING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Period and scope as CBP alone fixed them; both ends of the period are inside (AUD-05)."""

    period_from: date
    period_to: date
    issues: frozenset[str]
    importer_numbers: frozenset[str]

    def holds_day(self, entry_date: date) -> bool:
        """Whether an entry of a day lies in the period."""
        return self.period_from <= entry_date <= self.period_to

    def holds(self, issue: str, importer_number: str) -> bool:
        """Whether an issue of an importer number lies in the scope."""
        return issue in self.issues and importer_number in self.importer_numbers


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides how a finding counts; findings with equal facts count alike.

    Attributes:
        finding_class: what was paid or declared wrongly.
        within_period: the entry date lies in the period.
        within_scope: issue and importer number lie in the scope.
        is_final: the entry is finally liquidated on the day of the computation (OFF-02).
        late_preference: an allowance or preference was not claimed or established in time (OFF-07).
        refunded: the over-payment was refunded already (OFF-14).
        consumed: the over-payment was used as an offset already (OFF-14).
        fpf: what FP&F found, None until then.
        caused_by_violation: whether a section 1592 violation stands behind it, None until FP&F says (OFF-21).
    """

    direction: Direction
    finding_class: FindingClass
    within_period: bool
    within_scope: bool
    is_final: bool
    late_preference: bool = False
    refunded: bool = False
    consumed: bool = False
    fpf: FpfDetermination | None = None
    caused_by_violation: bool | None = None


def finding_faults(
    direction: Direction, kind: FindingKind, finding_class: FindingClass, suspicion: Suspicion | None
) -> Collection[str]:
    """What does not fit together in a finding as it is brought (AUD-10)."""
    faults = []
    if finding_class not in _CLASSES[kind]:
        faults.append(f"A {kind} has no class {finding_class}.")
    if suspicion is not None and suspicion is not _SUSPICIONS[direction]:
        faults.append(f"{suspicion} is not for a finding {direction}.")
    return faults


def money_effect(declared_delta: Decimal, rate: Decimal) -> int:
    """Convert a wrong declaration to money, once, half up.

    Args:
        declared_delta: difference of the value in US cents at an ad-valorem rate, or of the quantity at a
            specific rate; its sign does not count.
        rate: the rate as a fraction (0.065 for 6.5 %), or US cents per unit of quantity.

    Returns:
        US cents, never negative; 0 for duty-free goods.

    Raises:
        ValueError: a negative rate.

    Source:
        OFF-09 (design choice).
    """
    if rate < 0:
        raise ValueError(f"a rate cannot be negative, got {rate}")
    effect = Fraction(abs(declared_delta)) * Fraction(rate)
    return round_half_up(effect.numerator, effect.denominator)
