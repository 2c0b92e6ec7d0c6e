"""The API schema: the supergraph without its machinery and without what is inaccessible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    build_ast_schema,
)

from services.gateway.federation.errors import SupergraphError
from services.gateway.federation.supergraph.links import read_links
from services.gateway.federation.supergraph.model import Supergraph, TypeRef
from services.gateway.federation.supergraph.nodes import changed

VISIBLE_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf"})
_Annotated = TypeVar(
    "_Annotated",
    TypeDefinitionNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    EnumValueDefinitionNode,
)


def api_schema(supergraph: Supergraph) -> GraphQLSchema:
    """What clients see, fit for validation and introspection. Raises SupergraphError if it is no valid schema."""
    document = DocumentNode(definitions=tuple(_Filter(supergraph.document).definitions()))
    try:
        # Checking the text again rule by rule costs more than all the rest; names are checked by building.
        return build_ast_schema(document, assume_valid_sdl=True)
    except (GraphQLError, TypeError) as error:
        raise SupergraphError(f"The API schema is not valid: {error}") from error


class _Filter:
    def __init__(self, document: DocumentNode) -> None:
        self.document = document
        links = read_links(document)
        self.namespaces = tuple(f"{link.namespace}__" for link in links)
        self.machinery = {link.namespace for link in links} | {"link", "core"}
        for link in links:
            self.machinery.update(name.lstrip("@") for name in link.imports.values())
        hiding = next((link for link in links if link.name == "inaccessible"), None)
        self.inaccessible = hiding.directive("inaccessible") if hiding else ""
        self.hidden = {
            node.name.value
            for node in document.definitions
            if isinstance(node, TypeDefinitionNode) and self._hides(node.directives)
        }

    def definitions(self) -> list[DefinitionNode]:
        found: list[DefinitionNode] = []
        for node in self.document.definitions:
            if isinstance(node, SchemaDefinitionNode):
                kept = tuple(item for item in node.operation_types if item.type.name.value not in self.hidden)
                found.append(SchemaDefinitionNode(description=node.description, directives=(), operation_types=kept))
            elif isinstance(node, DirectiveDefinitionNode):
                if not self._is_machinery(node.name.value):
                    found.append(node)
            elif isinstance(node, TypeDefinitionNode) and self._is_visible(node.name.value):
                found.append(self._type(node))
        return found

    def _is_visible(self, name: str) -> bool:
        return name not in self.hidden and not name.startswith(self.namespaces)

    def _is_machinery(self, name: str) -> bool:
        return name in self.machinery or name.startswith(self.namespaces)

    def _hides(self, directives: Sequence[ConstDirectiveNode] | None) -> bool:
        return any(item.name.value == self.inaccessible for item in directives or ())

    def _type(self, node: TypeDefinitionNode) -> TypeDefinitionNode:
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            return _seen(
                node,
                fields=tuple(self._field(child) for child in (node.fields or ()) if self._shown(child)),
                interfaces=self._named(node.interfaces),
            )
        if isinstance(node, UnionTypeDefinitionNode):
            return _seen(node, types=self._named(node.types))
        if isinstance(node, EnumTypeDefinitionNode):
            return _seen(node, values=tuple(_seen(v) for v in (node.values or ()) if not self._hides(v.directives)))
        if isinstance(node, InputObjectTypeDefinitionNode):
            return _seen(node, fields=tuple(_seen(f) for f in (node.fields or ()) if self._shown(f)))
        return _seen(node)

    def _field(self, node: FieldDefinitionNode) -> FieldDefinitionNode:
        if not node.arguments:
            return _seen(node)
        return _seen(node, arguments=tuple(_seen(item) for item in node.arguments if self._shown(item)))

    def _shown(self, node: FieldDefinitionNode | InputValueDefinitionNode) -> bool:
        if not self.inaccessible:
            return True
        return not self._hides(node.directives) and TypeRef.of(node.type).name not in self.hidden

    def _named(self, nodes: Sequence[NamedTypeNode] | None) -> tuple[NamedTypeNode, ...]:
        return tuple(node for node in nodes or () if node.name.value not in self.hidden)


def _seen(node: _Annotated, **values: object) -> _Annotated:
    """A node as clients may see it: with other children, and only the directives that are theirs."""
    if not node.directives:
        return changed(node, **values) if values else node
    directives = tuple(item for item in node.directives if item.name.value in VISIBLE_DIRECTIVES)
    return changed(node, **values, directives=directives)
