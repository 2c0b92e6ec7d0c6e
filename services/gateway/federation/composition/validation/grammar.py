"""The rules of GraphQL itself, for one subgraph alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graphql import (
    ASTValidationRule,
    DefinitionNode,
    DirectiveDefinitionNode,
    DirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    ExecutableDefinitionNode,
    FieldDefinitionNode,
    GraphQLError,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ParallelVisitor,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    build_ast_schema,
    parse,
    validate_schema,
    visit,
)
from graphql.language.ast import QUERY_DOCUMENT_KEYS
from graphql.validation import (
    KnownDirectivesRule,
    KnownTypeNamesRule,
    PossibleTypeExtensionsRule,
    SDLValidationContext,
)
from graphql.validation.specified_rules import specified_sdl_rules

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.positions import children, renamed_roots
from services.gateway.federation.composition.validation.definitions import link_definitions, local_definitions
from services.gateway.federation.composition.validation.documents import Document
from services.gateway.federation.composition.validation.values import misfit
from services.gateway.federation.supergraph.nodes import changed

CODE = "INVALID_GRAPHQL"
_NAMED = re.compile(r"'(@?\w+(?:\.\w+(?:\(\w+:\))?)?)'")
_NO_QUERY = "Query root type must be provided."
_BUILT_IN = """
directive @deprecated(reason: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @specifiedBy(url: String!) on SCALAR
"""
_DEFINITION_OF: dict[type[TypeExtensionNode], type[TypeDefinitionNode]] = {
    ObjectTypeExtensionNode: ObjectTypeDefinitionNode,
    InterfaceTypeExtensionNode: InterfaceTypeDefinitionNode,
    UnionTypeExtensionNode: UnionTypeDefinitionNode,
    EnumTypeExtensionNode: EnumTypeDefinitionNode,
    InputObjectTypeExtensionNode: InputObjectTypeDefinitionNode,
    ScalarTypeExtensionNode: ScalarTypeDefinitionNode,
}
_OF_NAMES = re.compile("^Unique(OperationTypes|TypeNames|EnumValue|FieldDefinition|ArgumentDefinition|DirectiveNames)")
_built_in = [
    item for item in parse(_BUILT_IN, no_location=True).definitions if isinstance(item, DirectiveDefinitionNode)
]


class _PlacesOfDirectivesRule(KnownDirectivesRule):
    """Where directives may stand. Unknown ones are reported by `references`, which knows how to mend them."""

    def enter_directive(self, node: DirectiveNode, *rest: Any) -> None:
        if node.name.value in self.locations_map:
            super().enter_directive(node, *rest)


_OWN = (KnownTypeNamesRule, KnownDirectivesRule, PossibleTypeExtensionsRule)
# Rules that look at definitions and what stands directly in them, and those that look at directives and values.
_OF_DEFINITIONS: list[type[ASTValidationRule]] = [
    item
    for item in specified_sdl_rules
    if item.__name__ == "LoneSchemaDefinitionRule" or _OF_NAMES.search(item.__name__)
]
_OF_DIRECTIVES: list[type[ASTValidationRule]] = [
    _PlacesOfDirectivesRule,
    *(item for item in specified_sdl_rules if item not in (*_OWN, *_OF_DEFINITIONS)),
]
_NO_CHILDREN: dict[str, tuple[str, ...]] = {"document": ("definitions",)}
# Names and types, most of a schema, are nothing to these rules.
_CHILDREN = {
    kind: tuple(key for key in keys if key not in ("name", "type", "types", "interfaces", "description", "locations"))
    for kind, keys in QUERY_DOCUMENT_KEYS.items()
}


def check_grammar(document: Document, report: Report) -> None:
    """Report what GraphQL itself forbids. That every type is defined must have been looked at before."""
    before = len(report.errors)
    kept: list[DefinitionNode] = []
    for node in document.node.definitions:
        if isinstance(node, ExecutableDefinitionNode):
            report.error(CODE, "A schema cannot hold operations or fragments.", "", document.name, at=[node])
        else:
            kept.append(node)
    lacking = _lacking(document)
    for fault in _faults(DocumentNode(definitions=(*kept, *lacking.values()))):
        _report(document, fault, report)
    _check_defaults(document, report)
    _check_arguments(
        document, {**{item.name.value: item for item in _built_in}, **lacking, **document.directives}, report
    )
    if len(report.errors) == before:
        _check_schema(document, kept, report)


def _faults(document: DocumentNode) -> list[GraphQLError]:
    """What the rules say, each shown only what it looks at."""
    found: list[GraphQLError] = []
    context = SDLValidationContext(document, None, found.append)
    visit(document, ParallelVisitor([rule(context) for rule in _OF_DEFINITIONS]), _NO_CHILDREN)
    speaking = DocumentNode(definitions=tuple(map(_speaking, document.definitions)))
    visit(speaking, ParallelVisitor([rule(context) for rule in _OF_DIRECTIVES]), _CHILDREN)
    return found


def _speaking(node: DefinitionNode) -> DefinitionNode:
    """A definition with only those fields that have directives or defaults, on them or on their arguments."""
    fields = getattr(node, "fields", None)
    if not fields or all(map(_speaks, fields)):
        return node
    return changed(node, fields=tuple(filter(_speaks, fields)))


def _speaks(node: FieldDefinitionNode | InputValueDefinitionNode) -> bool:
    if node.directives or getattr(node, "default_value", None):
        return True
    return any(map(_speaks, getattr(node, "arguments", None) or ()))


def _lacking(document: Document) -> dict[str, DirectiveDefinitionNode]:
    """Federation's directives that the document uses without defining them."""
    found = {**link_definitions(), **dict(local_definitions(document.federation))}
    return {name: node for name, node in found.items() if name not in document.directives}


def _report(document: Document, fault: GraphQLError, report: Report) -> None:
    nodes = list(fault.nodes or ())
    coordinate = report.sources.enclosing(document.name, nodes[0]) if nodes else ""
    if not coordinate and (named := _NAMED.search(fault.message)):
        coordinate = named[1]  # names are read without their places
    report.error(CODE, fault.message, coordinate, document.name, at=nodes)


def _check_defaults(document: Document, report: Report) -> None:
    for coordinate, node in _inputs(document):
        text = misfit(node.default_value, node.type, document.schema.types) if node.default_value else None
        if text:
            message = f"The default of {coordinate} does not fit: {text}."
            report.error(CODE, message, coordinate, document.name, at=[node])


def _inputs(document: Document) -> Iterator[tuple[str, InputValueDefinitionNode]]:
    renamed = renamed_roots(document.node)
    for node in document.node.definitions:
        if isinstance(node, DirectiveDefinitionNode):
            yield from ((f"@{node.name.value}({item.name.value}:)", item) for item in node.arguments or ())
        elif isinstance(node, TypeDefinitionNode | TypeExtensionNode):
            for child in children(node):
                coordinate = f"{renamed.get(node.name.value, node.name.value)}.{child.name.value}"
                if isinstance(child, InputValueDefinitionNode):
                    yield coordinate, child
                for item in getattr(child, "arguments", None) or ():
                    yield f"{coordinate}({item.name.value}:)", item


def _check_arguments(document: Document, definitions: dict[str, DirectiveDefinitionNode], report: Report) -> None:
    wanted = {
        name: {item.name.value: item.type for item in definition.arguments or ()}
        for name, definition in definitions.items()
    }
    for item in document.applications:
        for name, value in item.arguments.items():
            type_ = wanted.get(item.name, {}).get(name)
            text = misfit(value, type_, document.schema.types) if type_ else None
            if text:
                message = f"@{item.name}({name}:) on {item.coordinate} does not fit: {text}."
                report.error(CODE, message, item.coordinate, document.name, at=[item.node])


def _check_schema(document: Document, nodes: list[DefinitionNode], report: Report) -> None:
    """Interfaces kept, unions and inputs sound, no reserved names."""
    defined = {node.name.value for node in nodes if isinstance(node, TypeDefinitionNode)}
    kept: list[DefinitionNode] = []
    for node in nodes:
        if isinstance(node, TypeExtensionNode) and node.name.value not in defined:
            defined.add(node.name.value)
            kept.append(_defining(node))
        elif isinstance(node, TypeDefinitionNode | TypeExtensionNode | SchemaDefinitionNode):
            kept.append(node)
    try:
        schema = build_ast_schema(DocumentNode(definitions=tuple(kept)), assume_valid_sdl=True)
    except TypeError as error:  # of the specifications' own types, which nobody looks into before
        report.error(CODE, str(error), "", document.name)
        return
    for fault in validate_schema(schema):
        if fault.message != _NO_QUERY:
            _report(document, fault, report)


def _defining(node: TypeExtensionNode) -> TypeDefinitionNode:
    """A definition of a type that the subgraph only extends."""
    return _DEFINITION_OF[type(node)](**{key: getattr(node, key) for key in node.keys if hasattr(node, key)})
