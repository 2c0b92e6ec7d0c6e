"""HTML that is safe by construction: whatever is not markup already is escaped."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Final, TypeAlias

_VOID: Final = frozenset({"input", "link", "meta"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "str | int | None"
Attribute: TypeAlias = "str | int | bool | None"


def element(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """``<name attributes>children</name>``.

    Args:
        name: of the element.
        children: markup as it is, other text escaped, None left out.
        attributes: ``class_`` stands for class, ``aria_label`` for aria-label. True gives a bare attribute; False and
            None leave it out.
    """
    opening = f"<{name}{''.join([_attribute(*item) for item in attributes.items()])}>"
    return Html(opening) if name in _VOID else Html(f"{opening}{join(children)}</{name}>")


def join(parts: Iterable[Child], between: str = "") -> Html:
    """Markup and text one after another."""
    return Html(between.join(_escaped(part) for part in parts if part is not None))


def _escaped(part: str | int) -> str:
    return part if isinstance(part, Html) else escape(str(part), quote=False)


# A page says the same of thousands of cells; True is not 1 here, so types count.
@lru_cache(maxsize=4096, typed=True)
def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escape(str(value))}"'
