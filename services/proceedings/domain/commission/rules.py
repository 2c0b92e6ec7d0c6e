"""What the Commission's determinations need and do (15.2, transitions 6, 7, 16, 17, 26, 40, 41)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.proceedings.domain.commission.acts import AFFIRMATIVE, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.commission.clocks import clocks
from services.proceedings.domain.commission.consistency import refuse_final, refuse_preliminary
from services.proceedings.domain.ending import end_reach, lift, terminate
from services.proceedings.domain.final.facts import complete, withheld
from services.proceedings.domain.final.measures import resumed_rates
from services.proceedings.domain.instructions import Instruction, SuspensionReinstated
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import (
    UNDER_INVESTIGATION,
    Case,
    Commerce,
    Critical,
    Itc,
    Liquidation,
)
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from services.proceedings.domain.upstream.facts import decided_now
from shared.refusals import Refusal

_PROVISIONAL: Final = frozenset({Liquidation.SUSPENDED_PROVISIONAL, Liquidation.LAPSED})
_INJURY_TEST: Final = "19 USC 1671(c)"


class _ItcPreliminary(ActRule[ItcPreliminary]):
    act = ItcPreliminary
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: ItcPreliminary) -> Sequence[Refusal]:
        if state.itc is Itc.NOT_REQUIRED:
            return [_not_available(act.rules[0])]
        if state.itc is Itc.PRELIM_PENDING:
            return refuse_preliminary(state, act)
        if state.case is not Case.INVESTIGATING:
            return ()
        return [
            refusal(
                "ILLEGAL_TRANSITION",
                "ITP-01",
                "19 USC 1671b(a)",
                "The Commission decides this once, after initiation (15.2).",
            )
        ]

    def happened(self, state: Proceeding, step: Step[ItcPreliminary]) -> Proceeding:
        if step.act.result is PreliminaryResult.AFFIRMATIVE:
            return replace(state, itc=Itc.PRELIM_AFF)
        return replace(state, itc=Itc.PRELIM_NEG, case=Case.TERMINATED)


class _ItcFinal(ActRule[ItcFinal]):
    act = ItcFinal
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: ItcFinal) -> Sequence[Refusal]:
        if state.itc is Itc.NOT_REQUIRED:
            return [_not_available("FIN-04")]
        if state.commerce is Commerce.FINAL_AFF and state.itc is Itc.FINAL_PENDING:
            return [*_critical_refusals(state, act), *refuse_final(state, act)]
        if state.case not in self.source:
            return ()
        return [
            refusal(
                "ILLEGAL_TRANSITION",
                "FIN-04",
                "19 USC 1671d(b)",
                "The Commission's final determination follows Commerce's affirmative one (15.2).",
            )
        ]

    def happened(self, state: Proceeding, step: Step[ItcFinal]) -> Proceeding:
        if step.act.finding not in AFFIRMATIVE:
            return replace(state, itc=Itc.FINAL_NEG)
        critical = state.critical
        if critical is Critical.FINAL_AFF:
            critical = Critical.ITC_AFF if step.act.undermines else Critical.ITC_NEG
        return complete(replace(state, itc=Itc.FINAL_AFF, critical=critical))

    def published(self, state: Proceeding, step: Step[ItcFinal]) -> Proceeding:
        if step.act.finding not in AFFIRMATIVE:
            return terminate(state)
        reach = None if state.critical is Critical.ITC_NEG else state.reach_back_to
        if state.liquidation in _PROVISIONAL and not decided_now(state) and not withheld(state):
            return replace(state, liquidation=Liquidation.SUSPENDED_DEFINITIVE, reach_back_to=reach)
        return replace(state, reach_back_to=reach)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[ItcFinal], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        day = step.published_on
        if step.act.finding not in AFFIRMATIVE:
            return lift(before, day, reason="TERMINATED", basis="19 USC 1671d(c)(2)")
        told = list(end_reach(before, day, basis="19 USC 1671d(c)(3)")) if after.reach_back_to is None else []
        if before.liquidation is Liquidation.LAPSED and after.liquidation is Liquidation.SUSPENDED_DEFINITIVE:
            told.append(SuspensionReinstated(legal_basis="19 USC 1671d(c)(1)", effective_from=day))
            told.extend(resumed_rates(after, day))
        return told


def _critical_refusals(state: Proceeding, act: ItcFinal) -> Sequence[Refusal]:
    asked = state.critical is Critical.FINAL_AFF and act.finding in AFFIRMATIVE
    if asked is (act.undermines is not None):
        return ()
    return [
        refusal(
            "CRITICAL_FINDING_MISSING" if asked else "CRITICAL_NOT_ASKED",
            "CRC-07",
            "19 USC 1671d(b)(4)(A)",
            "Where Commerce's final finding is affirmative, and only there, the Commission finds whether the "
            "retroactive imports undermine the order.",
            "undermines",
        )
    ]


def _not_available(rule: str) -> Refusal:
    return refusal(
        "NOT_AVAILABLE_NON_SAC",
        "IMP-03",
        _INJURY_TEST,
        f"There is no injury test for a country outside the Subsidies Agreement ({rule} does not apply).",
    )


FAMILY: Final = Family(acts=(_ItcPreliminary(), _ItcFinal()), clocks=(clocks,))
