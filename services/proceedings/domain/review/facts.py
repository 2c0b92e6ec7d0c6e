"""Who is under review, and what a review has come to."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.proceedings.domain.instructions import ANY, Firm
from services.proceedings.domain.record.acts import Act, ActT, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.review.acts import (
    ChangedCircumstancesRequested,
    CourtSummonsFiled,
    ExpeditedReviewRequested,
    NewShipperReviewRequested,
    ReviewExtended,
    ReviewFinal,
    ReviewInitiated,
    ReviewPreliminary,
    ReviewRequested,
    ReviewRequestWithdrawn,
    ReviewRescinded,
    ReviewStage,
    SubsidiesEnforcementOpened,
)
from services.proceedings.domain.review.segments import (
    SegmentKind,
    base_on,
    closes_on,
    kind_of,
    window,
    year_of,
)
from services.proceedings.domain.text import comparable

OPEN = frozenset({Segment.REQUESTED, Segment.INITIATED, Segment.PRELIM})
_NUMBERED: Mapping[SegmentKind, type[Act]] = {
    SegmentKind.NEW_SHIPPER: NewShipperReviewRequested,
    SegmentKind.CHANGED_CIRCUMSTANCES: ChangedCircumstancesRequested,
    SegmentKind.ENFORCEMENT: SubsidiesEnforcementOpened,
    SegmentKind.EXPEDITED: ExpeditedReviewRequested,
}


def key(firm: Firm) -> tuple[str, str]:
    """A combination as it is compared: without regard to case and blanks."""
    return comparable(firm.exporter), comparable(firm.producer)


def numbered(kind: SegmentKind, number: int) -> str:
    """The segment of a review that is asked for at any time: named by the number of the request."""
    return f"{kind}-{number}"


def segments(state: Proceeding, kind: SegmentKind) -> list[str]:
    """The segments of a kind, in the order of their numbers."""
    return sorted((segment for segment in state.reviews if kind_of(segment) is kind), key=year_of)


def of(state: Proceeding, kind: type[ActT], segment: str) -> tuple[Step[ActT], ...]:
    """The steps of a kind in a segment."""
    return tuple(step for step in state.every(kind) if getattr(step.act, "segment", None) == segment)


def newest(state: Proceeding, kind: type[ActT], segment: str) -> Step[ActT] | None:
    """The newest step of a kind in a segment."""
    found = of(state, kind, segment)
    return found[-1] if found else None


def request(state: Proceeding, segment: str) -> Step[Act] | None:
    """The request that a numbered segment began with."""
    kind = kind_of(segment)
    if kind is None or kind not in _NUMBERED:
        return None
    step = state.step(year_of(segment))
    return step if step is not None and isinstance(step.act, _NUMBERED[kind]) else None


def _requests(state: Proceeding, segment: str, *, until: date) -> dict[tuple[str, tuple[str, str]], Firm]:
    """Requests that stand on a day, by requester and firm."""
    found: dict[tuple[str, tuple[str, str]], Firm] = {}
    for step in state.steps:
        act = step.act
        if isinstance(act, ReviewRequested) and window(state, act.occurred_on) == year_of(segment):
            found |= {(comparable(act.requester), key(firm)): firm for firm in act.firms}
        elif isinstance(act, ReviewRequestWithdrawn) and act.segment == segment and act.occurred_on <= until:
            for firm in act.firms:
                found.pop((comparable(act.requester), key(firm)), None)
    return found


def requested_by(state: Proceeding, segment: str, requester: str) -> frozenset[tuple[str, str]]:
    """The firms of a requester's standing requests."""
    standing_requests = _requests(state, segment, until=date.max)
    return frozenset(firm for who, firm in standing_requests if who == comparable(requester))


def standing(state: Proceeding, segment: str) -> tuple[Firm, ...]:
    """Firms for which a request remains (REV-05)."""
    return _distinct(_requests(state, segment, until=date.max).values())


def covered(state: Proceeding, segment: str) -> tuple[Firm, ...]:
    """Firms with a request when the window closed: the others are liquidated automatically (ASM-07)."""
    base = base_on(state)
    assert base is not None, "a review follows an order or a suspension"
    return _distinct(_requests(state, segment, until=closes_on(state, base, year_of(segment))).values())


def under_review(state: Proceeding, segment: str) -> tuple[Firm, ...]:
    """Firms that a segment is about, without those it was rescinded for; none for one about the order."""
    kind = kind_of(segment)
    if kind is SegmentKind.ADMINISTRATIVE:
        rescinded = of(state, ReviewRescinded, segment)
        if any(not step.act.firms for step in rescinded):
            return ()
        gone = {key(firm) for step in rescinded for firm in step.act.firms}
        return tuple(firm for firm in covered(state, segment) if key(firm) not in gone)
    begun = request(state, segment)
    if begun is not None and isinstance(begun.act, NewShipperReviewRequested | ExpeditedReviewRequested):
        return (begun.act.firm,)
    return ()


def new_shippers(state: Proceeding) -> tuple[Firm, ...]:
    """Firms in a new-shipper review that goes on: their entries wait for it (REV-08)."""
    going_on = [one for one in segments(state, SegmentKind.NEW_SHIPPER) if state.reviews[one] in OPEN]
    return tuple(firm for segment in going_on for firm in under_review(state, segment))


def _distinct(firms: Iterable[Firm]) -> tuple[Firm, ...]:
    by_key = {key(firm): firm for firm in firms}
    return tuple(by_key[one] for one in sorted(by_key))


def initiated(state: Proceeding, segment: str) -> Step[ReviewInitiated] | None:
    """The initiation of a segment."""
    return newest(state, ReviewInitiated, segment)


def preliminary(state: Proceeding, segment: str) -> Step[ReviewPreliminary] | None:
    """The preliminary results of a segment."""
    return newest(state, ReviewPreliminary, segment)


def results(state: Proceeding, segment: str) -> Step[ReviewFinal] | None:
    """The final results of a segment."""
    return newest(state, ReviewFinal, segment)


def extension(state: Proceeding, segment: str, stage: ReviewStage) -> Step[ReviewExtended] | None:
    """The newest extension of a stage."""
    found = [step for step in of(state, ReviewExtended, segment) if step.act.stage is stage]
    return found[-1] if found else None


def summoned(state: Proceeding, segment: str) -> bool:
    """Whether the final results were taken to court (ASM-08)."""
    return newest(state, CourtSummonsFiled, segment) is not None


def everybody(firms: Iterable[Firm]) -> bool:
    """Whether the combinations leave nobody out."""
    return any(key(firm) == (ANY, ANY) for firm in firms)
