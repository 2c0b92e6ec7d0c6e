"""Deposit rates: rows per exporter and producer, dated by entry, and the look-up for an entry (RATE-01 to RATE-08)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from services.proceedings.domain.text import comparable
from shared.money import percentage_of, round_half_up

ANY: Final = "*"


class RateStage(StrEnum):
    """The determination a rate comes from (proceedings 17.2)."""

    PRELIM = "PRELIM"
    FINAL = "FINAL"
    AMENDED = "AMENDED"
    ORDER = "ORDER"
    REVIEW = "REVIEW"
    NEW_SHIPPER = "NEW_SHIPPER"
    COURT = "COURT"


class RateBasis(StrEnum):
    """What a rate rests on (RATE-08; RATE-04 depends on it)."""

    CALCULATED = "CALCULATED"
    PARTIAL_FACTS_AVAILABLE = "PARTIAL_FACTS_AVAILABLE"
    TOTAL_FACTS_AVAILABLE = "TOTAL_FACTS_AVAILABLE"
    ALL_OTHERS = "ALL_OTHERS"
    COUNTRY_WIDE = "COUNTRY_WIDE"


class RateStatus(StrEnum):
    """Whether deposits are due at the rate, or the combination is outside the order (RATE-06)."""

    ACTIVE = "ACTIVE"
    EXCLUDED = "EXCLUDED"


class AllOthersMethod(StrEnum):
    """How an all-others rate was found; stored with the rate (RATE-05)."""

    STATED = "STATED"
    WEIGHTED_AVERAGE = "WEIGHTED_AVERAGE"
    SIMPLE_AVERAGE = "SIMPLE_AVERAGE"


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A specific rate: so many US dollars per unit of quantity (RATE-07)."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RateRow:
    """One rate of one determination.

    Attributes:
        exporter: name, or ``*`` for any.
        producer: name, or ``*`` for any.
        exact_percent: the rate as determined, percent ad valorem, unrounded (D-01); of a specific rate its ad valorem
            equivalent, which the thresholds are tested on (PRE-08).
        status: ACTIVE or EXCLUDED.
        basis: what the rate rests on.
        export_value_cents: value of the firm's exports of the goods to the United States in the period of
            investigation, the weight of RATE-04 (D-13); None when not given.
        rate_group: affiliates with one joint rate share it (RATE-06); None for a firm of its own.
        method: how an all-others rate was found; None for any other row.
        unit_rate: where deposits are by quantity, not by value (RATE-07).
    """

    exporter: str
    producer: str
    exact_percent: Decimal
    status: RateStatus
    basis: RateBasis
    export_value_cents: int | None = None
    rate_group: str | None = None
    method: AllOthersMethod | None = None
    unit_rate: UnitRate | None = None

    @property
    def is_for_everybody(self) -> bool:
        """Whether the row is the all-others or country-wide rate."""
        return self.exporter == ANY and self.producer == ANY

    @property
    def rate_percent(self) -> Decimal:
        """The rate as published: two places, half up (D-01)."""
        return published(self.exact_percent)

    @property
    def combination(self) -> tuple[str, str]:
        """Exporter and producer in comparable form: at most one row per combination and day."""
        return comparable(self.exporter), comparable(self.producer)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedRate:
    """A rate row with the days of entry it covers: from ``effective_from`` until, not including, ``effective_to``."""

    row: RateRow
    stage: RateStage
    effective_from: date
    effective_to: date | None

    def covers(self, entry_date: date) -> bool:
        """Whether an entry of that day takes this row."""
        return self.effective_from <= entry_date and (self.effective_to is None or entry_date < self.effective_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class RateSetting:
    """Rows set together, in the order in which they were recorded."""

    stage: RateStage
    effective_from: date
    rows: tuple[RateRow, ...]


def published(exact_percent: Decimal) -> Decimal:
    """A rate with two places, rounded half up.

    Source: D-01: thresholds are tested on the unrounded rate, the published rate has two decimals.
    """
    numerator, denominator = exact_percent.as_integer_ratio()
    return Decimal(round_half_up(numerator * 100, denominator)).scaleb(-2)


def dated(settings: Sequence[RateSetting]) -> list[DatedRate]:
    """Give each row the days it covers.

    A row replaces the row of the same combination from its ``effective_from`` and runs until the next one begins. Of
    two rows with the same first day the later recorded stands. A row recorded late, with an earlier first day than one
    that is there, covers the days up to it: rates follow the day of entry, not the day of recording.

    Args:
        settings: all settings of one case, in the order of recording.

    Returns:
        The rows that stand, ordered by first day, then exporter and producer. No two rows of one combination overlap.

    Source: proceedings 17.2 (rows replaced from ``effective_from``; consumption rule 2), invariant 15.3(3).
    """
    standing: dict[tuple[str, str], dict[date, tuple[RateStage, RateRow]]] = {}
    for setting in settings:
        for row in setting.rows:
            standing.setdefault(row.combination, {})[setting.effective_from] = setting.stage, row
    rates = []
    for by_day in standing.values():
        days = sorted(by_day)
        for day, next_day in zip(days, [*days[1:], None], strict=True):
            stage, row = by_day[day]
            rates.append(DatedRate(row=row, stage=stage, effective_from=day, effective_to=next_day))
    return sorted(rates, key=lambda rate: (rate.effective_from, rate.row.combination))


def in_force(rates: Iterable[DatedRate], on: date) -> list[DatedRate]:
    """The rates an entry of a day can take.

    While a country-wide rate stands, individual rates that are older than it do not count: with a country-wide rate
    there are no individual rates. Exclusions stay.

    Args:
        rates: the dated rates of one case.
        on: date of entry.

    Source: RATE-06; RATE-02, 19 USC 1677f-1(e)(2)(B).
    """
    covering = [rate for rate in rates if rate.covers(on)]
    country_wide_from = max(
        (rate.effective_from for rate in covering if rate.row.basis is RateBasis.COUNTRY_WIDE), default=date.min
    )
    return [
        rate
        for rate in covering
        if rate.effective_from >= country_wide_from
        or rate.row.status is RateStatus.EXCLUDED
        or rate.row.is_for_everybody
    ]


def rate_for(rates: Iterable[DatedRate], *, exporter: str, producer: str, entry_date: date) -> DatedRate | None:
    """The rate for an entry.

    Looked up in order: (1) the exact combination of exporter and producer, (2) the exporter's own rate, (3) the
    producer's own rate, (4) the all-others or country-wide rate.

    Args:
        rates: the dated rates of one case.
        exporter: name; compared without regard to case and blanks.
        producer: name; likewise.
        entry_date: day of entry, or withdrawal from warehouse, for consumption.

    Returns:
        The row with its status: an excluded combination is EXCLUDED, which is not a rate of zero. None where no rate is
        in force.

    Source: RATE-06, RATE-03.
    """
    by_combination = {rate.row.combination: rate for rate in in_force(rates, entry_date)}
    for named in ((exporter, producer), (exporter, ANY), (ANY, producer), (ANY, ANY)):
        if rate := by_combination.get((comparable(named[0]), comparable(named[1]))):
            return rate
    return None


def deposit_cents(entered_value_cents: int, rate_percent: Decimal) -> int:
    """The security for one entry line.

    Args:
        entered_value_cents: entered value, US cents, >= 0.
        rate_percent: the published rate, percent ad valorem.

    Returns:
        US cents, rounded half up once.

    Source: RATE-07, PRE-12, 19 USC 1671b(d)(1)(B); D-01.
    """
    return percentage_of(entered_value_cents, rate_percent)


def specific_deposit_cents(quantity: Decimal, unit_rate: UnitRate) -> int:
    """The security for one entry line at a specific rate.

    Args:
        quantity: of the entry line, in the unit of the rate, >= 0.

    Returns:
        US cents, rounded half up once.

    Source: RATE-07; D-01.
    """
    numerator, denominator = (quantity * unit_rate.amount * 100).as_integer_ratio()
    return round_half_up(numerator, denominator)


def deposit_due(row: RateRow, *, entered_value_cents: int | None, quantity: Decimal | None) -> int | None:
    """The security for one entry line: by quantity at a specific rate, else by value.

    Returns:
        US cents; None for an excluded combination, and where what the rate is of was not given.

    Source: RATE-06, RATE-07.
    """
    if row.status is RateStatus.EXCLUDED:
        return None
    if row.unit_rate is not None:
        return None if quantity is None else specific_deposit_cents(quantity, row.unit_rate)
    return None if entered_value_cents is None else deposit_cents(entered_value_cents, row.rate_percent)
