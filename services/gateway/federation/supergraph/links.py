"""The ``@link`` table of a schema: which name a spec's element goes by here."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    EnumValueNode,
    ListValueNode,
    ObjectValueNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    StringValueNode,
)

SPECS = "https://specs.apollo.dev/"


@dataclass(frozen=True, slots=True)
class Link:
    """One linked feature."""

    url: str
    identity: str  # the URL without its version
    name: str  # the last part of the identity: federation, join, tag
    version: tuple[int, int]
    namespace: str
    purpose: str | None = None
    imports: dict[str, str] = field(default_factory=dict)  # "@key" -> "@key" or its new name

    def directive(self, element: str) -> str:
        """The local name of the feature's directive, without the ``@``."""
        imported = self.imports.get(f"@{element}")
        if imported:
            return imported[1:]
        return self.namespace if element == self.name else f"{self.namespace}__{element}"

    def type(self, element: str) -> str:
        """The local name of the feature's type."""
        return self.imports.get(element) or f"{self.namespace}__{element}"


def read_links(document: DocumentNode) -> list[Link]:
    """Every feature the schema links, in order; Federation 1's ``@core`` counts."""
    applied = [
        directive
        for definition in document.definitions
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode)
        for directive in definition.directives or ()
    ]
    found = [(directive.name.value, link) for directive in applied if (link := _link(directive)) is not None]
    # The directive that links says by linking itself what it is called.
    names = {"link", "core", *(name for name, link in found if _is_itself(name, link))}
    return [link for name, link in found if name in names]


def _is_itself(name: str, link: Link) -> bool:
    return link.identity in (f"{SPECS}link", f"{SPECS}core") and link.directive(link.name) == name


def _link(directive: ConstDirectiveNode) -> Link | None:
    arguments = {argument.name.value: argument.value for argument in directive.arguments or ()}
    url = arguments.get("url") or arguments.get("feature")
    if not isinstance(url, StringValueNode):
        return None
    identity, name, version = split_url(url.value)
    renamed, purpose = arguments.get("as"), arguments.get("for")
    return Link(
        url=url.value,
        identity=identity,
        name=name,
        version=version,
        namespace=renamed.value if isinstance(renamed, StringValueNode) else name,
        purpose=purpose.value if isinstance(purpose, EnumValueNode) else None,
        imports=_imports(arguments.get("import")),
    )


def split_url(url: str) -> tuple[str, str, tuple[int, int]]:
    """Identity, name and version of a feature's URL."""
    parts = url.rstrip("/").split("/")
    last = parts[-1]
    if last[:1] == "v" and last[1:].replace(".", "", 1).isdigit():
        major, _, minor = last[1:].partition(".")
        return "/".join(parts[:-1]), parts[-2], (int(major), int(minor or 0))
    return "/".join(parts), last, (0, 0)


def _imports(node: object) -> dict[str, str]:
    found: dict[str, str] = {}
    if not isinstance(node, ListValueNode):
        return found
    for item in node.values:
        if isinstance(item, StringValueNode):
            found[item.value] = item.value
        elif isinstance(item, ObjectValueNode):
            parts = {f.name.value: f.value.value for f in item.fields if isinstance(f.value, StringValueNode)}
            if "name" in parts:
                found[parts["name"]] = parts.get("as", parts["name"])
    return found
