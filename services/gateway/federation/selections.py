"""Selection sets as small immutable values: the language of keys, requirements and normalised operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

TYPENAME = "__typename"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``key`` is its place in the response, ``arguments`` their printed form without the parentheses."""

    name: str
    key: str
    arguments: str = ""
    variables: frozenset[str] = frozenset()
    selections: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """Selections that apply to one type only."""

    type_name: str
    selections: tuple[Selection, ...]


Selection = Field | Fragment

TYPENAME_FIELD = Field(TYPENAME, TYPENAME)


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        self.names.add(node.name.value)


def variables_in(field: FieldNode) -> frozenset[str]:
    """The variables that a field's arguments use, however deep."""
    visitor = _Variables()
    for argument in field.arguments or ():
        visit(argument, visitor)
    return frozenset(visitor.names)


def print_arguments(field: FieldNode) -> str:
    """A field's arguments in the order of their names, so that equal ones print alike."""
    return ",".join(sorted(f"{item.name.value}:{print_ast(item.value)}" for item in field.arguments or ()))


@lru_cache(maxsize=4096)
def parse_field_set(text: str) -> tuple[Selection, ...]:
    """Read the ``fields`` of a key, requires or provides. Raises GraphQLSyntaxError."""
    source = text.strip()
    document = parse(
        source if source.startswith("{") else "{" + source + "}", no_location=True, allow_empty_selection_sets=False
    )
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return from_ast(operation.selection_set)


def from_ast(node: SelectionSetNode) -> tuple[Selection, ...]:
    """A selection set without named fragments, as values."""
    found: list[Selection] = []
    for item in node.selections:
        if isinstance(item, FieldNode):
            inner = from_ast(item.selection_set) if item.selection_set else ()
            name = item.name.value
            key = item.alias.value if item.alias else name
            found.append(Field(name, key, print_arguments(item), variables_in(item), inner))
        elif isinstance(item, InlineFragmentNode):
            inner = from_ast(item.selection_set)
            if item.type_condition:
                found.append(Fragment(item.type_condition.name.value, inner))
            else:
                found.extend(inner)
        else:
            assert isinstance(item, FragmentSpreadNode)
            raise ValueError(f"a field set cannot use the named fragment {item.name.value}")
    return tuple(found)


def merge(*groups: Iterable[Selection]) -> tuple[Selection, ...]:
    """One selection set out of several: equal fields and equal type conditions are joined, first seen stays first."""
    order: dict[object, Selection] = {}
    for group in groups:
        for item in group:
            if isinstance(item, Field):
                slot: object = (item.key, item.name, item.arguments)
            else:
                slot = item.type_name
            known = order.get(slot)
            if known is None:
                order[slot] = item
            elif known is not item:
                order[slot] = _join(known, item)
    return tuple(order.values())


def _join(one: Selection, other: Selection) -> Selection:
    selections = merge(one.selections, other.selections)
    if isinstance(one, Fragment):
        return Fragment(one.type_name, selections)
    return Field(one.name, one.key, one.arguments, one.variables, selections)


def text_of(selections: Iterable[Selection]) -> str:
    """The selections as GraphQL writes them, without outer braces."""
    return " ".join(_text(item) for item in selections)


def _text(item: Selection) -> str:
    inner = f" {{ {text_of(item.selections)} }}" if item.selections else ""
    if isinstance(item, Fragment):
        return f"... on {item.type_name}{inner}"
    alias = f"{item.key}: " if item.key != item.name else ""
    arguments = f"({item.arguments})" if item.arguments else ""
    return f"{alias}{item.name}{arguments}{inner}"
