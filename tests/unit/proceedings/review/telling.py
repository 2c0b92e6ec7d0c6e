"""A case with an order, and the acts of its reviews."""

from dataclasses import replace
from decimal import Decimal

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.rates import RateBasis, RateRow, RateStatus
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.review.acts import (
    ReviewExtended,
    ReviewFinal,
    ReviewInitiated,
    ReviewPreliminary,
    ReviewRequested,
    ReviewStage,
)
from tests.unit.proceedings.preliminary.telling import rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

X = Firm("X", "X")
Y = Firm("Y", "Y")
Z = Firm("Z", "Z")


def firm_rate(firm: Firm, percent: str, *, weight: int | None = 100) -> RateRow:
    """A firm's rate in final results."""
    return RateRow(
        exporter=firm.exporter,
        producer=firm.producer,
        exact_percent=Decimal(percent),
        status=RateStatus.ACTIVE,
        basis=RateBasis.CALCULATED,
        export_value_cents=weight,
    )


def ordered(story: Story | None = None) -> Story:
    """S15's case up to its order: suspension 20 Dec 2021, gap from 19 Apr 2022, order 16 May 2022."""
    story = to_preliminary(
        story or Story(),
        filed="2021-09-20",
        initiated="2021-10-10",
        initiation_published="2021-10-15",
        itc="2021-11-04",
        on="2021-12-14",
        published="2021-12-20",
    )
    story.tell(final("2022-02-25", rate("X", "9.00"), rate("Y", "9.00")), published="2022-03-03")
    story.tell(itc_final("2022-05-03"), notified="2022-05-06", published="2022-05-11")
    story.tell(order("2022-05-16"))
    return story


def requested(on: str, *firms: Firm, by: str = "Alpha") -> ReviewRequested:
    """A request for review."""
    return ReviewRequested(occurred_on=day(on), requester=by, firms=firms or (X,))


def initiated(on: str, segment: str = "AR-2023") -> ReviewInitiated:
    """The initiation."""
    return ReviewInitiated(occurred_on=day(on), segment=segment)


def extended(on: str, stage: ReviewStage, to_day: int, segment: str = "AR-2023") -> ReviewExtended:
    """More time."""
    return ReviewExtended(occurred_on=day(on), segment=segment, stage=stage, to_day=to_day, reason="Many programs.")


def preliminary(on: str, *rates: RateRow, segment: str = "AR-2023") -> ReviewPreliminary:
    """Preliminary results."""
    return ReviewPreliminary(occurred_on=day(on), segment=segment, rates=rates)


def results(on: str, *rates: RateRow, segment: str = "AR-2023") -> ReviewFinal:
    """Final results."""
    return ReviewFinal(occurred_on=day(on), segment=segment, rates=rates)


def to_initiation(story: Story, *firms: Firm) -> Story:
    """A review of firms, X alone where none is named, initiated as in S15."""
    story.tell(requested("2023-05-10", *firms))
    story.tell(initiated("2023-07-03"), published="2023-07-10")
    return story


def to_results(story: Story, *rates: RateRow, published: str = "2024-12-02") -> Story:
    """S15's review up to its final results."""
    story.tell(extended("2024-01-20", ReviewStage.PRELIMINARY, 365))
    story.tell(preliminary("2024-05-30", *rates), published="2024-06-05")
    story.tell(extended("2024-09-20", ReviewStage.FINAL, 180))
    story.tell(results("2024-11-25", *rates), published=published)
    return story


def at(act: Act, on: str) -> Act:
    """The same act on another day."""
    return replace(act, occurred_on=day(on))
