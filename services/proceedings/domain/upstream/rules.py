"""What the acts about an upstream subsidy need and do (UPS-01 to UPS-05)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.final.clocks import final_clock
from services.proceedings.domain.petition.acts import PetitionFiled
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Commerce, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, refusal
from services.proceedings.domain.upstream.acts import UpstreamAlleged, UpstreamResolutionChosen, UpstreamSuspected
from services.proceedings.domain.upstream.clocks import BEFORE_FINAL, clocks
from services.proceedings.domain.upstream.facts import decided_now, suspension_end, time_needed_for_final
from shared.refusals import Refusal

_UPSTREAM: Final = "19 USC 1671b(g)"
_OPEN: Final = frozenset({Commerce.PRELIM_PENDING, Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})


class _UpstreamAlleged(ActRule[UpstreamAlleged]):
    act = UpstreamAlleged
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: UpstreamAlleged) -> Sequence[Refusal]:
        if state.commerce not in _OPEN:
            return [_illegal("UPS-01")]
        final = final_clock(state)
        if final is None or act.good_cause:
            return ()
        latest = state.background.days.roll(raw(scheduled(state, final), BEFORE_FINAL.count))
        if act.occurred_on <= latest:
            return ()
        message = f"Allege it by {latest.isoformat()}, 15 days before the scheduled final, or give good cause."
        return [refusal("UPSTREAM_ALLEGATION_LATE", "PRE-15", "19 CFR 351 Annex I", message, "occurredOn")]


class _UpstreamSuspected(ActRule[UpstreamSuspected]):
    act = UpstreamSuspected
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: UpstreamSuspected) -> Sequence[Refusal]:
        return () if state.commerce in _OPEN else [_illegal("UPS-01")]


class _UpstreamResolutionChosen(ActRule[UpstreamResolutionChosen]):
    act = UpstreamResolutionChosen
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: UpstreamResolutionChosen) -> Sequence[Refusal]:
        if state.commerce is not Commerce.PRELIM_AFF or decided_now(state):
            return [_illegal("UPS-04")]
        found = []
        if state.last(PetitionFiled) is None:
            message = "The choice is the petitioner's; a case that Commerce initiated itself has none."
            found.append(refusal("NO_PETITIONER", "UPS-04", _UPSTREAM, message))
        if not time_needed_for_final(state):
            message = (
                "Nothing is extended before Commerce, after the preliminary determination, suspects an upstream "
                "subsidy and determines that more time is necessary."
            )
            found.append(refusal("UPSTREAM_TIME_NOT_NEEDED", "UPS-01", _UPSTREAM, message))
        return found

    def happened(self, state: Proceeding, step: Step[UpstreamResolutionChosen]) -> Proceeding:
        made = preliminary(state)
        if (
            made is None
            or made.published_on is None
            or state.lapse_from is None
            or state.liquidation is not Liquidation.SUSPENDED_PROVISIONAL
        ):
            return state
        return replace(state, lapse_from=suspension_end(state, state.lapse_from, made.published_on))


def _illegal(rule: str) -> Refusal:
    return refusal(
        "ILLEGAL_TRANSITION",
        rule,
        _UPSTREAM,
        "An upstream subsidy is taken up before the final determination; after an affirmative preliminary the "
        "petitioner chooses once.",
    )


FAMILY: Final = Family(acts=(_UpstreamAlleged(), _UpstreamSuspected(), _UpstreamResolutionChosen()), clocks=(clocks,))
