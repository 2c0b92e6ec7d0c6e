"""The rules of ``@link``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    ConstDirectiveNode,
    ConstValueNode,
    EnumValueNode,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    print_ast,
)

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.validation.definitions import NEWEST, OLDEST, specification
from services.gateway.federation.composition.validation.documents import FEDERATION, Document, arguments
from services.gateway.federation.supergraph.links import SPECS, split_url

USAGE = "INVALID_LINK_DIRECTIVE_USAGE"
_VERSION = re.compile(r"v\d+\.\d+")
# Linked by themselves, these bring what federation has only since a version.
_SINCE = {"authenticated": (2, 5), "requiresScopes": (2, 5), "policy": (2, 6), "context": (2, 8), "cost": (2, 9)}
_PURPOSES = ("SECURITY", "EXECUTION")
_NAME = re.compile(r"[A-Za-z](?!.*__)\w*(?<!_)")


def check_links(document: Document, report: Report) -> None:
    """Report links that name no version or an unknown one, import what is not there, or collide."""
    _Checker(document, report).run()


class _Checker:
    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report
        self.identities: set[str] = set()
        self.namespaces: dict[str, str] = {}
        self.imported: dict[str, str] = {}

    def run(self) -> None:
        for node in self.document.link_nodes():
            given = arguments(node)
            url, purpose = given.get("url"), given.get("for")
            if purpose is not None and not (isinstance(purpose, EnumValueNode) and purpose.value in _PURPOSES):
                self._error("INVALID_GRAPHQL", f"{print_ast(purpose)} is no purpose of a link.", node)
            if isinstance(url, StringValueNode):
                self._check(node, url.value, given.get("as"), given.get("import"))

    def _check(
        self, node: ConstDirectiveNode, url: str, renamed: ConstValueNode | None, imports: ConstValueNode | None
    ) -> None:
        if "://" in url and not _VERSION.fullmatch(url.rstrip("/").rpartition("/")[2]):
            message = f'The link "{url}" ends with no version. Add one, like "/v1.0".'
            self._error("INVALID_LINK_IDENTIFIER", message, node)
            return
        identity, name, version = split_url(url)
        elements = self._elements(node, identity, version)
        federation = self.document.federation
        if identity == f"{SPECS}{name}" and federation and federation.version < _SINCE.get(name, OLDEST):
            message = (
                f"{name} is linked by itself, which federation has since {_text(_SINCE[name])}: the schema is read "
                f"as of that version, not {_text(federation.version)}."
            )
            code = "IMPLICITLY_UPGRADED_FEDERATION_VERSION"
            self.report.hint(code, message, "schema", self.document.name, at=[node])
        self._check_namespace(node, identity, renamed.value if isinstance(renamed, StringValueNode) else name)
        for element, local in self._imports(node, imports):
            if elements is not None and element not in elements:
                self._error(
                    USAGE, f"{name} v{_text(version)} has no {element} to import.{_meant(element, elements)}", node
                )
            if self.imported.setdefault(local, identity) != identity:
                message = (
                    f'{local} is imported from "{self.imported[local]}" and from "{identity}". Rename one with "as".'
                )
                self._error(USAGE, message, node)

    def _elements(self, node: ConstDirectiveNode, identity: str, version: tuple[int, int]) -> frozenset[str] | None:
        """What a specification has, if it is known."""
        if identity == f"{SPECS}link" and version != (1, 0):
            self._error("UNKNOWN_LINK_VERSION", f"There is no version {_text(version)} of link. Use v1.0.", node)
        if identity != f"{SPECS}{FEDERATION}":
            return None
        if OLDEST <= version <= NEWEST:
            return specification(version).elements
        message = f"This composer knows federation {_text(OLDEST)} to {_text(NEWEST)}, not {_text(version)}."
        self._error("UNKNOWN_FEDERATION_LINK_VERSION", message, node)
        return None

    def _check_namespace(self, node: ConstDirectiveNode, identity: str, namespace: str) -> None:
        if identity in self.identities:
            self._error(USAGE, f'"{identity}" is linked twice. Keep one link.', node)
            return
        self.identities.add(identity)
        if not _NAME.fullmatch(namespace):
            message = f'"{identity}" cannot be called "{namespace}": give it a GraphQL name without "__" with "as".'
            self._error(USAGE, message, node)
        elif self.namespaces.setdefault(namespace, identity) != identity:
            message = (
                f'"{identity}" and "{self.namespaces[namespace]}" are both called "{namespace}". Rename one with "as".'
            )
            self._error(USAGE, message, node)

    def _imports(self, node: ConstDirectiveNode, value: ConstValueNode | None) -> Iterator[tuple[str, str]]:
        for item in value.values if isinstance(value, ListValueNode) else ():
            if isinstance(item, StringValueNode):
                yield item.value, item.value
                continue
            found = _renaming(item)
            if found is None:
                message = f'{print_ast(item)} is no import. Write "name" or {{name: "name", as: "other"}}.'
                self._error(USAGE, message, node)
            elif found[0].startswith("@") != found[1].startswith("@"):
                message = f"{found[0]} cannot be called {found[1]}: directives have an @, types have none."
                self._error(USAGE, message, node)
            else:
                yield found

    def _error(self, code: str, message: str, node: ConstDirectiveNode) -> None:
        self.report.error(code, message, "schema", self.document.name, at=[node])


def _renaming(node: ConstValueNode) -> tuple[str, str] | None:
    if not isinstance(node, ObjectValueNode):
        return None
    parts = {item.name.value: item.value.value for item in node.fields if isinstance(item.value, StringValueNode)}
    if len(parts) != len(node.fields) or not {"name"} <= set(parts) <= {"name", "as"}:
        return None
    return parts["name"], parts.get("as", parts["name"])


def _text(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _meant(element: str, elements: frozenset[str]) -> str:
    other = f"@{element}"
    return f' Did you mean "{other}"?' if other in elements else ""
