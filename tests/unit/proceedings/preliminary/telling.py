"""From the petition to an affirmative preliminary determination."""

from decimal import Decimal

from services.proceedings.domain.commission.acts import ItcPreliminary, PreliminaryResult
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.rates import RateBasis, RateRow, RateStatus
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.record.story import Story, day


def rate(exporter: str, percent: str, *, weight: int | None = 100, basis: RateBasis = RateBasis.CALCULATED) -> RateRow:
    """A firm's rate."""
    return RateRow(
        exporter=exporter,
        producer=exporter,
        exact_percent=Decimal(percent),
        status=RateStatus.ACTIVE,
        basis=basis,
        export_value_cents=weight,
    )


def prelim(on: str, *rates: RateRow, affirmative: bool = True, expedited: bool = False) -> CommercePreliminary:
    """A preliminary determination; of 10 % for Alpha when no rate is given."""
    return CommercePreliminary(
        occurred_on=day(on), affirmative=affirmative, rates=rates or (rate("Alpha", "10.00"),), expedited=expedited
    )


def itc_prelim(on: str, result: PreliminaryResult = PreliminaryResult.AFFIRMATIVE) -> ItcPreliminary:
    """The Commission's preliminary determination."""
    return ItcPreliminary(occurred_on=day(on), result=result)


def to_preliminary(
    story: Story,
    *,
    filed: str = "2024-01-10",
    initiated: str = "2024-01-30",
    initiation_published: str = "2024-02-05",
    itc: str = "2024-02-23",
    on: str = "2024-04-04",
    published: str = "2024-04-10",
    companion: str | None = None,
) -> Story:
    """A case as in S01 up to the preliminary's publication."""
    initiate(story, filed=filed, initiated=initiated, published=initiation_published, companion=companion)
    story.tell(itc_prelim(itc))
    story.tell(prelim(on), published=published)
    return story
