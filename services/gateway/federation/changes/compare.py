"""Two schemas compared, each change with its place and its severity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graphql import (
    GraphQLArgument,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLScalarType,
    GraphQLSchema,
)
from graphql.utilities.find_schema_changes import BreakingChange, DangerousChange, SchemaChange, find_schema_changes

# Where graphql-core's sentences name the element; the first that fits counts.
_PLACES = tuple(
    re.compile(text)
    for text in (
        r"(?P<at>\w+\.\w+\(\w+:?\))",
        r"(?P<at>\w+\.\w+)",
        r"(?P<other>\w+) was (?:added to|removed from) union type (?P<at>\w+)\.",
        r"(?P<other>\w+) added to interfaces implemented by (?P<at>\w+)\.",
        r"(?P<at>\w+) no longer implements interface (?P<other>\w+)\.",
        r"(?P<at>@\w+)",
        r"Standard scalar (?P<at>\w+) was removed",
        r"Description of (?P<at>\w+) has changed",
        r"(?P<at>\w+) (?:was|changed) ",
    )
)


class Severity(StrEnum):
    """What a change does to clients."""

    BREAKING = "breaking"  # some operation that is answered today would be refused, or answered otherwise than promised
    DANGEROUS = "dangerous"  # every operation is still answered, but a client may meet what it does not expect
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    severity: Severity
    code: str
    coordinate: str  # Type, Type.field, Type.field(argument:) or @directive
    message: str
    other: str = ""  # the member of a union, the interface of a type


def compare(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """Every difference, the worst first."""
    found = [_change(item) for item in find_schema_changes(old, new)]
    found += _roots(old, new)
    for name, type_ in old.type_map.items():
        other = new.type_map.get(name)
        if other is not None and type(other) is type(type_) and not name.startswith("__"):
            found += _more(type_, other)
    order = list(Severity)
    return sorted(found, key=lambda item: (order.index(item.severity), item.coordinate, item.code))


def _change(item: SchemaChange) -> Change:
    severity = Severity.SAFE
    if isinstance(item, BreakingChange):
        severity = Severity.BREAKING
    elif isinstance(item, DangerousChange):
        severity = Severity.DANGEROUS
    found = next(filter(None, (place.search(item.description) for place in _PLACES)), None)
    parts = found.groupdict() if found else {}
    coordinate = parts.get("at", "")
    if coordinate.endswith(")") and not coordinate.endswith(":)"):
        coordinate = f"{coordinate[:-1]}:)"
    return Change(severity, item.type.name, coordinate, item.description, parts.get("other", ""))


def _roots(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    for kind in ("query", "mutation", "subscription"):
        before, after = getattr(old, f"{kind}_type"), getattr(new, f"{kind}_type")
        if before and not after:
            yield Change(Severity.BREAKING, "ROOT_REMOVED", before.name, f"There is no {kind} type any more.")
        elif after and not before:
            yield Change(Severity.SAFE, "ROOT_ADDED", after.name, f"There is a {kind} type now.")


def _more(old: GraphQLNamedType, new: GraphQLNamedType) -> Iterator[Change]:
    """What graphql-core does not compare: deprecations, scalars' specifications, inputs that take one field only."""
    place = getattr(new, "specified_by_url", None)
    if isinstance(old, GraphQLScalarType) and old.specified_by_url != place:
        message = f"{old.name} is now specified by {place or 'nothing'}."
        yield Change(Severity.DANGEROUS, "SCALAR_SPECIFICATION_CHANGED", old.name, message)
    if isinstance(old, GraphQLInputObjectType) and isinstance(new, GraphQLInputObjectType):
        if new.is_one_of and not old.is_one_of:
            message = f"Exactly one field of {old.name} must be given now."
            yield Change(Severity.BREAKING, "INPUT_BECAME_ONE_OF", old.name, message)
        elif old.is_one_of and not new.is_one_of:
            message = f"More than one field of {old.name} may be given now."
            yield Change(Severity.SAFE, "INPUT_LOST_ONE_OF", old.name, message)
    before, after = dict(_elements(old)), dict(_elements(new))
    for coordinate, element in before.items():
        if coordinate in after:
            yield from _deprecation(coordinate, element, after[coordinate])


_Element = GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue


def _elements(type_: GraphQLNamedType) -> Iterator[tuple[str, _Element]]:
    for name, item in (*getattr(type_, "fields", {}).items(), *getattr(type_, "values", {}).items()):
        coordinate = f"{type_.name}.{name}"
        yield coordinate, item
        for key, argument in getattr(item, "args", {}).items():
            yield f"{coordinate}({key}:)", argument


def _deprecation(coordinate: str, old: _Element, new: _Element) -> Iterator[Change]:
    before, after = old.deprecation_reason, new.deprecation_reason
    if before == after:
        return
    if before is None:
        yield Change(Severity.SAFE, "DEPRECATION_ADDED", coordinate, f"{coordinate} is deprecated: {after}")
    elif after is None:
        yield Change(Severity.SAFE, "DEPRECATION_REMOVED", coordinate, f"{coordinate} is not deprecated any more.")
    else:
        yield Change(Severity.SAFE, "DEPRECATION_CHANGED", coordinate, f"{coordinate} is deprecated: {after}")
