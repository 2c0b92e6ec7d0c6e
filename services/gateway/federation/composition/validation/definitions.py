"""What the federation specification defines, and since which version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graphql import DirectiveDefinitionNode, NameNode, parse

from services.gateway.federation.supergraph.links import Link

OLDEST, NEWEST = (2, 0), (2, 14)
_OUTPUTS = "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | SCALAR | ENUM | ENUM_VALUE"
_INPUTS = "ARGUMENT_DEFINITION | INPUT_OBJECT | INPUT_FIELD_DEFINITION"
_PROTECTED = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"

# Each with the version that brought it. A later line of the same name replaces an earlier one.
_DIRECTIVES: list[tuple[tuple[int, int], str]] = [
    ((2, 0), "@key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE"),
    ((2, 0), "@requires(fields: FieldSet!) on FIELD_DEFINITION"),
    ((2, 0), "@provides(fields: FieldSet!) on FIELD_DEFINITION"),
    ((2, 0), "@external(reason: String) on OBJECT | FIELD_DEFINITION"),
    ((2, 0), "@extends on OBJECT | INTERFACE"),
    ((2, 0), "@shareable on OBJECT | FIELD_DEFINITION"),
    ((2, 2), "@shareable repeatable on OBJECT | FIELD_DEFINITION"),
    ((2, 0), "@override(from: String!) on FIELD_DEFINITION"),
    ((2, 7), "@override(from: String!, label: String) on FIELD_DEFINITION"),
    ((2, 0), f"@inaccessible on {_OUTPUTS} | {_INPUTS}"),
    ((2, 0), f"@tag(name: String!) repeatable on {_OUTPUTS} | {_INPUTS}"),
    ((2, 3), f"@tag(name: String!) repeatable on {_OUTPUTS} | {_INPUTS} | SCHEMA"),
    ((2, 1), "@composeDirective(name: String) repeatable on SCHEMA"),
    ((2, 3), "@interfaceObject on OBJECT"),
    ((2, 5), f"@authenticated on {_PROTECTED}"),
    ((2, 5), f"@requiresScopes(scopes: [[Scope!]!]!) on {_PROTECTED}"),
    ((2, 6), f"@policy(policies: [[Policy!]!]!) on {_PROTECTED}"),
    ((2, 8), "@context(name: String!) repeatable on OBJECT | INTERFACE | UNION"),
    ((2, 8), "@fromContext(field: ContextFieldValue) on ARGUMENT_DEFINITION"),
    (
        (2, 9),
        "@cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT "
        "| SCALAR",
    ),
    (
        (2, 9),
        "@listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], "
        "requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
    ),
    ((2, 12), "@cacheTag(format: String!) repeatable on OBJECT | FIELD_DEFINITION"),
]
_TYPES = {"FieldSet": (2, 0), "Scope": (2, 5), "Policy": (2, 6), "ContextFieldValue": (2, 8)}
_FEDERATION_1 = """
directive @key(fields: _FieldSet!) repeatable on OBJECT | INTERFACE
directive @requires(fields: _FieldSet!) on FIELD_DEFINITION
directive @provides(fields: _FieldSet!) on FIELD_DEFINITION
directive @external(reason: String) on OBJECT | FIELD_DEFINITION
directive @extends on OBJECT | INTERFACE
"""
_LINK = """
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @core(feature: String, as: String, for: link__Purpose) repeatable on SCHEMA
"""


@dataclass(frozen=True, slots=True)
class Specification:
    """Federation at one version."""

    directives: dict[str, DirectiveDefinitionNode]
    types: frozenset[str]

    @property
    def elements(self) -> frozenset[str]:
        """What can be imported."""
        return self.types | {f"@{name}" for name in self.directives}


@cache
def specification(version: tuple[int, int]) -> Specification:
    """Federation at a version; version 1 for what links none."""
    if version < OLDEST:
        tag = f"directive @tag(name: String!) repeatable on {_OUTPUTS} | {_INPUTS}"
        return Specification(_parsed(_FEDERATION_1 + tag), frozenset({"_FieldSet"}))
    lines = (f"directive {text}" for since, text in _DIRECTIVES if since <= version)
    return Specification(
        _parsed("\n".join(lines)), frozenset(name for name, since in _TYPES.items() if since <= version)
    )


@cache
def link_definitions() -> dict[str, DirectiveDefinitionNode]:
    """The directives that bring in features."""
    return _parsed(_LINK)


def local_definitions(link: Link | None) -> Iterator[tuple[str, DirectiveDefinitionNode]]:
    """Federation's directives by the names they have in a subgraph."""
    found = specification(link.version if link else (1, 0)).directives
    for name, node in found.items():
        local = link.directive(name) if link else name
        yield local, _renamed(node, local)


def _parsed(text: str) -> dict[str, DirectiveDefinitionNode]:
    nodes = parse(text, no_location=True).definitions
    return {node.name.value: node for node in nodes if isinstance(node, DirectiveDefinitionNode)}


def _renamed(node: DirectiveDefinitionNode, name: str) -> DirectiveDefinitionNode:
    return DirectiveDefinitionNode(
        name=NameNode(value=name), arguments=node.arguments, repeatable=node.repeatable, locations=node.locations
    )
