"""Upstream subsidies: what they extend, and when the suspension ends (UPS-01 to UPS-05, PRE-15)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.instructions import OrderTerms, SuspensionReinstated
from services.proceedings.domain.petition.acts import InvestigationInitiated, SelfInitiated
from services.proceedings.domain.preliminary.acts import Complication, PostponementGround, PreliminaryPostponed
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.domain.upstream.acts import UpstreamAlleged, UpstreamResolutionChosen, UpstreamSuspected
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def suspected(on: str, *, needed: bool = True, complicated: bool = False) -> UpstreamSuspected:
    return UpstreamSuspected(occurred_on=day(on), time_needed=needed, extraordinarily_complicated=complicated)


def chosen(on: str) -> UpstreamResolutionChosen:
    return UpstreamResolutionChosen(occurred_on=day(on))


def begun() -> Story:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    return story


def negative() -> Story:
    story = begun()
    story.tell(prelim("2024-04-15", rate("Alpha", "0.50"), affirmative=False), published="2024-04-22")
    return story


def affirmative() -> Story:
    return to_preliminary(Story(), on="2024-04-15", published="2024-04-22")


def test_ups_01_without_need_of_time_nothing_is_extended() -> None:
    story = begun()
    story.tell(suspected("2024-03-11", needed=False))
    assert story.due("PRELIM", "2024-03-11") == "2024-04-04"
    after = negative()
    after.tell(suspected("2024-05-20", needed=False))
    assert after.due("FINAL", "2024-05-20") == "2024-07-01"


@pytest.mark.parametrize(("complicated", "due"), [(False, "2024-09-16"), (True, "2024-11-15")])
def test_ups_02_the_preliminary_counts_from_filing(complicated: bool, due: str) -> None:
    story = begun()
    story.tell(suspected("2024-03-11", complicated=complicated))
    assert story.due("PRELIM", "2024-03-11") == due
    assert story.deadlines("2024-03-11")["PRELIM"].trigger_event == "PETITION_FILED"
    assert story.refused(prelim(due)) == []


def test_ups_02_a_case_declared_complicated_before_has_310_days() -> None:
    story = begun()
    story.tell(
        PreliminaryPostponed(
            occurred_on=day("2024-03-11"),
            ground=PostponementGround.EXTRAORDINARILY_COMPLICATED,
            new_due_on=day("2024-06-10"),
            cooperating=True,
            complications=(Complication.PRACTICES,),
            time_needed=True,
        )
    )
    assert story.due("PRELIM", "2024-03-11") == "2024-06-10"
    story.tell(suspected("2024-04-11"))
    assert story.due("PRELIM", "2024-04-11") == "2024-11-15"
    assert story.deadlines("2024-04-11")["PRELIM/POSTPONED"].status == "SUPERSEDED"
    assert story.deadlines("2024-04-11")["PRELIM/NORMAL"].status == "SUPERSEDED"


def test_ups_02_without_a_petition_it_counts_from_self_initiation() -> None:
    story = Story()
    story.tell(SelfInitiated(occurred_on=day("2024-01-10"), scope_text="Alpha."))
    story.tell(suspected("2024-03-11"))
    assert story.due("PRELIM", "2024-03-11") == "2024-09-16"


def test_ups_03_after_a_negative_preliminary_the_final_has_165_days() -> None:
    story = negative()
    assert story.due("FINAL", "2024-05-01") == "2024-07-01"
    story.tell(suspected("2024-05-20"))
    assert story.due("FINAL", "2024-05-20") == "2024-09-27"
    assert story.refused(chosen("2024-05-28")) == ["ILLEGAL_TRANSITION"]


def test_ups_04_by_default_the_final_keeps_its_date() -> None:
    story = affirmative()
    story.tell(suspected("2024-05-20"))
    assert story.due("FINAL", "2024-05-28") == "2024-07-01"
    assert "UPSTREAM_LIQ_END" not in story.deadlines("2024-05-28")
    assert story.due("PROVISIONAL_LAPSE", "2024-05-28") == "2024-08-20"


def test_ups_04_a_suspicion_before_the_preliminary_does_not_extend_the_final() -> None:
    story = begun()
    story.tell(suspected("2024-03-11"))
    story.tell(prelim("2024-04-15"), published="2024-04-22")
    assert story.refused(chosen("2024-05-28")) == ["UPSTREAM_TIME_NOT_NEEDED"]
    assert story.due("FINAL", "2024-05-28") == "2024-07-01"


def test_ups_05_the_suspension_ends_120_days_after_publication_though_the_floor_bit() -> None:
    story = to_preliminary(Story(), on="2024-04-01", published="2024-04-03")
    assert story.on("2024-04-10").suspended_from == date(2024, 4, 5)
    story.tell(suspected("2024-05-20"))
    story.tell(chosen("2024-05-28"))
    assert story.due("PROVISIONAL_LAPSE", "2024-05-28") == "2024-08-03"
    assert story.due("UPSTREAM_LIQ_END", "2024-05-28") == "2024-08-01"
    assert story.on("2024-07-31").liquidation is Liquidation.SUSPENDED_PROVISIONAL
    assert story.on("2024-08-01").liquidation is Liquidation.LAPSED


def test_ups_05_chosen_before_publication_it_holds_from_the_start() -> None:
    story = begun()
    story.tell(prelim("2024-04-15"))
    story.tell(suspected("2024-04-16"))
    story.tell(chosen("2024-04-17"))
    story.publish(6 + 1, "2024-04-22")
    assert story.on("2024-04-22").lapse_from == date(2024, 8, 20)


def test_ups_05_an_early_notice_of_the_commission_does_not_make_it_definitive() -> None:
    story = affirmative()
    story.tell(suspected("2024-05-20"))
    story.tell(chosen("2024-05-28"))
    story.tell(final("2024-06-10"), published="2024-06-14")
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    assert story.on("2024-08-19").liquidation is Liquidation.SUSPENDED_PROVISIONAL
    assert story.on("2024-08-20").liquidation is Liquidation.LAPSED
    terms = next(one for one in story.tell(order("2024-08-27")) if isinstance(one, OrderTerms))
    assert terms.gap is not None
    assert (terms.gap.first, terms.gap.last) == (date(2024, 8, 20), date(2024, 8, 26))


def test_ups_05_imp_03_without_an_injury_test_the_order_resumes_too() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-01-10"))
    story.tell(support("2024-01-10"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True), published="2024-02-05")
    story.tell(prelim("2024-04-15"), published="2024-04-22")
    story.tell(suspected("2024-05-20"))
    story.tell(chosen("2024-05-28"))
    story.tell(final("2024-09-27"), published="2024-10-03")
    assert story.on("2024-10-03").liquidation is Liquidation.LAPSED
    told = story.tell(order("2024-10-07"))
    assert [one.effective_from for one in told if isinstance(one, SuspensionReinstated)] == [date(2024, 10, 7)]


@pytest.mark.parametrize(
    ("story", "act", "codes"),
    [
        (Story(), suspected("2024-03-11"), ["ILLEGAL_TRANSITION"]),
        (begun(), chosen("2024-03-11"), ["ILLEGAL_TRANSITION"]),
        (affirmative(), chosen("2024-05-28"), ["UPSTREAM_TIME_NOT_NEEDED"]),
        (affirmative(), UpstreamAlleged(occurred_on=day("2024-06-17")), []),
        (affirmative(), UpstreamAlleged(occurred_on=day("2024-06-18")), ["UPSTREAM_ALLEGATION_LATE"]),
        (affirmative(), UpstreamAlleged(occurred_on=day("2024-06-18"), good_cause="New facts."), []),
    ],
)
def test_pre_15_ups_01_ups_04_what_stands_against_an_act(story: Story, act: Act, codes: list[str]) -> None:
    assert story.refused(act) == codes


def test_pre_15_allegation_windows() -> None:
    story = begun()
    assert story.due("UPSTREAM_ALLEGATION/PRELIM", "2024-03-01") == "2024-03-25"
    after = affirmative()
    assert after.due("UPSTREAM_ALLEGATION/FINAL", "2024-05-01") == "2024-06-17"
    assert after.deadlines("2024-05-01")["UPSTREAM_ALLEGATION/PRELIM"].status == "CANCELLED"


_FILED = st.dates(date(1996, 1, 1), date(2045, 1, 1))


@given(filed=_FILED, decided=st.integers(1, 20), on=st.integers(1, 60), complicated=st.booleans())
def test_ups_02_an_extension_never_goes_past_its_cap(filed: date, decided: int, on: int, complicated: bool) -> None:
    initiated = filed + timedelta(days=decided)
    story = initiate(Story(), filed=filed.isoformat(), initiated=initiated.isoformat())
    act = suspected((initiated + timedelta(days=on)).isoformat(), complicated=complicated)
    story.tell(act)
    deadline = story.deadlines(act.occurred_on.isoformat())["PRELIM"]
    assert deadline.raw_due == filed + timedelta(days=310 if complicated else 250)
    assert 0 <= (deadline.due - deadline.raw_due).days <= 4
