"""The deposit rate of an entry and the security that follows from it (RATE-06, RATE-07)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.money import percentage_of

ANY: Final = "*"


class Step(StrEnum):
    """The step of the look-up that found a rate."""

    COMBINATION = "COMBINATION"
    EXPORTER = "EXPORTER"
    PRODUCER = "PRODUCER"
    ALL_OTHERS = "ALL_OTHERS"


def comparable(name: str) -> str:
    """A firm's name without regard to case and blanks."""
    return " ".join(name.split()).lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class RateRow:
    """A rate in percent of entered value, for entries from a day up to, not with, another.

    Attributes:
        exporter, producer: comparable names, ``*`` for any.
        country_wide: while such a rate stands, older rates of single firms do not count (RATE-02).
        unit_rate: dollars a unit of quantity, in place of the percentage, for example "0.45/kg"; None by value.
        rank: of two rates of one combination and day, the higher counts.
    """

    exporter: str
    producer: str
    rate_percent: Decimal
    excluded: bool
    effective_from: date
    effective_to: date | None
    country_wide: bool = False
    unit_rate: str | None = None
    rank: int = 0

    @property
    def _is_for_everybody(self) -> bool:
        return (self.exporter, self.producer) == (ANY, ANY)

    def stands_beside(self, country_wide_from: date) -> bool:
        """Whether it counts while a country-wide rate stands that began on a day."""
        return self.effective_from >= country_wide_from or self.excluded or self._is_for_everybody


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """The row that an entry's rate comes from; an excluded combination has no rate, which is not a rate of zero."""

    row: RateRow
    step: Step

    @property
    def text(self) -> str:
        """The rate as it is stated: ``EXCLUDED``, dollars a unit, or percent with two places."""
        return "EXCLUDED" if self.row.excluded else self.row.unit_rate or f"{self.row.rate_percent:.2f}"


def rate_of(rows: Iterable[RateRow], entered_on: date, exporter: str | None, producer: str | None) -> Applied | None:
    """The rate of an entry, fixed by its day of entry: later changes do not touch it.

    Args:
        rows: of the entry's case.
        exporter, producer: of the entry; None when not known, which only the rate of all others fits.

    Returns:
        The first of exact combination, exporter's own, producer's own, all others; None when there is no rate.

    Source: RATE-06; 17.2 consumption rule (2).
    """
    standing = _in_force(rows, entered_on)
    for step, named in _steps(exporter, producer):
        if (row := standing.get(named)) is not None:
            return Applied(row=row, step=step)
    return None


def security(applied: Applied, entered_value_cents: int | None) -> int | None:
    """The security required of an entry, US cents; nothing of an excluded combination.

    Returns:
        None where it cannot be told: no value is known, or the rate goes by a quantity, which entries do not carry.

    Source: RATE-07, PRE-12: rounded half up once.
    """
    if applied.row.excluded:
        return 0
    if entered_value_cents is None or applied.row.unit_rate is not None:
        return None
    return percentage_of(entered_value_cents, applied.row.rate_percent)


def _in_force(rows: Iterable[RateRow], on: date) -> dict[tuple[str, str], RateRow]:
    """Of each combination the newest rate that began by a day, if it has not ended."""
    newest = {
        (row.exporter, row.producer): row
        for row in sorted(rows, key=lambda row: (row.effective_from, row.rank))
        if row.effective_from <= on
    }
    covering = {firm: row for firm, row in newest.items() if row.effective_to is None or on < row.effective_to}
    since = max((row.effective_from for row in covering.values() if row.country_wide), default=date.min)
    return {firm: row for firm, row in covering.items() if row.stands_beside(since)}


def _steps(exporter: str | None, producer: str | None) -> Iterator[tuple[Step, tuple[str, str]]]:
    if exporter is not None and producer is not None:
        yield Step.COMBINATION, (comparable(exporter), comparable(producer))
    if exporter is not None:
        yield Step.EXPORTER, (comparable(exporter), ANY)
    if producer is not None:
        yield Step.PRODUCER, (ANY, comparable(producer))
    yield Step.ALL_OTHERS, (ANY, ANY)
