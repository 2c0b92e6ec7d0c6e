"""What the acts on critical circumstances need and do (15.2, transitions 11, 37, 38)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalPreliminary
from services.proceedings.domain.critical.facts import initiation_published_on, reach_preliminary
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset
from services.proceedings.domain.deadlines.engine import Days, schedule
from services.proceedings.domain.final.clocks import final_clock
from services.proceedings.domain.instructions import Instruction, SuspensionAmended
from services.proceedings.domain.petition.acts import SelfInitiated
from services.proceedings.domain.petition.facts import is_sac
from services.proceedings.domain.preliminary.clocks import preliminary_clock
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Case, Commerce, Critical, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from shared.refusals import Refusal

_ALLEGATION: Final = "19 USC 1671b(e)(1)"
_OPEN: Final = frozenset({Commerce.PRELIM_PENDING, Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})
_LATEST: Final = -21
_WITH_PRELIMINARY: Final = -20
_FINDING_DUE: Final = -30


class _CriticalAlleged(ActRule[CriticalAlleged]):
    act = CriticalAlleged
    source = frozenset({Case.FILED, Case.POLLING}) | UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CriticalAlleged) -> Sequence[Refusal]:
        found = []
        if not is_sac(state):
            found.append(_not_available())
        if state.critical is not Critical.NOT_ALLEGED or state.commerce not in {*_OPEN, Commerce.NONE}:
            found.append(_illegal("CRC-01", "Alleged once, before Commerce's final determination (15.2)."))
        latest = _latest_allegation(state)
        if latest is not None and act.occurred_on > latest:
            found.append(
                refusal(
                    "CRC_LATE",
                    "CRC-01",
                    _ALLEGATION,
                    f"Allege more than 20 days before the final determination: by {latest.isoformat()}.",
                    "occurredOn",
                )
            )
        return found

    def happened(self, state: Proceeding, step: Step[CriticalAlleged]) -> Proceeding:
        return replace(state, critical=Critical.ALLEGED)


class _CriticalPreliminary(ActRule[CriticalPreliminary]):
    act = CriticalPreliminary
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CriticalPreliminary) -> Sequence[Refusal]:
        if not is_sac(state):
            return [_not_available()]
        own_initiative = state.critical is Critical.NOT_ALLEGED and state.last(SelfInitiated) is not None
        if state.commerce in _OPEN and (state.critical is Critical.ALLEGED or own_initiative):
            return ()
        return [_illegal("CRC-02", "A preliminary finding answers an allegation, before the final (15.2).")]

    def happened(self, state: Proceeding, step: Step[CriticalPreliminary]) -> Proceeding:
        affirmative = step.act.finding.affirmative
        return replace(state, critical=Critical.PRELIM_AFF if affirmative else Critical.PRELIM_NEG)

    def published(self, state: Proceeding, step: Step[CriticalPreliminary]) -> Proceeding:
        if not step.act.finding.affirmative or state.liquidation not in _SUSPENDED or state.suspended_from is None:
            return state
        reach = reach_preliminary(state.suspended_from, initiation_published_on(state))
        return replace(state, reach_back_to=reach)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CriticalPreliminary], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED or after.reach_back_to is None or before.reach_back_to is not None:
            return ()
        return (
            SuspensionAmended(
                legal_basis="19 USC 1671b(e)(2)", retroactive_from=after.reach_back_to, firms=step.act.firms
            ),
        )


_SUSPENDED: Final = frozenset({Liquidation.SUSPENDED_PROVISIONAL, Liquidation.LAPSED})


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """CC_ALLEGATION and CC_PRELIM_FINDING (16.1)."""
    final = final_clock(state)
    alleged = state.last(CriticalAlleged)
    if final is not None:
        yield Clock(
            key="CC_ALLEGATION",
            rule="CRC-01",
            source=_ALLEGATION,
            actor=Actor.PARTIES,
            kind=Kind.GUARD,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("FINAL_SCHEDULED", due(final), Offset(_LATEST)),),
            met_on=None if alleged is None else alleged.act.occurred_on,
            cancelled=state.commerce not in _OPEN,
        )
    if alleged is not None:
        yield from _finding(state, alleged.act.occurred_on, due)


def _finding(state: Proceeding, alleged_on: date, due: Callable[[Clock], date]) -> Iterable[Clock]:
    preliminary = preliminary_clock(state)
    final = final_clock(state)
    if preliminary is None:
        return
    scheduled = due(preliminary)
    if final is not None and alleged_on > due(final) + timedelta(days=_FINDING_DUE):
        return
    found = state.last(CriticalPreliminary)
    with_preliminary = alleged_on <= Days().roll_back(scheduled + timedelta(days=_WITH_PRELIMINARY))
    leg = Leg("PRELIM_SCHEDULED", scheduled, Offset(0)) if with_preliminary else Leg("ALLEGED", alleged_on, Offset(30))
    yield Clock(
        key="CC_PRELIM_FINDING",
        rule="CRC-02",
        source="19 CFR 351.206(c)",
        actor=Actor.COMMERCE,
        kind=Kind.ACT,
        cls=DeadlineClass.REGULATORY,
        legs=(leg,),
        met_on=None if found is None else found.act.occurred_on,
        cancelled=state.commerce not in _OPEN,
    )


def _latest_allegation(state: Proceeding) -> date | None:
    final = final_clock(state)
    if final is None:
        return None
    return schedule(final, case_number="", tollings=(), days=Days()).due + timedelta(days=_LATEST)


def _not_available() -> Refusal:
    return refusal(
        "NOT_AVAILABLE_NON_SAC",
        "IMP-03",
        "19 USC 1671(c)",
        "Critical circumstances do not apply to a country outside the Subsidies Agreement.",
    )


def _illegal(rule: str, message: str) -> Refusal:
    return refusal("ILLEGAL_TRANSITION", rule, _ALLEGATION, message)


FAMILY: Final = Family(acts=(_CriticalAlleged(), _CriticalPreliminary()), clocks=(clocks,))
