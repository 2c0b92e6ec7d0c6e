"""The netting of an audit: which finding counts, how much is lost, what may be refunded (OFF-01 to OFF-23)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from services.enforcement.domain.audits.findings import (
    Direction,
    Facts,
    FindingClass,
    FpfDetermination,
    RefundBasis,
)
from services.enforcement.domain.audits.states import OffsetState
from shared.money import round_half_up


class Use(StrEnum):
    """How a finding counts; the first three are the sums of OFF-10, the rest the reasons why it does not count."""

    UNDER_FINAL = "UNDER_FINAL"
    UNDER_POTENTIAL = "UNDER_POTENTIAL"
    OVER_FINAL = "OVER_FINAL"
    ALREADY_REFUNDED = "OFF_ALREADY_REFUNDED"
    ALREADY_CONSUMED = "OFF_ALREADY_CONSUMED"
    OUTSIDE_PERIOD = "OFF_OUTSIDE_PERIOD"
    OUTSIDE_SCOPE = "OFF_OUTSIDE_SCOPE"
    NOT_FINAL = "OFF_NOT_FINAL"
    TAX_OVERPAYMENT = "OFF_TAX_OVERPAYMENT"
    LATE_PREFERENCE = "OFF_LATE_PREFERENCE"
    PURPOSE_VIOLATION = "OFF_PURPOSE_VIOLATION"
    NO_VIOLATION = "CUL_NO_VIOLATION"


COUNTED = frozenset({Use.UNDER_FINAL, Use.UNDER_POTENTIAL, Use.OVER_FINAL})
LIMITED = frozenset({Use.LATE_PREFERENCE, Use.PURPOSE_VIOLATION})
"""The limits of 19 CFR 163.11(d)(6) on one item: they alone make the offset allowed in part (OFF-23)."""


class Purpose(StrEnum):
    """What the audit's figures are used for (OFF-01)."""

    SECTION_1592_LOSS = "SECTION_1592_LOSS"
    SECTION_1592_PENALTY = "SECTION_1592_PENALTY"
    DRAWBACK_1593A = "DRAWBACK_1593A"
    RECORDKEEPING_PENALTY = "RECORDKEEPING_PENALTY"
    SEIZURE = "SEIZURE"
    LIQUIDATION = "LIQUIDATION"


OFFSET_PURPOSES = frozenset({Purpose.SECTION_1592_LOSS, Purpose.SECTION_1592_PENALTY})


class RefundAllocation(StrEnum):
    """Which over-payments the offset consumes first (OFF-13)."""

    NON_REFUNDABLE_FIRST = "NON_REFUNDABLE_FIRST"
    PRO_RATA = "PRO_RATA"


@dataclass(frozen=True, slots=True)
class Sums:
    """What goes into the netting, US cents, each >= 0.

    Attributes:
        under_final_cents: Uf, actual under-payments.
        under_potential_cents: Up, under-payments on entries not final.
        over_final_cents: Vf, over-payments that may offset.
    """

    under_final_cents: int
    under_potential_cents: int
    over_final_cents: int


@dataclass(frozen=True, slots=True)
class Computation:
    """The outcome of the netting, US cents."""

    sums: Sums
    offset_cents: int
    actual_loss_cents: int
    potential_loss_cents: int
    total_loss_cents: int
    excess_over_cents: int


def use_of(facts: Facts) -> Use:
    """How one finding counts.

    The checks run in the order of OFF-20, so that an excluded over-payment has exactly one reason. Acts, entries and
    causes are never matched against each other (OFF-04). An over-payment FP&F found made to break a law is out
    (OFF-06); an under-payment without a violation is no section 1592 loss (OFF-21).

    Source:
        OFF-02, OFF-03, OFF-05 to OFF-07, OFF-14, OFF-20, OFF-21; 19 CFR 163.11(d)(1), (d)(5), (d)(6).
    """
    if facts.direction is Direction.UNDER:
        return _use_of_under(facts)
    checks = (
        (facts.refunded, Use.ALREADY_REFUNDED),
        (facts.consumed, Use.ALREADY_CONSUMED),
        (not facts.within_period, Use.OUTSIDE_PERIOD),
        (not facts.within_scope, Use.OUTSIDE_SCOPE),
        (not facts.is_final, Use.NOT_FINAL),
        (facts.finding_class is FindingClass.TAX, Use.TAX_OVERPAYMENT),
        (facts.late_preference, Use.LATE_PREFERENCE),
        (facts.fpf is FpfDetermination.DISALLOWED_PURPOSE, Use.PURPOSE_VIOLATION),
    )
    return next((use for excluded, use in checks if excluded), Use.OVER_FINAL)


def _use_of_under(facts: Facts) -> Use:
    if not facts.within_period:
        return Use.OUTSIDE_PERIOD
    if not facts.within_scope:
        return Use.OUTSIDE_SCOPE
    if facts.caused_by_violation is False:
        return Use.NO_VIOLATION
    return Use.UNDER_FINAL if facts.is_final else Use.UNDER_POTENTIAL


def add_up(findings: Iterable[tuple[Facts, int]]) -> Sums:
    """Sum findings, or groups of findings with equal facts.

    Args:
        findings: facts and amount, US cents >= 0.
    """
    totals = dict.fromkeys(Use, 0)
    for facts, amount_cents in findings:
        totals[use_of(facts)] += amount_cents
    return Sums(totals[Use.UNDER_FINAL], totals[Use.UNDER_POTENTIAL], totals[Use.OVER_FINAL])


def net(sums: Sums, *, with_offset: bool = True) -> Computation:
    """Net over-payments against under-payments, never below zero.

    Excess over-payment is no credit and does not reduce the potential loss (OFF-12).

    Args:
        sums: the three sums, projected if the audit sampled.
        with_offset: False when offsetting is disallowed entirely (OFF-08), and for the second of the two
            provisional computations (OFF-16).

    Returns:
        The computation; ``actual_loss_cents >= 0``.

    Raises:
        ValueError: a negative sum.

    Source:
        OFF-10, OFF-12; 19 CFR 163.11(d)(1).
    """
    if min(sums.under_final_cents, sums.under_potential_cents, sums.over_final_cents) < 0:
        raise ValueError(f"sums cannot be negative: {sums}")
    usable = sums.over_final_cents if with_offset else 0
    offset = min(sums.under_final_cents, usable)
    actual = sums.under_final_cents - offset
    return Computation(
        sums=sums,
        offset_cents=offset,
        actual_loss_cents=actual,
        potential_loss_cents=sums.under_potential_cents,
        total_loss_cents=actual + sums.under_potential_cents,
        excess_over_cents=usable - offset,
    )


def result_of(uses: Collection[Use], fpf: Collection[FpfDetermination | None]) -> OffsetState:
    """The name of the result (OFF-23).

    Args:
        uses: how the findings of the determination count.
        fpf: what FP&F found of them.

    Source:
        OFF-08, OFF-23; 19 CFR 163.11(d)(6), (d)(8).
    """
    if FpfDetermination.KNOWING_INTENTIONAL in fpf:
        return OffsetState.DISALLOWED_ENTIRELY
    return OffsetState.ALLOWED_IN_PART if LIMITED & set(uses) else OffsetState.ALLOWED


def refundable(
    computation: Computation,
    over_items: Sequence[tuple[int, RefundBasis]],
    allocation: RefundAllocation = RefundAllocation.NON_REFUNDABLE_FIRST,
) -> int:
    """How much of the excess may be credited toward a refund.

    Args:
        computation: the netting.
        over_items: amount (US cents) and refund basis of the over-payments that counted, as found on identified
            entries; projected dollars are never refunded.
        allocation: which over-payments the offset consumed first.

    Returns:
        US cents, at most the excess and at most the items with a basis.

    Source:
        OFF-13; 19 CFR 163.11(d)(9); 19 USC 1509(b)(6)(B).
    """
    with_basis = sum(cents for cents, basis in over_items if basis is not RefundBasis.NONE)
    excess = computation.excess_over_cents
    if allocation is RefundAllocation.NON_REFUNDABLE_FIRST or computation.sums.over_final_cents == 0:
        return min(excess, with_basis)
    share = Fraction(excess * with_basis, computation.sums.over_final_cents)
    return min(excess, round_half_up(share.numerator, share.denominator))


def spread(offset_cents: int, under_cents: Mapping[str, int]) -> dict[str, int]:
    """Spread the offset over the final under-payments, in proportion, for interest by entry.

    Args:
        offset_cents: US cents, at most the sum of the under-payments.
        under_cents: under-payment per entry, US cents, in the order in which remainders fall: the last takes it.

    Returns:
        What is left per entry, US cents; the values add up to the sum less the offset.

    Raises:
        ValueError: more offset than under-payments.

    Source:
        OFF-19, MON-04 (design choice).
    """
    total = sum(under_cents.values())
    if not 0 <= offset_cents <= total:
        raise ValueError(f"cannot spread {offset_cents} over {total}")
    left = dict(under_cents)
    spare = offset_cents
    for entry, cents in list(under_cents.items())[:-1]:
        part = min(round_half_up(offset_cents * cents, total), spare) if cents else 0
        left[entry] -= part
        spare -= part
    # The last takes the remainder as far as its own amount goes; what is over falls back on those before it.
    for entry in reversed(list(under_cents)):
        part = min(spare, left[entry])
        left[entry] -= part
        spare -= part
    return left


def fit(total_cents: int, found_cents: Mapping[str, int]) -> dict[str, int]:
    """Give each entry its part of a loss: what was found, less its part of the offset, or more when it was projected.

    Projected dollars follow the entries they were projected from, so that the parts add up to the loss (OFF-17).

    Args:
        total_cents: the loss after offset and projection, US cents, >= 0.
        found_cents: under-payment found per entry, US cents >= 0, in the order in which remainders fall.

    Returns:
        US cents per entry, >= 0; the values add up to ``total_cents``.

    Raises:
        ValueError: a loss where nothing was found.

    Source:
        OFF-11, OFF-19, MON-04 (design choice).
    """
    found = sum(found_cents.values())
    if total_cents <= found:
        return spread(found - total_cents, found_cents)
    if not found:
        raise ValueError(f"nothing was found to which {total_cents} could belong")
    parts, spare = dict.fromkeys(found_cents, 0), total_cents
    bearing = [entry for entry, cents in found_cents.items() if cents]
    for entry in bearing[:-1]:
        parts[entry] = min(round_half_up(total_cents * found_cents[entry], found), spare)
        spare -= parts[entry]
    parts[bearing[-1]] = spare
    return parts
