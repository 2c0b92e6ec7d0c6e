"""S15: the first anniversary: one firm reviewed, the others liquidated automatically."""

from datetime import date
from decimal import Decimal

from services.proceedings.domain.instructions import (
    AssessmentMode,
    DepositRates,
    EntryRange,
    Firm,
    Liquidate,
    LiquidationGround,
)
from services.proceedings.domain.record.regions import Segment
from services.proceedings.domain.review.acts import ReviewStage
from tests.unit.proceedings.record.story import Story
from tests.unit.proceedings.review.telling import (
    X,
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


def liquidated(story: Story, until: str) -> list[tuple[date, Liquidate]]:
    """What time alone tells customs to liquidate, with the day."""
    return [
        (struck.day, told)
        for struck in story.all_struck(until)
        for told in struck.instructions
        if isinstance(told, Liquidate)
    ]


def test_s15_every_day_of_the_review() -> None:
    story = ordered()
    assert story.due("PROVISIONAL_LAPSE", "2022-06-01") == "2022-04-19"
    assert story.due("AR_REQUEST/AR-2023", "2023-05-01") == "2023-05-31"
    assert story.refused(requested("2023-04-30")) == ["REQUEST_OUTSIDE_WINDOW"]
    story.tell(requested("2023-05-01"))
    assert story.refused(requested("2023-06-01")) == ["REQUEST_OUTSIDE_WINDOW"]
    story.tell(initiated("2023-07-03"), published="2023-07-10")
    assert story.due("AR_WITHDRAW/AR-2023", "2023-07-10") == "2023-10-10"
    assert story.due("AR_PRELIM/AR-2023", "2023-07-10") == "2024-01-31"
    story.tell(extended("2024-01-20", ReviewStage.PRELIMINARY, 365))
    assert story.due("AR_PRELIM/AR-2023", "2024-02-01") == "2024-05-30"
    assert story.due("AR_PRELIM/AR-2023/NORMAL", "2024-02-01") == "2024-01-31"
    story.tell(preliminary("2024-05-30", firm_rate(X, "6.50")), published="2024-06-05")
    assert story.due("AR_FINAL/AR-2023", "2024-06-05") == "2024-10-03"
    story.tell(extended("2024-09-20", ReviewStage.FINAL, 180))
    assert story.due("AR_FINAL/AR-2023", "2024-10-01") == "2024-12-02"
    told = story.tell(results("2024-11-25", firm_rate(X, "6.50")), published="2024-12-02")
    (rates,) = told
    assert isinstance(rates, DepositRates)
    assert (rates.stage, rates.effective_from) == ("REVIEW", date(2024, 12, 2))
    assert [(row.exporter, row.rate_percent) for row in rates.rows] == [("X", Decimal("6.50"))]
    assert story.due("LIQUIDATION_BY_CBP/AR-2023/DEEMED", "2025-01-06") == "2025-06-02"
    assert story.on("2024-12-02").reviews == {"AR-2023": Segment.FINAL}


def test_s15_asm_07_who_is_not_reviewed_is_liquidated_as_deposited_when_the_window_closes() -> None:
    story = ordered()
    story.tell(requested("2023-05-10"))
    ((day, told),) = liquidated(story, "2023-06-30")
    assert day == date(2023, 6, 1)
    assert (told.ground, told.mode) == (LiquidationGround.AUTOMATIC, AssessmentMode.AT_DEPOSIT_RATE)
    assert (told.firms, told.excluded_firms) == ((Firm(),), (X,))
    assert told.entries == EntryRange(date(2021, 12, 20), date(2022, 12, 31))
    assert told.exclude_ranges == (EntryRange(date(2022, 4, 19), date(2022, 5, 10), "GAP"),)
    assert told.interest_from == date(2022, 5, 16)


def test_s15_asm_08_the_reviewed_firm_is_liquidated_at_its_rate_35_days_after_publication() -> None:
    story = to_results(to_initiation(ordered()), firm_rate(X, "6.50"))
    reviewed = [(day, told) for day, told in liquidated(story, "2025-02-01") if told.ground is LiquidationGround.REVIEW]
    ((day, told),) = reviewed
    assert day == date(2025, 1, 6)
    assert (told.firms, told.mode, told.rate_percent) == ((X,), AssessmentMode.RATE, Decimal("6.50"))
    assert told.entries == EntryRange(date(2021, 12, 20), date(2022, 12, 31))
    assert told.exclude_ranges == (EntryRange(date(2022, 4, 19), date(2022, 5, 10), "GAP"),)
    assert (told.suspension_lifted_on, told.deemed_after) == (date(2024, 12, 2), date(2025, 6, 2))
    assert told.target_on == date(2025, 4, 6)
