"""Refusals that acts of reviews share."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from services.proceedings.domain.final.facts import excluded_firms, final, final_rates
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Segment
from services.proceedings.domain.record.rules import refusal
from services.proceedings.domain.review.facts import key
from services.proceedings.domain.review.segments import SegmentKind, kind_of
from services.proceedings.domain.review.windows import REVIEWABLE
from shared.refusals import Refusal

REVIEWS: Final = "19 USC 1675(a)"
# A segment that has begun goes on when its order is revoked: for entries of before (REV-10, SUN-10).
RUNNING: Final = REVIEWABLE | {Case.REVOKED}


def moved(state: Proceeding, segment: str, to: Segment) -> Proceeding:
    """The state with a segment elsewhere."""
    return replace(state, reviews={**state.reviews, segment: to})


def segment_refusals(
    state: Proceeding,
    segment: str,
    states: Collection[Segment],
    *,
    rule: str,
    kinds: Collection[SegmentKind] = frozenset(SegmentKind),
) -> list[Refusal]:
    """What stands against an act of a segment: there is none, it is of another kind, or it stands elsewhere (15.1)."""
    kind, found = kind_of(segment), state.reviews.get(segment)
    if kind is None or found is None:
        return [refusal("NO_SUCH_REVIEW", rule, REVIEWS, f"The case has no review {segment}.", "segment")]
    if kind not in kinds:
        message = f"{segment} is a review of another kind; it has no such step."
        return [refusal("NOT_IN_THIS_REVIEW", rule, REVIEWS, message, "segment")]
    if found in states:
        return []
    message = f"{segment} is {found}; that is not possible any more, or not yet (15.1)."
    return [refusal("ILLEGAL_TRANSITION", rule, REVIEWS, message, "segment")]


def firm_refusals(state: Proceeding, firms: Iterable[Firm], rule: str, field: str) -> list[Refusal]:
    """What stands against a review of firms: there are none, or the order does not cover them (FIN-09)."""
    named = list(firms)
    if not named:
        return [refusal("FIRMS_MISSING", rule, REVIEWS, "Name at least one exporter or producer.", field)]
    made = final(state)
    free = {key(firm) for firm in excluded_firms(final_rates(state, made))} if made is not None else set()
    return [
        refusal(
            "FIRM_EXCLUDED",
            "FIN-09",
            "19 CFR 351.204(e)",
            f"{firm.exporter} / {firm.producer} is excluded from the order; there is nothing to review.",
            field,
        )
        for firm in named
        if key(firm) in free
    ]
