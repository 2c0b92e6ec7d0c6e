"""Reading a subgraph's SDL: whatever its directives are called, the same schema comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    FieldDefinitionNode,
    GraphQLError,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ListTypeNode,
    NamedTypeNode,
    NameNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    Source,
    StringValueNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    parse,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.positions import Position
from services.gateway.federation.composition.references import check_directives
from services.gateway.federation.composition.subgraph import (
    Marks,
    SubField,
    Subgraph,
    SubgraphSchema,
    SubInput,
    SubKey,
    SubType,
    SubValue,
)
from services.gateway.federation.selections import parse_field_set
from services.gateway.federation.supergraph.annotations import arguments_of
from services.gateway.federation.supergraph.links import Link, read_links
from services.gateway.federation.supergraph.model import Kind

ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
MACHINERY = frozenset({"_Any", "_Entity", "_Service", "_FieldSet", "FieldSet"})
UNENFORCED = ("authenticated", "requiresScopes", "policy", "fromContext")
_KINDS: list[tuple[tuple[type, type], Kind]] = [
    ((ObjectTypeDefinitionNode, ObjectTypeExtensionNode), Kind.OBJECT),
    ((InterfaceTypeDefinitionNode, InterfaceTypeExtensionNode), Kind.INTERFACE),
    ((UnionTypeDefinitionNode, UnionTypeExtensionNode), Kind.UNION),
    ((EnumTypeDefinitionNode, EnumTypeExtensionNode), Kind.ENUM),
    ((InputObjectTypeDefinitionNode, InputObjectTypeExtensionNode), Kind.INPUT),
    ((ScalarTypeDefinitionNode, ScalarTypeExtensionNode), Kind.SCALAR),
]
_Directives = Sequence[ConstDirectiveNode] | None


def read_subgraph(subgraph: Subgraph, graph_id: str, report: Report) -> SubgraphSchema | None:
    """Read one subgraph; faults go to the report."""
    try:
        document = parse(Source(subgraph.sdl, subgraph.name))
    except GraphQLError as error:
        message = f"The SDL is not GraphQL: {error.message}"
        places = [Position(subgraph.name, item.line, item.column) for item in error.locations or ()]
        report.error("INVALID_GRAPHQL", message, "", subgraph.name, at=places)
        return None
    report.sources.add(subgraph.name, document)
    return _Reader(subgraph, graph_id, document, report).read()


class _Reader:
    def __init__(self, subgraph: Subgraph, graph_id: str, document: DocumentNode, report: Report) -> None:
        self.subgraph, self.graph_id, self.document, self.report = subgraph, graph_id, document, report
        links = read_links(document)
        federation = next((link for link in links if link.name == "federation" and link.version >= (2, 0)), None)
        self.federation2 = federation is not None
        check_directives(subgraph.name, document, federation, report)
        self.link = federation or Link("", "", "federation", (1, 0), "federation", imports={})
        self.renamed_roots = self._renamed_roots()

    def read(self) -> SubgraphSchema:
        types: dict[str, SubType] = {}
        defined: set[str] = set()
        for node in self.document.definitions:
            if not isinstance(node, TypeDefinitionNode | TypeExtensionNode) or self._is_machinery(node.name.value):
                continue
            name = self.renamed_roots.get(node.name.value, node.name.value)
            kind = next(kind for nodes, kind in _KINDS if isinstance(node, nodes))
            type_ = types.setdefault(name, SubType(name, kind, Marks()))
            if type_.kind is not kind:
                self._error("INVALID_GRAPHQL", f"{name} is both {type_.kind.value} and {kind.value}.", name)
                continue
            if isinstance(node, TypeDefinitionNode) and not self._has(node.directives, "extends"):
                defined.add(name)
            self._read_type(type_, node)
        for name, type_ in types.items():
            type_.extension = name not in defined
        self._drop_machinery_fields(types)
        return SubgraphSchema(self.subgraph.name, self.subgraph.url, self.graph_id, self.federation2, types)

    def _error(self, code: str, message: str, coordinate: str) -> None:
        self.report.error(code, message, coordinate, self.subgraph.name)

    def _renamed_roots(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self.document.definitions:
            if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
                for item in node.operation_types or ():
                    found[item.type.name.value] = ROOTS[item.operation.value]
        return found

    def _is_machinery(self, name: str) -> bool:
        return name in MACHINERY or name.startswith((f"{self.link.namespace}__", "link__", "core__"))

    def _drop_machinery_fields(self, types: dict[str, SubType]) -> None:
        query = types.get("Query")
        if query:
            query.fields.pop("_entities", None)
            query.fields.pop("_service", None)
            if not query.fields:
                del types["Query"]

    def _name(self, element: str) -> frozenset[str]:
        """The names a federation directive may go by in this document."""
        if not self.federation2:
            return frozenset({element})
        names = {self.link.directive(element)}
        if element in ("tag", "inaccessible") or f"@{element}" in self.link.imports:
            return frozenset(names)
        return frozenset({*names, f"{self.link.namespace}__{element}"})

    def _applied(self, directives: _Directives, element: str) -> list[Mapping[str, Any]]:
        names = self._name(element)
        return [arguments_of(item) for item in directives or () if item.name.value in names]

    def _has(self, directives: _Directives, element: str) -> bool:
        return bool(self._applied(directives, element))

    def _marks(self, directives: _Directives, description: StringValueNode | None, coordinate: str) -> Marks:
        for element in UNENFORCED:
            if self.federation2 and self._has(directives, element):
                self._error(
                    "UNSUPPORTED_FEATURE",
                    f"{coordinate} uses @{element}, which this gateway does not enforce. Enforce it in the service.",
                    coordinate,
                )
        deprecated = next((d for d in directives or () if d.name.value == "deprecated"), None)
        return Marks(
            description=description.value if description else None,
            inaccessible=self._has(directives, "inaccessible"),
            tags=tuple(str(item.get("name", "")) for item in self._applied(directives, "tag")),
            deprecated=arguments_of(deprecated).get("reason", "No longer supported") if deprecated else None,
        )

    def _read_type(self, type_: SubType, node: TypeDefinitionNode | TypeExtensionNode) -> None:
        marks = self._marks(node.directives, getattr(node, "description", None), type_.name)
        type_.marks = _joined_marks(type_.marks, marks)
        for arguments in self._applied(node.directives, "key"):
            self._read_key(type_, arguments)
        type_.interface_object |= self._has(node.directives, "interfaceObject")
        type_.one_of |= any(item.name.value == "oneOf" for item in node.directives or ())
        for item in node.directives or ():
            if item.name.value == "specifiedBy":
                type_.specified_by = str(arguments_of(item).get("url", ""))
        if type_.kind in (Kind.OBJECT, Kind.INTERFACE):
            self._read_output(type_, node)
        elif type_.kind is Kind.INPUT:
            for child in getattr(node, "fields", None) or ():
                type_.inputs[child.name.value] = self._input(child, f"{type_.name}.{child.name.value}")
        elif type_.kind is Kind.UNION:
            type_.members.update((item.name.value, None) for item in getattr(node, "types", None) or ())
        elif type_.kind is Kind.ENUM:
            for value in getattr(node, "values", None) or ():
                value_marks = self._marks(value.directives, value.description, f"{type_.name}.{value.name.value}")
                type_.values[value.name.value] = SubValue(value.name.value, value, value_marks)

    def _read_key(self, type_: SubType, arguments: Mapping[str, Any]) -> None:
        text = _field_set_text(arguments.get("fields"))
        try:
            selections = parse_field_set(text)
        except (GraphQLError, ValueError):
            self._error("KEY_INVALID_FIELDS", f'@key(fields: "{text}") on {type_.name} is no field set.', type_.name)
            return
        type_.keys.append(SubKey(text, selections, arguments.get("resolvable", True) is not False))

    def _read_output(self, type_: SubType, node: TypeDefinitionNode | TypeExtensionNode) -> None:
        type_.interfaces.update((item.name.value, None) for item in getattr(node, "interfaces", None) or ())
        all_shareable = self._has(node.directives, "shareable")
        all_external = self._has(node.directives, "external")
        for child in getattr(node, "fields", None) or ():
            if child.name.value in type_.fields:
                self._error("INVALID_GRAPHQL", f"{type_.name}.{child.name.value} is defined twice.", type_.name)
            item = type_.fields[child.name.value] = self._field(type_.name, child)
            item.shareable |= all_shareable
            item.external |= all_external

    def _field(self, type_name: str, node: FieldDefinitionNode) -> SubField:
        coordinate = f"{type_name}.{node.name.value}"
        override = next(iter(self._applied(node.directives, "override")), {})
        return SubField(
            name=node.name.value,
            node=node,
            type=self._type(node.type),
            arguments={
                item.name.value: self._input(item, f"{coordinate}({item.name.value}:)") for item in node.arguments or ()
            },
            marks=self._marks(node.directives, node.description, coordinate),
            external=self._has(node.directives, "external"),
            shareable=self._has(node.directives, "shareable"),
            requires=self._field_set(node.directives, "requires"),
            provides=self._field_set(node.directives, "provides"),
            override=override.get("from"),
            override_label=override.get("label"),
        )

    def _field_set(self, directives: _Directives, element: str) -> str | None:
        return next((_field_set_text(item.get("fields")) for item in self._applied(directives, element)), None)

    def _input(self, node: InputValueDefinitionNode, coordinate: str) -> SubInput:
        return SubInput(
            node.name.value, node, self._type(node.type), self._marks(node.directives, node.description, coordinate)
        )

    def _type(self, node: TypeNode) -> TypeNode:
        """A type reference, root types under their usual names."""
        if isinstance(node, NamedTypeNode):
            name = self.renamed_roots.get(node.name.value)
            return NamedTypeNode(name=NameNode(value=name)) if name else node
        if isinstance(node, ListTypeNode):
            return ListTypeNode(type=self._type(node.type))
        assert isinstance(node, NonNullTypeNode)
        inner = self._type(node.type)
        assert isinstance(inner, NamedTypeNode | ListTypeNode)
        return NonNullTypeNode(type=inner)


def _field_set_text(value: object) -> str:
    """A field set's text; Federation 1 schemas may write a list."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _joined_marks(one: Marks, other: Marks) -> Marks:
    return Marks(
        one.description or other.description,
        one.inaccessible or other.inaccessible,
        _unique(one.tags, other.tags),
        one.deprecated or other.deprecated,
    )


def _unique(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def join_marks(marks: Iterable[Marks]) -> Marks:
    """What several subgraphs say of one element, together: the first description, any hiding, all tags."""
    found = Marks()
    for item in marks:
        found = _joined_marks(found, item)
    return found
