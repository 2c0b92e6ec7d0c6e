"""What other rules ask of an agreement."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementFoundWanting,
    AgreementViolationFound,
    ContinuationRequested,
    ExportsReported,
    SuspensionReviewPetitioned,
)
from services.proceedings.domain.agreement.terms import AgreementType
from services.proceedings.domain.deadlines.engine import Days, months, raw
from services.proceedings.domain.record.acts import ActT, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement

SUBSTANTIALLY_ALL: Final = Decimal(85)
OFFSET_SHARE: Final = Decimal(85)
NOTICE_DAYS: Final = 30
PHASE_OUT_MONTHS: Final = 6
PETITION_DAYS: Final = 20
# Agreements under (b): no suspension of liquidation, no review by the Commission (9.2).
TYPE_B: Final = frozenset({AgreementType.ELIM, AgreementType.CEASE})
TYPE_C: Final = frozenset({AgreementType.INJURY, AgreementType.QR})
IN_PLACE: Final = frozenset({Agreement.IN_FORCE, Agreement.UNDER_ITC_REVIEW})


def accepted(state: Proceeding) -> Step[AgreementAccepted] | None:
    """The agreement whose notice of suspension was published last."""
    found = [step for step in state.every(AgreementAccepted) if step.published_on is not None]
    return max(found, key=lambda step: step.published_on or date.min, default=None)


def suspended_on(state: Proceeding) -> date | None:
    """Day the notice of suspension was published."""
    step = accepted(state)
    return None if step is None else step.published_on


def since_accepted(state: Proceeding, kind: type[ActT]) -> Step[ActT] | None:
    """The newest act of a kind under the agreement accepted last."""
    published = suspended_on(state)
    found = state.last(kind)
    return found if published is not None and found is not None and found.act.occurred_on >= published else None


def review_petitioned(state: Proceeding) -> Step[SuspensionReviewPetitioned] | None:
    """The petition to the Commission under the agreement accepted last."""
    return since_accepted(state, SuspensionReviewPetitioned)


def withholding(state: Proceeding) -> bool:
    """Whether an agreement in force keeps an order from being issued (ORD-11, SUS-14)."""
    return state.agreement in IN_PLACE


def is_type_c(state: Proceeding) -> bool:
    """Whether the agreement is one under (c), that the Commission may review (9.2, SUS-11, SUS-15)."""
    step = accepted(state)
    return step is not None and step.act.terms.substance in TYPE_C


def regards_without_agreement(state: Proceeding) -> bool:
    """Whether both agencies look at all the goods without regard to the effect of the agreement.

    In a final determination after a violation, in a continued investigation, and in reviews of such cases.

    Source: SUS-19, 19 USC 1671c(j).
    """
    violated = any(
        step.published_on is not None
        for step in (*state.every(AgreementViolationFound), *state.every(AgreementFoundWanting))
    )
    return violated or bool(state.every(ContinuationRequested))


def earliest_suspension(notice_on: date) -> date:
    """First day on which the notice of suspension may be published; never rolled.

    Source: SUS-08, 19 USC 1671c(e)(1); CAL-05.
    """
    return raw(notice_on, NOTICE_DAYS)


def latest_completion(suspension_on: date) -> date:
    """Last day by which the subsidy is eliminated or offset, or exports have ceased; never rolled.

    Source: SUS-01, 19 USC 1671c(b); CAL-03.
    """
    return months(suspension_on, PHASE_OUT_MONTHS)


def window_closes(suspension_on: date) -> date:
    """Last day to ask for continuation or to petition the Commission (SUS-13, SUS-15, 19 USC 1671c(g), (h)(1))."""
    return Days().roll(raw(suspension_on, PETITION_DAYS))


def first_free(suspension_on: date) -> date:
    """First day of entry that is free when no review is petitioned for; never rolled (SUS-12, 19 USC 1671c(h)(3))."""
    return raw(suspension_on, PETITION_DAYS + 1)


def lift_on(suspension_on: date) -> date:
    """Day on which the suspension of liquidation is lifted: held until the petition window has closed (D-26)."""
    return max(first_free(suspension_on), window_closes(suspension_on) + timedelta(days=1))


def violation_reach(published_on: date, first_entry_on: date) -> date:
    """First day of entry that a violation reaches; never rolled.

    Args:
        published_on: publication of the finding.
        first_entry_on: day the first offending goods were entered.

    Source: SUS-17, 19 USC 1671c(i)(1)(A): the later of 90 days before publication and that entry.
    """
    return max(raw(published_on, -90), first_entry_on)


def offset_share(net_subsidy_percent: Decimal, offset_percent: Decimal) -> Decimal:
    """Share of the net subsidy that is offset, percent with two places, half up (SUS-06)."""
    return (offset_percent * 100 / net_subsidy_percent).quantize(Decimal("0.01"), ROUND_HALF_UP)


def offsets_enough(net_subsidy_percent: Decimal, offset_percent: Decimal) -> bool:
    """Whether at least 85 % of the net subsidy is offset, tested unrounded (SUS-06, 19 USC 1671c(c)(2)(B))."""
    return offset_percent * 100 >= net_subsidy_percent * OFFSET_SHARE


def exported(state: Proceeding) -> Decimal:
    """Exports reported since the suspension, until the phase-out ends (SUS-02)."""
    step = accepted(state)
    if step is None or step.published_on is None:
        return Decimal(0)
    last = step.act.terms.complete_by or date.max
    return sum(
        (
            report.act.quantity
            for report in state.every(ExportsReported)
            if step.published_on <= report.act.occurred_on <= last
        ),
        Decimal(0),
    )


def over_cap(state: Proceeding) -> bool:
    """Whether exports since the suspension exceed the cap agreed for the meantime (SUS-02, 19 USC 1671c(d)(2))."""
    step = accepted(state)
    cap = None if step is None else step.act.terms.interim_cap
    return cap is not None and exported(state) > cap
