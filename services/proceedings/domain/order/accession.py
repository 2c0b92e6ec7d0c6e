"""A country joins the Subsidies Agreement after its order was issued without an injury test (ORD-12)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.deadlines.engine import Days, months
from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.final.facts import final
from services.proceedings.domain.instructions import (
    EntryRange,
    Instruction,
    OrderEnded,
    Refund,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.order.acts import (
    InjuryReviewDetermined,
    InjuryReviewInitiated,
    InjuryReviewRequested,
    OrderPublished,
    OrderRevokedWithoutInjury,
)
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Case, Commerce, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, TimeRule, refusal
from shared.refusals import Refusal

_ACCESSION: Final = "19 USC 1675b"
_DOMESTIC: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}
_REQUEST_MONTHS: Final = 6
_DECISION_MONTHS: Final = 12
_ONE_DAY: Final = timedelta(days=1)
_IN_FORCE: Final = frozenset({Case.ORDER_IN_FORCE})


def _joins_on(state: Proceeding) -> date | None:
    """First day as a Subsidies Agreement country after the initiation, of a country that was none then (D-28)."""
    started = initiation(state)
    if started is None or state.background.status_on(started.act.occurred_on).subsidies_agreement:
        return None
    later = [
        status.starts_on
        for status in state.background.statuses
        if status.subsidies_agreement and status.starts_on > started.act.occurred_on
    ]
    return min(later, default=None)


class _JoinedBeforeOrder(TimeRule):
    """The country joins between Commerce's affirmative final and the order: the Commission decides after all."""

    key = "SAC_JOINED_BEFORE_ORDER"

    def due(self, state: Proceeding) -> date | None:
        joins, made = _joins_on(state), final(state)
        if joins is None or made is None or state.itc is not Itc.NOT_REQUIRED:
            return None
        if state.case not in UNDER_INVESTIGATION or state.commerce is not Commerce.FINAL_AFF:
            return None
        return max(joins, made.act.occurred_on)

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        return replace(state, itc=Itc.FINAL_PENDING)


class _JoinedAfterOrder(TimeRule):
    """The country joins while its order is in force: entries are suspended at the deposit rate in effect."""

    key = "SAC_JOINED"

    def due(self, state: Proceeding) -> date | None:
        joins, ordered = _joins_on(state), state.last(OrderPublished)
        if joins is None or ordered is None or state.itc is not Itc.NOT_REQUIRED or state.case not in _IN_FORCE:
            return None
        return max(joins, ordered.act.occurred_on)

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        return (SuspensionOrdered(legal_basis=_ACCESSION, kind=SuspensionKind.DEFINITIVE, effective_from=day),)


def joined_on(state: Proceeding) -> date | None:
    """Day from which entries under an order without injury test are suspended because the country joined."""
    return state.strikes.get(_JoinedAfterOrder.key)


def sunset_from(state: Proceeding) -> date | None:
    """Start of the five-year clock that an affirmative determination sets; None where there is none (ORD-12)."""
    determined = state.last(InjuryReviewDetermined)
    return determined.published_on if determined is not None and determined.act.likely else None


def _request_by(joined: date) -> date:
    return Days().roll(months(joined, _REQUEST_MONTHS))


class _InjuryReviewRequested(ActRule[InjuryReviewRequested]):
    act = InjuryReviewRequested
    source = _IN_FORCE

    def refuse(self, state: Proceeding, act: InjuryReviewRequested) -> Sequence[Refusal]:
        joined = joined_on(state)
        if joined is None:
            return [_refused("NOT_JOINED", "The order had an injury test, or its country has not joined since.")]
        found = []
        if act.party_class not in _DOMESTIC:
            message = "Interested parties of classes C to G ask; a foreign party or a government cannot."
            found.append(_refused("PARTY_NOT_ENTITLED", message, "partyClass"))
        if act.occurred_on > _request_by(joined):
            message = f"Requests were due by {_request_by(joined).isoformat()}, six months after the country joined."
            found.append(_refused("INJURY_REQUEST_LATE", message, "occurredOn"))
        if state.last(InjuryReviewRequested) is not None:
            found.append(_refused("REQUESTED_ALREADY", "The Commission has been asked."))
        return found


class _InjuryReviewInitiated(ActRule[InjuryReviewInitiated]):
    act = InjuryReviewInitiated
    source = _IN_FORCE

    def refuse(self, state: Proceeding, act: InjuryReviewInitiated) -> Sequence[Refusal]:
        if state.last(InjuryReviewRequested) is None:
            return [_refused("NOT_REQUESTED", "The Commission initiates upon a request.")]
        return () if state.last(InjuryReviewInitiated) is None else [_refused("INITIATED_ALREADY", "It has initiated.")]


class _InjuryReviewDetermined(ActRule[InjuryReviewDetermined]):
    act = InjuryReviewDetermined
    source = _IN_FORCE

    def refuse(self, state: Proceeding, act: InjuryReviewDetermined) -> Sequence[Refusal]:
        if state.last(InjuryReviewInitiated) is None:
            return [_refused("NOT_INITIATED", "The Commission determines what it has initiated.")]
        decided = state.last(InjuryReviewDetermined)
        return () if decided is None else [_refused("DETERMINED_ALREADY", "The Commission has determined.")]

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[InjuryReviewDetermined], moment: Moment
    ) -> Sequence[Instruction]:
        joined = joined_on(after)
        if moment is not Moment.PUBLISHED or not step.act.likely or joined is None:
            return ()
        assert step.published_on is not None
        return (
            SuspensionTerminated(
                legal_basis=_ACCESSION,
                reason="INJURY_LIKELY",
                entries=EntryRange(joined, step.published_on - _ONE_DAY),
                first_free_on=step.published_on,
                refund=Refund.NONE,
            ),
        )


class _OrderRevokedWithoutInjury(ActRule[OrderRevokedWithoutInjury]):
    act = OrderRevokedWithoutInjury
    source = _IN_FORCE

    def refuse(self, state: Proceeding, act: OrderRevokedWithoutInjury) -> Sequence[Refusal]:
        cause = revocation_cause(state)
        if cause is not None and act.occurred_on >= cause:
            return ()
        message = "Commerce revokes once a negative determination is published, or six months passed without a request."
        return [_refused("NO_GROUND_TO_REVOKE", message)]

    def happened(self, state: Proceeding, step: Step[OrderRevokedWithoutInjury]) -> Proceeding:
        return replace(state, case=Case.REVOKED, liquidation=Liquidation.LIFTED)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[OrderRevokedWithoutInjury], moment: Moment
    ) -> Sequence[Instruction]:
        joined = joined_on(before)
        if moment is not Moment.HAPPENED or joined is None:
            return ()
        day = step.act.occurred_on
        entries = EntryRange(joined, day - _ONE_DAY)
        return (
            OrderEnded(legal_basis=_ACCESSION, how="REVOKED", effective_on=joined, interest=True),
            SuspensionTerminated(
                legal_basis=_ACCESSION, reason="REVOKED", entries=entries, first_free_on=day, refund=Refund.ALL
            ),
            replace(without_duty(entries, day, reason="REVOKED", basis=_ACCESSION), interest_from=joined),
        )


def revocation_cause(state: Proceeding) -> date | None:
    """First day on which Commerce has no choice but to revoke (CAL-11, ORD-12); None while there is no cause."""
    joined = joined_on(state)
    if joined is None:
        return None
    if state.last(InjuryReviewRequested) is None:
        return _request_by(joined) + _ONE_DAY
    decided = state.last(InjuryReviewDetermined)
    return None if decided is None or decided.act.likely else decided.published_on


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """SAC_REQUEST (16.1), the Commission's year, and the day Commerce must revoke."""
    joined = joined_on(state)
    if joined is None:
        return
    asked, started = state.last(InjuryReviewRequested), state.last(InjuryReviewInitiated)
    decided, revoked = state.last(InjuryReviewDetermined), state.last(OrderRevokedWithoutInjury)
    yield Clock(
        key="SAC_REQUEST",
        rule="ORD-12",
        source=_ACCESSION,
        actor=Actor.PARTIES,
        kind=Kind.ACT,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(Leg("COUNTRY_JOINED", joined, Offset(_REQUEST_MONTHS, Unit.MONTHS)),),
        met_on=None if asked is None else asked.act.occurred_on,
    )
    if started is not None:
        yield Clock(
            key="SAC_DETERMINATION",
            rule="ORD-12",
            source=_ACCESSION,
            actor=Actor.ITC,
            kind=Kind.MONITOR,
            cls=DeadlineClass.STATUTORY_EXTENDABLE,
            legs=(Leg("INJURY_REVIEW_INITIATED", started.act.occurred_on, Offset(_DECISION_MONTHS, Unit.MONTHS)),),
            met_on=None if decided is None else decided.act.occurred_on,
        )
    cause = revocation_cause(state)
    if cause is not None:
        yield Clock(
            key="SAC_REVOCATION",
            rule="ORD-12",
            source=_ACCESSION,
            actor=Actor.COMMERCE,
            kind=Kind.MONITOR,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("NO_LIKELY_INJURY", cause, Offset(0)),),
            met_on=None if revoked is None else revoked.act.occurred_on,
            cancelled=revoked is None and state.case not in _IN_FORCE,
        )


def _refused(code: str, message: str, field: str | None = None) -> Refusal:
    return refusal(code, "ORD-12", _ACCESSION, message, field)


ACTS: Final[tuple[ActRule[Any], ...]] = (
    _InjuryReviewRequested(),
    _InjuryReviewInitiated(),
    _InjuryReviewDetermined(),
    _OrderRevokedWithoutInjury(),
)
TIMES: Final[tuple[TimeRule, ...]] = (_JoinedBeforeOrder(), _JoinedAfterOrder())
