"""One subgraph's SDL as the rules read it: its links, its definitions, every directive under its own name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    ConstArgumentNode,
    ConstDirectiveNode,
    ConstValueNode,
    DirectiveDefinitionNode,
    DocumentNode,
    Node,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
)

from services.gateway.federation.composition.positions import children, renamed_roots
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubType
from services.gateway.federation.supergraph.links import Link, read_links

FEDERATION = "federation"
_OWN_SPECS = frozenset({"federation", "tag", "inaccessible", "cost", "authenticated", "requiresScopes", "policy"})
_FEDERATION_1 = frozenset({"key", "requires", "provides", "external", "extends", "tag"})


@dataclass(frozen=True, slots=True)
class Application:
    """A directive where it is applied."""

    element: str  # what federation calls it, without the @; empty for a directive that is not federation's
    name: str  # what this subgraph calls it
    node: ConstDirectiveNode
    coordinate: str  # of what it is on
    owner: str  # the type that it is on or in; empty on a schema or a directive definition
    holder: Node

    @property
    def arguments(self) -> Mapping[str, ConstValueNode]:
        """Its arguments as written."""
        return arguments(self.node)


def arguments(node: ConstDirectiveNode) -> dict[str, ConstValueNode]:
    """A directive's arguments as written."""
    given: Iterable[ConstArgumentNode] = node.arguments or ()
    return {item.name.value: item.value for item in given}


@dataclass(slots=True)
class Document:
    """A subgraph's document beside the schema read from it."""

    schema: SubgraphSchema
    node: DocumentNode
    links: list[Link] = field(init=False)
    federation: Link | None = field(init=False)
    applications: list[Application] = field(init=False)
    directives: dict[str, DirectiveDefinitionNode] = field(init=False)

    def __post_init__(self) -> None:
        self.links = read_links(self.node)
        self.federation = next(
            (item for item in self.links if item.name == FEDERATION and item.version >= (2, 0)), None
        )
        definitions = [item for item in self.node.definitions if isinstance(item, DirectiveDefinitionNode)]
        self.directives = {item.name.value: item for item in definitions}
        names = dict(self._names())
        self.applications = [
            Application(names.get(node.name.value) or self._element(node.name.value), node.name.value, node, *rest)
            for node, rest in applications(self.node)
        ]

    @property
    def name(self) -> str:
        """The subgraph's name."""
        return self.schema.name

    def of(self, *elements: str) -> list[Application]:
        """Where federation's directives of these names are applied."""
        return [item for item in self.applications if item.element in elements]

    def type_of(self, item: Application) -> SubType | None:
        """The type that a directive is on or in, if there is one."""
        return self.schema.types.get(item.owner)

    def field_of(self, item: Application) -> SubField | None:
        """The field that a directive is on, or on whose argument it is."""
        type_ = self.type_of(item)
        return type_.fields.get(item.coordinate.partition("(")[0].rpartition(".")[2]) if type_ else None

    def link_nodes(self) -> Iterator[ConstDirectiveNode]:
        """The applications of ``@link``."""
        return (item.node for item in self.applications if item.name == "link" and not item.owner)

    def _names(self) -> Iterator[tuple[str, str]]:
        """What is imported, or bears the name of its specification."""
        if self.federation is None:
            yield from ((name, name) for name in _FEDERATION_1)
        for link in self.links:
            if link.name not in _OWN_SPECS:
                continue
            if link.name != FEDERATION:
                yield link.namespace, link.name
            for name, local in link.imports.items():
                if name.startswith("@"):
                    yield local.removeprefix("@"), name[1:]

    def _element(self, name: str) -> str:
        """The element of a directive written with federation's prefix."""
        if self.federation is None:
            return ""
        prefix = f"{self.federation.namespace}__"
        return name[len(prefix) :] if name.startswith(prefix) else ""


def federation_link(links: Iterable[Link]) -> Link | None:
    """The link that makes a schema one of Federation 2."""
    return next((item for item in links if item.name == FEDERATION and item.version >= (2, 0)), None)


_Place = tuple[str, str, Node]  # coordinate, owner, holder
_Applied = Iterator[tuple[ConstDirectiveNode, _Place]]


def applications(document: DocumentNode) -> _Applied:
    """Every directive with its place."""
    renamed = renamed_roots(document)
    for node in document.definitions:
        if isinstance(node, TypeDefinitionNode | TypeExtensionNode):
            yield from _of_type(node, renamed.get(node.name.value, node.name.value))
        elif isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
            yield from _on(node, "schema", "")
        elif isinstance(node, DirectiveDefinitionNode):
            for item in node.arguments or ():
                yield from _on(item, f"@{node.name.value}({item.name.value}:)", "")


def _of_type(node: TypeDefinitionNode | TypeExtensionNode, owner: str) -> _Applied:
    yield from _on(node, owner, owner)
    for child in children(node):
        coordinate = f"{owner}.{child.name.value}"
        yield from _on(child, coordinate, owner)
        for item in getattr(child, "arguments", None) or ():
            yield from _on(item, f"{coordinate}({item.name.value}:)", owner)


def _on(holder: Node, coordinate: str, owner: str) -> _Applied:
    for item in getattr(holder, "directives", None) or ():
        yield item, (coordinate, owner, holder)
