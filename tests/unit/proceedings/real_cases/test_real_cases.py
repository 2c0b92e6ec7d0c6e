"""The engine against what the agencies announced and did; only the acts that start clocks are told.

Every derived check of the file has its row here; a test says so. Facts that were not checked against a text are not
asserted: where they start a clock, the check is one of the engine alone.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.proceedings.domain.all_others import all_others
from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.engine import Days, Status, raw
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.rates import RateBasis
from services.proceedings.domain.record.regions import Case, Liquidation
from tests.unit.proceedings.preliminary.telling import rate
from tests.unit.proceedings.real_cases import telling
from tests.unit.proceedings.real_cases.telling import (
    AIRCRAFT,
    CASES,
    OLIVES,
    PLATE,
    STEEL,
    STORIES,
    WASHERS,
    fact,
    plate_of_brazil,
)
from tests.unit.proceedings.record.story import Story, day

# Case, check of the file, deadline of the engine, the day on which it is asked for.
CHECKS = [
    (OLIVES, "DUE(2017-06-22, 20)", "INITIATION", "2017-06-22"),
    (OLIVES, "DUE(2017-07-12, 130)", "PRELIM", "2017-08-30"),
    (OLIVES, "DUE(2018-01-26, 135)", "FINAL", "2018-01-26"),
    (OLIVES, "LAPSE(2017-11-28)", "PROVISIONAL_LAPSE", "2017-11-28"),
    (OLIVES, "ITCFINAL(2017-11-20, 2018-06-11)", "ITC_FINAL", "2018-06-11"),
    (AIRCRAFT, "DUE(2017-04-27, 20)", "INITIATION", "2017-04-27"),
    (AIRCRAFT, "DUE(2017-04-27, 45)", "ITC_PRELIM", "2017-05-17"),
    (AIRCRAFT, "DUE(2017-05-17, 65)", "PRELIM", "2017-05-17"),
    (AIRCRAFT, "DUE(2017-05-17, 130)", "PRELIM", "2017-06-30"),
    (AIRCRAFT, "LAPSE(2017-10-02)", "PROVISIONAL_LAPSE", "2017-10-02"),
    (STEEL, "DUE(2015-08-11, 20)", "INITIATION", "2015-08-11"),
    (STEEL, "DUE(2015-08-11, 45)", "ITC_PRELIM", "2015-08-31"),
    (STEEL, "DUE(2015-08-31, 65)", "PRELIM", "2015-08-31"),
    (STEEL, "DUE(2015-08-31, 130)", "PRELIM", "2015-10-15"),
    (STEEL, "DUE(2016-08-04, 75)", "ITC_FINAL_NEGPRELIM", "2016-08-04"),
    (PLATE, "DUE(2016-04-08, 20)", "INITIATION", "2016-04-08"),
    (PLATE, "DUE(2016-04-08, 45)", "ITC_PRELIM", "2016-04-28"),
    (PLATE, "DUE(2016-04-28, 65)", "PRELIM", "2016-04-28"),
    (PLATE, "DUE(2016-04-28, 130)", "PRELIM", "2016-06-15"),
    (WASHERS, "DUE(2011-12-30, 20)", "INITIATION", "2011-12-30"),
    (WASHERS, "DUE(2012-01-19, 130)", "PRELIM", "2012-03-06"),
    (WASHERS, "LAPSE(2012-06-05)", "PROVISIONAL_LAPSE", "2012-06-05"),
    (WASHERS, "DUE(2013-02-08, 7)", "ORDER", "2013-02-08"),
    (WASHERS, "DUE(2014-02-28, 365)", "AR_PRELIM/AR-2014", "2014-10-01"),
    (WASHERS, "DUE(2015-03-11, 180)", "AR_FINAL/AR-2014", "2015-06-01"),
    (WASHERS, "BACKBIZ(2018-02-15, 30)", "SUNSET_INIT/SUNSET-2018", "2017-12-01"),
    (WASHERS, "DUE(2018-01-02, 120)", "SUNSET_EXPEDITED/SUNSET-2018/COMMERCE", "2018-02-21"),
]
# Of the sister antidumping cases, which have no record here, and of effects that are no deadline.
ELSEWHERE = {
    (OLIVES, "SUSP(2017-11-28, 2017-07-19)"),
    (AIRCRAFT, "DUE(2017-05-17, 140)"),
    (PLATE, "DUE(2016-04-28, 140)"),
    (WASHERS, "ALLOTHERS([(1.85,1)])"),
}


def expected(case_number: str, call: str) -> date:
    return day(next(one["expected"] for one in CASES[case_number]["derived_checks"] if one["call"] == call))


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    return {case_number: tell() for case_number, tell in STORIES.items()}


@pytest.mark.parametrize(("case_number", "call", "key", "on"), CHECKS)
def test_a_deadline_is_the_day_the_file_gives(
    stories: dict[str, Story], case_number: str, call: str, key: str, on: str
) -> None:
    assert stories[case_number].deadlines(on)[key].due == expected(case_number, call)


def test_every_check_of_the_file_is_made() -> None:
    made = {(case_number, call) for case_number, call, _, _ in CHECKS} | ELSEWHERE
    asked = {(number, check["call"]) for number, case in CASES.items() for check in case["derived_checks"]}
    assert made == asked


def test_pre_11_suspension_began_as_the_first_review_period_says(stories: dict[str, Story]) -> None:
    state = stories[OLIVES].on("2017-11-28")
    assert state.suspended_from == expected(OLIVES, "SUSP(2017-11-28, 2017-07-19)")
    assert state.suspended_from == day(fact(OLIVES, "first_review_period_from"))


@pytest.mark.parametrize(
    ("case_number", "call", "announced"),
    [
        (AIRCRAFT, "DUE(2017-05-17, 140)", "ad_preliminary_scheduled"),
        (PLATE, "DUE(2016-04-28, 140)", "ad_preliminary_scheduled"),
    ],
)
def test_cal_02_the_sister_case_s_preliminary_rolls_as_announced(case_number: str, call: str, announced: str) -> None:
    due = Days().roll(raw(day(fact(case_number, "initiation")), 140))
    assert due == expected(case_number, call) == day(fact(case_number, announced))


def test_fin_02_the_aligned_day_is_the_sister_case_s_135th(stories: dict[str, Story]) -> None:
    due = Days().roll(raw(day(fact(OLIVES, "ad_preliminary_published")), 135))
    assert due == stories[OLIVES].deadlines("2018-01-26")["FINAL"].due == day(fact(OLIVES, "final"))


# A verified later day, the deadline it met, and from when the deadline stands.
ON_THE_DAY = [
    (OLIVES, "initiation", "INITIATION", "2017-06-22"),
    (OLIVES, "preliminary", "PRELIM", "2017-08-30"),
    (OLIVES, "final", "FINAL", "2018-01-26"),
    (AIRCRAFT, "initiation", "INITIATION", "2017-04-27"),
    (AIRCRAFT, "preliminary_scheduled", "PRELIM", "2017-05-17"),
    (STEEL, "initiation", "INITIATION", "2015-08-11"),
    (STEEL, "itc_preliminary_scheduled", "ITC_PRELIM", "2015-08-31"),
    (STEEL, "preliminary_scheduled", "PRELIM", "2015-08-31"),
    (STEEL, "preliminary", "PRELIM", "2015-10-15"),
    (PLATE, "initiation", "INITIATION", "2016-04-08"),
    (PLATE, "preliminary_scheduled_china_korea", "PRELIM", "2016-04-28"),
    (WASHERS, "initiation", "INITIATION", "2011-12-30"),
    (WASHERS, "order_published", "ORDER", "2013-02-08"),
    (WASHERS, "sunset_expedited_final_published", "SUNSET_EXPEDITED/SUNSET-2018/COMMERCE", "2018-02-21"),
]
BEFORE_THE_DAY = [
    (AIRCRAFT, "itc_preliminary", "ITC_PRELIM", "2017-05-17"),
    (AIRCRAFT, "itc_final", "ITC_FINAL", "2017-12-27"),
    (STEEL, "itc_preliminary", "ITC_PRELIM", "2015-08-31"),
    (STEEL, "itc_final", "ITC_FINAL_NEGPRELIM", "2016-08-04"),
    (WASHERS, "sunset_initiated", "SUNSET_INIT/SUNSET-2018", "2017-12-01"),
]


@pytest.mark.parametrize(("case_number", "name", "key", "on"), ON_THE_DAY)
def test_the_agency_acted_on_the_day_it_was_due(
    stories: dict[str, Story], case_number: str, name: str, key: str, on: str
) -> None:
    assert CASES[case_number]["facts"][name]["verified"]
    assert stories[case_number].deadlines(on)[key].due == day(fact(case_number, name))


@pytest.mark.parametrize(("case_number", "name", "key", "on"), BEFORE_THE_DAY)
def test_the_commission_and_commerce_may_act_early(
    stories: dict[str, Story], case_number: str, name: str, key: str, on: str
) -> None:
    assert CASES[case_number]["facts"][name]["verified"]
    assert stories[case_number].deadlines(on)[key].due > day(fact(case_number, name))


@pytest.mark.parametrize(
    ("case_number", "key", "on"),
    [
        (OLIVES, "PRELIM", "2017-08-30"),
        (OLIVES, "FINAL", "2018-01-26"),
        (AIRCRAFT, "PRELIM", "2017-06-30"),
        (AIRCRAFT, "FINAL", "2017-10-02"),
        (STEEL, "PRELIM", "2015-10-15"),
        (STEEL, "FINAL", "2016-01-15"),
        (PLATE, "PRELIM", "2016-06-15"),
        (WASHERS, "PRELIM", "2012-03-06"),
        (WASHERS, "FINAL", "2012-08-03"),
        (WASHERS, "AR_PRELIM/AR-2014", "2014-10-01"),
        (WASHERS, "AR_FINAL/AR-2014", "2015-06-01"),
    ],
)
def test_pre_03_fin_02_rev_04_where_the_agency_took_longer_the_calendar_names_the_extension(
    stories: dict[str, Story], case_number: str, key: str, on: str
) -> None:
    found = stories[case_number].deadlines(on)
    normal = found[f"{key}/NORMAL"]
    assert (normal.status, found[key].rule in str(normal.superseded_by)) == (Status.SUPERSEDED, True)
    assert found[key].due > normal.due
    assert found[key].extension_days > 0


def test_cal_08_a_closure_while_the_final_was_open_would_move_it() -> None:
    """Two days, as for the storm of October 2012: added to Sunday 12 August, the 75th day, not to the Monday."""
    story = telling.washers()
    closure = replace(story.almanac.tollings[0], closure_from=day("2012-08-01"), closure_to=day("2012-08-02"))
    unaligned = Story(almanac=Almanac(tollings=(closure,)), record=story.record[:10])
    due = unaligned.deadlines("2012-06-05")["FINAL"]
    assert (due.raw_due, due.tolling_days, due.due) == (day("2012-08-12"), 2, day("2012-08-14"))


def test_cal_08_the_storm_of_october_2012_explains_the_final_of_18_december() -> None:
    """The sister case's 135th day, Sunday 16 December, and two days: the day this final was aligned with."""
    storm = telling.washers().almanac.tollings[0]
    normal = raw(day(fact(WASHERS, "ad_preliminary_published")), 135)
    assert Days().roll(normal + timedelta(days=storm.days)) == day("2012-12-18")
    assert day("2012-12-18") <= day(fact(WASHERS, "final_published"))


def test_rate_04_only_the_one_rate_that_counts_enters_the_average() -> None:
    found = {one["exporter"]: one["rate_pct"] for one in CASES[WASHERS]["rates"] if one["stage"] == "final"}
    everybody = found.pop("All others")
    rows = [
        rate(
            exporter,
            percent,
            weight=1,
            basis=RateBasis.TOTAL_FACTS_AVAILABLE if percent == "72.30" else RateBasis.CALCULATED,
        )
        for exporter, percent in found.items()
    ]
    computed = all_others(rows, tier=DeMinimisTier.STANDARD, determined_on=day("2012-12-18"))
    assert computed.rate_percent == Decimal(everybody)


def test_itp_03_negligible_imports_end_brazil_s_case_while_the_others_go_on(stories: dict[str, Story]) -> None:
    assert plate_of_brazil().on("2016-06-15").case is Case.TERMINATED
    assert stories[PLATE].on("2016-06-15").case is Case.INVESTIGATING


@pytest.mark.parametrize(
    ("case_number", "on", "case", "liquidation"),
    [
        (OLIVES, "2018-08-01", Case.ORDER_IN_FORCE, Liquidation.SUSPENDED_DEFINITIVE),
        (AIRCRAFT, "2018-02-01", Case.TERMINATED, Liquidation.LIFTED),
        (STEEL, "2016-09-29", Case.TERMINATED, Liquidation.LIFTED),
        (WASHERS, "2018-03-01", Case.ORDER_IN_FORCE, Liquidation.SUSPENDED_DEFINITIVE),
    ],
)
def test_every_case_ends_as_it_ended(
    stories: dict[str, Story], case_number: str, on: str, case: Case, liquidation: Liquidation
) -> None:
    state = stories[case_number].on(on)
    assert (state.case, state.liquidation) == (case, liquidation)


def test_published_days_that_lag_are_not_deadlines(stories: dict[str, Story]) -> None:
    """The order on olives stood in the Federal Register within a week of the Commission's notice."""
    due = stories[OLIVES].deadlines("2018-07-26")["ORDER"].due
    assert due - timedelta(days=7) <= day(fact(OLIVES, "order_published")) <= due
