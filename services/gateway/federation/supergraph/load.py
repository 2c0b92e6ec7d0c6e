"""Reading supergraph SDL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    GraphQLError,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    parse_type,
)

from services.gateway.federation.errors import SupergraphError
from services.gateway.federation.selections import parse_field_set
from services.gateway.federation.supergraph.annotations import Annotations, arguments_of
from services.gateway.federation.supergraph.links import SPECS, Link, read_links
from services.gateway.federation.supergraph.model import (
    ContextArgument,
    FieldDef,
    FieldJoin,
    InputDef,
    Key,
    Kind,
    Supergraph,
    TypeDef,
    TypeRef,
)
from services.gateway.federation.supergraph.ownership import complete_ownership
from services.gateway.federation.supergraph.parsing import parse_sdl
from services.gateway.federation.supergraph.types import type_text

# Each feature that may be marked as needing care, with the newest major and minor version that is understood.
KNOWN_FEATURES = {
    "link": (1, 0),
    "core": (0, 2),
    "join": (0, 5),
    "inaccessible": (0, 2),
    "tag": (0, 3),
    "cost": (0, 1),
    "context": (0, 1),
    "authenticated": (0, 1),
    "requiresScopes": (0, 1),
    "policy": (0, 1),
    "cacheTag": (0, 1),
}
_KINDS: dict[type[TypeDefinitionNode], Kind] = {
    ScalarTypeDefinitionNode: Kind.SCALAR,
    ObjectTypeDefinitionNode: Kind.OBJECT,
    InterfaceTypeDefinitionNode: Kind.INTERFACE,
    UnionTypeDefinitionNode: Kind.UNION,
    EnumTypeDefinitionNode: Kind.ENUM,
    InputObjectTypeDefinitionNode: Kind.INPUT,
}
_Annotated = TypeDefinitionNode | FieldDefinitionNode | EnumValueDefinitionNode


def load_supergraph(sdl: str) -> Supergraph:
    """Read a supergraph. Raises SupergraphError when it is not one, or asks for what is not understood."""
    try:
        document = parse_sdl(sdl)
    except GraphQLError as error:
        raise SupergraphError(f"The supergraph is not GraphQL: {error.message}") from error
    links = read_links(document)
    _refuse_unknown(links)
    join = next((link for link in links if link.name == "join"), None)
    if join is None:
        raise SupergraphError("The schema links no join spec: it is no supergraph. Compose the subgraphs first.")
    return _Reader(sdl, document, links, join).read()


def _refuse_unknown(links: Iterable[Link]) -> None:
    for link in links:
        known = link.identity.startswith(SPECS) and link.version <= KNOWN_FEATURES.get(link.name, (-1, 0))
        if link.purpose in ("EXECUTION", "SECURITY") and not known:
            raise SupergraphError(f"The supergraph needs {link.url} for {link.purpose}, which is not supported.")
        if link.name == "join" and not known:
            raise SupergraphError(f"The supergraph is written in {link.url}, which is not understood.")


class _Reader:
    def __init__(self, sdl: str, document: DocumentNode, links: list[Link], join: Link) -> None:
        self.sdl, self.document, self.join, self.links = sdl, document, join, links
        self.annotations = Annotations(links)
        self.graphs: dict[str, str] = {}  # enum value -> subgraph name
        self.types: dict[str, TypeDef] = {}

    def read(self) -> Supergraph:
        subgraphs = self._read_graphs()
        roots = {"query": "Query"}
        for node in self.document.definitions:
            if isinstance(node, SchemaDefinitionNode):
                roots = {item.operation.value: item.type.name.value for item in node.operation_types}
            elif isinstance(node, TypeDefinitionNode) and not self._machinery(node.name.value):
                self.types[node.name.value] = self._read_type(node)
        for name in ("Int", "Float", "String", "Boolean", "ID"):
            self.types.setdefault(name, TypeDef(name, Kind.SCALAR, set(subgraphs)))
        if self.join.version < (0, 2):
            complete_ownership(self.types)
        return Supergraph(self.sdl, self.document, subgraphs, self.types, roots)

    def _machinery(self, name: str) -> bool:
        return any(name.startswith(f"{link.namespace}__") for link in self.links) or name.startswith("link__")

    def _read_graphs(self) -> dict[str, str]:
        name = self.join.type("Graph")
        directive = self.join.directive("graph")
        found: dict[str, str] = {}
        for node in self.document.definitions:
            if isinstance(node, EnumTypeDefinitionNode) and node.name.value == name:
                for value in node.values or ():
                    applied = (d for d in value.directives or () if d.name.value == directive)
                    arguments = next(map(arguments_of, applied), {})
                    subgraph = arguments.get("name", value.name.value)
                    self.graphs[value.name.value] = subgraph
                    found[subgraph] = arguments.get("url", "")
        return found

    def _applied(self, node: _Annotated, element: str) -> list[Mapping[str, Any]]:
        name = self.join.directive(element)
        return [arguments_of(directive) for directive in (node.directives or ()) if directive.name.value == name]

    def _read_type(self, node: TypeDefinitionNode) -> TypeDef:
        found = TypeDef(node.name.value, _KINDS[type(node)])
        for arguments in self._applied(node, "type"):
            graph = self.graphs[arguments["graph"]]
            found.graphs.add(graph)
            if arguments.get("isInterfaceObject"):
                found.interface_object_in.add(graph)
            if arguments.get("key"):
                key = Key(parse_field_set(arguments["key"]), arguments.get("resolvable", True))
                found.keys.setdefault(graph, []).append(key)
        if not found.graphs:
            found.graphs = set(self.graphs.values())
        found.access, found.cost = self.annotations.access(node.directives), self.annotations.cost(node.directives)
        found.contexts = self.annotations.contexts(node.directives)
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            self._read_implements(node, found)
            owner = next((self.graphs[item["graph"]] for item in self._applied(node, "owner")), None)
            for child in node.fields or ():
                found.fields[child.name.value] = self._read_field(found, child, owner)
        elif isinstance(node, UnionTypeDefinitionNode):
            self._read_members(node, found)
        elif isinstance(node, EnumTypeDefinitionNode):
            self._read_values(node, found)
        elif isinstance(node, InputObjectTypeDefinitionNode):
            found.inputs = self._read_inputs(node.fields)
        return found

    def _read_implements(self, node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode, found: TypeDef) -> None:
        applied = self._applied(node, "implements")
        for arguments in applied:
            found.implements.setdefault(arguments["interface"], set()).add(self.graphs[arguments["graph"]])
        for item in node.interfaces or ():
            if item.name.value not in found.implements:
                found.implements[item.name.value] = set() if applied else set(found.graphs)

    def _read_members(self, node: UnionTypeDefinitionNode, found: TypeDef) -> None:
        applied = self._applied(node, "unionMember")
        for member in node.types or ():
            name = member.name.value
            graphs = {self.graphs[item["graph"]] for item in applied if item["member"] == name}
            found.members[name] = graphs if applied else set(found.graphs)

    def _read_values(self, node: EnumTypeDefinitionNode, found: TypeDef) -> None:
        for value in node.values or ():
            graphs = {self.graphs[item["graph"]] for item in self._applied(value, "enumValue")}
            found.values[value.name.value] = graphs or set(found.graphs)

    def _read_inputs(self, nodes: Sequence[InputValueDefinitionNode] | None) -> dict[str, InputDef]:
        return {
            node.name.value: InputDef(node.name.value, TypeRef.of(node.type), self.annotations.cost(node.directives))
            for node in nodes or ()
        }

    def _read_field(self, owner_type: TypeDef, node: FieldDefinitionNode, owner: str | None) -> FieldDef:
        ref, text = TypeRef.of(node.type), type_text(node.type)
        applied = self._applied(node, "field")
        joins: dict[str, FieldJoin] = {}
        if not applied:
            for graph in (owner,) if owner else sorted(owner_type.graphs):
                joins[graph] = FieldJoin(graph, ref, text)
        for arguments in applied:
            if arguments.get("graph") is None:
                continue
            graph = self.graphs[arguments["graph"]]
            joins[graph] = self._read_join(graph, arguments, ref, text)
        return FieldDef(
            name=node.name.value,
            type=ref,
            joins=joins,
            arguments=self._read_inputs(node.arguments),
            access=self.annotations.access(node.directives),
            cost=self.annotations.cost(node.directives),
            list_size=self.annotations.list_size(node.directives),
        )

    def _read_join(self, graph: str, arguments: Mapping[str, Any], ref: TypeRef, text: str) -> FieldJoin:
        own = arguments.get("type")
        requires, provides = arguments.get("requires"), arguments.get("provides")
        label = arguments.get("overrideLabel")
        return FieldJoin(
            graph=graph,
            type=TypeRef.of(parse_type(own)) if own else ref,
            type_text=own or text,
            requires=parse_field_set(requires) if requires else (),
            provides=parse_field_set(provides) if provides else (),
            external=bool(arguments.get("external")) or (bool(arguments.get("usedOverridden")) and not label),
            override=arguments.get("override"),
            override_label=label,
            context_arguments=tuple(map(_context_argument, arguments.get("contextArguments") or ())),
        )


def _context_argument(given: Mapping[str, Any]) -> ContextArgument:
    return ContextArgument(given["name"], given["type"], given["context"], parse_field_set(given["selection"]))
