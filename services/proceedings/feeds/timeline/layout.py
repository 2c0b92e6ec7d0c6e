"""Where things stand in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.proceedings.feeds.timeline.model import Mark, Timeline

WIDTH: Final = 1200
LEFT: Final = 348
RIGHT: Final = 988
EDGE: Final = 24
# Widths of a letter at 12 px, on average; wide enough that labels never touch.
LETTER: Final = 6.3
_MONTHS_TO_STEP: Final = ((7, 1), (26, 3), (60, 6), (144, 12))


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to points."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day begins; days outside stand at the edge."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT)

    def inside(self, day: date) -> bool:
        """Whether a day is in the picture."""
        return self.first <= day <= self.last

    def ticks(self) -> list[tuple[date, str]]:
        """First days of months, quarters, halves or years, with what stands at them."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for limit, step in _MONTHS_TO_STEP if months <= limit), 24)
        start = self.first.year * 12
        days = [date(month // 12, month % 12 + 1, 1) for month in range(start, start + months + 24, step)]
        inside = [day for day in days if self.inside(day)]
        return [(day, _tick(day, step, first=place == 0)) for place, day in enumerate(inside)]


@dataclass(frozen=True, slots=True)
class Label:
    """An act's label: its row counts up from the axis."""

    mark: Mark
    row: int
    x: float
    anchor: str


def scale_of(picture: Timeline) -> Scale:
    """The scale, with a little air at both ends."""
    span = max((picture.last - picture.first).days, 30)
    air = max(span // 60, 2)
    return Scale(
        date.fromordinal(picture.first.toordinal() - air), date.fromordinal(picture.first.toordinal() + span + air)
    )


def labels(marks: Sequence[Mark], scale: Scale) -> list[Label]:
    """Labels side by side, each in the lowest row where there is room."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for mark in sorted(marks, key=lambda one: one.day):
        width = len(f"{short(mark.day)} {mark.title}") * LETTER
        x = scale.x(mark.day)
        anchor = "end" if x + width > WIDTH - EDGE else "start"
        reach = (x - width, x + 8) if anchor == "end" else (x - 8, x + width)
        row = next((row for row, used in enumerate(taken) if _free(used, reach)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(reach)
        found.append(Label(mark, row, x, anchor))
    return found


def short(day: date) -> str:
    """``12 Jul``."""
    return f"{day.day} {day:%b}"


def long(day: date) -> str:
    """``12 Jul 2017``."""
    return f"{day.day} {day:%b %Y}"


def _tick(day: date, step: int, *, first: bool) -> str:
    if step >= 12:
        return str(day.year)
    return f"{day:%b %Y}" if day.month == 1 or first else f"{day:%b}"


def _free(used: Sequence[tuple[float, float]], reach: tuple[float, float]) -> bool:
    return all(reach[1] + 6 <= first or last + 6 <= reach[0] for first, last in used)
