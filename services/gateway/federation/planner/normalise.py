"""From a validated document to one flat operation: conditions decided, fragments opened, types expanded where needed.

``@skip`` and ``@include`` are decided here, with the request's values of the variables they use. A plan therefore never
carries a condition, and a part that is switched off costs nothing: the plan is cached per outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from services.gateway.federation.budget import Budget
from services.gateway.federation.graph.flatten import Flattener
from services.gateway.federation.selections import (
    TYPENAME,
    Field,
    Fragment,
    Selection,
    print_arguments,
    variables_in,
)

INTROSPECTION = frozenset({"__schema", "__type"})


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """A document's named fragments."""
    return {item.name.value: item for item in document.definitions if isinstance(item, FragmentDefinitionNode)}


def is_included(directives: Iterable[DirectiveNode] | None, variables: Mapping[str, object]) -> bool:
    """Whether ``@skip`` and ``@include`` leave a selection in."""
    for directive in directives or ():
        name = directive.name.value
        if name in ("skip", "include") and _condition(directive, variables) == (name == "skip"):
            return False
    return True


def _condition(directive: DirectiveNode, variables: Mapping[str, object]) -> bool:
    assert directive.arguments
    value = directive.arguments[0].value
    if isinstance(value, VariableNode):
        return bool(variables.get(value.name.value))
    return isinstance(value, BooleanValueNode) and value.value


def open_operation(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, object],
    budget: Budget | None = None,
) -> list[Selection]:
    """An operation's selections with named fragments inlined and conditions decided; otherwise as written."""
    return _Opener(fragments, variables, budget or Budget()).open(operation.selection_set)


def normalise(
    flattener: Flattener,
    operation: OperationDefinitionNode,
    opened: Iterable[Selection],
    budget: Budget | None = None,
) -> tuple[Selection, ...]:
    """An opened operation's selections, flat; those that introspection answers are left out."""
    found = flattener.flatten(flattener.supergraph.roots[operation.operation.value], opened, budget)
    return tuple(item for item in found if not (isinstance(item, Field) and item.name in INTROSPECTION | {TYPENAME}))


class _Opener:
    """Copies an operation's selections with fragments inlined and conditions decided."""

    def __init__(
        self, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, object], budget: Budget
    ) -> None:
        self.fragments, self.variables, self.budget = fragments, variables, budget

    def open(self, node: SelectionSetNode) -> list[Selection]:
        """The selections of a set."""
        found: list[Selection] = []
        self.budget.select(len(node.selections))
        for item in node.selections:
            if not is_included(item.directives, self.variables):
                continue
            if isinstance(item, FieldNode):
                found.append(self._field(item))
            elif isinstance(item, InlineFragmentNode):
                inner = self.open(item.selection_set)
                found.extend([Fragment(item.type_condition.name.value, tuple(inner))] if item.type_condition else inner)
            elif isinstance(item, FragmentSpreadNode):
                fragment = self.fragments[item.name.value]
                inner = self.open(fragment.selection_set)
                found.append(Fragment(fragment.type_condition.name.value, tuple(inner)))
        return found

    def _field(self, item: FieldNode) -> Field:
        name = item.name.value
        key = item.alias.value if item.alias else name
        inner = tuple(self.open(item.selection_set)) if item.selection_set else ()
        return Field(name, key, print_arguments(item), variables_in(item), inner)
