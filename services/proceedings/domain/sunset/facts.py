"""Where a five-year review stands: who responded, how it goes on, what both agencies found."""

from datetime import date
from typing import Final

from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import ActT, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.sunset.acts import (
    Branch,
    IntentFiled,
    OrderContinued,
    OrderRevokedAfterSunset,
    SubstantiveResponseFiled,
    SunsetBranchDetermined,
    SunsetCommerceDetermined,
    SunsetExtended,
    SunsetInitiated,
    SunsetItcDetermined,
)

NO_INTENT: Final = "SUNSET_NO_INTENT"
PREFIX: Final = "SUNSET"
DOMESTIC: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}
OPEN: Final = frozenset({Segment.REQUESTED, Segment.INITIATED, Segment.PRELIM})


def segment_of(anniversary: date) -> str:
    """The segment of a five-year review: named by the year of the anniversary."""
    return f"{PREFIX}-{anniversary.year}"


def initiations(state: Proceeding) -> tuple[Step[SunsetInitiated], ...]:
    """Every initiation so far."""
    return state.every(SunsetInitiated)


def open_initiation(state: Proceeding) -> Step[SunsetInitiated] | None:
    """The initiation of the review that goes on; None where none does."""
    begun = state.last(SunsetInitiated)
    if begun is None:
        return None
    ended = [*state.every(OrderContinued), *state.every(OrderRevokedAfterSunset)]
    return None if any(_position(state, one.number) > _position(state, begun.number) for one in ended) else begun


def within(state: Proceeding, begun: Step[SunsetInitiated], kind: type[ActT]) -> tuple[Step[ActT], ...]:
    """The steps of a kind in the review that an initiation began."""
    later = [step for step in initiations(state) if _position(state, step.number) > _position(state, begun.number)]
    last = _position(state, later[0].number) if later else len(state.steps)
    first = _position(state, begun.number)
    return tuple(step for step in state.every(kind) if first < _position(state, step.number) < last)


def newest(state: Proceeding, begun: Step[SunsetInitiated], kind: type[ActT]) -> Step[ActT] | None:
    """The newest step of a kind in the review that an initiation began."""
    found = within(state, begun, kind)
    return found[-1] if found else None


def _position(state: Proceeding, number: int) -> int:
    return next(place for place, step in enumerate(state.steps) if step.number == number)


def domestic_intent(state: Proceeding, begun: Step[SunsetInitiated]) -> bool:
    """Whether a domestic party gave notice that it takes part (SUN-03)."""
    return any(step.act.party_class in DOMESTIC for step in within(state, begun, IntentFiled))


def domestic_response(state: Proceeding, begun: Step[SunsetInitiated]) -> bool:
    """Whether a domestic party responded with substance (SUN-04)."""
    return any(step.act.party_class in DOMESTIC for step in within(state, begun, SubstantiveResponseFiled))


def branch(state: Proceeding, begun: Step[SunsetInitiated]) -> Branch | None:
    """How a review goes on: as determined, or by time alone where no domestic party came forward; None before.

    Source: SUN-05, 19 USC 1675(c)(3)(A); SUN-06, (c)(3)(B); SUN-07, (c)(5).
    """
    determined = newest(state, begun, SunsetBranchDetermined)
    if determined is not None:
        return determined.act.branch
    struck = state.strikes.get(NO_INTENT)
    if struck is not None and begun.published_on is not None and struck > begun.published_on:
        return None if domestic_intent(state, begun) else Branch.NO_DOMESTIC_RESPONSE
    return None


def commerce(state: Proceeding, begun: Step[SunsetInitiated]) -> Step[SunsetCommerceDetermined] | None:
    """Commerce's final determination."""
    return newest(state, begun, SunsetCommerceDetermined)


def commission(state: Proceeding, begun: Step[SunsetInitiated]) -> Step[SunsetItcDetermined] | None:
    """The Commission's determination."""
    return newest(state, begun, SunsetItcDetermined)


def extensions(state: Proceeding, begun: Step[SunsetInitiated], by: str) -> list[Step[SunsetExtended]]:
    """The extensions of an agency."""
    return [step for step in within(state, begun, SunsetExtended) if step.act.by == by]


def ended_on(state: Proceeding, begun: Step[SunsetInitiated]) -> date | None:
    """Publication of the notice that ended the review."""
    continued, revoked = newest(state, begun, OrderContinued), newest(state, begun, OrderRevokedAfterSunset)
    notice = continued or revoked
    return None if notice is None else notice.act.occurred_on
