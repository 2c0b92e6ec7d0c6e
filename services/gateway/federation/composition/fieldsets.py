"""Checking keys, requires and provides, and noting which external fields they use."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import GraphQLError

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubType
from services.gateway.federation.selections import TYPENAME, Field, Selection, parse_field_set
from services.gateway.federation.supergraph.model import Kind


def check_field_sets(subgraph: SubgraphSchema, report: Report) -> None:
    """Check every field set of a subgraph."""
    _Checker(subgraph, report).run()


class _Checker:
    def __init__(self, subgraph: SubgraphSchema, report: Report) -> None:
        self.subgraph, self.report = subgraph, report

    def run(self) -> None:
        for type_ in self.subgraph.types.values():
            for key in type_.keys:
                self._check("KEY", f'@key(fields: "{key.text}") on {type_.name}', type_, key.selections, type_.name)
            for item in type_.fields.values():
                self._check_field(type_, item)
            for name in type_.interfaces:
                self._use_interface_fields(type_, name)

    def _check_field(self, type_: SubType, item: SubField) -> None:
        coordinate = f"{type_.name}.{item.name}"
        if item.requires is not None:
            self._check_text("REQUIRES", item.requires, type_, coordinate)
        if item.provides is not None:
            target = self.subgraph.types.get(item.ref.name)
            if target is None or target.kind not in (Kind.OBJECT, Kind.INTERFACE, Kind.UNION):
                self._error(
                    "PROVIDES_ON_NON_OBJECT_FIELD",
                    f"{coordinate} has @provides but its type {item.type_text} has no fields. Remove @provides.",
                    coordinate,
                )
            else:
                self._check_text("PROVIDES", item.provides, target, coordinate)

    def _check_text(self, code: str, text: str, type_: SubType, coordinate: str) -> None:
        where = f'@{code.lower()}(fields: "{text}") on {coordinate}'
        try:
            selections = parse_field_set(text)
        except (GraphQLError, ValueError):
            self._error(f"{code}_INVALID_FIELDS", f"{where} is no field set.", coordinate)
            return
        self._check(code, where, type_, selections, coordinate)

    def _check(self, code: str, where: str, type_: SubType, selections: Iterable[Selection], coordinate: str) -> None:
        for item in selections:
            if not isinstance(item, Field):
                inner = self.subgraph.types.get(item.type_name)
                if inner is None:
                    self._error(f"{code}_INVALID_FIELDS", f"{where}: there is no type {item.type_name}.", coordinate)
                else:
                    self._check(code, where, inner, item.selections, coordinate)
            elif item.name != TYPENAME:
                self._check_item(code, where, type_, item, coordinate)

    def _check_item(self, code: str, where: str, type_: SubType, item: Field, coordinate: str) -> None:
        found = type_.fields.get(item.name)
        if found is None:
            self._error(
                f"{code}_INVALID_FIELDS",
                f"{where} selects {type_.name}.{item.name}, which the subgraph does not define. "
                f"Add the field{'' if code == 'KEY' else ' as @external'} or select another.",
                coordinate,
            )
            return
        if item.key != item.name:
            self._error(f"{code}_INVALID_FIELDS", f"{where} uses the alias {item.key}. Remove it.", coordinate)
        if item.arguments and code != "REQUIRES":
            self._error(f"{code}_FIELDS_HAS_ARGS", f"{where} gives arguments to {item.name}. Remove them.", coordinate)
        self._mark(type_, found, code)
        target = self.subgraph.types.get(found.ref.name)
        composite = target is not None and target.kind in (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)
        if composite != bool(item.selections):
            what = "needs a selection of its fields" if composite else "has no fields to select"
            self._error(f"{code}_INVALID_FIELDS", f"{where}: {type_.name}.{item.name} {what}.", coordinate)
        elif composite and target:
            self._check(code, where, target, item.selections, coordinate)

    def _mark(self, type_: SubType, item: SubField, code: str) -> None:
        """Note that a field is used; through an interface every implementation's field is."""
        for owner in (type_, *self._implementations(type_)):
            own = owner.fields.get(item.name)
            if own:
                own.used = True
                own.in_key |= code == "KEY"

    def _implementations(self, type_: SubType) -> Iterable[SubType]:
        if type_.kind is not Kind.INTERFACE:
            return ()
        return [other for other in self.subgraph.types.values() if type_.name in other.interfaces]

    def _use_interface_fields(self, type_: SubType, interface: str) -> None:
        found = self.subgraph.types.get(interface)
        for name in found.fields if found else ():
            if name in type_.fields:
                type_.fields[name].used = True

    def _error(self, code: str, message: str, coordinate: str) -> None:
        self.report.error(code, message, coordinate, self.subgraph.name)
