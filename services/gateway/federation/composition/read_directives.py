"""Reading the directives of a subgraph's elements, by what they mean rather than by what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import ConstDirectiveNode, ListValueNode, Node, ObjectValueNode, StringValueNode, ValueNode, print_ast

from services.gateway.federation.composition.subgraph import Applied, Marks
from services.gateway.federation.supergraph.annotations import Access, any_of, arguments_of, list_size

NO_REASON = "No longer supported"
_BUILT_IN = frozenset({"deprecated", "specifiedBy", "oneOf", "link", "core"})
_JOINED = frozenset(
    {"tag", "inaccessible", "authenticated", "requiresScopes", "policy", "cost", "listSize", "cacheTag"}
)


class Directives:
    """Reads directives; remembers under which names federation's were met."""

    def __init__(self, elements: Mapping[str, str]) -> None:
        self._elements = elements
        self.names: dict[str, str] = {}

    def element(self, node: ConstDirectiveNode) -> str | None:
        """What federation calls a directive; None for one that is not federation's."""
        return self._elements.get(node.name.value)

    @staticmethod
    def arguments(node: ConstDirectiveNode) -> Mapping[str, Any]:
        """Its arguments as plain values."""
        return arguments_of(node)

    def applied(self, nodes: Sequence[ConstDirectiveNode] | None, element: str) -> Iterator[Mapping[str, Any]]:
        """The arguments of each application of one of federation's directives."""
        return (arguments_of(item) for item in nodes or () if self.element(item) == element)

    def has(self, nodes: Sequence[ConstDirectiveNode] | None, element: str) -> bool:
        """Whether one of federation's directives is applied."""
        return any(self.element(item) == element for item in nodes or ())

    def marks(self, owner: Node, nodes: Sequence[ConstDirectiveNode] | None) -> Marks:
        """What an element carries beside its shape."""
        description: StringValueNode | None = getattr(owner, "description", None)
        found = Marks(description.value if description else None)
        for node in nodes or ():
            element = self.element(node)
            if element in _JOINED:
                self.names[element] = node.name.value
                self._mark(found, element, node)
            elif node.name.value == "deprecated":
                found.deprecated = str(arguments_of(node).get("reason") or NO_REASON)
            elif node.name.value == "specifiedBy":
                found.specified_by = str(arguments_of(node).get("url", ""))
            elif element in ("context", "fromContext"):
                self.names[element] = node.name.value
            elif element is None and node.name.value not in _BUILT_IN:
                found.custom = (*found.custom, _applied(node, node.name.value))
        return found

    @staticmethod
    def _mark(found: Marks, element: str, node: ConstDirectiveNode) -> None:
        if element == "cacheTag":
            found.carried = (*found.carried, _applied(node, "federation__cacheTag"))
            return
        arguments = arguments_of(node)
        if element == "tag":
            found.tags = tuple(dict.fromkeys((*found.tags, str(arguments.get("name", "")))))
        elif element == "inaccessible":
            found.inaccessible = True
        elif element == "authenticated":
            found.access &= Access(authenticated=True)
        elif element == "requiresScopes":
            found.access &= Access(scopes=any_of(arguments.get("scopes")))
        elif element == "policy":
            found.access &= Access(policies=any_of(arguments.get("policies")))
        elif element == "cost":
            weight = arguments.get("weight")
            found.cost = weight if isinstance(weight, int) else None
        else:
            found.list_size = list_size(arguments)


def _applied(node: ConstDirectiveNode, name: str) -> Applied:
    given = sorted((item.name.value, value_text(item.value)) for item in node.arguments or ())
    return Applied(name, tuple(given))


def value_text(node: ValueNode) -> str:
    """A value as GraphQL text; equal values have equal texts, however the fields of their objects are ordered."""
    if isinstance(node, ListValueNode):
        return f"[{', '.join(map(value_text, node.values))}]"
    if isinstance(node, ObjectValueNode):
        return "{" + ", ".join(sorted(f"{item.name.value}: {value_text(item.value)}" for item in node.fields)) + "}"
    if isinstance(node, StringValueNode):
        # A block string would not survive on one line.
        return print_ast(StringValueNode(value=node.value))
    return print_ast(node)
