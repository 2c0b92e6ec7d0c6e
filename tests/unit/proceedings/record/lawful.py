"""Random stories that the rules allow: at every step one of the acts that may come next, on a day of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from services.proceedings.domain.commission.acts import PreliminaryResult
from services.proceedings.domain.critical.acts import CriticalAlleged
from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Days, Tolling
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated, PollOpened
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.record.acts import Act, AgencyNotified, NoticePublished
from services.proceedings.domain.sunset.acts import SunsetInitiated
from services.proceedings.domain.upstream.acts import UpstreamAlleged, UpstreamSuspected
from tests.unit.proceedings.agreement import telling as agreements
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story
from tests.unit.proceedings.review import telling as reviews
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

STEPS: Final = 16
_Maker = Callable[[str], Act]
_ACTS: Final[Sequence[_Maker]] = (
    lambda on: replace(petition(on), companion_ad_case="A-900-001"),
    support,
    lambda on: ConsultationsOffered(occurred_on=date.fromisoformat(on)),
    lambda on: PollOpened(occurred_on=date.fromisoformat(on), exceptional=False),
    lambda on: InvestigationInitiated(occurred_on=date.fromisoformat(on), sufficient=True),
    itc_prelim,
    lambda on: itc_prelim(on, PreliminaryResult.NEGATIVE),
    prelim,
    lambda on: prelim(on, rate("Alpha", "0.10"), affirmative=False),
    lambda on: CriticalAlleged(occurred_on=date.fromisoformat(on)),
    lambda on: UpstreamAlleged(occurred_on=date.fromisoformat(on)),
    lambda on: UpstreamSuspected(occurred_on=date.fromisoformat(on), time_needed=True),
    final,
    lambda on: final(on, rate("Alpha", "0.10"), affirmative=False),
    itc_final,
    lambda on: itc_final(on, "NEGATIVE"),
    order,
    lambda on: agreements.notified(on, "ELIM"),
    lambda on: agreements.acceptance(on, "ELIM"),
    agreements.continuation,
    lambda on: agreements.violation(on, on),
    reviews.requested,
    lambda on: SunsetInitiated(occurred_on=date.fromisoformat(on)),
)
# What no story goes on without comes first more often than chance would have it.
_NEXT: Final = (0, 1, 2, 4, 5, 7, 12, 14, 16)


def _postponed(on: date, later: int) -> Act:
    return PreliminaryPostponed(
        occurred_on=on,
        ground=PostponementGround.PETITIONER_REQUEST,
        new_due_on=on + timedelta(days=later),
        requested_on=on - timedelta(days=6),
    )


def _aligned(on: date, later: int) -> Act:
    return FinalAligned(
        occurred_on=on, ad_case="A-900-001", requested_on=on, ad_final_due_on=on + timedelta(days=later)
    )


@st.composite
def almanacs(draw: st.DrawFn, *, tolled: bool = True) -> Almanac:
    """Closures, and delays of either agency, in the years of the stories."""
    some_day = st.dates(date(2024, 1, 1), date(2025, 12, 31))
    closures = draw(st.frozensets(some_day, max_size=6))
    tollings = []
    for place in range(draw(st.integers(0, 2)) if tolled else 0):
        first = draw(some_day)
        tollings.append(
            Tolling(
                id=str(place),
                authority=draw(st.sampled_from([Actor.COMMERCE, Actor.ITC])),
                closure_from=first,
                closure_to=first + timedelta(days=draw(st.integers(0, 40))),
                days=draw(st.integers(1, 60)),
            )
        )
    return Almanac(days=Days(extra_closures=closures), tollings=tuple(tollings))


@st.composite
def stories(draw: st.DrawFn, *, tolled: bool = True) -> Story:
    """A story of up to twenty acts, every one of them lawful on its day and, publications aside, of its own kind."""
    story = Story(almanac=draw(almanacs(tolled=tolled)))
    on = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    if draw(st.integers(0, 5)):
        on = _begun(story, on, draw(st.integers(5, 40)))
    for _ in range(draw(st.integers(4, STEPS))):
        likely = draw(st.sampled_from(_NEXT))
        told = {type(entry.act) for entry in story.record} - {NoticePublished, AgencyNotified}
        for act in [*_announcements(story, on), *_palette(draw, on, likely)]:
            if type(act) not in told and not story.refused(act):
                story.tell(act)
                break
        on += timedelta(days=draw(st.integers(0, 45)))
    return story


def _begun(story: Story, filed: date, later: int) -> date:
    """Most stories are of investigations."""
    initiated = filed + timedelta(days=later)
    for act in [_ACTS[place](filed.isoformat()) for place in (0, 1, 2)] + [_ACTS[4](initiated.isoformat())]:
        story.tell(act)
    return initiated + timedelta(days=1)


def _palette(draw: st.DrawFn, on: date, likely: int) -> list[Act]:
    later = draw(st.integers(10, 160))
    made = [_postponed(on, later), _aligned(on, later)]
    order_of_trial = [_NEXT[(_NEXT.index(likely) + step) % len(_NEXT)] for step in range(len(_NEXT))]
    first = [_ACTS[place](on.isoformat()) for place in order_of_trial]
    rest = draw(st.permutations([place for place in range(len(_ACTS)) if place not in _NEXT]))
    others = [*made, *(_ACTS[place](on.isoformat()) for place in rest)]
    return [*others, *first] if draw(st.integers(0, 3)) == 0 else [*first, *others]


def _announcements(story: Story, on: date) -> list[Act]:
    """The publication of the newest act, or notice of it, if it has none yet."""
    state = story.on(on.isoformat())
    if not state.steps:
        return []
    newest = max(state.steps, key=lambda step: step.number)
    if newest.published_on is None and newest.act.occurred_on < on:
        notified = [] if newest.notified_on else [AgencyNotified(occurred_on=on, act_number=newest.number)]
        return [*notified, NoticePublished(occurred_on=on, act_number=newest.number)]
    return []
