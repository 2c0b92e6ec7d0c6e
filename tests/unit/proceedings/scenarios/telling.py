"""Acts after the preliminary determination, for the scenarios."""

from services.proceedings.domain.commission.acts import Finding, ItcFinal
from services.proceedings.domain.critical.acts import CriticalFinding
from services.proceedings.domain.final.acts import CommerceFinal
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.rates import RateRow
from tests.unit.proceedings.preliminary.telling import rate
from tests.unit.proceedings.record.story import day


def final(on: str, *rates: RateRow, affirmative: bool = True, critical: CriticalFinding | None = None) -> CommerceFinal:
    """Commerce's final; of 11 % for Alpha when no rate is given."""
    return CommerceFinal(
        occurred_on=day(on), affirmative=affirmative, rates=rates or (rate("Alpha", "11.00"),), critical=critical
    )


def itc_final(on: str, finding: str = "INJURY", *, undermines: bool | None = None) -> ItcFinal:
    """The Commission's final."""
    return ItcFinal(occurred_on=day(on), finding=Finding(finding), undermines=undermines)


def order(on: str) -> OrderPublished:
    """The order."""
    return OrderPublished(occurred_on=day(on), scope_text="Alpha of every size.")
