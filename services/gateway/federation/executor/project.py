"""Shaping the data into the answer: order, nulls, type conditions, enums.

Each selection set becomes one Python function, generated when first needed. These functions take for granted that the
data fits the schema; when it does not, they give up and the careful projection answers instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
)

from services.gateway.federation.executor.careful import Careful, ProjectionError
from services.gateway.federation.executor.selected import SelectedField, SelectedType
from services.gateway.federation.selections import TYPENAME, Selection

Json = Any
JsonObject = dict[str, Json]
_Projector = Callable[[JsonObject], JsonObject]


class _Unfit(Exception):
    """The data does not fit the schema."""


class Projection:
    """A compiled operation."""

    def __init__(self, schema: GraphQLSchema, root: GraphQLObjectType, selections: Sequence[Selection]) -> None:
        self._root = SelectedType(schema, root, selections)
        self._project = _projector(self._root)

    def run(self, data: JsonObject) -> tuple[JsonObject | None, list[ProjectionError]]:
        """The answer and what is wrong with it."""
        try:
            return self._project(data), []
        except (_Unfit, AttributeError, TypeError):
            return Careful().run(self._root, data)


def _projector(selected: SelectedType) -> _Projector:
    """The function for a selection set: by the object's own type where that can differ."""
    if selected.possible is None:
        name = selected.type.name
        compiled: list[_Projector] = []

        def project(data: JsonObject) -> JsonObject:
            if not compiled:
                compiled.append(_compile(selected.fields(name), name))
            return compiled[0](data)

        return project
    by_type = _ByType(selected)
    static = selected.type.name
    return lambda data: by_type[data.get(TYPENAME, static)](data)


class _ByType(dict[str, _Projector]):
    """The functions of an abstract selection set, made when a type is first met."""

    def __init__(self, selected: SelectedType) -> None:
        super().__init__()
        self._selected = selected

    def __missing__(self, name: str) -> _Projector:
        if self._selected.type_name({TYPENAME: name}) is None:
            raise _Unfit
        found = self[name] = _compile(self._selected.fields(name), name)
        return found


def _compile(fields: Sequence[SelectedField], name: str) -> _Projector:
    """Generate the function for objects of one type. Only GraphQL names and numbers enter its source."""
    scope: dict[str, Json] = {"_Unfit": _Unfit, "_list": _list, "_full": _full, "_enum": _enum}
    lines = ["def project(data):", " get = data.get"]
    entries: list[str] = []
    for number, field in enumerate(fields):
        if field.type is None:
            entries.append(f"{field.key!r}: {name!r}")
            continue
        value = f"v{number}"
        lines.append(f" {value} = get({field.key!r})")
        shaped = _shape(field.type, value, field.inner, scope)
        if field.required:
            lines.append(f" if {value} is None: raise _Unfit")
            if shaped != value:
                lines.append(f" {value} = {shaped}")
        elif shaped != value:
            lines.append(f" if {value} is not None: {value} = {shaped}")
        entries.append(f"{field.key!r}: {value}")
    lines.append(f" return {{{', '.join(entries)}}}")
    exec("\n".join(lines), scope)  # noqa: S102 - the source is made of names the GraphQL parser accepted
    project: _Projector = scope["project"]
    return project


def _shape(type_: GraphQLOutputType, value: str, inner: SelectedType | None, scope: dict[str, Json]) -> str:
    """The expression that shapes a value that is not null; the value itself when it passes as it is."""
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    if isinstance(type_, GraphQLList):
        item = f"{value}i"
        shaped = _shape(type_.of_type, item, inner, scope)
        required = isinstance(type_.of_type, GraphQLNonNull)
        if shaped == item:
            return f"{'_full' if required else '_list'}({value})"
        kept = shaped if required else f"None if {item} is None else {shaped}"
        return f"[{kept} for {item} in _list({value})]"
    if isinstance(type_, GraphQLEnumType):
        values = f"e{len(scope)}"
        scope[values] = frozenset(type_.values)
        return f"_enum({value}, {values})"
    if inner is None:
        return value
    function = f"f{len(scope)}"
    scope[function] = _projector(inner)
    return f"{function}({value})"


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise _Unfit
    return value


def _full(value: Json) -> list[Json]:
    if not isinstance(value, list) or None in value:
        raise _Unfit
    return value


def _enum(value: Json, values: frozenset[str]) -> Json:
    if value not in values:
        raise _Unfit
    return value
