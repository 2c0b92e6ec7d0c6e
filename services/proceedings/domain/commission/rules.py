"""What the Commission's determinations need and do (15.2, transitions 6, 7, 16, 17, 41)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.proceedings.domain.commission.acts import AFFIRMATIVE, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import (
    UNDER_INVESTIGATION,
    Case,
    Commerce,
    Itc,
)
from services.proceedings.domain.record.rules import ActRule, Family, refusal
from shared.refusals import Refusal

_INJURY_TEST: Final = "19 USC 1671(c)"


class _ItcPreliminary(ActRule[ItcPreliminary]):
    act = ItcPreliminary
    source = frozenset({Case.FILED, Case.POLLING, Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: ItcPreliminary) -> Sequence[Refusal]:
        if state.itc is Itc.NOT_REQUIRED:
            return [_not_available(act.rules[0])]
        if state.itc is Itc.PRELIM_PENDING:
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
        return replace(state, itc=Itc.FINAL_AFF if step.act.finding in AFFIRMATIVE else Itc.FINAL_NEG)


def _not_available(rule: str) -> Refusal:
    return refusal(
        "NOT_AVAILABLE_NON_SAC",
        "IMP-03",
        _INJURY_TEST,
        f"There is no injury test for a country outside the Subsidies Agreement ({rule} does not apply).",
    )


FAMILY: Final = Family(acts=(_ItcPreliminary(), _ItcFinal()))
