"""What the acts that begin a review, or end it without results, need and do (REV-01, REV-02, REV-05, REV-08 to 12)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from services.proceedings.domain.agreement.facts import suspended_on
from services.proceedings.domain.assessment.liquidation import automatic
from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.final.facts import final
from services.proceedings.domain.instructions import Firm, Instruction
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Segment
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from services.proceedings.domain.review.acts import (
    ChangedCircumstancesRequested,
    ExpeditedReviewRequested,
    NewShipperReviewRequested,
    RescissionReason,
    ReviewInitiated,
    ReviewRequested,
    ReviewRequestWithdrawn,
    ReviewRescinded,
    SubsidiesEnforcementOpened,
)
from services.proceedings.domain.review.clocks import expedited_clock, withdrawal_clock
from services.proceedings.domain.review.facts import (
    OPEN,
    initiated,
    key,
    numbered,
    requested_by,
    standing,
    under_review,
)
from services.proceedings.domain.review.guards import (
    REVIEWS,
    RUNNING,
    firm_refusals,
    moved,
    segment_refusals,
)
from services.proceedings.domain.review.law import CCR_QUIET_MONTHS
from services.proceedings.domain.review.liquidation import entries_of
from services.proceedings.domain.review.segments import (
    SegmentKind,
    annual,
    base_on,
    closes_on,
    kind_of,
    new_shipper_period_ends,
    window,
    year_of,
)
from services.proceedings.domain.review.windows import REVIEWABLE
from shared.refusals import Refusal

_WITHDRAWAL: Final = "19 CFR 351.213(d)(1)"
_NEW_SHIPPER: Final = "19 USC 1675(a)(2)(B)"
_CHANGED: Final = "19 USC 1675(b)"
_ORDERED: Final = frozenset({Case.ORDER_IN_FORCE})


class _ReviewRequested(ActRule[ReviewRequested]):
    act = ReviewRequested
    source = REVIEWABLE

    def refuse(self, state: Proceeding, act: ReviewRequested) -> Sequence[Refusal]:
        found = firm_refusals(state, act.firms, "REV-01", "firms")
        if window(state, act.occurred_on) is None:
            message = (
                f"{act.occurred_on.isoformat()} lies in no anniversary month of the publication, nor on the business "
                "day after one that ends on a day without business."
            )
            found.append(refusal("REQUEST_OUTSIDE_WINDOW", "REV-02", "19 CFR 351.213(b)", message, "occurredOn"))
        return found

    def happened(self, state: Proceeding, step: Step[ReviewRequested]) -> Proceeding:
        year = window(state, step.act.occurred_on)
        assert year is not None, "a request outside every window is refused"
        return state if annual(year) in state.reviews else moved(state, annual(year), Segment.REQUESTED)


class _ReviewRequestWithdrawn(ActRule[ReviewRequestWithdrawn]):
    act = ReviewRequestWithdrawn
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewRequestWithdrawn) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, OPEN, rule="REV-05", kinds={SegmentKind.ADMINISTRATIVE})
        if found:
            return found
        asked = requested_by(state, act.segment, act.requester)
        if not act.firms or any(key(firm) not in asked for firm in act.firms):
            message = f"{act.requester} has no standing request for each of these firms."
            found.append(refusal("NOT_REQUESTED", "REV-05", _WITHDRAWAL, message, "firms"))
        begun = initiated(state, act.segment)
        if begun is None or begun.published_on is None or act.discretion.strip():
            return found
        last = scheduled(state, withdrawal_clock(act.segment, begun.published_on))
        if act.occurred_on > last:
            message = f"Requests were to be withdrawn by {last.isoformat()}; after it Commerce says why it accepts one."
            found.append(refusal("WITHDRAWAL_LATE", "REV-05", _WITHDRAWAL, message, "occurredOn"))
        return found


class _NewShipperReviewRequested(ActRule[NewShipperReviewRequested]):
    act = NewShipperReviewRequested
    source = _ORDERED

    def refuse(self, state: Proceeding, act: NewShipperReviewRequested) -> Sequence[Refusal]:
        found = firm_refusals(state, (act.firm,), "REV-08", "firm")
        if act.exported_in_investigation:
            message = "It exported the goods to the United States during the period of investigation."
            found.append(refusal("NOT_A_NEW_SHIPPER", "REV-08", f"{_NEW_SHIPPER}(i)(I)", message, "firm"))
        if act.affiliated:
            message = "It is affiliated with a firm that exported during the period of investigation."
            found.append(refusal("AFFILIATED_SHIPPER", "REV-08", f"{_NEW_SHIPPER}(i)(II)", message, "firm"))
        return found

    def happened(self, state: Proceeding, step: Step[NewShipperReviewRequested]) -> Proceeding:
        return moved(state, numbered(SegmentKind.NEW_SHIPPER, step.number), Segment.REQUESTED)


class _ChangedCircumstancesRequested(ActRule[ChangedCircumstancesRequested]):
    act = ChangedCircumstancesRequested
    source = REVIEWABLE

    def refuse(self, state: Proceeding, act: ChangedCircumstancesRequested) -> Sequence[Refusal]:
        made = final(state)
        determined = suspended_on(state) if made is None else made.published_on
        if determined is None or act.good_cause.strip():
            return ()
        first = months(determined, CCR_QUIET_MONTHS.on(act.occurred_on))
        if act.occurred_on >= first:
            return ()
        message = f"Before {first.isoformat()}, 24 months after the determination was published, good cause is needed."
        return [refusal("CIRCUMSTANCES_TOO_EARLY", "REV-09", f"{_CHANGED}(4)", message, "occurredOn")]

    def happened(self, state: Proceeding, step: Step[ChangedCircumstancesRequested]) -> Proceeding:
        return moved(state, numbered(SegmentKind.CHANGED_CIRCUMSTANCES, step.number), Segment.REQUESTED)


class _SubsidiesEnforcementOpened(ActRule[SubsidiesEnforcementOpened]):
    act = SubsidiesEnforcementOpened
    source = REVIEWABLE

    def refuse(self, state: Proceeding, act: SubsidiesEnforcementOpened) -> Sequence[Refusal]:
        if act.notice_received_on <= act.occurred_on:
            return ()
        message = "The notice of the Trade Representative comes before the review."
        return [refusal("NOTICE_AFTER_REVIEW", "REV-11", "19 USC 1675(g)", message, "noticeReceivedOn")]

    def happened(self, state: Proceeding, step: Step[SubsidiesEnforcementOpened]) -> Proceeding:
        return moved(state, numbered(SegmentKind.ENFORCEMENT, step.number), Segment.INITIATED)


class _ExpeditedReviewRequested(ActRule[ExpeditedReviewRequested]):
    act = ExpeditedReviewRequested
    source = _ORDERED

    def refuse(self, state: Proceeding, act: ExpeditedReviewRequested) -> Sequence[Refusal]:
        citation = "19 CFR 351.214(l)(1)"
        found = firm_refusals(state, (act.firm,), "REV-12", "firm")
        made, ordered = final(state), order(state)
        if made is not None and key(act.firm) in {row.combination for row in made.act.rates}:
            message = "It was examined in the investigation and has a rate of its own."
            found.append(refusal("EXAMINED_ALREADY", "REV-12", citation, message, "firm"))
        if ordered is None or act.good_cause.strip():
            return found
        last = scheduled(state, expedited_clock(ordered.act.occurred_on))
        if act.occurred_on > last:
            message = f"Requests were due by {last.isoformat()}, 30 days after the order was published."
            found.append(refusal("EXPEDITED_REQUEST_LATE", "REV-12", citation, message, "occurredOn"))
        return found

    def happened(self, state: Proceeding, step: Step[ExpeditedReviewRequested]) -> Proceeding:
        return moved(state, numbered(SegmentKind.EXPEDITED, step.number), Segment.REQUESTED)


class _ReviewInitiated(ActRule[ReviewInitiated]):
    act = ReviewInitiated
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewInitiated) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, {Segment.REQUESTED}, rule="REV-01")
        if found:
            return found
        if act.all_agree and kind_of(act.segment) is not SegmentKind.CHANGED_CIRCUMSTANCES:
            message = "An outcome that all agree to shortens a changed-circumstances review alone."
            found.append(refusal("NOT_IN_THIS_REVIEW", "REV-09", "19 CFR 351.216(e)", message, "allAgree"))
        if kind_of(act.segment) is SegmentKind.ADMINISTRATIVE:
            found.extend(_too_early(state, act))
        if kind_of(act.segment) is SegmentKind.NEW_SHIPPER:
            found.extend(_within_six_months(state, act))
        return found

    def happened(self, state: Proceeding, step: Step[ReviewInitiated]) -> Proceeding:
        return moved(state, step.act.segment, Segment.INITIATED)


def _too_early(state: Proceeding, act: ReviewInitiated) -> list[Refusal]:
    base = base_on(state)
    assert base is not None, "a review follows an order or a suspension"
    last = closes_on(state, base, year_of(act.segment))
    if act.occurred_on <= last:
        message = f"Reviews can be asked for until {last.isoformat()}; initiation follows."
        return [refusal("REQUEST_WINDOW_OPEN", "REV-02", "19 CFR 351.213(b)", message, "occurredOn")]
    if not standing(state, act.segment):
        message = "No request remains; rescind the review."
        return [refusal("NOTHING_TO_REVIEW", "REV-05", _WITHDRAWAL, message, "segment")]
    return []


def _within_six_months(state: Proceeding, act: ReviewInitiated) -> list[Refusal]:
    ordered, asked = order(state), state.step(year_of(act.segment))
    assert ordered is not None
    assert asked is not None
    ends = new_shipper_period_ends(ordered.act.occurred_on, asked.act.occurred_on)
    if act.occurred_on > ends:
        return []
    message = f"The review begins once the six months that it was asked for in are over, on {ends.isoformat()}."
    return [refusal("SIX_MONTHS_NOT_OVER", "REV-08", f"{_NEW_SHIPPER}(ii)", message, "occurredOn")]


class _ReviewRescinded(ActRule[ReviewRescinded]):
    act = ReviewRescinded
    source = RUNNING

    def refuse(self, state: Proceeding, act: ReviewRescinded) -> Sequence[Refusal]:
        found = segment_refusals(state, act.segment, _rescindable(act.reason), rule="REV-05")
        if found:
            return found
        kind = kind_of(act.segment)
        if kind is not SegmentKind.ADMINISTRATIVE:
            return _other_rescission(kind, act)
        if act.reason is not RescissionReason.WITHDRAWN:
            message = "An administrative review is rescinded where no request remains."
            return [refusal("NOT_IN_THIS_REVIEW", "REV-05", _WITHDRAWAL, message, "reason")]
        remaining = {key(firm) for firm in standing(state, act.segment)}
        named = act.firms or under_review(state, act.segment)
        if any(key(firm) in remaining for firm in named):
            message = "A request remains for one of these firms; its review goes on."
            found.append(refusal("REQUEST_REMAINS", "REV-05", _WITHDRAWAL, message, "firms"))
        reviewed = {key(firm) for firm in under_review(state, act.segment)}
        if any(key(firm) not in reviewed for firm in act.firms):
            found.append(refusal("NOT_UNDER_REVIEW", "REV-05", _WITHDRAWAL, "One of these is not reviewed.", "firms"))
        return found

    def happened(self, state: Proceeding, step: Step[ReviewRescinded]) -> Proceeding:
        if kind_of(step.act.segment) is SegmentKind.ADMINISTRATIVE and under_review(state, step.act.segment):
            return state
        return moved(state, step.act.segment, Segment.RESCINDED)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[ReviewRescinded], moment: Moment
    ) -> Sequence[Instruction]:
        entries = entries_of(after, step.act.segment) if order(after) is not None else None
        if moment is not Moment.PUBLISHED or entries is None:
            return ()
        assert step.published_on is not None
        freed = step.act.firms or _gone(after, step)
        return (replace(automatic(after, entries, step.published_on), firms=freed),) if freed else ()


def _gone(state: Proceeding, step: Step[ReviewRescinded]) -> tuple[Firm, ...]:
    """The firms of a review that is rescinded as a whole: those in it before."""
    earlier = replace(state, steps=tuple(one for one in state.steps if one.number != step.number))
    return under_review(earlier, step.act.segment)


def _rescindable(reason: RescissionReason) -> frozenset[Segment]:
    return frozenset({Segment.REQUESTED}) if reason is RescissionReason.DECLINED else OPEN


def _other_rescission(kind: SegmentKind | None, act: ReviewRescinded) -> list[Refusal]:
    found = []
    if act.reason is RescissionReason.NOT_BONA_FIDE and kind is not SegmentKind.NEW_SHIPPER:
        message = "Only a new-shipper review rests on bona fide sales alone."
        found.append(refusal("NOT_IN_THIS_REVIEW", "REV-08", _NEW_SHIPPER, message, "reason"))
    if act.firms:
        message = "Only an administrative review is rescinded for some firms."
        found.append(refusal("NOT_IN_THIS_REVIEW", "REV-05", REVIEWS, message, "firms"))
    return found


ACTS: Final[tuple[ActRule[Any], ...]] = (
    _ReviewRequested(),
    _ReviewRequestWithdrawn(),
    _NewShipperReviewRequested(),
    _ChangedCircumstancesRequested(),
    _SubsidiesEnforcementOpened(),
    _ExpeditedReviewRequested(),
    _ReviewInitiated(),
    _ReviewRescinded(),
)
