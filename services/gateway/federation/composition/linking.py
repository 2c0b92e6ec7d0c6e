"""What a subgraph calls the elements of federation."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import DirectiveDefinitionNode, DocumentNode

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import Feature
from services.gateway.federation.supergraph.links import SPECS, Link, read_links

FEDERATION = f"{SPECS}federation"
FEDERATION_1 = ("key", "requires", "provides", "external", "extends", "tag")
# Federation's directives with the version that brought them; one that a subgraph's version lacks is unknown to it.
SINCE = {
    "key": (2, 0),
    "requires": (2, 0),
    "provides": (2, 0),
    "external": (2, 0),
    "extends": (2, 0),
    "shareable": (2, 0),
    "override": (2, 0),
    "inaccessible": (2, 0),
    "tag": (2, 0),
    "composeDirective": (2, 1),
    "interfaceObject": (2, 3),
    "authenticated": (2, 5),
    "requiresScopes": (2, 5),
    "policy": (2, 6),
    "context": (2, 8),
    "fromContext": (2, 8),
    "cost": (2, 9),
    "listSize": (2, 9),
    "cacheTag": (2, 12),
}
TYPES = ("FieldSet", "Scope", "Policy", "ContextFieldValue")
# Linked by themselves, these bring the same directives as federation does.
_SEPARATE = {
    "tag": ("tag",),
    "inaccessible": ("inaccessible",),
    "authenticated": ("authenticated",),
    "requiresScopes": ("requiresScopes",),
    "policy": ("policy",),
    "cost": ("cost", "listSize"),
    "context": ("context", "fromContext"),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a subgraph."""

    federation2: bool
    version: tuple[int, int]
    elements: dict[str, str]  # local name of a directive -> its name in federation
    types: frozenset[str]  # local names of federation's types
    prefixes: tuple[str, ...]  # how the names of machinery begin
    features: list[Feature]


def read_vocabulary(document: DocumentNode, subgraph: str, report: Report) -> Vocabulary:
    """Read a subgraph's links."""
    links = read_links(document)
    federation = next((link for link in links if link.identity == FEDERATION and link.version >= (2, 0)), None)
    elements = dict(zip(FEDERATION_1, FEDERATION_1, strict=True))
    if federation is not None:
        elements = {federation.directive(name): name for name, since in SINCE.items() if since <= federation.version}
    specs = [link for link in links if link.identity == SPECS + link.name]
    for link in specs:
        elements.update((link.directive(name), name) for name in _SEPARATE.get(link.name, ()))
        if link.name == "connect":
            message = f"{link.url} describes data sources that this gateway does not call. Serve the data by GraphQL."
            report.error("UNSUPPORTED_FEATURE", message, "schema", subgraph)
    return Vocabulary(
        federation2=federation is not None,
        version=federation.version if federation else (1, 0),
        elements=elements,
        types=frozenset(link.type(name) for link in specs for name in TYPES),
        prefixes=tuple({f"{name}__" for name in ("link", "core", *(link.namespace for link in specs))}),
        features=[_feature(link, document) for link in links if link not in specs],
    )


def _feature(link: Link, document: DocumentNode) -> Feature:
    """What a subgraph defines of a feature that is none of federation's."""
    imported = {local[1:]: name[1:] for name, local in link.imports.items() if name.startswith("@")}
    directives: dict[str, str] = {}
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode):
            name = node.name.value
            prefix, _, rest = name.partition("__")
            if name in imported:
                directives[name] = imported[name]
            elif name == link.namespace:
                directives[name] = link.name
            elif rest and prefix == link.namespace:
                directives[name] = rest
    return Feature(link.identity, link.version, link.url, directives)
