"""Reading a subgraph's SDL: whatever its directives are called, the same schema comes out."""

from __future__ import annotations

from collections.abc import Sequence

from graphql import (
    ConstDirectiveNode,
    DirectiveDefinitionNode,
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
    TypeDefinitionNode,
    TypeExtensionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.linking import read_vocabulary
from services.gateway.federation.composition.merge_marks import join_marks
from services.gateway.federation.composition.positions import Position
from services.gateway.federation.composition.read_directives import Directives, value_text
from services.gateway.federation.composition.references import check_directives
from services.gateway.federation.composition.subgraph import (
    Marks,
    SubDirective,
    SubField,
    Subgraph,
    SubgraphSchema,
    SubInput,
    SubKey,
    SubType,
    SubValue,
)
from services.gateway.federation.selections import parse_field_set
from services.gateway.federation.supergraph.model import Kind
from services.gateway.federation.supergraph.parsing import parse_sdl

ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
MACHINERY = frozenset({"_Any", "_Entity", "_Service", "_FieldSet", "FieldSet"})
# What a service prints of the specs themselves; the specs say it already.
SPECIFIED = frozenset({"link", "core", "deprecated", "specifiedBy", "oneOf", "skip", "include", "defer", "stream"})
_KINDS: dict[type, Kind] = {
    ObjectTypeDefinitionNode: Kind.OBJECT,
    ObjectTypeExtensionNode: Kind.OBJECT,
    InterfaceTypeDefinitionNode: Kind.INTERFACE,
    InterfaceTypeExtensionNode: Kind.INTERFACE,
    UnionTypeDefinitionNode: Kind.UNION,
    UnionTypeExtensionNode: Kind.UNION,
    EnumTypeDefinitionNode: Kind.ENUM,
    EnumTypeExtensionNode: Kind.ENUM,
    InputObjectTypeDefinitionNode: Kind.INPUT,
    InputObjectTypeExtensionNode: Kind.INPUT,
    ScalarTypeDefinitionNode: Kind.SCALAR,
    ScalarTypeExtensionNode: Kind.SCALAR,
}


def read_subgraph(subgraph: Subgraph, graph_id: str, report: Report) -> SubgraphSchema | None:
    """Read one subgraph; faults go to the report."""
    try:
        document = parse_sdl(subgraph.sdl, subgraph.name)
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
        self.vocabulary = read_vocabulary(document, subgraph.name, report)
        self.directives = Directives(self.vocabulary.elements)
        check_directives(subgraph.name, document, report)
        self.renamed_roots = self._renamed_roots()

    def read(self) -> SubgraphSchema:
        found = SubgraphSchema(
            self.subgraph.name,
            self.subgraph.url,
            self.graph_id,
            self.vocabulary.federation2,
            types={},
            version=self.vocabulary.version,
            features=self.vocabulary.features,
        )
        for node in self.document.definitions:
            if isinstance(node, TypeDefinitionNode | TypeExtensionNode):
                if not self._is_machinery(node.name.value):
                    self._read_type(found.types, node)
            elif isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
                self._read_schema(found, node)
            elif isinstance(node, DirectiveDefinitionNode):
                self._read_definition(found, node)
        self._drop_machinery_fields(found.types)
        found.names = self.directives.names
        return found

    def _error(self, code: str, message: str, coordinate: str) -> None:
        self.report.error(code, message, coordinate, self.subgraph.name)

    def _renamed_roots(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self.document.definitions:
            if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
                for item in node.operation_types or ():
                    found[item.type.name.value] = ROOTS[item.operation.value]
        return {name: root for name, root in found.items() if name != root}

    def _is_machinery(self, name: str) -> bool:
        return name in MACHINERY or name in self.vocabulary.types or name.startswith(self.vocabulary.prefixes)

    @staticmethod
    def _drop_machinery_fields(types: dict[str, SubType]) -> None:
        query = types.get("Query")
        if query:
            query.fields.pop("_entities", None)
            query.fields.pop("_service", None)
            if not query.fields:
                del types["Query"]

    def _read_schema(self, found: SubgraphSchema, node: SchemaDefinitionNode | SchemaExtensionNode) -> None:
        found.marks = join_marks((found.marks, self.directives.marks(node, node.directives)))
        for arguments in self.directives.applied(node.directives, "composeDirective"):
            found.composed.append(str(arguments.get("name") or ""))

    def _read_definition(self, found: SubgraphSchema, node: DirectiveDefinitionNode) -> None:
        name = node.name.value
        if name in SPECIFIED or name in self.vocabulary.elements or self._is_machinery(name):
            return
        found.directives[name] = SubDirective(
            name,
            {item.name.value: self._input(item) for item in node.arguments or ()},
            tuple(item.value for item in node.locations),
            node.repeatable,
            node.description.value if node.description else None,
        )

    def _read_type(self, types: dict[str, SubType], node: TypeDefinitionNode | TypeExtensionNode) -> None:
        name = self.renamed_roots.get(node.name.value, node.name.value)
        kind = _KINDS[type(node)]
        type_ = types.get(name)
        if type_ is None:
            type_ = types[name] = SubType(name, kind, Marks())
        elif type_.kind is not kind:
            self._error("INVALID_GRAPHQL", f"{name} is both {type_.kind.value} and {kind.value}.", name)
            return
        extending = isinstance(node, TypeExtensionNode)
        type_.defined |= not extending
        self._read_type_directives(type_, node.directives, extending)
        type_.marks = join_marks((type_.marks, self.directives.marks(node, node.directives)))
        if kind is Kind.OBJECT or kind is Kind.INTERFACE:
            self._read_output(type_, node)
        elif kind is Kind.INPUT:
            for child in getattr(node, "fields", None) or ():
                type_.inputs[child.name.value] = self._input(child)
        elif kind is Kind.UNION:
            type_.members.update((item.name.value, None) for item in getattr(node, "types", None) or ())
        elif kind is Kind.ENUM:
            for value in getattr(node, "values", None) or ():
                marks = self.directives.marks(value, value.directives)
                type_.values[value.name.value] = SubValue(value.name.value, value, marks)

    def _read_type_directives(
        self, type_: SubType, directives: Sequence[ConstDirectiveNode] | None, extending: bool
    ) -> None:
        for item in directives or ():
            element = self.directives.element(item)
            if element == "key":
                arguments = self.directives.arguments(item)
                self._read_key(type_, arguments.get("fields"), arguments.get("resolvable") is not False, extending)
            elif element == "extends":
                type_.extends = True
            elif element == "interfaceObject":
                type_.interface_object = True
            elif element == "context":
                type_.contexts[str(self.directives.arguments(item).get("name", ""))] = None
            elif item.name.value == "oneOf":
                type_.one_of = True

    def _read_key(self, type_: SubType, fields: object, resolvable: bool, extending: bool) -> None:
        text = _field_set_text(fields)
        try:
            selections = parse_field_set(text)
        except (GraphQLError, ValueError):
            return  # reported with its place where field sets are checked
        type_.keys.append(SubKey(text, selections, resolvable, extending))

    def _read_output(self, type_: SubType, node: TypeDefinitionNode | TypeExtensionNode) -> None:
        type_.interfaces.update((item.name.value, None) for item in getattr(node, "interfaces", None) or ())
        all_shareable = self.directives.has(node.directives, "shareable")
        all_external = self.directives.has(node.directives, "external")
        for child in getattr(node, "fields", None) or ():
            if child.name.value in type_.fields:
                self._error("INVALID_GRAPHQL", f"{type_.name}.{child.name.value} is defined twice.", type_.name)
            item = type_.fields[child.name.value] = self._field(child)
            item.shareable |= all_shareable
            item.external |= all_external

    def _field(self, node: FieldDefinitionNode) -> SubField:
        arguments = {item.name.value: self._input(item) for item in node.arguments or ()}
        marks = self.directives.marks(node, node.directives)
        found = SubField(node.name.value, node, self._type(node.type), arguments, marks)
        for item in node.directives or ():
            element = self.directives.element(item)
            if element == "external":
                found.external = True
            elif element == "shareable":
                found.shareable = True
            elif element == "requires":
                found.requires = _field_set_text(self.directives.arguments(item).get("fields"))
            elif element == "provides":
                found.provides = _field_set_text(self.directives.arguments(item).get("fields"))
            elif element == "override":
                given = self.directives.arguments(item)
                found.override, found.override_label = given.get("from"), given.get("label")
        return found

    def _input(self, node: InputValueDefinitionNode) -> SubInput:
        return SubInput(
            node.name.value,
            node,
            self._type(node.type),
            self.directives.marks(node, node.directives),
            default=value_text(node.default_value) if node.default_value else None,
            from_context=next(
                (str(item.get("field", "")) for item in self.directives.applied(node.directives, "fromContext")), None
            ),
        )

    def _type(self, node: TypeNode) -> TypeNode:
        """A type reference, root types under their usual names."""
        if not self.renamed_roots:
            return node
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
