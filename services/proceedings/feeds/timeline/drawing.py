"""Drawing a timeline as SVG: no script, nothing from elsewhere, words for readers who do not see it."""

from collections.abc import Callable
from typing import Final

from services.proceedings.domain.deadlines.clocks import Kind
from services.proceedings.domain.deadlines.engine import Deadline, Status
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.feeds.labels import actor_title, deadline_title
from services.proceedings.feeds.timeline.layout import (
    EDGE,
    LEFT,
    RIGHT,
    WIDTH,
    Label,
    Scale,
    labels,
    long,
    scale_of,
    short,
)
from services.proceedings.feeds.timeline.markup import Markup, element, joined
from services.proceedings.feeds.timeline.model import Band, Cover, Timeline
from services.proceedings.feeds.timeline.style import STYLE

MEDIA_TYPE: Final = "image/svg+xml"
HEADER: Final = 84
LABEL_ROW: Final = 19
ROW: Final = 25
BAND: Final = 22
FOOTER: Final = 62
_COVERS: Final = {
    Cover.PROVISIONAL: "Provisional",
    Cover.GAP: "Gap",
    Cover.DEFINITIVE: "Definitive",
    Cover.AGREEMENT: "Agreement",
}
_LIQUIDATION: Final = {
    Liquidation.NORMAL: "liquidation is not suspended",
    Liquidation.SUSPENDED_PROVISIONAL: "liquidation is suspended by provisional measures",
    Liquidation.LAPSED: "provisional measures have lapsed",
    Liquidation.SUSPENDED_DEFINITIVE: "liquidation is suspended by definitive measures",
    Liquidation.SUSPENDED_AGREEMENT: "liquidation is suspended under an agreement",
    Liquidation.LIFTED: "the suspension of liquidation is lifted",
}


def draw(picture: Timeline) -> str:
    """The picture as an SVG document; it follows the reader's light or dark page."""
    scale = scale_of(picture)
    placed = labels(picture.marks, scale)
    rows = max((label.row for label in placed), default=0) + 1
    axis = HEADER + 46 + rows * LABEL_ROW
    band = axis + 34
    first_row = band + BAND + 50
    height = first_row + len(picture.deadlines) * ROW + FOOTER
    bottom = height - FOOTER
    parts = [
        element("title", _title(picture), id="title"),
        element("desc", _summary(picture), id="desc"),
        element("style", Markup(STYLE)),
        _patterns(),
        element("rect", class_="paper", width=WIDTH, height=height, rx=14),
        _header(picture),
        _grid(scale, HEADER + 18, bottom),
        _washes(picture, scale, axis, bottom),
        _now(picture, scale, HEADER + 18, bottom),
        _acts(placed, axis),
        _bands(picture, scale, band),
        _deadlines(picture, scale, first_row),
        _legend(picture, bottom + 30),
        element("rect", class_="frame", x=0.5, y=0.5, width=WIDTH - 1, height=height - 1, rx=14),
    ]
    return element(
        "svg",
        joined(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="graphics-document",
        aria_roledescription="timeline",
        aria_labelledby="title",
        aria_describedby="desc",
        lang="en",
    )


def _title(picture: Timeline) -> str:
    return f"Timeline of {picture.case_number}, {picture.case_name}, on {long(picture.on)}"


def _summary(picture: Timeline) -> str:
    """The whole picture in words."""
    if picture.state is None:
        return "No act is recorded by this day."
    acts = "; ".join(f"{long(mark.day)} {mark.title}" for mark in picture.marks)
    covers = "; ".join(_band_words(band) for band in picture.bands) or "never suspended"
    due = "; ".join(_deadline_words(deadline) for deadline in picture.deadlines)
    return f"{_standing(picture.state)}. Acts: {acts}. Liquidation: {covers}. Deadlines: {due}."


def _standing(state: Proceeding) -> str:
    return f"{_plain(state.case).capitalize()}; {_LIQUIDATION[state.liquidation]}"


def _plain(name: str) -> str:
    return name.replace("_", " ").lower()


def _band_words(band: Band) -> str:
    until = "on" if band.end is None else f"up to {long(band.end)}"
    return f"{_COVERS[band.cover]} from {long(band.first)} {until}"


def _deadline_words(deadline: Deadline) -> str:
    met = "" if deadline.met_on is None else f" {long(deadline.met_on)}"
    return f"{deadline_title(deadline.key)} due {long(deadline.due)}, {_plain(deadline.status)}{met}"


def _text(x: float, y: float, words: str, class_: str | None = None, anchor: str | None = None) -> Markup:
    return element("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def _patterns() -> Markup:
    hatch = element("path", d="M0 0V8", class_="hatch")
    pattern = element(
        "pattern",
        hatch,
        id="gap",
        width=7,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _header(picture: Timeline) -> Markup:
    standing = "No act is recorded by this day" if picture.state is None else _standing(picture.state)
    return element(
        "g",
        _text(EDGE, 40, f"{picture.case_number}  {picture.case_name}", "name"),
        _text(EDGE, 64, f"On {long(picture.on)}: {standing[0].lower()}{standing[1:]}", "sub"),
    )


def _grid(scale: Scale, top: float, bottom: float) -> Markup:
    parts = []
    for day, words in scale.ticks():
        x = scale.x(day)
        parts.append(element("line", class_="grid", x1=x, x2=x, y1=top, y2=bottom))
        parts.append(_text(x + 4, top + 10, words, "faint"))
    return element("g", joined(parts), aria_hidden="true")


def _washes(picture: Timeline, scale: Scale, top: float, bottom: float) -> Markup:
    parts = []
    for band in picture.bands:
        first, last = _reach(band, scale)
        fill = "MISSED" if band.cover is Cover.GAP else band.cover.value
        parts.append(element("rect", class_=f"wash {fill}", x=first, width=last - first, y=top, height=bottom - top))
    return element("g", joined(parts), aria_hidden="true")


def _reach(band: Band, scale: Scale) -> tuple[float, float]:
    first = scale.x(band.first)
    return first, max(RIGHT if band.end is None else scale.x(band.end), first)


def _acts(placed: list[Label], axis: float) -> Markup:
    parts = [element("line", class_="axis", x1=LEFT, x2=RIGHT, y1=axis, y2=axis)]
    parts.append(_text(EDGE, axis + 4, "ACTS", "head"))
    leads = []
    for label in placed:
        y = axis - 22 - label.row * LABEL_ROW
        leads.append(element("line", class_="lead", x1=label.x, x2=label.x, y1=y + 4, y2=axis - 6))
        published = "" if label.mark.published_on is None else f", published {long(label.mark.published_on)}"
        words = f"{long(label.mark.day)}: {label.mark.title}{published}"
        x = label.x + (3 if label.anchor == "start" else -3)
        parts.append(
            element(
                "g",
                element("title", words),
                _label(label, x, y + 4),
                _shape(label.mark.authority, label.x, axis),
                role="listitem",
                aria_label=words,
            )
        )
    return element("g", joined([*leads, *parts]), role="list", aria_label="Acts")


def _label(label: Label, x: float, y: float) -> Markup:
    day = element("tspan", f"{short(label.mark.day)} ", class_="soft")
    title = element("tspan", label.mark.title)
    return element("text", Markup(day + title), x=x, y=y, class_="halo", text_anchor=label.anchor)


def _shape(authority: Authority, x: float, y: float) -> Markup:
    """Commerce is round, the Commission a diamond, everybody else square."""
    if authority is Authority.COMMERCE:
        return element("circle", class_="COMMERCE edge", cx=x, cy=y, r=6.0)
    if authority is Authority.ITC:
        return element("path", class_="ITC edge", d=f"M{x:.1f} {y - 7.5:.1f}l7.5 7.5l-7.5 7.5l-7.5 -7.5z")
    return element("rect", class_="OTHER edge", x=x - 5.5, y=y - 5.5, width=11, height=11, rx=2)


def _bands(picture: Timeline, scale: Scale, y: float) -> Markup:
    parts = [_text(EDGE, y + 15, "LIQUIDATION SUSPENDED", "head")]
    if not picture.bands:
        parts.append(_text(LEFT, y + 15, "never", "faint"))
    for band in picture.bands:
        first, last = _reach(band, scale)
        gap = band.cover is Cover.GAP
        inner = [
            element("title", _band_words(band)),
            element("rect", class_=band.cover.value, x=first, y=y, width=last - first, height=BAND, rx=3),
        ]
        if gap:
            inner.append(element("rect", class_="gaprim", x=first, y=y, width=last - first, height=BAND, rx=3))
            inner.append(_text((first + last) / 2, y + BAND + 14, "gap", "ongap", "middle"))
        elif last - first > len(_COVERS[band.cover]) * 6.5 + 16:
            inner.append(_text(first + 9, y + 15, _COVERS[band.cover], "onband"))
        parts.append(element("g", joined(inner), role="listitem", aria_label=_band_words(band)))
    return element("g", joined(parts), role="list", aria_label="Suspension of liquidation")


def _deadlines(picture: Timeline, scale: Scale, top: float) -> Markup:
    parts = [
        _text(EDGE, top - 14, "DEADLINES", "head"),
        _text(RIGHT + 20, top - 14, "DUE", "head"),
    ]
    for place, deadline in enumerate(picture.deadlines):
        parts.append(_row(deadline, scale, top + place * ROW))
    return element("g", joined(parts), role="list", aria_label="Deadlines")


def _row(deadline: Deadline, scale: Scale, y: float) -> Markup:
    middle = y + ROW / 2
    start, due = scale.x(min(deadline.trigger_date, deadline.due)), scale.x(max(deadline.trigger_date, deadline.due))
    status = deadline.status.value
    shown = deadline_title(deadline.key)
    aside = deadline.status is Status.SUPERSEDED
    inner = [
        element("title", f"{_deadline_words(deadline)} ({deadline.rule}, {deadline.source}): {_trail(deadline)}"),
        element("line", class_="rule", x1=EDGE, x2=WIDTH - EDGE, y1=y, y2=y),
        _text(EDGE, middle + 4, _fitted(shown), "soft" if aside else None),
        _text(LEFT - 12, middle + 4, deadline.rule, "faint", "end"),
        element("rect", class_=f"bar {status}", x=start, y=middle - 4, width=max(due - start, 1.0), height=8, rx=4),
        *_ends(deadline, scale, middle),
        _text(RIGHT + 20, middle + 4, long(deadline.due), "soft" if aside else "strong"),
        _text(WIDTH - EDGE, middle + 4, _outcome(deadline), status, "end"),
    ]
    return element("g", joined(inner), role="listitem", aria_label=_deadline_words(deadline))


def _ends(deadline: Deadline, scale: Scale, middle: float) -> list[Markup]:
    """The due day as a stroke, the day it was met as a dot; an arrow where it lies outside the picture."""
    status = deadline.status.value
    x = scale.x(deadline.due)
    if not scale.inside(deadline.due):
        return [element("path", class_=status, d=f"M{x - 7:.1f} {middle - 5:.1f}l8 5l-8 5z")]
    found = [element("rect", class_=status, x=x - 1.2, y=middle - 7, width=2.4, height=14, rx=1)]
    if deadline.met_on is not None and scale.inside(deadline.met_on):
        met = scale.x(deadline.met_on)
        found.append(element("circle", class_=f"{status} edge", cx=met, cy=middle, r=5.0))
    return found


def _fitted(words: str) -> str:
    return words if len(words) <= 42 else f"{words[:41].rstrip()}…"


def _trail(deadline: Deadline) -> str:
    actor = actor_title(deadline.actor)
    return "; ".join(deadline.explain if actor is None else (*deadline.explain, f"by {actor}"))


def _outcome(deadline: Deadline) -> str:
    if deadline.status is Status.MET and deadline.met_on is not None and deadline.met_on != deadline.due:
        early = (deadline.due - deadline.met_on).days
        return f"{abs(early)} {'day' if abs(early) == 1 else 'days'} {'early' if early > 0 else 'late'}"
    if deadline.status is Status.MET and deadline.kind is Kind.EFFECTIVE:
        return "reached"
    words = {Status.MET: "met", Status.OPEN: "open", Status.MISSED: "missed", Status.SUPERSEDED: "moved"}
    return words.get(deadline.status, _plain(deadline.status))


def _now(picture: Timeline, scale: Scale, top: float, bottom: float) -> Markup:
    x = scale.x(picture.on)
    line = element("line", class_="now", x1=x, x2=x, y1=top, y2=bottom)
    return element("g", line, aria_hidden="true")


def _legend(picture: Timeline, y: float) -> Markup:
    parts: list[Markup] = []
    x = float(EDGE)

    def entry(width: int, words: str, shape: Callable[[float], Markup]) -> None:
        nonlocal x
        parts.append(shape(x + 7))
        parts.append(_text(x + 19, y + 4, words, "soft"))
        x += width

    entry(100, "Commerce", lambda at: _shape(Authority.COMMERCE, at, y))
    entry(122, "Commission", lambda at: _shape(Authority.ITC, at, y))
    entry(90, "others", lambda at: _shape(Authority.PARTY, at, y))
    for status, words, width in (("MET", "met", 62), ("OPEN", "open", 70), ("MISSED", "missed", 82)):
        entry(width, words, lambda at, kind=status: element("circle", class_=kind, cx=at, cy=y, r=5))  # type: ignore[misc]
    entry(180, "moved by an extension", lambda at: element("circle", class_="SUPERSEDED", cx=at, cy=y, r=5))
    entry(100, "due day", lambda at: element("rect", class_="OPEN", x=at - 1, y=y - 7, width=2.4, height=14))
    note = f"; {picture.left_out} not needed are left out" if picture.left_out else ""
    parts.append(_text(WIDTH - EDGE, y + 4, f"bars run from the trigger to the due day{note}", "faint", "end"))
    return element("g", joined(parts), aria_hidden="true")
