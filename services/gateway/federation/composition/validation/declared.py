"""Definitions of federation's own elements in a subgraph must be what the specification says."""

from __future__ import annotations

from graphql import DirectiveDefinitionNode, NonNullTypeNode, TypeDefinitionNode, TypeNode, print_ast

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.validation.definitions import (
    link_definitions,
    local_definitions,
    specification,
)
from services.gateway.federation.composition.validation.documents import Document
from services.gateway.federation.supergraph.model import TypeRef

_SCALARS = frozenset({"_Any", "_FieldSet", "FieldSet", "link__Import"})


def check_declared(document: Document, report: Report) -> None:
    """Report directives and types that bear federation's names but are defined otherwise."""
    wanted = {**link_definitions(), **dict(local_definitions(document.federation))}
    for name, node in document.directives.items():
        if name in wanted:
            text = _difference(node, wanted[name])
            if text:
                message = f"@{name} is defined otherwise than federation does: {text}. Remove the definition."
                report.error("DIRECTIVE_DEFINITION_INVALID", message, f"@{name}", document.name, at=[node])
    scalars = set(_SCALARS)
    if document.federation:
        link = document.federation
        scalars.update(link.type(item) for item in specification(link.version).types)
    for definition in document.node.definitions:
        name = definition.name.value if isinstance(definition, TypeDefinitionNode) else ""
        if name in scalars and definition.kind != "scalar_type_definition":
            message = f"{name} is federation's scalar and cannot be anything else. Remove or rename it."
            report.error("TYPE_DEFINITION_INVALID", message, name, document.name, at=[definition])


def _difference(node: DirectiveDefinitionNode, wanted: DirectiveDefinitionNode) -> str:
    """How a definition differs from the specification; what it lacks of optional things does not count."""
    places = {item.value for item in node.locations} - {item.value for item in wanted.locations}
    if places:
        return f"it may not stand on {', '.join(sorted(places))}"
    if node.repeatable and not wanted.repeatable:
        return "it may not be repeated"
    given = {item.name.value: item for item in node.arguments or ()}
    known = {item.name.value: item for item in wanted.arguments or ()}
    for name, item in known.items():
        if name not in given:
            if isinstance(item.type, NonNullTypeNode):
                return f"it lacks the argument {name}"
        elif not _same(given[name].type, item.type):
            return f"its argument {name} is {print_ast(given[name].type)}, not {print_ast(item.type)}"
    unknown = sorted(set(given) - set(known))
    return f"it has no argument {unknown[0]}" if unknown else ""


def _same(given: TypeNode, wanted: TypeNode) -> bool:
    """Equal but for what strings are called, and for being required."""
    if _nullable(print_ast(given)) == _nullable(print_ast(wanted)):
        return True
    one, other = TypeRef.of(given), TypeRef.of(wanted)
    return _is_text(one.name) and _is_text(other.name) and _shape(given) == _shape(wanted)


def _is_text(name: str) -> bool:
    """Whether a type is a string by whatever name."""
    short = name.rpartition("__")[2].lstrip("_")
    return short in ("String", "FieldSet", "Scope", "Policy", "ContextFieldValue", "Import")


def _shape(node: TypeNode) -> int:
    return print_ast(node).count("[")


def _nullable(text: str) -> str:
    return text.replace("!", "")
