"""Data on entries that customs sends while critical circumstances are suspected (PET-18)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.record.acts import Act, Authority, Visibility
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, Case, Commerce
from services.proceedings.domain.record.rules import ActRule, refusal
from shared.refusals import Refusal

_DATA: Final = "19 USC 1671a(e)"
_CADENCE_DAYS_MAX: Final = 30
_AFTER_INITIATION: Final = frozenset({Case.INVESTIGATING, Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT})
_FINAL: Final = frozenset({Commerce.FINAL_AFF, Commerce.FINAL_NEG})


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryDataRequested(Act):
    """Commerce asks customs for volume and value of entries: the subsidy may be inconsistent with the Agreement.

    Attributes:
        cadence_days: at least every so many days, at most 30.
    """

    name = "EntryDataRequested"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("PET-18",)

    scope: str
    cadence_days: int = _CADENCE_DAYS_MAX


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryDataTransmitted(Act):
    """Customs sent the data."""

    name = "EntryDataTransmitted"
    authority = Authority.CBP
    visibility = Visibility.RESTRICTED
    rules = ("PET-18",)


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryDataWithdrawn(Act):
    """Commerce needs the data no longer."""

    name = "EntryDataWithdrawn"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("PET-18",)


class EntryDataRequestedRule(ActRule[EntryDataRequested]):
    """After the initiation, until the final determination."""

    act = EntryDataRequested
    source = _AFTER_INITIATION

    def refuse(self, state: Proceeding, act: EntryDataRequested) -> Sequence[Refusal]:
        """Too long a cadence, or too late."""
        found = []
        if not 1 <= act.cadence_days <= _CADENCE_DAYS_MAX:
            message = f"The data is sent at least every {_CADENCE_DAYS_MAX} days."
            found.append(refusal("CADENCE_TOO_LONG", "PET-18", _DATA, message, "cadenceDays"))
        if state.commerce in _FINAL:
            message = "The data is asked for until the final determination."
            found.append(refusal("AFTER_FINAL", "PET-18", _DATA, message, "occurredOn"))
        return found


class _OnRequest(ActRule[EntryDataTransmitted]):
    """While a request stands."""

    source = _AFTER_INITIATION

    def refuse(self, state: Proceeding, act: Act) -> Sequence[Refusal]:
        """No request stands."""
        if _standing(state):
            return ()
        return [refusal("NOT_REQUESTED", "PET-18", _DATA, "No request for data on entries stands.")]


class EntryDataTransmittedRule(_OnRequest):
    """Customs answers a request."""

    act = EntryDataTransmitted


class EntryDataWithdrawnRule(_OnRequest):
    """A request is withdrawn."""

    act = EntryDataWithdrawn


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """CC_ENTRY_DATA (16.1): from the request, then from each report; numbered, so that each keeps its identity."""
    periods: list[_Period] = []
    for step in state.steps:
        match step.act:
            case EntryDataRequested(occurred_on=day, cadence_days=cadence):
                periods = [*_ended(periods), _Period("ENTRY_DATA_REQUESTED", day, cadence)]
            case EntryDataTransmitted(occurred_on=day) if periods:
                answered = replace(periods[-1], sent_on=day)
                periods = [*periods[:-1], answered, _Period("ENTRY_DATA_LAST_SENT", day, answered.cadence_days)]
            case EntryDataWithdrawn():
                periods = _ended(periods)
    over = state.case in TERMINAL or state.commerce in _FINAL
    for number, period in enumerate(periods, 1):
        yield Clock(
            key="CC_ENTRY_DATA",
            segment=str(number),
            rule="PET-18",
            source=_DATA,
            actor=Actor.CBP,
            kind=Kind.ACT,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg(period.event, period.day, Offset(period.cadence_days)),),
            met_on=period.sent_on,
            cancelled=over or period.ended,
        )


@dataclass(frozen=True, slots=True)
class _Period:
    """From a request or a report to the next report."""

    event: str
    day: date
    cadence_days: int
    sent_on: date | None = None
    ended: bool = False


def _ended(periods: list[_Period]) -> list[_Period]:
    """Nothing more is sent for the last one."""
    return [*periods[:-1], replace(periods[-1], ended=True)] if periods else []


def _standing(state: Proceeding) -> bool:
    asked, withdrawn = state.last(EntryDataRequested), state.last(EntryDataWithdrawn)
    if asked is None or state.commerce in _FINAL:
        return False
    order = [step.number for step in state.steps]
    return withdrawn is None or order.index(withdrawn.number) < order.index(asked.number)
