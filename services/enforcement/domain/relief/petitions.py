"""Petitions for relief: in time, in form, and decided by whom (RLF-01 to RLF-08)."""

from datetime import date
from enum import StrEnum

from services.enforcement.domain.law import PETITION
from services.enforcement.domain.limitation.periods import effective_last_day, remaining_less_than_a_year
from services.enforcement.domain.relief.law import (
    FPF_AUTHORITY_CENTS,
    PAYMENT,
    SHORTENING_BELOW_DAYS,
    SHORTEST_PETITION,
    SUPPLEMENTAL,
)
from shared.refusals import Refusal, refuse_if_any


class Interest(StrEnum):
    """Why somebody may petition (RLF-01, 19 USC 1618, 19 CFR 171.2(a))."""

    PENALTY = "PENALTY"
    SEIZED_PROPERTY = "SEIZED_PROPERTY"


class ReliefGround(StrEnum):
    """Why a penalty may be remitted or mitigated (RLF-01, 19 USC 1618)."""

    NO_WILLFUL_NEGLIGENCE_OR_INTENT = "NO_WILLFUL_NEGLIGENCE_OR_INTENT"
    MITIGATING_CIRCUMSTANCES = "MITIGATING_CIRCUMSTANCES"


def petition_due(mailed_on: date, *, shortened_to: date | None, last_day: date) -> date:
    """Last day for a petition against a penalty.

    Args:
        mailed_on: day the notice of penalty was mailed.
        shortened_to: day FP&F sets in the notice instead; None for the whole 60 days.
        last_day: last day of the limitation period, as a waiver on file extends it.

    Raises:
        Refused: shortened although 180 days or more remain, or below seven working days.

    Source: RLF-02, 19 CFR 171.2(b)(2); RLF-03, 19 CFR 171.2(e).
    """
    ordinary = PETITION.on(mailed_on).deadline(mailed_on)
    if shortened_to is None:
        return ordinary
    remaining = (last_day - mailed_on).days
    if remaining >= SHORTENING_BELOW_DAYS.on(mailed_on) or shortened_to > ordinary:
        message = f"{remaining} days remain before limitation; the period stays until {ordinary.isoformat()}."
        refuse_if_any([_shortening("PET_SHORTENING_NOT_ALLOWED", message)])
    earliest = SHORTEST_PETITION.on(mailed_on).deadline(mailed_on)
    if shortened_to < earliest:
        refuse_if_any([_shortening("PET_SHORTENING_TOO_SHORT", f"The earliest day is {earliest.isoformat()}.")])
    return shortened_to


def is_shortened(mailed_on: date, petition_by: date) -> bool:
    """Whether FP&F set less than the whole period; if it is missed the matter goes to counsel at once (RLF-03)."""
    return petition_by < PETITION.on(mailed_on).deadline(mailed_on)


def refuse_petition(filed_on: date, due_on: date, *, copies: int, electronic: bool) -> list[Refusal]:
    """A petition that is late or not in duplicate.

    Args:
        filed_on, due_on: day of filing, and the last day as FP&F may have extended it.
        copies: how many came on paper.
        electronic: filed electronically; one is enough.

    Source: RLF-02, 19 CFR 171.2(b)(2); RLF-04, 19 CFR 171.2(d).
    """
    refusals = []
    if filed_on > due_on:
        message = f"The petition period ended on {due_on.isoformat()}."
        refusals.append(_petition("PET_LATE", "RLF-02", "19 CFR 171.2(b)(2)", message, "filedOn"))
    if not electronic and copies < 2:
        message = "A petition on paper comes in duplicate."
        refusals.append(_petition("PET_NOT_IN_DUPLICATE", "RLF-04", "19 CFR 171.2(d)", message, "copies"))
    return refusals


def refuse_decision(
    claimed_cents: int, mitigated_cents: int, *, headquarters: bool, on: date, authority_cents: int | None = None
) -> list[Refusal]:
    """A decision above the decider's authority, or one that raises the penalty.

    Args:
        claimed_cents: the penalty the petition is against, US cents.
        mitigated_cents: what is left of it; 0 is remission.
        headquarters: decided by the Penalties Branch.
        on: day of the decision.
        authority_cents: the largest penalty delegated to FP&F; None for the usual one.

    Source: RLF-01, 19 USC 1618; RLF-05, 19 CFR 171.11.
    """
    refusals = []
    if mitigated_cents > claimed_cents:
        message = "Relief remits or mitigates: it never raises a penalty."
        refusals.append(_petition("PET_NOT_RELIEF", "RLF-01", "19 USC 1618", message, "mitigated"))
    authority = FPF_AUTHORITY_CENTS.on(on) if authority_cents is None else authority_cents
    if not headquarters and claimed_cents > authority:
        message = "A penalty of this amount is for headquarters to decide."
        refusals.append(_petition("PET_OVER_AUTHORITY", "RLF-05", "19 CFR 171.11", message, None))
    return refusals


def refuse_relief(claimed_cents: int, mitigated_cents: int, ground: ReliefGround | None) -> list[Refusal]:
    """Relief without a ground the law has for it; a petition denied needs none.

    Source: RLF-01, 19 USC 1618.
    """
    if mitigated_cents >= claimed_cents or ground is not None:
        return []
    message = "Relief needs a ground: no willful negligence or intent, or mitigating circumstances."
    return [_petition("PET_NO_GROUND", "RLF-01", "19 USC 1618", message, "ground")]


def payment_due(notified_on: date, *, stated: date | None) -> date:
    """Last day to pay what is left; unpaid, the full penalty revives.

    Source: RLF-06, 19 CFR 171.22, 171.23.
    """
    return PAYMENT.on(notified_on).deadline(notified_on) if stated is None else stated


def supplemental_due(notified_on: date, *, loss_reduced_on: date | None, stated: date | None) -> date:
    """Last day for a supplemental petition.

    Args:
        notified_on: day of the notice of the decision.
        loss_reduced_on: day of an administrative or judicial decision that reduces the loss the mitigated sum rests on.
        stated: the day the decision itself fixes; it governs alone.

    Returns:
        The later of 60 days from either.

    Source: RLF-07, 19 CFR 171.61.
    """
    if stated is not None:
        return stated
    days = [day for day in (notified_on, loss_reduced_on) if day is not None]
    return max(SUPPLEMENTAL.on(day).deadline(day) for day in days)


def refuse_supplemental(
    filed_on: date, due_on: date, *, last_day: date, waived_until: date | None, waiver_required: bool
) -> list[Refusal]:
    """A supplemental petition after its time, or without the waiver the deciding official requires.

    A waiver is required only when less than a year remains, and one that leaves less than a year does not help.

    Source: RLF-07, 19 CFR 171.61; RLF-08, 19 CFR 171.64.
    """
    refusals = []
    if filed_on > due_on:
        message = f"The time for a supplemental petition ended on {due_on.isoformat()}."
        refusals.append(_petition("PET_SUPPLEMENTAL_LATE", "RLF-07", "19 CFR 171.61", message, "filedOn"))
    if waiver_required and remaining_less_than_a_year(filed_on, effective_last_day(last_day, waived_until)):
        message = "Less than one year remains: sign a waiver of limitation first."
        refusals.append(_petition("PET_WAIVER_REQUIRED", "RLF-08", "19 CFR 171.64", message, None))
    return refusals


def refuse_supplemental_decider(first_decider: str, decider: str, *, headquarters: bool) -> list[Refusal]:
    """A supplemental petition against a decision of headquarters is for another director there.

    Args:
        first_decider: who decided before, at headquarters.
        decider: who decides now.
        headquarters: decided by the Penalties Branch.

    Source: RLF-07, 19 CFR 171.62(b); section 12.
    """
    if not headquarters:
        message = "Headquarters decided before: the supplemental petition is for a director there."
        return [_petition("PET_OVER_AUTHORITY", "RLF-07", "19 CFR 171.62(b)", message, None)]
    if first_decider != decider:
        return []
    message = "Another director decides the supplemental petition."
    return [_petition("SEC_SAME_DECIDER", "RLF-07", "19 CFR 171.62(b)", message, None)]


def _shortening(code: str, message: str) -> Refusal:
    return _petition(code, "RLF-03", "19 CFR 171.2(e)", message, "petitionBy")


def _petition(code: str, rule: str, citation: str, message: str, field: str | None) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
