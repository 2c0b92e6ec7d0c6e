"""What the acts of a five-year review need and do (SUN-01 to SUN-07, SUN-09)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.record.acts import Act, Authority, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.record.rules import ActRule, Family, TimeRule, refusal
from services.proceedings.domain.sunset import outcome
from services.proceedings.domain.sunset.acts import (
    Branch,
    IntentFiled,
    ParticipationWaived,
    SanctionsImposed,
    SanctionsLifted,
    SubstantiveResponseFiled,
    SunsetBranchDetermined,
    SunsetCommerceDetermined,
    SunsetExtended,
    SunsetInitiated,
    SunsetItcDetermined,
    SunsetPreliminary,
    SunsetRebuttalFiled,
)
from services.proceedings.domain.sunset.anniversary import anniversary, bans
from services.proceedings.domain.sunset.clocks import (
    clocks,
    intent_clock,
    limits_of,
    name_of,
    rebuttal_clock,
    response_clock,
)
from services.proceedings.domain.sunset.facts import (
    DOMESTIC,
    NO_INTENT,
    branch,
    commerce,
    commission,
    domestic_intent,
    domestic_response,
    extensions,
    newest,
    open_initiation,
    segment_of,
    within,
)
from services.proceedings.domain.sunset.guards import (
    FIVE_YEAR,
    SUNSET_CASES,
    by_then,
    domestic_refusal,
    in_review,
    not_available,
)
from shared.refusals import Refusal

_ONE_DAY: Final = timedelta(days=1)
_REGULATION: Final = "19 CFR 351.218(d)"
_WTO_MEMBER: Final = "WTO_MEMBER"


class _SanctionsImposed(ActRule[SanctionsImposed]):
    act = SanctionsImposed
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SanctionsImposed) -> Sequence[Refusal]:
        found = not_available(state)
        if state.background.status_on(act.occurred_on).reason == _WTO_MEMBER:
            message = "Days under sanctions count for members of the WTO."
            found.append(refusal("WTO_MEMBER", "SUN-01", f"{FIVE_YEAR}(7)", message))
        if any(first <= act.occurred_on < end for first, end in bans(state)):
            found.append(refusal("BANNED_ALREADY", "SUN-01", f"{FIVE_YEAR}(7)", "Imports are banned already."))
        return found


class _SanctionsLifted(ActRule[SanctionsLifted]):
    act = SanctionsLifted
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SanctionsLifted) -> Sequence[Refusal]:
        if any(first < act.occurred_on <= end for first, end in bans(state)):
            return ()
        return [refusal("NOT_BANNED", "SUN-01", f"{FIVE_YEAR}(7)", "Imports are not banned.")]


class _SunsetInitiated(ActRule[SunsetInitiated]):
    act = SunsetInitiated
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetInitiated) -> Sequence[Refusal]:
        found = not_available(state)
        if not found and anniversary(state) is None:
            message = "Imports are banned: the five years stand still."
            found.append(refusal("NO_ANNIVERSARY", "SUN-01", f"{FIVE_YEAR}(7)", message))
        if open_initiation(state) is not None:
            message = "A five-year review is going on."
            found.append(refusal("INITIATED_ALREADY", "SUN-02", f"{FIVE_YEAR}(2)", message))
        return found

    def happened(self, state: Proceeding, step: Step[SunsetInitiated]) -> Proceeding:
        fifth = anniversary(state)
        assert fifth is not None, "without an anniversary the initiation is refused"
        return replace(state, reviews={**state.reviews, segment_of(fifth): Segment.INITIATED})


class _IntentFiled(ActRule[IntentFiled]):
    act = IntentFiled
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: IntentFiled) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-03")
        if begun is None:
            return found
        found.extend(domestic_refusal(act.party_class))
        last = scheduled(state, intent_clock(state, begun))
        return [*found, *by_then(act.occurred_on, last, act.good_cause, "SUN-03", f"{_REGULATION}(1)")]


class _SubstantiveResponseFiled(ActRule[SubstantiveResponseFiled]):
    act = SubstantiveResponseFiled
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SubstantiveResponseFiled) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-04")
        if begun is None:
            return found
        if act.party_class in DOMESTIC and not domestic_intent(state, begun):
            message = "A domestic party responds after a notice that it takes part."
            found.append(refusal("NO_INTENT", "SUN-03", f"{_REGULATION}(1)", message, "party"))
        last = scheduled(state, response_clock(state, begun))
        return [*found, *by_then(act.occurred_on, last, act.good_cause, "SUN-04", f"{_REGULATION}(3)")]


class _ParticipationWaived(ActRule[ParticipationWaived]):
    act = ParticipationWaived
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: ParticipationWaived) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-04")
        if begun is None:
            return found
        last = scheduled(state, response_clock(state, begun))
        return [*found, *by_then(act.occurred_on, last, act.good_cause, "SUN-04", f"{_REGULATION}(2)")]


class _SunsetRebuttalFiled(ActRule[SunsetRebuttalFiled]):
    act = SunsetRebuttalFiled
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetRebuttalFiled) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-04")
        if begun is None:
            return found
        if not within(state, begun, SubstantiveResponseFiled):
            message = "There is no response to rebut."
            found.append(refusal("NOTHING_TO_REBUT", "SUN-04", f"{_REGULATION}(4)", message))
        last = scheduled(state, rebuttal_clock(state, begun))
        return [*found, *by_then(act.occurred_on, last, act.good_cause, "SUN-04", f"{_REGULATION}(4)")]


class _SunsetBranchDetermined(ActRule[SunsetBranchDetermined]):
    act = SunsetBranchDetermined
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetBranchDetermined) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-06")
        if begun is None:
            return found
        if newest(state, begun, SunsetBranchDetermined) is not None:
            message = "How the review goes on is determined."
            found.append(refusal("DETERMINED_ALREADY", "SUN-06", f"{FIVE_YEAR}(3)", message, "branch"))
        responded = domestic_intent(state, begun) and domestic_response(state, begun)
        if act.branch is not Branch.NO_DOMESTIC_RESPONSE:
            if not responded:
                message = "No domestic party has given notice and responded: the order is to be revoked."
                found.append(refusal("NO_DOMESTIC_RESPONSE", "SUN-05", f"{FIVE_YEAR}(3)(A)", message, "branch"))
        elif responded:
            message = "A domestic party has given notice and responded."
            found.append(refusal("DOMESTIC_RESPONSE_FILED", "SUN-05", f"{FIVE_YEAR}(3)(A)", message, "branch"))
        else:
            found.extend(_windows_closed(state, begun, act.occurred_on))
        return found


def _windows_closed(state: Proceeding, begun: Step[SunsetInitiated], day: date) -> list[Refusal]:
    """That nobody responded is known once the time is over: for the notice, or, where one came, for the response."""
    clock = response_clock(state, begun) if domestic_intent(state, begun) else intent_clock(state, begun)
    last = scheduled(state, clock)
    if day > last:
        return []
    message = f"Domestic parties may come forward until {last.isoformat()}."
    return [refusal("WINDOW_OPEN", "SUN-05", f"{FIVE_YEAR}(3)(A)", message, "occurredOn")]


class _SunsetExtended(ActRule[SunsetExtended]):
    act = SunsetExtended
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetExtended) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-07")
        if begun is None:
            return found
        citation = f"{FIVE_YEAR}(5)(B)"
        if branch(state, begun) is not Branch.FULL:
            message = "Only a full review is extended."
            found.append(refusal("NOT_A_FULL_REVIEW", "SUN-07", citation, message))
        if not act.extraordinarily_complicated:
            message = "The review has to be extraordinarily complicated."
            found.append(refusal("EXTENSION_GROUND_MISSING", "SUN-07", citation, message, "extraordinarilyComplicated"))
        if act.by not in (Authority.COMMERCE, Authority.ITC):
            found.append(refusal("NOT_AN_AGENCY", "SUN-07", citation, "Commerce or the Commission extends.", "by"))
        granted = sum(step.act.days for step in extensions(state, begun, act.by))
        longest = limits_of(begun).extension - granted
        if not 0 < act.days <= longest:
            message = f"At most {longest} more days can be added."
            found.append(refusal("EXTENSION_BEYOND_CAP", "SUN-07", citation, message, "days"))
        if not 0 <= act.preliminary_days <= (act.days if act.by is Authority.COMMERCE else 0):
            message = "The preliminary results are Commerce's, and move by no more than the final."
            found.append(refusal("EXTENSION_BEYOND_CAP", "SUN-07", citation, message, "preliminaryDays"))
        made = commerce(state, begun) if act.by is Authority.COMMERCE else commission(state, begun)
        if made is not None:
            found.append(refusal("DETERMINED_ALREADY", "SUN-07", citation, "The determination is made.", "by"))
        return found


class _SunsetPreliminary(ActRule[SunsetPreliminary]):
    act = SunsetPreliminary
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetPreliminary) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-07")
        if begun is None:
            return found
        if branch(state, begun) is not Branch.FULL:
            message = "Only a full review has preliminary results."
            found.append(refusal("NOT_A_FULL_REVIEW", "SUN-07", "19 CFR 351.218(f)(1)", message))
        if newest(state, begun, SunsetPreliminary) is not None or commerce(state, begun) is not None:
            message = "Commerce has determined this."
            found.append(refusal("DETERMINED_ALREADY", "SUN-07", "19 CFR 351.218(f)(1)", message))
        return found

    def happened(self, state: Proceeding, step: Step[SunsetPreliminary]) -> Proceeding:
        begun = open_initiation(state)
        assert begun is not None, "outside a review this is refused"
        return replace(state, reviews={**state.reviews, name_of(state, begun): Segment.PRELIM})


class _SunsetCommerceDetermined(ActRule[SunsetCommerceDetermined]):
    act = SunsetCommerceDetermined
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetCommerceDetermined) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-08")
        if begun is None:
            return found
        found.extend(_undetermined(state, begun, commerce(state, begun)))
        if branch(state, begun) is Branch.FULL and newest(state, begun, SunsetPreliminary) is None:
            message = "In a full review preliminary results come first."
            found.append(refusal("PRELIMINARY_MISSING", "SUN-07", "19 CFR 351.218(f)(1)", message))
        if act.likely:
            return [*found, *_rates_to_prevail(act)]
        if within(state, begun, ParticipationWaived):
            message = "A respondent waived its participation: Commerce concludes that it is likely."
            found.append(refusal("WAIVER_MEANS_LIKELY", "SUN-06", f"{FIVE_YEAR}(4)(B)", message, "likely"))
        if act.only_low_rates:
            message = "That subsidies were zero or de minimis does not by itself make them unlikely."
            found.append(refusal("LOW_RATES_ALONE", "SUN-09", "19 USC 1675a(b)(4)", message, "onlyLowRates"))
        return found


def _undetermined(state: Proceeding, begun: Step[SunsetInitiated], made: Step[Act] | None) -> Iterable[Refusal]:
    if made is not None:
        yield refusal("DETERMINED_ALREADY", "SUN-08", "19 USC 1675(d)(2)", "The agency has determined this.")
    if branch(state, begun) not in {Branch.EXPEDITED, Branch.FULL}:
        message = "It is determined first how the review goes on; without a domestic response the order is revoked."
        yield refusal("BRANCH_NOT_DETERMINED", "SUN-06", f"{FIVE_YEAR}(3)", message)


def _rates_to_prevail(act: SunsetCommerceDetermined) -> list[Refusal]:
    """Commerce tells the Commission the rate that is likely to prevail (SUN-09)."""
    if act.prevailing_rates:
        return []
    message = "Give the Commission the rate that is likely to prevail, normally one of the investigation or a review."
    return [refusal("PREVAILING_RATE_MISSING", "SUN-09", "19 USC 1675a(b)(3)", message, "prevailingRates")]


class _SunsetItcDetermined(ActRule[SunsetItcDetermined]):
    act = SunsetItcDetermined
    source = SUNSET_CASES

    def refuse(self, state: Proceeding, act: SunsetItcDetermined) -> Sequence[Refusal]:
        begun, found = in_review(state, "SUN-08")
        if begun is None:
            return found
        found.extend(_undetermined(state, begun, commission(state, begun)))
        if any(one.initiated_on != begun.published_on for one in act.cumulated):
            message = "Reviews are cumulated that were initiated on the same day."
            found.append(refusal("NOT_CUMULATED", "SUN-09", "19 USC 1675a(a)(7)", message, "cumulated"))
        return found


class _NoIntent(TimeRule):
    """The time for a notice of intent is over, and no domestic party gave one: the order is to be revoked (SUN-05)."""

    key = NO_INTENT

    def due(self, state: Proceeding) -> date | None:
        begun = open_initiation(state)
        if begun is None or begun.published_on is None or state.case not in SUNSET_CASES:
            return None
        if domestic_intent(state, begun) or newest(state, begun, SunsetBranchDetermined) is not None:
            return None
        return scheduled(state, intent_clock(state, begun)) + _ONE_DAY


FAMILY: Final = Family(
    acts=(
        _SanctionsImposed(),
        _SanctionsLifted(),
        _SunsetInitiated(),
        _IntentFiled(),
        _SubstantiveResponseFiled(),
        _ParticipationWaived(),
        _SunsetRebuttalFiled(),
        _SunsetBranchDetermined(),
        _SunsetExtended(),
        _SunsetPreliminary(),
        _SunsetCommerceDetermined(),
        _SunsetItcDetermined(),
        *outcome.ACTS,
    ),
    times=(_NoIntent(),),
    clocks=(clocks,),
)
