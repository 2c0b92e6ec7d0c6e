"""Transitions 8 to 10 and 12: every pair of state and act, allowed and refused; what holds for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.commission.acts import PreliminaryResult
from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Days, Tolling
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.preliminary.facts import first_day, lapse
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.proceeding import Practice
from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.domain.upstream.acts import UpstreamSuspected
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

NEGATIVE = prelim("2024-04-04", rate("Alpha", "0.50"), affirmative=False)


def postponed(on: str, *, to: str = "2024-06-10") -> PreliminaryPostponed:
    return PreliminaryPostponed(
        occurred_on=day(on),
        ground=PostponementGround.PETITIONER_REQUEST,
        new_due_on=day(to),
        requested_on=day("2024-02-20"),
    )


def filed() -> Story:
    story = Story()
    story.tell(petition("2024-01-10"))
    return story


def initiated() -> Story:
    return initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")


def begun() -> Story:
    story = initiated()
    story.tell(itc_prelim("2024-02-23"))
    return story


def ended() -> Story:
    story = initiated()
    story.tell(itc_prelim("2024-02-23", PreliminaryResult.NEGATIVE))
    return story


def decided(*, affirmative: bool) -> Story:
    story = begun()
    story.tell(prelim("2024-04-04") if affirmative else NEGATIVE, published="2024-04-10")
    return story


def ordered() -> Story:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    story.tell(order("2024-08-01"))
    return story


TABLE: list[tuple[str, Story, Act, list[str]]] = [
    ("8 while pending", begun(), postponed("2024-03-01"), []),
    ("8 before the Commission decided", initiated(), postponed("2024-03-01"), []),
    ("8 before initiation", filed(), postponed("2024-01-12"), ["ILLEGAL_TRANSITION", "ILLEGAL_TRANSITION"]),
    ("8 after the preliminary", decided(affirmative=True), postponed("2024-04-10"), ["ILLEGAL_TRANSITION"]),
    ("8 after the end", ended(), postponed("2024-03-01"), ["ILLEGAL_TRANSITION"]),
    ("9 after the Commission's affirmative", begun(), prelim("2024-04-04"), []),
    ("9 before the Commission decided", initiated(), prelim("2024-04-04"), ["ITC_PRELIM_PENDING"]),
    ("9 a second time", decided(affirmative=True), prelim("2024-04-11"), ["ILLEGAL_TRANSITION"]),
    ("9 after a negative one", decided(affirmative=False), prelim("2024-04-11"), ["ILLEGAL_TRANSITION"]),
    ("10 after the Commission's affirmative", begun(), NEGATIVE, []),
    ("10 before the Commission decided", initiated(), NEGATIVE, ["ITC_PRELIM_PENDING"]),
    ("10 before initiation", filed(), NEGATIVE, ["ILLEGAL_TRANSITION", "ILLEGAL_TRANSITION"]),
]


@pytest.mark.parametrize(("pair", "story", "act", "codes"), TABLE, ids=[row[0] for row in TABLE])
def test_15_2_transitions_8_to_10(pair: str, story: Story, act: Act, codes: list[str]) -> None:
    assert story.refused(act) == codes, pair


@pytest.mark.parametrize(
    ("story", "until"),
    [
        (begun(), "2024-12-31"),
        (decided(affirmative=False), "2024-12-31"),
        (ordered(), "2024-12-31"),
        (decided(affirmative=True), "2024-08-07"),
    ],
    ids=["nothing suspended", "negative", "definitive before", "a day early"],
)
def test_15_2_transition_12_does_not_strike(story: Story, until: str) -> None:
    assert "PROVISIONAL_LAPSE" not in {one.key for one in story.struck(until)}


def test_15_2_transition_12_not_where_the_commission_publishes_on_that_very_day() -> None:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(itc_final("2024-08-01"), notified="2024-08-07", published="2024-08-08")
    assert story.on("2024-08-08").liquidation is Liquidation.SUSPENDED_DEFINITIVE


def test_pre_15_deadlines_of_the_argument() -> None:
    story = decided(affirmative=True)
    assert story.due("HEARING_REQUEST", "2024-04-10") == "2024-05-10"
    assert story.due("CASE_BRIEFS", "2024-04-10") == "2024-05-30"
    assert story.due("REBUTTAL_BRIEFS", "2024-04-10") == "2024-06-04"
    assert begun().due("CC_ALLEGATION/PRELIM", "2024-03-01") == "2024-03-15"


def test_pre_03_cal_08_the_windows_of_a_postponement_move_with_a_tolled_date() -> None:
    closed = day("2024-02-26")
    tolling = Tolling(id="closure", authority=Actor.COMMERCE, closure_from=closed, closure_to=closed, days=10)
    story = initiate(
        Story(almanac=Almanac(tollings=(tolling,))), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05"
    )
    assert story.due("PRELIM", "2024-02-26") == "2024-04-15"
    # 20 days before 15 April is 26 March; without the closure it was 15 March.
    assert story.refused(postponed("2024-03-26")) == []
    assert story.refused(postponed("2024-03-27")) == ["POSTPONEMENT_NOTICE_LATE"]
    story.tell(postponed("2024-03-26", to="2024-06-18"))
    assert story.due("PRELIM", "2024-03-26") == "2024-06-18"


def test_pre_03_d_02_a_notice_day_on_a_closure_moves_back() -> None:
    story = initiate(
        Story(almanac=Almanac(days=Days(extra_closures=frozenset({day("2024-03-15")})))),
        filed="2024-01-10",
        initiated="2024-01-30",
        published="2024-02-05",
    )
    assert story.due("POSTPONE_NOTICE", "2024-03-01") == "2024-03-14"
    assert story.refused(postponed("2024-03-15")) == ["POSTPONEMENT_NOTICE_LATE"]
    assert story.refused(postponed("2024-03-14")) == []


def test_pre_03_it_is_postponed_once() -> None:
    story = begun()
    story.tell(postponed("2024-03-01", to="2024-05-01"))
    assert story.refused(postponed("2024-03-05")) == ["POSTPONED_ALREADY"]


def test_pre_06_ups_02_a_postponed_preliminary_is_extended_further() -> None:
    story = begun()
    story.tell(postponed("2024-03-01"))
    story.tell(UpstreamSuspected(occurred_on=day("2024-04-11"), time_needed=True))
    deadlines = story.deadlines("2024-04-11")
    assert {key: deadlines[key].due.isoformat() for key in ("PRELIM/NORMAL", "PRELIM/POSTPONED", "PRELIM")} == {
        "PRELIM/NORMAL": "2024-04-04",
        "PRELIM/POSTPONED": "2024-06-10",
        "PRELIM": "2024-09-16",
    }


_DAYS = st.dates(date(1996, 1, 1), date(2045, 1, 1))


@given(initiated=_DAYS, to=st.integers(60, 200))
def test_pre_03_a_postponement_never_goes_past_day_130(initiated: date, to: int) -> None:
    text = initiated.isoformat()
    story = initiate(Story(), filed=text, initiated=text)
    act = PreliminaryPostponed(
        occurred_on=initiated,
        ground=PostponementGround.PETITIONER_REQUEST,
        new_due_on=initiated + timedelta(days=to),
        requested_on=initiated,
    )
    if story.refused(act):
        assert story.refused(act) == ["POSTPONED_TOO_FAR"]
        assert to <= 69 or to > 130
        return
    story.tell(act)
    deadline = story.deadlines(text)["PRELIM"]
    assert 65 < (deadline.raw_due - initiated).days <= 130
    assert deadline.due >= act.new_due_on


@given(published=_DAYS, before=st.integers(0, 400))
def test_pre_11_pre_13_the_lapse_is_120_days_after_the_start(published: date, before: int) -> None:
    start = first_day(published, published - timedelta(days=before))
    assert start == max(published, published - timedelta(days=before - 60))
    assert lapse(start, Practice()) == start + timedelta(days=120)
