"""What the acts on critical circumstances need and do (15.2, transitions 11, 37, 38)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalPreliminary
from services.proceedings.domain.critical.clocks import ALLEGATION_DAYS, OPEN, clocks
from services.proceedings.domain.critical.facts import initiation_published_on, reach_preliminary, refuse_finding
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.final.clocks import final_clock
from services.proceedings.domain.instructions import Instruction, SuspensionAmended
from services.proceedings.domain.petition.acts import SelfInitiated
from services.proceedings.domain.petition.facts import is_sac
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Case, Commerce, Critical, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from shared.refusals import Refusal

_ALLEGATION: Final = "19 USC 1671b(e)(1)"
_BEFORE_INITIATION: Final = frozenset({Case.FILING_DEFECT, Case.FILED, Case.POLLING})
_SUSPENDED: Final = frozenset({Liquidation.SUSPENDED_PROVISIONAL, Liquidation.LAPSED})


class _CriticalAlleged(ActRule[CriticalAlleged]):
    act = CriticalAlleged
    source = _BEFORE_INITIATION | UNDER_INVESTIGATION | {Case.SUSPENDED}

    def refuse(self, state: Proceeding, act: CriticalAlleged) -> Sequence[Refusal]:
        found = []
        if not is_sac(state):
            found.append(_not_available())
        if state.critical is not Critical.NOT_ALLEGED or state.commerce not in {*OPEN, Commerce.NONE}:
            found.append(_illegal("CRC-01", "Alleged once, before Commerce's final determination (15.2)."))
        latest = _latest_allegation(state)
        if latest is not None and act.occurred_on > latest:
            message = f"Allege more than 20 days before the final determination: by {latest.isoformat()}."
            found.append(refusal("CRC_LATE", "CRC-01", _ALLEGATION, message, "occurredOn"))
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
        if state.commerce in OPEN and (state.critical is Critical.ALLEGED or own_initiative):
            return refuse_finding(act.finding, act.occurred_on)
        return [_illegal("CRC-02", "A preliminary finding answers an allegation, before the final (15.2).")]

    def happened(self, state: Proceeding, step: Step[CriticalPreliminary]) -> Proceeding:
        affirmative = step.act.finding.affirmative
        return replace(state, critical=Critical.PRELIM_AFF if affirmative else Critical.PRELIM_NEG)

    def published(self, state: Proceeding, step: Step[CriticalPreliminary]) -> Proceeding:
        if (
            state.critical is not Critical.PRELIM_AFF
            or state.liquidation not in _SUSPENDED
            or state.suspended_from is None
        ):
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
                legal_basis="19 USC 1671b(e)(2)", retroactive_from=after.reach_back_to, firms=step.act.finding.firms
            ),
        )


def _latest_allegation(state: Proceeding) -> date | None:
    """21 days before the final as it is scheduled now; a guard, never rolled (CRC-01, CAL-05)."""
    final = final_clock(state)
    return None if final is None else raw(scheduled(state, final), ALLEGATION_DAYS)


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
