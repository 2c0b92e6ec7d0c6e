"""Prior disclosure: when it counts, its tender, and the reduced penalty (CUL-09 to CUL-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enforcement.domain.limitation.periods import years_after
from services.enforcement.domain.matters.culpability import WHOLE_BASIS_POINTS, Exposure
from services.enforcement.domain.matters.interest import LossLine, RateTable, disclosure_interest_total
from services.enforcement.domain.matters.law import (
    DISCLOSED_FRAUD_LOSS_BASIS_POINTS,
    DISCLOSED_FRAUD_VALUE_BASIS_POINTS,
    HEADQUARTERS_REVIEW_FLOOR_CENTS,
    MISSING_DATA,
    TENDER,
    Culpability,
)
from shared.refusals import Refusal


class ReviewSubject(StrEnum):
    """What headquarters reviews of a calculation, and nothing else (CUL-12, 19 CFR 162.74(c))."""

    CLASSIFICATION = "CLASSIFICATION"
    RATE = "RATE"
    DUTIABLE_VALUE = "DUTIABLE_VALUE"
    SPECIAL_RULES = "SPECIAL_RULES"


@dataclass(frozen=True, kw_only=True, slots=True)
class Investigation:
    """What is on record about a formal investigation of this violation by this party.

    Attributes:
        recorded_on: day on which Customs recorded in writing that it believed a violation possible; None if never.
        lack_of_knowledge_shown: the discloser proved it did not know.
    """

    recorded_on: date | None
    lack_of_knowledge_shown: bool


def refuse_benefit(disclosed_on: date, investigation: Investigation) -> list[Refusal]:
    """Why a disclosure is no prior one: the investigation had commenced and lack of knowledge is not shown.

    Source: CUL-09, 19 USC 1592(c)(4), 19 CFR 162.74(g).
    """
    recorded_on = investigation.recorded_on
    if recorded_on is None or disclosed_on < recorded_on or investigation.lack_of_knowledge_shown:
        return []
    return [
        Refusal(
            code="CUL_PD_INVESTIGATION_KNOWN",
            rule="CUL-09",
            citation="19 USC 1592(c)(4)",
            message="A formal investigation had commenced and lack of knowledge of it is not shown.",
        )
    ]


def missing_data_due(disclosed_on: date) -> date:
    """Last day for data unknown at the disclosure, which says that they will follow.

    Source: CUL-09, 19 CFR 162.74(b)(4).
    """
    return MISSING_DATA.on(disclosed_on).deadline(disclosed_on)


def refuse_extension(*, due_on: date, extended_to: date, on: date) -> list[Refusal]:
    """More time to tender after the time is over, or no more time at all.

    Source: CUL-11, 19 CFR 162.74(c): FP&F may extend for good cause.
    """
    if on <= due_on < extended_to:
        return []
    message = f"The time to tender is extended on or before {due_on.isoformat()}, to a later day."
    return [_refusal("CUL_PD_NO_TENDER", "CUL-11", "19 USC 1592(c)(4); 19 CFR 162.74(c)", message, "extendedTo")]


def tender_due(calculation_notified_on: date, extended_to: date | None) -> date:
    """Last day to tender the calculated loss: 30 days, or as FP&F extended it for good cause.

    Source: CUL-11, 19 USC 1592(c)(4), 19 CFR 162.74(c).
    """
    ordinary = TENDER.on(calculation_notified_on).deadline(calculation_notified_on)
    return ordinary if extended_to is None else max(ordinary, extended_to)


def refuse_tender(tendered_cents: int, loss_cents: int, tendered_on: date, due_on: date) -> list[Refusal]:
    """A tender that is short or late.

    Args:
        tendered_cents: everything tendered so far, US cents.
        loss_cents: the actual loss as Customs calculated it, US cents.
        tendered_on, due_on: day of the tender and its last day.

    Source: CUL-11, 19 CFR 162.74(c).
    """
    short, late = tendered_cents < loss_cents, tendered_on > due_on
    if not short and not late:
        return []
    return [
        Refusal(
            code="CUL_PD_NO_TENDER",
            rule="CUL-11",
            citation="19 USC 1592(c)(4); 19 CFR 162.74(c)",
            message="The whole actual loss must be tendered "
            f"by {due_on.isoformat()}{'; the sum is short' if short else ''}{'; it is late' if late else ''}.",
            field="amount",
        )
    ]


def refuse_headquarters_review(
    *, loss_cents: int, deposited_cents: int, last_day: date, rules_met: bool, on: date
) -> list[Refusal]:
    """Headquarters reviews a calculation only when all four conditions are met; each one missed is named.

    Args:
        loss_cents: the loss as determined, US cents; must exceed the floor.
        deposited_cents: deposited of it; all of it must be.
        last_day: last day of the limitation period; more than a year must remain.
        rules_met: every other rule of disclosure is met.
        on: day of the request.

    Source: CUL-12, 19 CFR 162.74(c).
    """
    floor = HEADQUARTERS_REVIEW_FLOOR_CENTS.on(on)
    missed = {
        "the loss must exceed the floor": loss_cents <= floor,
        "the loss must be deposited": deposited_cents < loss_cents,
        "more than one year must remain before limitation": not _more_than_a_year(on, last_day),
        "every other rule of disclosure must be met": not rules_met,
    }
    return [
        Refusal(
            code="CUL_HQ_REVIEW_FLOOR",
            rule="CUL-12",
            citation="19 CFR 162.74(c)",
            message=f"Headquarters does not review this calculation: {why}.",
        )
        for why, is_missed in missed.items()
        if is_missed
    ]


def disclosed_penalty(
    culpability: Culpability,
    exposure: Exposure,
    lines: Sequence[LossLine],
    *,
    tendered_on: date,
    rates: RateTable,
    on: date,
) -> int:
    """The most a penalty may be after a valid prior disclosure, US cents.

    Args:
        culpability: what is found.
        exposure: loss and values.
        lines: the actual loss per entry, with the day of liquidation. A potential loss bears no interest.
        tendered_on: day of the tender.
        rates: yearly rates.
        on: day of the violation.

    Source: CUL-10, 19 USC 1592(c)(4)(A)-(B).
    """
    if culpability is Culpability.FRAUD:
        if exposure.affects_duties:
            return exposure.total_loss_cents * DISCLOSED_FRAUD_LOSS_BASIS_POINTS.on(on) // WHOLE_BASIS_POINTS
        return exposure.dutiable_value_cents * DISCLOSED_FRAUD_VALUE_BASIS_POINTS.on(on) // WHOLE_BASIS_POINTS
    if not exposure.affects_duties:
        return 0
    return disclosure_interest_total(lines, tendered_on, rates)


def _refusal(code: str, rule: str, citation: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)


def _more_than_a_year(on: date, last_day: date) -> bool:
    """Exactly one year is not more than one."""
    return last_day > years_after(on, 1)
