"""Bar charts drawn on the server: lengths in percent, so that a chart fills any width and its text keeps its size.

Every chart repeats a table that stands beside it; the description says what the picture shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.gateway.reports.amounts import counted, short_dollars, shortest_dollars
from services.gateway.reports.markup import Html, element, join

BARS_MAX: Final = 12

_LABEL: Final = 15
_BAR: Final = 9
_GAP: Final = 16


@dataclass(frozen=True, slots=True)
class Series:
    """What a kind of bar shows."""

    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one order, one per series; US cents."""

    label: str
    name: str
    cents: tuple[int, ...]


def bar_chart(key: str, title: str, series: Sequence[Series], orders: Sequence[Bars], table: str) -> Html:
    """A chart of the largest orders, the others added up.

    Args:
        key: makes the ids of the chart's parts unique on the page.
        orders: any number, in any order; the largest by the first series are shown.
        table: id of the table with the same figures.
    """
    shown = _largest(orders)
    scale = _Scale(shown)
    height = len(shown) * _row_height(len(series)) - _GAP
    picture = element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", _description(series, shown), id=f"{key}-description"),
        join(_row(place, bars, series, scale) for place, bars in enumerate(shown)),
        role="img",
        aria_labelledby=f"{key}-title {key}-description",
        width="100%",
        height=height,
        class_="chart",
    )
    return element(
        "figure",
        element("figcaption", element("span", title, class_="chart-title"), _legend(series), _same_figures(table)),
        picture,
    )


def _largest(orders: Sequence[Bars]) -> list[Bars]:
    ranked = sorted(orders, key=lambda bars: (-max(map(abs, bars.cents)), bars.label))
    if len(ranked) <= BARS_MAX:
        return ranked
    rest = ranked[BARS_MAX - 1 :]
    summed = tuple(sum(column) for column in zip(*(bars.cents for bars in rest), strict=True))
    return [*ranked[: BARS_MAX - 1], Bars(f"{len(rest)} more", "All other orders together", summed)]


class _Scale:
    """From cents to percent of the width. What is negative extends to the left of the zero line."""

    def __init__(self, shown: Sequence[Bars]) -> None:
        every = [cents for bars in shown for cents in bars.cents]
        self._least = min(0, *every) if every else 0
        self._span = max(1, max(0, *every, 0) - self._least)

    @property
    def zero(self) -> str:
        """Where the zero line stands."""
        return self._percent(-self._least)

    def bar(self, cents: int) -> tuple[str, str]:
        """Where a bar begins, and its length."""
        return self._percent(min(0, cents) - self._least), self._percent(abs(cents))

    def _percent(self, cents: int) -> str:
        hundredths = cents * 10_000 // self._span
        return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _row_height(series: int) -> int:
    return _LABEL + series * (_BAR + 2) + _GAP


def _row(place: int, bars: Bars, series: Sequence[Series], scale: _Scale) -> Html:
    top = place * _row_height(len(series))
    named = len(series) > 1
    values = " · ".join(
        f"{one.name.lower()} {shortest_dollars(cents)}" if named else shortest_dollars(cents)
        for one, cents in zip(series, bars.cents, strict=True)
    )
    bars_top, bars_end = top + _LABEL, top + _LABEL + len(series) * (_BAR + 2) - 2
    label = (element("tspan", bars.label, class_="case"), element("tspan", f"  {_cut(bars.name)}", class_="name"))
    return join(
        [
            element("text", *label, x=0, y=top + _LABEL - 4),
            element("text", values, x="100%", y=top + _LABEL - 4, class_="value"),
            *(
                _bar(bars_top + number * (_BAR + 2), cents, one, scale)
                for number, (one, cents) in enumerate(zip(series, bars.cents, strict=True))
                if cents
            ),
            element("line", x1=scale.zero, x2=scale.zero, y1=bars_top - 1, y2=bars_end + 1, class_="axis"),
        ]
    )


def _bar(top: int, cents: int, series: Series, scale: _Scale) -> Html:
    left, length = scale.bar(cents)
    look = f"{series.look} below" if cents < 0 else series.look
    return element("rect", x=left, y=top, width=length, height=_BAR, class_=look)


def _cut(name: str, longest: int = 64) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _legend(series: Sequence[Series]) -> Html | None:
    if len(series) == 1:
        return None
    keys = (element("li", element("span", class_=f"swatch {one.look}"), one.name) for one in series)
    return element("ul", join(keys), class_="legend")


def _same_figures(table: str) -> Html:
    return element("a", "The same figures as a table", href=f"#{table}", class_="same")


def _description(series: Sequence[Series], shown: Sequence[Bars]) -> str:
    told = (
        f"{bars.label}: "
        + ", ".join(f"{one.name.lower()} {short_dollars(cents)}" for one, cents in zip(series, bars.cents, strict=True))
        for bars in shown
    )
    return f"{counted(len(shown), 'bar group')}, the largest first. {'; '.join(told)}."
