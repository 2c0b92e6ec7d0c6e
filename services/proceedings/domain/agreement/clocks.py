"""Deadlines of agreements and withdrawals (16.1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementNotified,
    AgreementProposed,
    ContinuationRequested,
    InvestigationTerminated,
    PetitionWithdrawn,
    RecordReused,
    RegionalAgreementAccepted,
    SuspensionReviewDecided,
    TerminationGround,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.agreement.facts import (
    NOTICE_DAYS,
    PETITION_DAYS,
    PHASE_OUT_MONTHS,
    TYPE_B,
    accepted,
    is_type_c,
    review_petitioned,
    since_accepted,
)
from services.proceedings.domain.agreement.terms import AgreementType
from services.proceedings.domain.commission.acts import ItcPreliminary
from services.proceedings.domain.commission.facts import itc_final
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.deadlines.engine import Days, schedule
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.record.acts import Act, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement

SUSPENSION: Final = "19 USC 1671c"


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """AGREEMENT_PROPOSAL to REGIONAL_AGREEMENT, QR_CONSULTATION, RECORD_REUSE."""
    yield from _proposal(state)
    yield from _notice(state)
    yield from _after_publication(state)
    yield from _review(state)
    yield from _regional(state)
    yield from _withdrawal(state)


def scheduled(clock: Clock) -> date:
    """The day of a clock without tolling, as a guard needs it."""
    return schedule(clock, case_number="", tollings=(), days=Days()).due


def proposal_clock(preliminary_on: date) -> Clock:
    """Seven days after the preliminary determination to propose an agreement (SUS-07)."""
    return Clock(
        key="AGREEMENT_PROPOSAL",
        rule="SUS-07",
        source="19 CFR 351.208(f)(1)(B)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_DETERMINED", preliminary_on, Offset(7)),),
    )


def continuation_clock(published: date) -> Clock:
    """Twenty days to ask for continuation (SUS-13)."""
    leg = Leg("SUSPENDED", published, Offset(PETITION_DAYS))
    return _fixed("CONTINUATION_REQUEST", "SUS-13", f"{SUSPENSION}(g)", Actor.PARTIES, leg)


def review_petition_clock(published: date) -> Clock:
    """Twenty days to petition the Commission (SUS-15)."""
    leg = Leg("SUSPENDED", published, Offset(PETITION_DAYS))
    return _fixed("ITC_REVIEW_PETITION", "SUS-15", f"{SUSPENSION}(h)(1)", Actor.PARTIES, leg)


def regional_clock(ordered_on: date) -> Clock:
    """Sixty days after the order to accept an agreement with the exporters to the region (SUS-20)."""
    leg = Leg("ORDER_PUBLISHED", ordered_on, Offset(60))
    return _fixed("REGIONAL_AGREEMENT", "SUS-20", f"{SUSPENSION}(l)", Actor.COMMERCE, leg)


def reuse_clock(withdrawn_on: date) -> Clock:
    """Three months after the first withdrawal to file again on the old record (TRM-03)."""
    leg = Leg("WITHDRAWN", withdrawn_on, Offset(3, Unit.MONTHS))
    return _fixed("RECORD_REUSE", "TRM-03", f"{SUSPENSION}(a)(1)(B)", Actor.PARTIES, leg)


def found_only_in_final(state: Proceeding) -> bool:
    """Whether the Commission found a regional industry in its final determination and not before (SUS-20)."""
    first, decided = state.last(ItcPreliminary), itc_final(state)
    return decided is not None and decided.act.regional and not (first is not None and first.act.regional)


def _fixed(key: str, rule: str, source: str, actor: Actor, leg: Leg) -> Clock:
    return Clock(
        key=key,
        rule=rule,
        source=source,
        actor=actor,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(leg,),
    )


def _opportunity(clock: Clock, taken: Step[Act] | None) -> Clock:
    """Nobody has to act: an opportunity passes, it is not missed."""
    return replace(clock, met_on=None if taken is None else taken.act.occurred_on, opportunity=True)


def _proposal(state: Proceeding) -> Iterator[Clock]:
    if state.preliminary_on is not None:
        yield _opportunity(proposal_clock(state.preliminary_on), state.last(AgreementProposed))


def _notice(state: Proceeding) -> Iterator[Clock]:
    notified = state.last(AgreementNotified)
    if notified is None:
        return
    step = state.last(AgreementAccepted)
    planned = notified.act.planned_on
    if step is not None and step.act.occurred_on >= notified.act.occurred_on:
        planned = step.published_on or step.act.effective_on or planned
    if planned is None:
        return
    yield Clock(
        key="AGREEMENT_NOTICE",
        rule="SUS-08",
        source=f"{SUSPENSION}(e)",
        actor=Actor.COMMERCE,
        kind=Kind.GUARD,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("SUSPENSION_PLANNED", planned, Offset(-NOTICE_DAYS)),),
        met_on=notified.act.occurred_on,
    )


def _after_publication(state: Proceeding) -> Iterator[Clock]:
    step = accepted(state)
    if step is None or step.published_on is None:
        return
    published, terms = step.published_on, step.act.terms
    if terms.substance in TYPE_B:
        yield Clock(
            key="AGREEMENT_PHASE_OUT",
            rule="SUS-01",
            source=f"{SUSPENSION}(b)",
            actor=Actor.PARTIES,
            kind=Kind.GUARD,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("SUSPENDED", published, Offset(PHASE_OUT_MONTHS, Unit.MONTHS)),),
            met_on=terms.complete_by,
        )
    yield _opportunity(continuation_clock(published), since_accepted(state, ContinuationRequested))
    if terms.substance is AgreementType.QR:
        yield _consultation(state, step.act.occurred_on)


def _review(state: Proceeding) -> Iterator[Clock]:
    step = accepted(state)
    if step is None or step.published_on is None or not is_type_c(state):
        return
    petitioned = review_petitioned(state)
    yield _opportunity(review_petition_clock(step.published_on), petitioned)
    yield Clock(
        key="AGREEMENT_LIQ_END",
        rule="SUS-12",
        source=f"{SUSPENSION}(h)(3)",
        actor=Actor.NOBODY,
        kind=Kind.EFFECTIVE,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("SUSPENDED", step.published_on, Offset(PETITION_DAYS)),),
        superseded_by=None if petitioned is None else "ITC_REVIEW (SUS-12)",
        # Another end came before the twenty days were over.
        cancelled=petitioned is None and state.agreement is not Agreement.IN_FORCE,
    )
    if petitioned is None:
        return
    decided = since_accepted(state, SuspensionReviewDecided)
    leg = Leg("REVIEW_PETITIONED", petitioned.act.occurred_on, Offset(75))
    yield replace(
        _fixed("ITC_REVIEW", "SUS-15", f"{SUSPENSION}(h)(2)", Actor.ITC, leg),
        met_on=None if decided is None else decided.act.occurred_on,
        cancelled=state.agreement is not Agreement.UNDER_ITC_REVIEW,
    )


def _regional(state: Proceeding) -> Iterator[Clock]:
    ordered = state.last(OrderPublished)
    if ordered is not None and found_only_in_final(state):
        yield _opportunity(regional_clock(ordered.act.occurred_on), state.last(RegionalAgreementAccepted))


def _withdrawal(state: Proceeding) -> Iterator[Clock]:
    withdrawn = state.every(PetitionWithdrawn)
    if withdrawn:
        yield _opportunity(reuse_clock(withdrawn[0].act.occurred_on), state.last(RecordReused))
    ended = state.last(InvestigationTerminated)
    if ended is not None and ended.act.ground is TerminationGround.VOLUME_AGREEMENT:
        yield _consultation(state, ended.act.occurred_on)


def _consultation(state: Proceeding, accepted_on: date) -> Clock:
    opened = state.last(VolumeConsultationsOpened)
    leg = Leg("QR_ACCEPTED", accepted_on, Offset(90))
    clock = _fixed("QR_CONSULTATION", "TRM-04", "19 USC 1676(a)", Actor.PRESIDENT, leg)
    return replace(clock, met_on=None if opened is None else opened.act.occurred_on)
