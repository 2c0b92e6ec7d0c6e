"""The rates of a determination: what is refused, computed, told to customs (RATE-01 to RATE-08, PRE-08)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.instructions import DepositRates, InstructedRate
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.preliminary.facts import tier
from services.proceedings.domain.rates import (
    RateBasis,
    RateRow,
    RateSetting,
    RateStage,
    RateStatus,
    UnitRate,
    dated,
    deposit_due,
    rate_for,
)
from services.proceedings.domain.record.proceeding import CountryStatus, Development
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import INSIDE, Story, day


def begun(*statuses: CountryStatus) -> Story:
    story = initiate(
        Story(statuses=statuses or (INSIDE,)), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05"
    )
    story.tell(itc_prelim("2024-02-23"))
    return story


def everybody(percent: str, basis: RateBasis = RateBasis.ALL_OTHERS) -> RateRow:
    return replace(rate("*", percent, weight=None, basis=basis))


def told(*rates: RateRow) -> Sequence[InstructedRate]:
    """The rates that customs is told of an affirmative preliminary."""
    deposits = begun().tell(prelim("2024-04-04", *rates), published="2024-04-10")[1]
    assert isinstance(deposits, DepositRates)
    return deposits.rows


def codes(*rates: RateRow, affirmative: bool = True) -> list[str]:
    return begun().refused(prelim("2024-04-04", *rates, affirmative=affirmative))


def test_rate_04_the_all_others_rate_leaves_out_de_minimis_and_entirely_facts_available() -> None:
    rows = told(
        rate("Alpha", "12.00", weight=600),
        rate("Beta", "6.00", weight=400, basis=RateBasis.PARTIAL_FACTS_AVAILABLE),
        rate("Gamma", "0.80", weight=900),
        rate("Delta", "54.00", weight=100, basis=RateBasis.TOTAL_FACTS_AVAILABLE),
    )
    assert (str(rows[-1].rate_percent), rows[-1].method) == ("9.60", "WEIGHTED_AVERAGE")
    assert [str(row.rate_percent) for row in rows[:-1]] == ["12.00", "6.00", "0.00", "54.00"]


def test_rate_05_where_no_rate_counts_it_is_their_simple_average() -> None:
    rows = told(rate("Alpha", "0.50"), rate("Beta", "40.00", basis=RateBasis.TOTAL_FACTS_AVAILABLE))
    assert (str(rows[-1].rate_percent), rows[-1].method) == ("20.25", "SIMPLE_AVERAGE")


def test_rate_04_a_missing_weight_refuses_the_act() -> None:
    assert codes(rate("Alpha", "12.00", weight=None)) == ["RATE_WEIGHT_MISSING"]
    assert codes(rate("Alpha", "12.00", weight=None), everybody("12.00")) == []
    # A rate that does not count needs none.
    assert codes(rate("Alpha", "12.00"), rate("Beta", "0.50", weight=None)) == []


def test_rate_05_a_negative_determination_needs_no_all_others_rate() -> None:
    assert codes(rate("Alpha", "0.50", weight=None), affirmative=False) == []


def test_rate_02_country_wide_and_individual_rates_exclude_one_another() -> None:
    country_wide = everybody("15.00", RateBasis.COUNTRY_WIDE)
    assert [str(row.rate_percent) for row in told(country_wide)] == ["15.00"]
    assert codes(country_wide, rate("Alpha", "12.00")) == ["COUNTRY_WIDE_WITH_INDIVIDUAL"]
    assert codes(country_wide, everybody("9.00")) == ["RATE_COMBINATION_TWICE", "RATE_COMBINATION_TWICE"]


def test_rate_02_pre_07_a_country_wide_rate_decides_by_itself() -> None:
    small = everybody("0.50", RateBasis.COUNTRY_WIDE)
    assert codes(small) == ["DETERMINATION_CONTRADICTS_RATES"]
    assert codes(small, affirmative=False) == []


def test_pre_07_the_all_others_rate_does_not_make_it_affirmative() -> None:
    assert codes(rate("Alpha", "0.50"), everybody("3.00")) == ["DETERMINATION_CONTRADICTS_RATES"]
    assert codes(rate("Alpha", "0.50"), everybody("3.00"), affirmative=False) == []


def test_rate_06_a_combination_stands_once_whatever_its_spelling() -> None:
    found = codes(rate("Alpha", "12.00"), rate("alpha ", "11.00"))
    assert found == ["RATE_COMBINATION_TWICE", "RATE_COMBINATION_TWICE"]


def test_rate_06_affiliates_share_one_rate_and_keep_their_group() -> None:
    joint = [replace(rate(name, "12.00"), rate_group="Alpha Group") for name in ("Alpha", "Beta")]
    assert [row.rate_group for row in told(*joint)] == ["Alpha Group", "Alpha Group", None]
    assert codes(joint[0], replace(joint[1], exact_percent=Decimal("11.00"))) == ["RATE_GROUP_DIFFERS"]


def test_rate_03_the_basis_fits_the_row() -> None:
    assert codes(rate("Alpha", "12.00", basis=RateBasis.ALL_OTHERS)) == [
        "RATE_BASIS_MISMATCH",
        "DETERMINATION_CONTRADICTS_RATES",
    ]


def test_rate_01_without_rates_there_is_no_determination() -> None:
    story = begun()
    assert "RATE_ROWS_MISSING" in story.refused(replace(prelim("2024-04-04"), rates=()))


def test_rate_07_pre_08_a_specific_rate_is_tested_by_its_equivalent_and_told_by_the_unit() -> None:
    unit = UnitRate(Decimal("0.125"), "kg")
    rows = told(replace(rate("Alpha", "12.00"), unit_rate=unit), replace(rate("Beta", "0.80"), unit_rate=unit))
    assert [(row.unit_amount, row.unit) for row in rows] == [(Decimal("0.125"), "kg"), (None, None), (None, None)]


def test_pre_10_d_01_thresholds_are_tested_unrounded() -> None:
    assert codes(rate("Alpha", "0.999"), affirmative=False) == []
    assert codes(rate("Alpha", "0.999")) == ["DETERMINATION_CONTRADICTS_RATES"]


def status(development: Development, notice: str | None = None) -> CountryStatus:
    return replace(INSIDE, development=development, export_subsidy_notice_on=None if notice is None else day(notice))


@pytest.mark.parametrize(
    ("found", "on", "expected"),
    [
        (status(Development.NONE), "2024-04-04", DeMinimisTier.STANDARD),
        (status(Development.DEVELOPING), "2024-04-04", DeMinimisTier.DEVELOPING),
        (status(Development.LEAST_DEVELOPED), "2024-04-04", DeMinimisTier.LEAST_DEVELOPED),
        (status(Development.LEAST_DEVELOPED, "2000-05-05"), "2001-04-04", DeMinimisTier.LEAST_DEVELOPED),
        (status(Development.DC2711), "2001-04-04", DeMinimisTier.LEAST_DEVELOPED),
        (status(Development.DC2711, "2001-04-04"), "2001-04-04", DeMinimisTier.LEAST_DEVELOPED),
        (status(Development.DC2711, "2001-04-04"), "2001-04-05", DeMinimisTier.DEVELOPING),
        (replace(status(Development.DEVELOPING), subsidies_agreement=False), "2024-04-04", DeMinimisTier.STANDARD),
    ],
)
def test_pre_08_tiers(found: CountryStatus, on: str, expected: DeMinimisTier) -> None:
    story = Story(statuses=(replace(found, subsidies_agreement=True),))
    initiate(story, filed="2000-01-10", initiated="2000-01-31")
    story.statuses = (found,)
    assert tier(story.on("2000-01-31"), day(on)) is expected


def test_pre_08_d_10_the_status_is_that_of_the_initiation() -> None:
    developing = replace(status(Development.DEVELOPING), ends_on=date(2024, 1, 31))
    later = replace(INSIDE, starts_on=date(2024, 2, 1))
    story = begun(developing, later)
    assert story.refused(prelim("2024-04-04", rate("Alpha", "2.00"), affirmative=False)) == []


def test_pre_08_before_the_law_there_is_no_test() -> None:
    story = Story(statuses=(replace(INSIDE, starts_on=date(1990, 1, 1)),))
    initiate(story, filed="1994-01-10", initiated="1994-01-31", published="1994-02-04")
    story.tell(itc_prelim("1994-02-24"))
    assert story.refused(prelim("1994-04-04")) == ["BEFORE_THE_LAW"]


def test_rate_06_an_excluded_firm_does_not_make_it_affirmative() -> None:
    excluded = replace(rate("Alpha", "12.00"), status=RateStatus.EXCLUDED)
    assert codes(excluded) == ["DETERMINATION_CONTRADICTS_RATES"]


@pytest.mark.parametrize(
    ("basis", "all_others"),
    [
        (RateBasis.CALCULATED, "15.00"),
        (RateBasis.PARTIAL_FACTS_AVAILABLE, "15.00"),
        (RateBasis.TOTAL_FACTS_AVAILABLE, "10.00"),
    ],
)
def test_rate_08_the_basis_is_kept_and_decides_what_counts(basis: RateBasis, all_others: str) -> None:
    rows = told(rate("Alpha", "10.00"), rate("Beta", "20.00", basis=basis))
    assert rows[1].basis == basis
    assert str(rows[-1].rate_percent) == all_others


def test_pre_12_the_security_is_of_the_combination_on_the_day_of_entry() -> None:
    rows = (rate("Alpha", "10.00"), everybody("9.60"))
    setting = RateSetting(stage=RateStage.PRELIM, effective_from=date(2024, 4, 10), rows=rows)
    for exporter, on, expected in (
        ("Alpha", date(2024, 4, 10), 10_000_00),
        ("Beta", date(2024, 4, 10), 9_600_00),
        ("Alpha", date(2024, 4, 9), None),
    ):
        found = rate_for(dated([setting]), exporter=exporter, producer=exporter, entry_date=on)
        due = None if found is None else deposit_due(found.row, entered_value_cents=100_000_00, quantity=None)
        assert due == expected


def test_pre_14_nothing_follows_for_entries_before_publication() -> None:
    story = begun()
    assert story.tell(prelim("2024-04-04")) == ()
    assert story.on("2024-04-09").suspended_from is None
    assert [type(one).__name__ for one in story.publish(len(story.record), "2024-04-12")] == [
        "SuspensionOrdered",
        "DepositRates",
    ]
    assert story.on("2024-04-12").suspended_from == date(2024, 4, 12)
