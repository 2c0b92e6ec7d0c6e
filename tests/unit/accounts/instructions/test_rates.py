"""Deposit rates by day of entry, and the security and delivery that follow (RATE-06, RATE-07, ORD-09)."""

from datetime import date
from decimal import Decimal

import pytest

from services.accounts.domain.instructions.messages import Firm
from services.accounts.domain.instructions.rates import RateRow, Step, rate_of, security
from services.accounts.domain.instructions.release import (
    Conditions,
    EntryGoods,
    Required,
    release_allowed,
    required_security,
)
from services.accounts.domain.instructions.suspension import Window

SINCE = date(2024, 4, 10)
DAY = date(2024, 5, 2)


def row(exporter: str, producer: str, percent: str, since: date = SINCE, **other: object) -> RateRow:
    values = {"excluded": False, "effective_to": None} | other
    return RateRow(
        exporter=exporter,
        producer=producer,
        rate_percent=Decimal(percent),
        effective_from=since,
        **values,  # type: ignore[arg-type]
    )


OTHERS = row("*", "*", "9.60")


@pytest.mark.parametrize(
    ("exporter", "producer", "percent", "step"),
    [
        ("e", "p", "7.10", Step.PRODUCER),
        ("E2", "P", "3.00", Step.EXPORTER),
        (" e3 ", "P", "2.00", Step.COMBINATION),
        ("E3", "Q", "9.60", Step.ALL_OTHERS),
        (None, None, "9.60", Step.ALL_OTHERS),
        (None, "p", "7.10", Step.PRODUCER),
    ],
)
def test_rate_06_the_first_step_that_finds_a_rate(
    exporter: str | None, producer: str | None, percent: str, step: Step
) -> None:
    rows = [OTHERS, row("*", "p", "7.10"), row("e2", "*", "3.00"), row("e3", "p", "2.00")]
    found = rate_of(rows, DAY, exporter, producer)
    assert found is not None
    assert (found.text, found.step) == (percent, step)


def test_rate_06_the_day_of_entry_fixes_the_rate() -> None:
    rows = [OTHERS, row("*", "*", "11.00", date(2024, 6, 24)), row("*", "*", "10.00", SINCE, rank=1)]
    texts = [
        None if found is None else found.text
        for found in (rate_of(rows, day, "E", "P") for day in (date(2024, 4, 9), SINCE, DAY, date(2024, 6, 24)))
    ]
    assert texts == [None, "10.00", "10.00", "11.00"]


def test_rate_06_a_rate_that_ended_is_none_and_brings_no_older_one_back() -> None:
    rows = [OTHERS, row("*", "*", "8.00", date(2024, 5, 1), effective_to=DAY)]
    assert rate_of(rows, DAY, None, None) is None
    assert rate_of([*rows, row("e", "*", "5.00")], DAY, "E", None) is not None


def test_rate_06_an_excluded_combination_is_excluded_and_not_zero() -> None:
    found = rate_of([OTHERS, row("e", "p", "0.00", excluded=True)], DAY, "E", "P")
    assert found is not None
    assert found.text == "EXCLUDED"
    assert security(found, 100_00) == 0


def test_rate_02_a_country_wide_rate_leaves_older_rates_of_firms_behind() -> None:
    rows = [row("e", "*", "5.00"), row("x", "*", "0.00", excluded=True), row("*", "*", "9.00", DAY, country_wide=True)]
    texts = [found.text for found in (rate_of(rows, DAY, name, None) for name in ("E", "X")) if found is not None]
    assert texts == ["9.00", "EXCLUDED"]


@pytest.mark.parametrize(
    ("value", "percent", "expected"), [(100000_00, "10.00", 10000_00), (80437_55, "14.63", 11768_01)]
)
def test_rate_07_half_up_once(value: int, percent: str, expected: int) -> None:
    found = rate_of([row("*", "*", percent)], DAY, None, None)
    assert found is not None
    assert security(found, value) == expected


def test_rate_07_a_rate_by_quantity_is_shown_and_its_security_not_guessed() -> None:
    by_weight = row("*", "*", "0.00", unit_rate="0.45/kg")
    found = rate_of([by_weight], DAY, None, None)
    assert found is not None
    assert (found.text, security(found, 100_00)) == ("0.45/kg", None)
    assert required_security([], [by_weight], goods(DAY)).security_cents is None


def goods(day: date, exporter: str | None = "E", value: int | None = 100000_00) -> EntryGoods:
    return EntryGoods(entered_on=day, exporter=exporter, producer=None, entered_value_cents=value)


WINDOW = Window(kind="PROVISIONAL", first_on=SINCE, end_on=date(2024, 8, 8), rated_on=SINCE, excluded=(Firm("x", "*"),))
REACH = Window(kind="RETROACTIVE", first_on=date(2024, 3, 1), end_on=SINCE, rated_on=SINCE)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(goods(DAY), 9600_00, id="covered"),
        pytest.param(goods(date(2024, 3, 15)), 9600_00, id="reached back to: rates of the day the suspension began"),
        pytest.param(goods(date(2024, 2, 1)), 0, id="before"),
        pytest.param(goods(date(2024, 8, 8)), 0, id="after the lapse"),
        pytest.param(goods(DAY, "X"), 0, id="excluded from the suspension"),
        pytest.param(goods(DAY, value=None), None, id="no value known"),
    ],
)
def test_pre_12_security_is_asked_for_on_suspended_days_alone(entry: EntryGoods, expected: int | None) -> None:
    assert required_security([REACH, WINDOW], [OTHERS], entry).security_cents == expected


def test_rate_07_without_suspensions_the_rates_of_an_order_decide_alone() -> None:
    assert required_security([], [OTHERS], goods(DAY)).security_cents == 9600_00
    assert required_security([], [], goods(DAY)) == Required(security_cents=None, rate=None)


ALL = Conditions(information=True, records=True, undertaking=True)


@pytest.mark.parametrize(
    ("conditions", "cash", "allowed"),
    [
        (ALL, 9600_00, True),
        (ALL, 9599_99, False),
        (Conditions(information=True, records=True), 9600_00, False),
        (Conditions(information=True, undertaking=True), 9600_00, False),
        (Conditions(records=True, undertaking=True), 9600_00, False),
    ],
)
def test_ord_09_delivery_is_conditional_from_the_order_on(conditions: Conditions, cash: int, allowed: bool) -> None:
    required = required_security([], [OTHERS], goods(DAY))
    assert release_allowed(DAY, DAY, required, cash, conditions) is allowed
    assert release_allowed(date(2024, 5, 1), DAY, required, 0, Conditions())
    assert release_allowed(DAY, None, required, 0, Conditions())
    assert not release_allowed(DAY, DAY, Required(security_cents=None, rate=None), 0, ALL)
