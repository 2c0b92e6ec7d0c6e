"""Administrative reviews: requests, withdrawal, extensions, results, what customs is told (REV-01 to 07, ASM)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Status, Tolling
from services.proceedings.domain.instructions import (
    AssessmentMode,
    DepositRates,
    EntryRange,
    Firm,
    Liquidate,
    LiquidationGround,
)
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.review.acts import (
    AssessmentRate,
    CourtSummonsFiled,
    RescissionReason,
    ReviewRequestWithdrawn,
    ReviewRescinded,
    ReviewStage,
)
from services.proceedings.domain.review.segments import kind_of, period, window
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.review.telling import (
    X,
    Y,
    Z,
    extended,
    firm_rate,
    initiated,
    ordered,
    preliminary,
    requested,
    results,
    to_initiation,
    to_results,
)

POR = EntryRange(date(2021, 12, 20), date(2022, 12, 31))


def withdrawn(on: str, *firms: Firm, by: str = "Alpha", discretion: str = "") -> ReviewRequestWithdrawn:
    return ReviewRequestWithdrawn(
        occurred_on=day(on), segment="AR-2023", requester=by, firms=firms or (X,), discretion=discretion
    )


def rescinded(on: str, *firms: Firm, reason: RescissionReason = RescissionReason.WITHDRAWN) -> ReviewRescinded:
    return ReviewRescinded(occurred_on=day(on), segment="AR-2023", reason=reason, firms=firms)


def told_by_time(story: Story, until: str, since: str = "2023-01-01") -> list[tuple[str, Liquidate]]:
    return [
        (struck.day.isoformat(), one)
        for struck in story.all_struck(until)
        for one in struck.instructions
        if isinstance(one, Liquidate) and struck.day >= day(since)
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [("2023-05-01", 2023), ("2023-05-31", 2023), ("2022-05-31", None), ("2023-04-30", None), ("2023-06-01", None)],
)
def test_rev_02_the_window_is_the_anniversary_month_from_the_first_anniversary_on(text: str, year: int | None) -> None:
    assert window(ordered().on("2022-06-01"), day(text)) == year


def test_rev_02_a_month_that_ends_on_a_saturday_rolls_into_the_next_one() -> None:
    state = ordered().on("2022-06-01")
    assert window(state, day("2025-06-02")) == 2025
    assert window(state, day("2025-06-03")) is None


def test_rev_02_a_tolled_window_takes_requests_and_liquidates_later_cal_08() -> None:
    closure = Tolling(
        id="closure",
        authority=Actor.COMMERCE,
        closure_from=day("2023-05-20"),
        closure_to=day("2023-05-26"),
        days=7,
    )
    story = ordered(Story(almanac=Almanac(tollings=(closure,))))
    story.tell(requested("2023-06-07"))
    assert story.refused(requested("2023-06-08")) == ["REQUEST_OUTSIDE_WINDOW"]
    assert [on for on, _ in told_by_time(story, "2023-12-31")] == ["2023-06-08"]


def test_rev_01_a_request_names_firms_of_the_order() -> None:
    story = ordered()
    assert story.refused(replace(requested("2023-05-02"), firms=())) == ["FIRMS_MISSING"]
    assert story.refused(requested("2023-05-02", Z)) == []


def test_rev_03_the_period_is_the_last_calendar_year_the_first_from_the_suspension_on() -> None:
    state = ordered().on("2022-06-01")
    assert period(state, 2023) == POR
    assert period(state, 2024) == EntryRange(date(2023, 1, 1), date(2023, 12, 31))


def test_rev_03_a_real_first_period() -> None:
    """Suspension 5 June 2012, order 15 February 2013, first request month February 2014."""
    state = replace(ordered().on("2022-06-01"), suspended_from=date(2012, 6, 5))
    moved = tuple(
        replace(step, act=replace(step.act, occurred_on=date(2013, 2, 15)))
        if step.act.name == "OrderPublished"
        else step
        for step in state.steps
    )
    assert period(replace(state, steps=moved), 2014) == EntryRange(date(2012, 6, 5), date(2013, 12, 31))


def test_rev_01_several_reviews_stand_side_by_side() -> None:
    story = to_initiation(ordered())
    story.tell(requested("2024-05-10", Y))
    assert story.on("2024-05-10").reviews == {"AR-2023": Segment.INITIATED, "AR-2024": Segment.REQUESTED}
    assert story.due("AR_PRELIM/AR-2024", "2024-05-10") == "2025-01-31"


def test_rev_01_initiation_follows_the_window() -> None:
    story = ordered()
    story.tell(requested("2023-05-10"))
    assert story.refused(initiated("2023-05-31")) == ["REQUEST_WINDOW_OPEN"]
    assert story.refused(initiated("2023-06-01")) == []
    assert story.refused(initiated("2023-06-01", "AR-2024")) == ["NO_SUCH_REVIEW"]


def test_rev_04_extensions_have_caps_a_ground_and_an_end() -> None:
    story = to_initiation(ordered())
    first = extended("2024-01-31", ReviewStage.PRELIMINARY, 365)
    assert story.refused(first) == []
    assert story.refused(replace(first, to_day=366)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(replace(first, to_day=245)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(replace(first, reason=" ")) == ["EXTENSION_GROUND_MISSING"]
    assert story.refused(replace(first, occurred_on=day("2024-02-01"))) == ["EXTENSION_LATE"]
    assert story.refused(replace(first, stage=ReviewStage.FINAL)) == ["ILLEGAL_TRANSITION"]
    story.tell(replace(first, to_day=300))
    assert story.due("AR_PRELIM/AR-2023", "2024-02-01") == "2024-03-26"
    assert story.refused(replace(first, occurred_on=day("2024-02-05"), to_day=300)) == ["EXTENSION_BEYOND_CAP"]
    story.tell(replace(first, occurred_on=day("2024-02-05")))
    assert story.due("AR_PRELIM/AR-2023", "2024-02-05") == "2024-05-30"


def test_rev_04_e_the_final_goes_to_day_300_where_the_preliminary_was_not_extended() -> None:
    story = to_initiation(ordered())
    made = story.tell(preliminary("2024-01-26", firm_rate(X, "6.50")))
    assert made == ()
    assert story.refused(extended("2024-01-30", ReviewStage.FINAL, 300)) == ["NOT_RUNNING"]
    story.publish(len(story.record), "2024-01-31")
    assert story.refused(extended("2024-02-10", ReviewStage.FINAL, 301)) == ["EXTENSION_BEYOND_CAP"]
    story.tell(extended("2024-02-10", ReviewStage.FINAL, 300))
    assert story.due("AR_FINAL/AR-2023", "2024-02-10") == "2024-11-26"


def test_rev_05_a_withdrawal_in_time_rescinds_and_liquidates_as_deposited() -> None:
    story = to_initiation(ordered(), X, Y)
    assert story.refused(withdrawn("2023-10-11")) == ["WITHDRAWAL_LATE"]
    assert story.refused(withdrawn("2023-10-11", discretion="Nothing was spent on it yet.")) == []
    assert story.refused(withdrawn("2023-10-10", by="Beta")) == ["NOT_REQUESTED"]
    assert story.refused(rescinded("2023-10-20", X)) == ["REQUEST_REMAINS"]
    story.tell(withdrawn("2023-10-10"))
    assert story.refused(rescinded("2023-10-20")) == ["REQUEST_REMAINS"]
    assert story.refused(rescinded("2023-10-20", Z)) == ["NOT_UNDER_REVIEW"]
    (told,) = story.tell(rescinded("2023-10-20", X), published="2023-10-27")
    assert isinstance(told, Liquidate)
    assert (told.ground, told.mode, told.firms, told.entries) == (
        LiquidationGround.AUTOMATIC,
        AssessmentMode.AT_DEPOSIT_RATE,
        (X,),
        POR,
    )
    assert story.on("2023-10-27").reviews == {"AR-2023": Segment.INITIATED}
    assert story.refused(preliminary("2024-01-26", firm_rate(X, "6.50"))) == ["FIRM_NOT_UNDER_REVIEW"]


def test_rev_05_a_request_of_somebody_else_keeps_a_firm_under_review() -> None:
    story = ordered()
    story.tell(requested("2023-05-10", X, by="Alpha"))
    story.tell(requested("2023-05-11", X, by="Beta"))
    story.tell(initiated("2023-07-03"), published="2023-07-10")
    story.tell(withdrawn("2023-08-01"))
    assert story.refused(rescinded("2023-08-10")) == ["REQUEST_REMAINS"]


def test_rev_05_a_review_without_any_request_is_rescinded_as_a_whole() -> None:
    story = to_initiation(ordered(), X, Y)
    story.tell(withdrawn("2023-08-01", X, Y))
    (told,) = story.tell(rescinded("2023-08-10"), published="2023-08-14")
    assert isinstance(told, Liquidate)
    assert told.firms == (X, Y)
    assert story.on("2023-08-14").reviews == {"AR-2023": Segment.RESCINDED}
    assert story.deadlines("2025-01-02")["AR_PRELIM/AR-2023"].status is Status.CANCELLED


def test_rev_05_requests_withdrawn_in_the_window_leave_no_review_asm_07() -> None:
    story = ordered()
    story.tell(requested("2023-05-10"))
    story.tell(withdrawn("2023-05-20"))
    ((_, told),) = told_by_time(story, "2023-12-31")
    assert told.excluded_firms == ()
    assert story.on("2023-06-01").reviews == {"AR-2023": Segment.RESCINDED}


def test_asm_07_every_anniversary_without_requests_liquidates_the_year_before() -> None:
    told = told_by_time(ordered(), "2025-12-31")
    assert [(on, one.entries.first.isoformat()) for on, one in told] == [
        ("2023-06-01", "2021-12-20"),
        ("2024-06-01", "2023-01-01"),
        ("2025-06-03", "2024-01-01"),
    ]
    assert [len(one.exclude_ranges) for _, one in told] == [1, 0, 0]


def test_asm_07_a_request_for_everybody_leaves_nothing_to_liquidate() -> None:
    story = ordered()
    story.tell(requested("2023-05-10", Firm()))
    assert told_by_time(story, "2023-12-31") == []


def test_rev_06_results_are_of_every_firm_under_review_and_of_no_other() -> None:
    story = to_initiation(ordered(), X, Y)
    story.tell(preliminary("2024-01-26", firm_rate(X, "6.50")), published="2024-01-31")
    assert story.refused(results("2024-05-20", firm_rate(X, "6.50"))) == ["REVIEW_RATE_MISSING"]
    both = results("2024-05-20", firm_rate(X, "6.50"), firm_rate(Y, "1.00"))
    assert story.refused(both) == []
    assert story.refused(replace(both, rates=(*both.rates, firm_rate(Z, "2.00")))) == ["FIRM_NOT_UNDER_REVIEW"]
    assert "FIRM_TWICE" in story.refused(replace(both, not_selected=(Y,)))


def test_rev_06_final_results_follow_published_preliminary_ones() -> None:
    story = to_initiation(ordered())
    assert story.refused(results("2024-01-26", firm_rate(X, "6.50"))) == ["ILLEGAL_TRANSITION"]
    story.tell(preliminary("2024-01-26", firm_rate(X, "6.50")))
    assert story.refused(results("2024-05-20", firm_rate(X, "6.50"))) == ["PRELIMINARY_NOT_PUBLISHED"]


@pytest.mark.parametrize(
    ("percent", "deposit", "ground"),
    [("0.50", "0.50", "REVIEW"), ("0.499999", "0.00", "WITHOUT_CVD"), ("0.00", "0.00", "WITHOUT_CVD")],
)
def test_rev_06_below_half_a_percent_is_zero(percent: str, deposit: str, ground: str) -> None:
    story = to_initiation(ordered())
    story.tell(preliminary("2024-01-26", firm_rate(X, percent)), published="2024-01-31")
    (rates,) = story.tell(results("2024-05-20", firm_rate(X, percent)), published="2024-05-28")
    assert isinstance(rates, DepositRates)
    assert [(str(row.rate_percent), row.excluded) for row in rates.rows] == [(deposit, False)]
    (told,) = [one for on, one in told_by_time(story, "2024-07-10", "2024-06-15") if on == "2024-07-02"]
    assert told.ground.value == ground
    free = ground == "WITHOUT_CVD"
    assert told.reason == ("REVIEW_ZERO_OR_DEMINIMIS" if free else None)
    assert told.mode is (AssessmentMode.ZERO if free else AssessmentMode.RATE)


def test_rev_07_firms_not_selected_get_the_average_of_those_examined() -> None:
    story = to_initiation(ordered(), X, Y, Z)
    story.tell(preliminary("2024-01-26"), published="2024-01-31")
    act = results("2024-05-20", firm_rate(X, "12.00", weight=600), firm_rate(Y, "6.00", weight=400))
    assert story.refused(replace(act, rates=(), not_selected=(X, Y, Z))) == ["REVIEW_RATE_MISSING"]
    unweighted = replace(act, rates=(firm_rate(X, "12.00", weight=None), act.rates[1]), not_selected=(Z,))
    assert story.refused(unweighted) == ["RATE_WEIGHT_MISSING"]
    (rates,) = story.tell(replace(act, not_selected=(Z,)), published="2024-05-28")
    assert isinstance(rates, DepositRates)
    assert {row.exporter: str(row.rate_percent) for row in rates.rows} == {"X": "12.00", "Y": "6.00", "Z": "9.60"}


def test_asm_08_an_assessment_rate_of_its_own_is_left_out_of_the_general_one() -> None:
    story = to_initiation(ordered())
    story.tell(preliminary("2024-01-26", firm_rate(X, "12.00")), published="2024-01-31")
    one_day = AssessmentRate("X", "X", Decimal("8.00"), date(2022, 5, 3), date(2022, 5, 3))
    act = replace(results("2024-05-20", firm_rate(X, "12.00")), assessments=(one_day,))
    outside = replace(one_day, last=date(2023, 1, 1))
    assert story.refused(replace(act, assessments=(outside,))) == ["OUTSIDE_PERIOD"]
    assert story.refused(replace(act, assessments=(one_day, one_day))) == ["RANGES_OVERLAP"]
    assert story.refused(replace(act, assessments=(replace(one_day, exporter="Y"),))) == ["FIRM_NOT_UNDER_REVIEW"]
    story.tell(act, published="2024-05-28")
    general, own = [one for on, one in told_by_time(story, "2024-07-10") if on == "2024-07-02"]
    assert (general.rate_percent, own.rate_percent) == (Decimal("12.00"), Decimal("8.00"))
    assert general.exclude_ranges[-1] == EntryRange(date(2022, 5, 3), date(2022, 5, 3), "OWN_ASSESSMENT_RATE")
    assert own.entries == EntryRange(date(2022, 5, 3), date(2022, 5, 3))


def test_asm_08_a_summons_in_time_holds_the_instructions_for_90_days() -> None:
    story = to_results(to_initiation(ordered()), firm_rate(X, "6.50"))
    summons = CourtSummonsFiled(occurred_on=day("2025-01-02"), segment="AR-2023", court_reference="25-00001")
    assert story.refused(replace(summons, occurred_on=day("2025-01-03"))) == ["SUMMONS_LATE"]
    assert next(on for on, _ in told_by_time(story, "2025-12-31", "2024-12-01")) == "2025-01-06"
    story.tell(summons)
    reviewed = [on for on, one in told_by_time(story, "2025-12-31") if one.ground is LiquidationGround.REVIEW]
    assert reviewed == ["2025-03-02"]
    assert story.due("LIQUIDATION_BY_CBP/AR-2023/TARGET", "2025-03-03") == "2025-05-31"


def machine() -> dict[str, Act]:
    """One act of each step of an administrative review, all possible on one day but for the state."""
    return {
        "withdraw": withdrawn("2025-01-10", discretion="Nothing was spent on it yet."),
        "initiate": initiated("2025-01-10"),
        "extend preliminary": extended("2025-01-10", ReviewStage.PRELIMINARY, 365),
        "extend final": extended("2025-01-10", ReviewStage.FINAL, 180),
        "preliminary": preliminary("2025-01-10", firm_rate(X, "6.50")),
        "final": results("2025-01-10", firm_rate(X, "6.50")),
        "summons": CourtSummonsFiled(occurred_on=day("2025-01-10"), segment="AR-2023", court_reference="25-00001"),
        "rescind": rescinded("2025-01-10"),
    }


def in_state(state: Segment) -> Story:
    story = ordered()
    story.tell(requested("2023-05-10"))
    if state is Segment.REQUESTED:
        return story
    story.tell(initiated("2023-07-03"), published="2023-07-10")
    if state is Segment.RESCINDED:
        story.tell(withdrawn("2023-08-01"))
        story.tell(rescinded("2023-08-10"), published="2023-08-14")
    if state in {Segment.PRELIM, Segment.FINAL}:
        story.tell(preliminary("2024-05-30", firm_rate(X, "6.50")), published="2024-06-05")
    if state is Segment.FINAL:
        story.tell(results("2024-10-01", firm_rate(X, "6.50")), published="2024-10-07")
    return story


ALLOWED = {
    Segment.REQUESTED: {"withdraw", "initiate", "extend preliminary", "rescind"},
    Segment.INITIATED: {"withdraw", "extend preliminary", "preliminary", "rescind"},
    Segment.PRELIM: {"withdraw", "extend final", "final", "rescind"},
    Segment.FINAL: {"summons"},
    Segment.RESCINDED: set(),
}
WRONG_STATE = {"ILLEGAL_TRANSITION", "NO_SUCH_REVIEW"}


@pytest.mark.parametrize("state", list(Segment))
@pytest.mark.parametrize("step", list(machine()))
def test_15_1_each_step_of_a_review_in_each_state(state: Segment, step: str) -> None:
    codes = set(in_state(state).refused(machine()[step]))
    assert (not codes & WRONG_STATE) is (step in ALLOWED[state]), codes


@pytest.mark.parametrize("text", ["AR", "AR-", "AR-x", "SUNSET-2023", "XX-1", ""])
def test_15_1_no_segment_of_a_review(text: str) -> None:
    assert kind_of(text) is None
