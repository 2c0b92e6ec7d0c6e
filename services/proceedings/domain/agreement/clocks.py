"""Deadlines of agreements and withdrawals (16.1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.acts import (
    AgreementProposed,
    AgreementType,
    ContinuationRequested,
    InvestigationTerminated,
    PetitionWithdrawn,
    RegionalAgreementAccepted,
    SuspensionReviewDecided,
    SuspensionReviewPetitioned,
    TerminationGround,
)
from services.proceedings.domain.agreement.facts import TYPE_C, accepted
from services.proceedings.domain.commission.facts import itc_final
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement

SUSPENSION: Final = "19 USC 1671c"


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """AGREEMENT_PROPOSAL to REGIONAL_AGREEMENT, QR_CONSULTATION, RECORD_REUSE."""
    yield from _proposal(state)
    yield from _after_publication(state)
    yield from _review(state)
    yield from _regional(state)
    yield from _withdrawal(state)


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


def _proposal(state: Proceeding) -> Iterator[Clock]:
    if state.preliminary_on is None:
        return
    proposed = state.last(AgreementProposed)
    yield Clock(
        key="AGREEMENT_PROPOSAL",
        rule="SUS-07",
        source="19 CFR 351.208(f)(1)(B)",
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(Leg("PRELIM_DETERMINED", state.preliminary_on, Offset(7)),),
        met_on=None if proposed is None else proposed.act.occurred_on,
        # An opportunity passes; it is not missed.
        cancelled=proposed is None,
    )


def _after_publication(state: Proceeding) -> Iterator[Clock]:
    step = accepted(state)
    if step is None or step.published_on is None:
        return
    published = step.published_on
    if step.act.type in {AgreementType.ELIM, AgreementType.CEASE}:
        yield Clock(
            key="AGREEMENT_PHASE_OUT",
            rule="SUS-01",
            source=f"{SUSPENSION}(b)",
            actor=Actor.PARTIES,
            kind=Kind.GUARD,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("SUSPENDED", published, Offset(6, Unit.MONTHS)),),
            met_on=step.act.complete_by,
        )
    continued = state.last(ContinuationRequested)
    yield replace(
        continuation_clock(published),
        met_on=None if continued is None else continued.act.occurred_on,
        cancelled=continued is None,
    )
    if step.act.type is AgreementType.QR:
        yield _fixed(
            "QR_CONSULTATION", "TRM-04", "19 USC 1676(a)", Actor.PRESIDENT, Leg("QR_ACCEPTED", published, Offset(90))
        )


def continuation_clock(published: date) -> Clock:
    """Twenty days to ask for continuation (SUS-13)."""
    return _fixed(
        "CONTINUATION_REQUEST", "SUS-13", f"{SUSPENSION}(g)", Actor.PARTIES, Leg("SUSPENDED", published, Offset(20))
    )


def review_petition_clock(published: date) -> Clock:
    """Twenty days to petition the Commission (SUS-15)."""
    return _fixed(
        "ITC_REVIEW_PETITION", "SUS-15", f"{SUSPENSION}(h)(1)", Actor.PARTIES, Leg("SUSPENDED", published, Offset(20))
    )


def _review(state: Proceeding) -> Iterator[Clock]:
    step = accepted(state)
    if step is None or step.published_on is None or step.act.type not in TYPE_C:
        return
    petitioned = state.last(SuspensionReviewPetitioned)
    yield replace(
        review_petition_clock(step.published_on),
        met_on=None if petitioned is None else petitioned.act.occurred_on,
        cancelled=petitioned is None,
    )
    if petitioned is None:
        yield Clock(
            key="AGREEMENT_LIQ_END",
            rule="SUS-12",
            source=f"{SUSPENSION}(h)(3)",
            actor=Actor.NOBODY,
            kind=Kind.EFFECTIVE,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("SUSPENDED", step.published_on, Offset(20)),),
        )
        return
    decided = state.last(SuspensionReviewDecided)
    yield replace(
        _fixed(
            "ITC_REVIEW",
            "SUS-15",
            f"{SUSPENSION}(h)(2)",
            Actor.ITC,
            Leg("REVIEW_PETITIONED", petitioned.act.occurred_on, Offset(75)),
        ),
        met_on=None if decided is None else decided.act.occurred_on,
        cancelled=state.agreement not in {Agreement.UNDER_ITC_REVIEW, Agreement.IN_FORCE, Agreement.ENDED},
    )


def _regional(state: Proceeding) -> Iterator[Clock]:
    ordered = state.last(OrderPublished)
    decided = itc_final(state)
    if ordered is None or decided is None or not decided.act.regional:
        return
    made = state.last(RegionalAgreementAccepted)
    yield replace(
        _fixed(
            "REGIONAL_AGREEMENT",
            "SUS-20",
            f"{SUSPENSION}(l)",
            Actor.COMMERCE,
            Leg("ORDER_PUBLISHED", ordered.act.occurred_on, Offset(60)),
        ),
        met_on=None if made is None else made.act.occurred_on,
        cancelled=made is None,
    )


def _withdrawal(state: Proceeding) -> Iterator[Clock]:
    withdrawn = state.every(PetitionWithdrawn)
    if withdrawn:
        yield replace(
            _fixed(
                "RECORD_REUSE",
                "TRM-03",
                f"{SUSPENSION}(a)(1)(B)",
                Actor.PARTIES,
                Leg("WITHDRAWN", withdrawn[0].act.occurred_on, Offset(3, Unit.MONTHS)),
            ),
            cancelled=True,
        )
    ended = state.last(InvestigationTerminated)
    if ended is not None and ended.act.ground is TerminationGround.VOLUME_AGREEMENT:
        yield _fixed(
            "QR_CONSULTATION",
            "TRM-04",
            "19 USC 1676(a)",
            Actor.PRESIDENT,
            Leg("QR_ACCEPTED", ended.act.occurred_on, Offset(90)),
        )
