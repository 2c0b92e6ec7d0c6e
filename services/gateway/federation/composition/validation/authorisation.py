"""Where ``@authenticated``, ``@requiresScopes`` and ``@policy`` may stand, and must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphql import GraphQLError

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType
from services.gateway.federation.composition.validation.documents import Document
from services.gateway.federation.composition.validation.shared import by_type
from services.gateway.federation.selections import Fragment, Selection, parse_field_set
from services.gateway.federation.supergraph.annotations import OPEN, Access
from services.gateway.federation.supergraph.model import Kind

ELEMENTS = ("authenticated", "requiresScopes", "policy")


def check_authorisation(document: Document, report: Report) -> None:
    """An interface asks what its implementations ask; demands of its own would be lost where a type is named."""
    for item in document.of(*ELEMENTS):
        type_ = document.type_of(item)
        if type_ is None or not (
            type_.kind is Kind.INTERFACE or (type_.interface_object and item.coordinate == item.owner)
        ):
            continue
        message = f"@{item.name} cannot be on {item.coordinate}, an interface. Put it on the implementations."
        report.error("AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE", message, item.coordinate, document.name, at=[item.node])


def check_rights(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Who may see a field must be allowed to see what it is computed from; else it would tell it in another guise."""
    rights = _Rights(subgraphs)
    if not rights.any:
        return
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            for item in type_.fields.values():
                if item.requires is None:
                    continue
                own = rights.of(type_.name, item.name)
                coordinate = f"{type_.name}.{item.name}"
                for needed, access in rights.needed(subgraph, type_, item.requires):
                    if not own.implies(access):
                        message = (
                            f"{coordinate} is computed from {needed}, which not everybody may see. Put the same "
                            f"@authenticated, @requiresScopes or @policy on {coordinate}."
                        )
                        report.error("MISSING_TRANSITIVE_AUTH_REQUIREMENTS", message, coordinate, subgraph.name)


class _Rights:
    """What clients must show for types and fields, over all subgraphs."""

    def __init__(self, subgraphs: list[SubgraphSchema]) -> None:
        self._access: dict[str, Access] = {}
        for name, parts in by_type(subgraphs):
            for _, type_ in parts:
                self._ask(name, type_.marks.access)
                for item in type_.fields.values():
                    self._ask(f"{name}.{item.name}", item.marks.access)

    @property
    def any(self) -> bool:
        """Whether anything asks for rights."""
        return bool(self._access)

    def _ask(self, coordinate: str, access: Access) -> None:
        if access != OPEN:
            self._access[coordinate] = self._access.get(coordinate, OPEN) & access

    def of(self, type_name: str, field: str) -> Access:
        """What a field asks together with its type."""
        return self._access.get(type_name, OPEN) & self._access.get(f"{type_name}.{field}", OPEN)

    def needed(self, subgraph: SubgraphSchema, type_: SubType, text: str) -> Iterator[tuple[str, Access]]:
        """Every field of a field set with what it asks, the type it gives included."""
        try:
            selections = parse_field_set(text)
        except (GraphQLError, ValueError):
            return  # reported where field sets are checked
        yield from self._below(subgraph, type_, selections)

    def _below(
        self, subgraph: SubgraphSchema, type_: SubType, selections: Iterable[Selection]
    ) -> Iterator[tuple[str, Access]]:
        for item in selections:
            if isinstance(item, Fragment):
                inner = subgraph.types.get(item.type_name)
                yield item.type_name, self._access.get(item.type_name, OPEN)
            else:
                field = type_.fields.get(item.name)
                inner = subgraph.types.get(field.ref.name) if field else None
                access = self._access.get(f"{type_.name}.{item.name}", OPEN)
                yield f"{type_.name}.{item.name}", access & self._access.get(inner.name if inner else "", OPEN)
            if inner:
                yield from self._below(subgraph, inner, item.selections)
