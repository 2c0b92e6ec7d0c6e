"""Assessment and liquidation: monitors, automatic liquidation, liquidation after a review, holds (ASM)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.assessment.acts import (
    AccountingYearStated,
    AssessmentDirected,
    AssessmentInformationReceived,
    CourtDecided,
    EntryHoldOrdered,
    LiquidationReported,
)
from services.proceedings.domain.assessment.liquidation import (
    after_review,
    automatic,
    deemed_after,
    instructions_from,
)
from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.instructions import (
    AssessmentMode,
    EntryHold,
    EntryRange,
    Firm,
    Liquidate,
    LiquidationGround,
)
from tests.unit.proceedings.preliminary.telling import to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

ALPHA = Firm("Alpha", "*")
PERIOD = EntryRange(date(2024, 4, 10), date(2025, 12, 31))


def ordered() -> Story:
    """A case with an order of 30 September 2024 and a gap from 8 August to 26 September."""
    story = to_preliminary(Story())
    story.tell(final("2024-08-12"), published="2024-08-16")
    story.tell(itc_final("2024-09-18"), notified="2024-09-23", published="2024-09-27")
    story.tell(order("2024-09-30"))
    return story


@pytest.mark.parametrize(
    ("vector", "start", "count", "expected"),
    [
        ("ASM-01-b", "2024-09-10", 6, "2025-03-10"),
        ("ASM-01-c", "2023-12-31", 12, "2024-12-31"),
        ("ASM-09-a", "2024-12-02", 6, "2025-06-02"),
        ("ORD-12-a", "2024-01-15", 6, "2024-07-15"),
    ],
)
def test_asm_vectors_of_months(vector: str, start: str, count: int, expected: str) -> None:
    assert months(day(start), count).isoformat() == expected, vector


def test_asm_01_the_earlier_of_the_two_days_is_an_alert() -> None:
    story = ordered()
    story.tell(AccountingYearStated(occurred_on=day("2024-10-02"), firm=ALPHA, ends_on=day("2024-12-31")))
    key = "ASSESS_STATUTORY/Alpha/*/2024-12-31"
    assert story.due(key, "2024-11-01") == "2025-12-31"
    story.tell(AssessmentInformationReceived(occurred_on=day("2025-02-10"), firm=ALPHA, year_ends_on=day("2024-12-31")))
    # 10 August 2025 is a Sunday: a monitor does not roll (D-20).
    assert story.due(key, "2025-03-01") == "2025-08-10"
    assert str(story.deadlines("2025-08-11")[key].status) == "MISSED"
    story.tell(AssessmentDirected(occurred_on=day("2025-08-12"), firm=ALPHA, year_ends_on=day("2024-12-31")))
    assert str(story.deadlines("2025-08-13")[key].status) == "MET"


def test_asm_01_information_after_half_a_year_does_not_move_the_day() -> None:
    story = ordered()
    story.tell(AccountingYearStated(occurred_on=day("2024-10-02"), firm=ALPHA, ends_on=day("2024-12-31")))
    story.tell(AssessmentInformationReceived(occurred_on=day("2025-09-10"), firm=ALPHA, year_ends_on=day("2024-12-31")))
    assert story.due("ASSESS_STATUTORY/Alpha/*/2024-12-31", "2025-10-01") == "2025-12-31"


def test_asm_01_a_the_accounting_year_comes_first() -> None:
    story = to_preliminary(
        Story(),
        filed="2022-01-10",
        initiated="2022-01-31",
        initiation_published="2022-02-04",
        itc="2022-02-24",
        on="2022-04-06",
        published="2022-04-12",
    )
    story.tell(final("2022-06-17"), published="2022-06-23")
    story.tell(itc_final("2022-07-20"), notified="2022-07-25", published="2022-07-29")
    story.tell(order("2022-08-01"))
    story.tell(AccountingYearStated(occurred_on=day("2024-01-10"), firm=ALPHA, ends_on=day("2023-12-31")))
    story.tell(AssessmentInformationReceived(occurred_on=day("2024-09-10"), firm=ALPHA, year_ends_on=day("2023-12-31")))
    found = story.deadlines("2024-10-01")["ASSESS_STATUTORY/Alpha/*/2023-12-31"]
    assert (found.due, found.trigger_event) == (date(2024, 12, 31), "ACCOUNTING_YEAR_ENDED")


def test_asm_01_a_year_is_stated_first_and_once() -> None:
    story = ordered()
    year = AccountingYearStated(occurred_on=day("2024-10-02"), firm=ALPHA, ends_on=day("2024-12-31"))
    received = AssessmentInformationReceived(occurred_on=day("2025-02-10"), firm=ALPHA, year_ends_on=day("2024-12-31"))
    assert story.refused(received) == ["YEAR_NOT_STATED"]
    story.tell(year)
    assert story.refused(year) == ["YEAR_STATED_ALREADY"]
    assert to_preliminary(Story()).refused(year) == ["ILLEGAL_TRANSITION"]


def test_asm_07_reviewed_firms_and_the_gap_are_left_out() -> None:
    found = automatic(ordered().on("2025-10-01"), PERIOD, date(2025, 10, 1), reviewed=[ALPHA])
    assert (found.ground, found.mode) == (LiquidationGround.AUTOMATIC, AssessmentMode.AT_DEPOSIT_RATE)
    assert found.excluded_firms == (ALPHA,)
    assert found.exclude_ranges == (EntryRange(date(2024, 8, 8), date(2024, 9, 26), "GAP"),)
    assert found.interest_from == date(2024, 9, 30)
    later = automatic(ordered().on("2026-10-01"), EntryRange(date(2025, 1, 1), date(2025, 12, 31)), date(2026, 10, 1))
    assert later.exclude_ranges == ()


def test_asm_08_after_a_review_at_its_rate() -> None:
    found = after_review(
        ordered().on("2025-12-02"),
        PERIOD,
        date(2025, 12, 2),
        firms=[ALPHA],
        exact_percent=Decimal("6.504"),
        rate_percent=Decimal("6.50"),
    )
    assert (found.ground, found.mode, found.rate_percent) == (
        LiquidationGround.REVIEW,
        AssessmentMode.RATE,
        Decimal("6.50"),
    )
    assert (found.target_on, found.deemed_after) == (date(2026, 3, 2), date(2026, 6, 2))


@pytest.mark.parametrize(("percent", "free"), [("0.00", True), ("0.49", True), ("0.499", True), ("0.50", False)])
def test_asm_11_a_review_below_half_a_percent_is_without_duty(percent: str, free: bool) -> None:
    found = after_review(
        ordered().on("2025-12-02"),
        PERIOD,
        date(2025, 12, 2),
        firms=[ALPHA],
        exact_percent=Decimal(percent),
        rate_percent=Decimal("0.50"),
    )
    assert (found.mode is AssessmentMode.ZERO) is free
    assert found.reason == ("REVIEW_ZERO_OR_DEMINIMIS" if free else None)


def test_asm_08_instructions_wait_35_days_or_until_no_injunction_can_come() -> None:
    assert instructions_from(date(2024, 12, 2), summons_filed=False) == date(2025, 1, 6)
    assert instructions_from(date(2024, 12, 2), summons_filed=True) == date(2025, 3, 2)


def test_asm_09_six_months_after_the_lift() -> None:
    assert deemed_after(date(2025, 7, 10)) == date(2026, 1, 10)


def test_asm_08_asm_09_customs_is_watched_until_it_reports() -> None:
    story = ordered()
    assert story.due("LIQUIDATION_BY_CBP/GAP/TARGET", "2024-10-01") == "2024-12-29"
    assert story.due("LIQUIDATION_BY_CBP/GAP/DEEMED", "2024-10-01") == "2025-03-30"
    report = LiquidationReported(occurred_on=day("2024-12-20"), lifted_on=day("2024-09-30"))
    assert story.refused(replace(report, lifted_on=day("2024-09-29"))) == ["NOT_LIFTED"]
    story.tell(report)
    assert str(story.deadlines("2025-01-02")["LIQUIDATION_BY_CBP/GAP/TARGET"].status) == "MET"


def test_asm_10_a_court_holds_entries_and_its_decision_frees_them() -> None:
    story = ordered()
    hold = EntryHoldOrdered(occurred_on=day("2025-02-03"), court_reference="25-00012", entry_numbers=("E-1", "E-2"))
    assert story.refused(replace(hold, entry_numbers=())) == ["HOLD_NOT_NAMED"]
    told = story.tell(hold)
    assert isinstance(told[0], EntryHold)
    assert not told[0].released
    decided = CourtDecided(
        occurred_on=day("2026-03-02"),
        court_reference="25-00012",
        firms=(ALPHA,),
        first=day("2024-04-10"),
        last=day("2024-12-31"),
        rate_percent=Decimal("4.00"),
    )
    assert story.refused(replace(decided, court_reference="25-00013")) == ["NO_SUCH_HOLD"]
    story.tell(decided)
    assert story.due("COURT_NOTICE/25-00012", "2026-03-03") == "2026-03-12"
    released, liquidate = story.publish(len(story.record), "2026-03-10")
    assert isinstance(released, EntryHold)
    assert (released.released, released.entry_numbers) == (True, ("E-1", "E-2"))
    assert isinstance(liquidate, Liquidate)
    assert (liquidate.ground, liquidate.rate_percent) == (LiquidationGround.COURT, Decimal("4.00"))
    assert liquidate.target_on == date(2026, 6, 8)
    assert story.refused(decided) == ["DECIDED_ALREADY"]
