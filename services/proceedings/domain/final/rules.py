"""What Commerce's final needs and does (15.2, transitions 13 to 15, 26, 27, 39)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.critical.facts import (
    reach_final,
    reached_no_more,
    refuse_finding,
    review_before,
)
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.ending import end_reach, lift, terminate
from services.proceedings.domain.final import ministerial
from services.proceedings.domain.final.acts import CommerceFinal, FinalAligned
from services.proceedings.domain.final.clocks import align_request, clocks
from services.proceedings.domain.final.facts import (
    complete,
    excluded_firms,
    final_rates,
    free_firms,
    preliminary_rates,
    refuse_table,
    withheld,
)
from services.proceedings.domain.final.measures import EFFECTS, covered, deposit_rates, freed
from services.proceedings.domain.instructions import (
    Firm,
    Instruction,
    SuspensionAmended,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionReinstated,
)
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.preliminary.facts import (
    above_de_minimis,
    lapse,
    preliminary,
    suspension_start,
    tier,
)
from services.proceedings.domain.rates import RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import (
    UNDER_INVESTIGATION,
    Commerce,
    Critical,
    Itc,
    Liquidation,
)
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from services.proceedings.domain.upstream.facts import decided_now
from shared.refusals import Refusal

_FINAL: Final = "19 USC 1671d(a)(1)"
_RETROACTIVE_ENDS: Final = "19 USC 1671d(c)(3)"
_DECIDED: Final = frozenset({Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})
_AD_POSTPONED_DAYS: Final = 135


class _FinalAligned(ActRule[FinalAligned]):
    act = FinalAligned
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: FinalAligned) -> Sequence[Refusal]:
        if state.commerce not in _DECIDED:
            return [_illegal("FIN-02", "Alignment is asked for after the preliminary determination (15.2).")]
        found = []
        petition, own = state.last(PetitionFiled), state.last(SelfInitiated)
        companions = {petition and petition.act.companion_ad_case, own and own.act.companion_ad_case}
        if act.ad_case not in companions:
            message = f"{act.ad_case} was not initiated together with this case on the same merchandise."
            found.append(_alignment("NOT_SIMULTANEOUS", message, "adCase"))
        if act.requested_on > act.occurred_on:
            message = "The petitioner asks before the final is aligned."
            found.append(_alignment("ALIGNMENT_NOT_REQUESTED", message, "requestedOn"))
        found.extend(_request_refusals(state, act))
        found.extend(_postponement_refusals(state, act))
        return found


def _request_refusals(state: Proceeding, act: FinalAligned) -> list[Refusal]:
    """The request has five days; the link it made moves by itself later (FIN-02)."""
    window = next(align_request(state), None)
    if window is None or state.last(FinalAligned) is not None or act.good_cause:
        return []
    latest = scheduled(state, window)
    if act.requested_on <= latest:
        return []
    message = f"The petitioner must ask by {latest.isoformat()}, five days after publication."
    return [_alignment("ALIGNMENT_REQUEST_LATE", message, "requestedOn", "19 CFR 351.210(i)")]


def _postponement_refusals(state: Proceeding, act: FinalAligned) -> list[Refusal]:
    """An antidumping final is postponed at most to the 135th day after its preliminary's publication (FIN-02)."""
    if not act.ad_postponed:
        return []
    citation = "19 USC 1673d(a)(2)"
    if act.ad_preliminary_published_on is None:
        message = "A postponed antidumping final counts from the publication of its preliminary; give that day."
        return [_alignment("AD_PRELIMINARY_MISSING", message, "adPreliminaryPublishedOn", citation)]
    latest = state.background.days.roll(raw(act.ad_preliminary_published_on, _AD_POSTPONED_DAYS))
    if act.ad_final_due_on <= latest:
        return []
    message = f"The antidumping final can be postponed to {latest.isoformat()}, day 135, at most."
    return [_alignment("ALIGNED_TOO_FAR", message, "adFinalDueOn", citation)]


class _CommerceFinal(ActRule[CommerceFinal]):
    act = CommerceFinal
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CommerceFinal) -> Sequence[Refusal]:
        if state.commerce not in _DECIDED:
            return [_illegal("FIN-01", "The final determination follows the preliminary one (15.2).")]
        test = tier(state, act.occurred_on)
        found = refuse_table(act.rates, test, act.occurred_on)
        counting = above_de_minimis(act.rates, test, act.occurred_on)
        if act.affirmative is not bool(counting):
            found.append(
                refusal(
                    "DETERMINATION_CONTRADICTS_RATES",
                    "FIN-03",
                    "19 USC 1671d(a)(3)",
                    f"{len(counting)} of the rates are above de minimis: affirmative is what has at least one, "
                    "negative what has none.",
                    "affirmative",
                )
            )
        if act.critical is not None:
            found.extend(refuse_finding(act.critical, act.occurred_on))
        alleged = state.critical is not Critical.NOT_ALLEGED
        if act.affirmative and alleged is not (act.critical is not None):
            found.append(
                refusal(
                    "CRITICAL_FINDING_MISSING" if alleged else "CRITICAL_NOT_ALLEGED",
                    "CRC-06",
                    "19 USC 1671d(a)(2)",
                    "An affirmative final contains both findings on critical circumstances where they were alleged, "
                    "and none where they were not.",
                    "critical",
                )
            )
        return found

    def happened(self, state: Proceeding, step: Step[CommerceFinal]) -> Proceeding:
        if not step.act.affirmative:
            return replace(state, commerce=Commerce.FINAL_NEG)
        critical = state.critical
        if step.act.critical is not None:
            critical = Critical.FINAL_AFF if step.act.critical.affirmative else Critical.FINAL_NEG
        state = replace(state, commerce=Commerce.FINAL_AFF, critical=critical)
        if state.itc is not Itc.NOT_REQUIRED:
            return state
        if state.background.status_on(step.act.occurred_on).subsidies_agreement:
            # The country joined during the investigation: the Commission decides after all (ORD-12).
            return replace(state, itc=Itc.FINAL_PENDING)
        return complete(state)

    def published(self, state: Proceeding, step: Step[CommerceFinal]) -> Proceeding:
        assert step.published_on is not None
        if not step.act.affirmative:
            return terminate(state)
        if state.itc is Itc.PRELIM_AFF:
            state = replace(state, itc=Itc.FINAL_PENDING)
        if withheld(state):
            return state
        state = _suspended(state, step.published_on)
        if state.critical is Critical.FINAL_AFF and state.reach_back_to is None and state.suspended_from is not None:
            return replace(state, reach_back_to=reach_final(state.suspended_from))
        if state.critical is Critical.FINAL_NEG:
            return replace(state, reach_back_to=None)
        return state

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CommerceFinal], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        if not step.act.affirmative:
            return lift(before, step.published_on, reason="TERMINATED", basis="19 USC 1671d(c)(2)")
        if withheld(after):
            return ()
        return [
            *_suspension(before, after, step),
            *_reach(before, after, step),
            *_rates(after, step, step.published_on),
            *_firms(before, after, step, step.published_on),
        ]


def _suspended(state: Proceeding, day: date) -> Proceeding:
    """The suspension ordered, or made definitive where there is no injury test (FIN-08, FIN-13, D-19)."""
    free = state.itc is Itc.NOT_REQUIRED
    made = preliminary(state)
    if made is not None and not made.act.affirmative and state.suspended_from is None:
        start = suspension_start(state, day)
        return replace(
            state,
            liquidation=Liquidation.SUSPENDED_DEFINITIVE if free else Liquidation.SUSPENDED_PROVISIONAL,
            suspended_from=start,
            lapse_from=None if free else lapse(start, state.practice),
        )
    resumes = free and not decided_now(state)
    if resumes and state.liquidation in {Liquidation.LAPSED, Liquidation.SUSPENDED_PROVISIONAL}:
        return replace(state, liquidation=Liquidation.SUSPENDED_DEFINITIVE)
    return state


def _suspension(before: Proceeding, after: Proceeding, step: Step[CommerceFinal]) -> Sequence[Instruction]:
    assert step.published_on is not None
    if before.suspended_from is None and after.suspended_from is not None:
        for_all = step.act.critical is not None and step.act.critical.firms == (Firm(),)
        reach = after.reach_back_to if for_all else None
        return [
            SuspensionOrdered(
                legal_basis=f"{EFFECTS}(C)",
                kind=SuspensionKind.DEFINITIVE if after.itc is Itc.NOT_REQUIRED else SuspensionKind.PROVISIONAL,
                effective_from=after.suspended_from,
                retroactive_from=reach,
                excluded=excluded_firms(final_rates(after, step)),
                manual_review_before=None if reach is None else review_before(after, reach),
            )
        ]
    if before.liquidation is Liquidation.LAPSED and after.liquidation is Liquidation.SUSPENDED_DEFINITIVE:
        return [SuspensionReinstated(legal_basis=EFFECTS, effective_from=step.published_on)]
    return []


def _reach(before: Proceeding, after: Proceeding, step: Step[CommerceFinal]) -> Sequence[Instruction]:
    """The retroactive suspension is ordered, or ends, for the combinations found concerned (CRC-08, CRC-09)."""
    assert step.published_on is not None
    if after.reach_back_to is None:
        return end_reach(before, step.published_on, basis=_RETROACTIVE_ENDS)
    finding = step.act.critical
    if finding is None:
        return []
    if before.reach_back_to is None and (before.suspended_from is not None or finding.firms != (Firm(),)):
        return [
            SuspensionAmended(
                legal_basis="19 USC 1671d(c)(4)",
                retroactive_from=after.reach_back_to,
                firms=finding.firms,
                manual_review_before=review_before(after, after.reach_back_to),
            )
        ]
    left_out = tuple(reached_no_more(before, finding))
    return end_reach(before, step.published_on, basis=_RETROACTIVE_ENDS, firms=left_out) if left_out else []


def _rates(after: Proceeding, step: Step[CommerceFinal], day: date) -> Sequence[Instruction]:
    """Security at the new rates; after a lapse only once suspension resumes (FIN-08)."""
    if after.liquidation is Liquidation.LAPSED:
        return []
    return [deposit_rates(final_rates(after, step), RateStage.FINAL, max(day, after.suspended_from or day))]


def _firms(before: Proceeding, after: Proceeding, step: Step[CommerceFinal], day: date) -> Sequence[Instruction]:
    """Firms that the final frees, and firms free until now that it covers (FIN-09, PRE-10)."""
    made = preliminary(before)
    if made is None or before.suspended_from is None:
        return []
    out = excluded_firms(final_rates(after, step))
    free = free_firms(preliminary_rates(before, made))
    return [
        *freed(before, tuple(firm for firm in out if firm not in free), day),
        *covered(after, tuple(firm for firm in free if firm not in out), day),
    ]


def _alignment(code: str, message: str, field: str, citation: str = _FINAL) -> Refusal:
    return refusal(code, "FIN-02", citation, message, field)


def _illegal(rule: str, message: str) -> Refusal:
    return refusal("ILLEGAL_TRANSITION", rule, _FINAL, message)


FAMILY: Final = Family(acts=(_FinalAligned(), _CommerceFinal(), *ministerial.ACTS), clocks=(clocks, ministerial.clocks))
