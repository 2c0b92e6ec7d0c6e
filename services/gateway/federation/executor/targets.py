"""Where in the answer a fetch's objects are, and what is sent for them."""

from __future__ import annotations

from collections.abc import Iterable
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
_MISSING = object()


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
    """The distinct representations of a fetch and which target each one is for."""

    __slots__ = ("_known", "assignments", "representations")

    def __init__(self, targets: Iterable[Object], rules: tuple[Representation, ...]) -> None:
        self.representations: list[Object] = []
        self.assignments: list[tuple[Object, int]] = []
        self._known: dict[object, int] = {}
        if len(rules) == 1 and _is_single_key(rules[0]):
            self._add_by_key(targets, rules[0])
            return
        for target in targets:
            for rule in rules:
                if rule.guards and (name := target.get(TYPENAME)) is not None and name not in rule.guards:
                    continue
                representation = represent(target, rule)
                if representation is not None:
                    self._assign(target, _identity(representation), representation)

    def _add_by_key(self, targets: Iterable[Object], rule: Representation) -> None:
        """The usual case, one plain key field: as the others, but cheaper."""
        field = rule.selection[0]
        assert isinstance(field, InputField)
        for target in targets:
            value = target.get(field.key, _MISSING)
            if value.__class__ is not str:  # True, 1 and 1.0 are one dictionary key but three values
                representation = represent(target, rule)
                if representation is not None:
                    self._assign(target, _identity(representation), representation)
                continue
            index = self._known.get(value)
            if index is None:
                index = self._known[value] = len(self.representations)
                self.representations.append({TYPENAME: rule.typename, field.name: value})
            self.assignments.append((target, index))

    def _assign(self, target: Object, identity: object, representation: Object) -> None:
        index = self._known.get(identity)
        if index is None:
            index = self._known[identity] = len(self.representations)
            self.representations.append(representation)
        self.assignments.append((target, index))


def _is_single_key(rule: Representation) -> bool:
    if rule.guards or rule.typename is None or len(rule.selection) != 1:
        return False
    field = rule.selection[0]
    return isinstance(field, InputField) and not field.selection


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
        value = source.get(item.key, _MISSING)
        if value is _MISSING:
            return False
        if item.selection:
            value = _nested(value, item.selection)
            if value is _MISSING:
                return False
        found[item.name] = value
    return True


def _nested(value: Json, selection: InputSelection) -> Json:
    if value is None:
        return None
    if isinstance(value, list):
        items = [_nested(item, selection) for item in value]
        return _MISSING if any(item is _MISSING for item in items) else items
    found: Object = {}
    if TYPENAME in value:
        found[TYPENAME] = value[TYPENAME]
    return found if _fill(found, value, selection) else _MISSING


def _identity(representation: Object) -> object:
    identity = tuple(representation.values())
    try:
        hash(identity)
    except TypeError:
        return orjson.dumps(representation)
    return (*identity, *map(type, identity))
