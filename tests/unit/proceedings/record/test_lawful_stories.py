"""What holds of every calendar, whatever happens in a case as long as the rules allow it."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.calendar import deadlines, what_if
from services.proceedings.domain.deadlines.clocks import Clock, Kind
from services.proceedings.domain.deadlines.engine import Deadline, Status, schedule
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.record.replay import replay
from services.proceedings.feeds.timeline.drawing import draw
from services.proceedings.feeds.timeline.model import timeline
from tests.unit.proceedings.record.lawful import stories
from tests.unit.proceedings.record.story import CASE, Story

LAWFUL = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def calendar(story: Story) -> list[Deadline]:
    last = max(entry.act.occurred_on for entry in story.record) if story.record else None
    state = replay(story.background, story.record, BOOK, until=last).state
    event(f"{state.case}")
    return deadlines(state, BOOK, story.almanac, last)


def clocks(story: Story) -> list[Clock]:
    state = replay(story.background, story.record, BOOK).state

    def due(clock: Clock) -> object:
        return schedule(clock, case_number=CASE, tollings=(), days=story.almanac.days).due

    return [clock for maker in BOOK.clocks for clock in maker(state, due)]  # type: ignore[arg-type]


@LAWFUL
@given(stories())
def test_cal_02_cal_03_acts_fall_on_business_days_and_effects_never_move(story: Story) -> None:
    for deadline in calendar(story):
        if deadline.kind is Kind.ACT:
            assert story.almanac.days.open(deadline.due), deadline
        else:
            assert (deadline.due, deadline.tolling_days) == (deadline.raw_due, 0), deadline


@LAWFUL
@given(stories(tolled=False), st.integers(1, 40))
def test_cal_01_a_later_trigger_is_never_due_earlier(story: Story, later: int) -> None:
    for clock in clocks(story):
        moved = replace(clock, legs=[replace(leg, day=leg.day + timedelta(days=later)) for leg in clock.legs])
        before, after = (
            schedule(one, case_number=CASE, tollings=(), days=story.almanac.days).due for one in (clock, moved)
        )
        assert before <= after, clock


@LAWFUL
@given(stories())
def test_cal_10_an_extension_never_goes_past_its_cap(story: Story) -> None:
    state = replay(story.background, story.record, BOOK).state
    begun = initiation(state)
    for deadline in calendar(story):
        assert deadline.extension_left is None or deadline.extension_left >= 0, deadline
        if deadline.rule == "PRE-03" and deadline.key == "PRELIM":
            assert begun is not None
            assert deadline.raw_due <= begun.act.occurred_on + timedelta(days=130) or not story.almanac.days.open(
                begun.act.occurred_on + timedelta(days=130)
            )


@LAWFUL
@given(stories(), st.data())
def test_15_3_the_state_of_a_day_is_that_of_the_record_as_it_stood_then(story: Story, data: st.DataObject) -> None:
    if not story.record:
        return
    days = [entry.act.occurred_on for entry in story.record]
    day = data.draw(st.dates(min(days), max(days) + timedelta(days=400)))
    then = [entry for entry in story.record if entry.act.occurred_on <= day]
    assert replay(story.background, story.record, BOOK, until=day) == replay(story.background, then, BOOK, until=day)


@LAWFUL
@given(stories())
def test_16_an_act_put_on_its_own_day_changes_nothing(story: Story) -> None:
    for entry in story.record:
        assert not what_if(
            story.background,
            story.record,
            BOOK,
            story.almanac,
            act_number=entry.number,
            occurred_on=entry.act.occurred_on,
        )


@LAWFUL
@given(stories(), st.integers(0, 900))
def test_16_every_deadline_says_how_it_came_about_and_every_case_can_be_drawn(story: Story, later: int) -> None:
    if not story.record:
        return
    on = story.record[-1].act.occurred_on + timedelta(days=later)
    found = timeline(story.background, story.record, story.almanac, case_name="Alpha", on=on)
    assert all(deadline.explain and deadline.status is not Status.CANCELLED for deadline in found.deadlines)
    ElementTree.fromstring(draw(found))  # noqa: S314  (our own picture)
    ids = [deadline.id for deadline in calendar(story)]
    assert len(ids) == len(set(ids))
