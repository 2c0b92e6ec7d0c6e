"""Where in the answer a fetch's objects are, and what is sent for them."""

from __future__ import annotations

from typing import Any

import orjson

from services.gateway.federation.plan.nodes import (
    LIST,
    TYPE,
    InputField,
    InputSelection,
    Path,
    Representation,
)
from services.gateway.federation.selections import TYPENAME

Json = Any
Object = dict[str, Json]
Located = tuple[tuple[str | int, ...], Object]
MISSING = object()


def find_targets(data: Json, path: Path) -> list[Object]:
    """The objects at a path, nulls and objects of other types left out. A list may stand where lists nest deeper."""
    current: list[Json] = [data]
    for segment in path:
        if segment == LIST:
            current = [item for value in current for item in value if item is not None]
        elif segment[0] == TYPE:
            name = segment[1:]
            current = [value for value in current if value.get(TYPENAME, name) == name]
        else:
            current = [item for value in current if (item := value.get(segment)) is not None]
    return current


def find_located(data: Json, path: Path) -> list[Located]:
    """As find_targets, each with its place in the answer; what is no list or object where one should be is left out.

    Slower: for errors, and for answers that do not fit the schema.
    """
    current: list[tuple[tuple[str | int, ...], Json]] = [((), data)]
    for segment in path:
        if segment == LIST:
            lists = [(at, value) for at, value in current if isinstance(value, list)]
            current = [((*at, i), item) for at, value in lists for i, item in enumerate(value)]
            continue
        current = [(at, value) for at, value in current if isinstance(value, dict)]
        if segment[0] == TYPE:
            name = segment[1:]
            current = [(at, value) for at, value in current if value.get(TYPENAME, name) == name]
        else:
            current = [((*at, segment), value.get(segment)) for at, value in current]
    return [(at, value) for at, value in current if isinstance(value, dict)]


class Batch:
    """The distinct representations of one request and which object each one is for."""

    __slots__ = ("_plain", "assignments", "others", "representations")

    def __init__(self) -> None:
        self.representations: list[Object] = []
        self.assignments: list[tuple[Object, int]] = []
        self.others: dict[bytes, int] = {}  # by their JSON: True, 1 and 1.0 are one dictionary key but three values
        self._plain: dict[tuple[str, str], dict[str, int]] = {}

    def plain(self, type_name: str, field: str) -> dict[str, int]:
        """The representations of a type by one field that holds a string, by that string."""
        return self._plain.setdefault((type_name, field), {})

    def assign(self, target: Object, representation: Object) -> None:
        """Send a representation for an object."""
        identity = orjson.dumps(representation)
        index = self.others.get(identity)
        if index is None:
            index = self.others[identity] = len(self.representations)
            self.representations.append(representation)
        self.assignments.append((target, index))


def represent(target: Object, rule: Representation) -> Object | None:
    """An object's representation; None when a field it needs never arrived."""
    found: Object = {TYPENAME: rule.typename or target.get(TYPENAME) or rule.fallback}
    return found if _fill(found, target, rule.selection) else None


def _fill(found: Object, source: Object, selection: InputSelection) -> bool:
    for item in selection:
        if not isinstance(item, InputField):
            if source.get(TYPENAME) in item.types and not _fill(found, source, item.selection):
                return False
            continue
        value = source.get(item.key, MISSING)
        if value is MISSING:
            return False
        if item.selection:
            value = _nested(value, item.selection)
            if value is MISSING:
                return False
        found[item.name] = value
    return True


def _nested(value: Json, selection: InputSelection) -> Json:
    if value is None:
        return None
    if isinstance(value, list):
        items = [_nested(item, selection) for item in value]
        return MISSING if any(item is MISSING for item in items) else items
    found: Object = {}
    if TYPENAME in value:
        found[TYPENAME] = value[TYPENAME]
    return found if _fill(found, value, selection) else MISSING
