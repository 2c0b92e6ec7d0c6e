"""Whether imports are negligible (NEG-01 to NEG-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from services.proceedings.domain.commission.law import DEVELOPING, GENERAL, IMMINENT
from services.proceedings.domain.deadlines.engine import months

_TWO_PLACES: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_PERIOD_MONTHS: Final = 12


class Standing(StrEnum):
    """What became of the investigation of another country (19 USC 1677(7)(G)(ii))."""

    PENDING = "PENDING"
    PRELIMINARY_NEGATIVE = "PRELIMINARY_NEGATIVE"
    FINAL_AFFIRMATIVE = "FINAL_AFFIRMATIVE"
    TERMINATED = "TERMINATED"


class TradeGroup(StrEnum):
    """Groups of countries whose imports are not added up with others' (19 USC 1677(7)(G)(ii))."""

    NONE = "NONE"
    CARIBBEAN_BASIN = "CARIBBEAN_BASIN"
    FREE_TRADE_BEFORE_1987 = "FREE_TRADE_BEFORE_1987"


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherImports:
    """Imports from another country under investigation.

    Attributes:
        volume: in the unit of the total.
        initiated_on: day its countervailing-duty investigation was initiated; only the same day counts.
        developing: how the Trade Representative listed it on that day (NEG-06, D-10).
    """

    country: str
    volume: Decimal
    initiated_on: date
    developing: bool = False
    standing: Standing = Standing.PENDING
    group: TradeGroup = TradeGroup.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportVolumes:
    """Imports of the merchandise over one year (NEG-01); one unit throughout.

    Attributes:
        total: from every source; ``own`` from the country of the case.
        first, last: of the most recent twelve months with data before the filing.
        for_region: exports for sale in the region, of a regional case (19 USC 1677(24)(D)).
        imminent_share: percent that imports will imminently reach; ``imminent_sum`` that of all such countries.
    """

    total: Decimal
    own: Decimal
    others: tuple[OtherImports, ...] = ()
    first: date
    last: date
    for_region: bool = False
    estimated: bool = False
    group: TradeGroup = TradeGroup.NONE
    imminent_share: Decimal | None = None
    imminent_sum: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Negligibility:
    """The test's result; percentages rounded for display only.

    Attributes:
        aggregate: share of all countries below the threshold; None where the country is above it alone.
        threat_only: they would be negligible, but will imminently not be: they count for threat alone (NEG-04).
    """

    negligible: bool
    share: Decimal
    aggregate: Decimal | None
    threat_only: bool = False


def negligibility(volumes: ImportVolumes, *, developing: bool, initiated_on: date) -> Negligibility:
    """Test imports: less than 3 % alone (developing 4 %), unless such countries together exceed 7 % (9 %).

    Args:
        developing: the country's listing on the day of initiation (NEG-06, D-10).
        initiated_on: that day; investigations of the same day are added up.

    Returns:
        The result; exactly the threshold alone is not negligible, exactly the sum's is.

    Raises:
        ValueError: volumes that cannot be (``plausible``).

    Source: NEG-02, NEG-03, NEG-04, 19 USC 1677(24)(A), (B); D-09 for mixed groups.
    """
    if not plausible(volumes):
        raise ValueError("a country's imports are part of the total, and the total is positive")
    limits = (DEVELOPING if developing else GENERAL).on(initiated_on)
    share = _percent(volumes.own, volumes.total)
    if volumes.own * _HUNDRED >= volumes.total * limits.alone:
        return Negligibility(negligible=False, share=share, aggregate=None)
    counted = _counted(volumes, developing=developing, initiated_on=initiated_on, alone=limits.alone)
    together = volumes.own + sum((other.volume for other in counted), Decimal(0))
    aggregate = _percent(together, volumes.total)
    if together * _HUNDRED > volumes.total * limits.sum:
        return Negligibility(negligible=False, share=share, aggregate=aggregate)
    imminent = _imminent(volumes, initiated_on)
    return Negligibility(negligible=not imminent, share=share, aggregate=aggregate, threat_only=imminent)


def plausible(volumes: ImportVolumes) -> bool:
    """Whether each country's imports are part of the total."""
    parts = [volumes.own, *(other.volume for other in volumes.others)]
    imminent = [percent for percent in (volumes.imminent_share, volumes.imminent_sum) if percent is not None]
    if not all(amount.is_finite() and amount >= 0 for amount in (volumes.total, *parts, *imminent)):
        return False
    return volumes.total > 0 and sum(parts) <= volumes.total


def is_base_period(volumes: ImportVolumes, before: date) -> bool:
    """Whether the days are twelve months that ended before a filing or an own initiation.

    Source: NEG-01, 19 USC 1677(24)(A)(i).
    """
    return volumes.last == months(volumes.first, _PERIOD_MONTHS) - timedelta(days=1) and volumes.last < before


def _counted(volumes: ImportVolumes, *, developing: bool, initiated_on: date, alone: Decimal) -> Sequence[OtherImports]:
    """Those added up with the country: initiated the same day, below its threshold, not excluded (NEG-03, D-09)."""
    return [
        other
        for other in volumes.others
        if other.initiated_on == initiated_on
        and other.volume * _HUNDRED < volumes.total * alone
        and (other.developing or not developing)
        and not _excluded(other, volumes.group)
    ]


def _excluded(other: OtherImports, own: TradeGroup) -> bool:
    """Source: NEG-03, 19 USC 1677(7)(G)(ii); Caribbean Basin countries are added up among themselves."""
    if other.standing in {Standing.PRELIMINARY_NEGATIVE, Standing.TERMINATED}:
        return True
    if other.group is TradeGroup.CARIBBEAN_BASIN:
        return own is not TradeGroup.CARIBBEAN_BASIN
    return other.group is TradeGroup.FREE_TRADE_BEFORE_1987


def _imminent(volumes: ImportVolumes, day: date) -> bool:
    limits = IMMINENT.on(day)
    alone, together = volumes.imminent_share, volumes.imminent_sum
    return (alone is not None and alone > limits.alone) or (together is not None and together > limits.sum)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * _HUNDRED / whole).quantize(_TWO_PLACES, ROUND_HALF_UP)
