"""Amounts as a statistical report writes them: grouped, negative ones in parentheses."""

from typing import Final

from services.gateway.reports.markup import Html, element, join
from shared.money import format_money

_SHORT: Final = ((100_000_000_000, " billion"), (100_000_000, " million"), (100_000, " thousand"))
_SHORTEST: Final = {" billion": "B", " million": "M", " thousand": "K"}


def dollars(cents: int) -> str:
    """123456 -> "$1,234.56"; -123456 -> "($1,234.56)"."""
    whole, _, part = format_money(abs(cents)).partition(".")
    written = f"${int(whole):,}.{part}"
    return f"({written})" if cents < 0 else written


def amount(cents: int | None) -> Html:
    """An amount for a page; a negative one says so to who listens, for parentheses are not read out."""
    if cents is None:
        return element("span", "not yet paid", class_="quiet")
    if cents < 0:
        return element("span", element("span", "minus ", class_="unseen"), dollars(cents), class_="negative")
    return join([dollars(cents)])


def short_dollars(cents: int) -> str:
    """For the description of a chart: "$12.3 million", "($450.0 thousand)"."""
    for unit, name in _SHORT:
        if abs(cents) >= unit:
            tenths = (abs(cents) * 10 + unit // 2) // unit
            written = f"${tenths // 10:,}.{tenths % 10}{name}"
            return f"({written})" if cents < 0 else written
    return dollars(cents)


def shortest_dollars(cents: int) -> str:
    """For a label in a chart: "$12.3M", "($450.0K)"."""
    written = short_dollars(cents)
    for name, letter in _SHORTEST.items():
        written = written.replace(name, letter)
    return written


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 order", "1,234 orders"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
