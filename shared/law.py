"""Law as data: a number of law stands in a dated table with its citation, and code asks for the value on a date."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LawValue(Generic[T]):
    """A value of law from a day on.

    Attributes:
        from_date: first day on which the value holds.
        value: the number, rate, day count or choice.
        citation: where it stands.
    """

    from_date: date
    value: T
    citation: str


class LawTable(Generic[T]):
    """The dated values of one parameter of law, oldest first."""

    def __init__(self, name: str, values: Sequence[LawValue[T]]) -> None:
        days = [value.from_date for value in values]
        assert days, f"{name} has no value"
        assert days == sorted(set(days)), f"{name}: values must stand in order of their first day, one a day"
        self.name = name
        self._days = days
        self._values = tuple(values)

    @property
    def values(self) -> tuple[LawValue[T], ...]:
        """Every dated value, oldest first; for whoever decides many rows at once, in the database."""
        return self._values

    def on(self, day: date) -> T:
        """The value in force on ``day``.

        Raises:
            LookupError: the table starts later than ``day``.
        """
        return self._entry(day).value

    def citation_on(self, day: date) -> str:
        """The citation of the value in force on ``day``; raises LookupError like ``on``."""
        return self._entry(day).citation

    def _entry(self, day: date) -> LawValue[T]:
        position = bisect_right(self._days, day)
        if position == 0:
            raise LookupError(
                f"{self.name} has no value on {day.isoformat()}; it starts on {self._days[0].isoformat()}"
            )
        return self._values[position - 1]
