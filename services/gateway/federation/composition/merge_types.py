"""Merging subgraphs: types, directives and the schema itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_access import spread_access
from services.gateway.federation.composition.merge_directives import (
    ComposedDirectives,
    carried_joins,
    merge_executable,
    merge_names,
)
from services.gateway.federation.composition.merge_enums import merge_enum
from services.gateway.federation.composition.merge_fields import FieldMerger, context_names, quoted
from services.gateway.federation.composition.merge_inputs import InputMerger, Part
from services.gateway.federation.composition.merge_interface_objects import spread_interface_objects
from services.gateway.federation.composition.merge_marks import join_marks
from services.gateway.federation.composition.merged import MergedSchema, MergedType
from services.gateway.federation.composition.read import ROOTS
from services.gateway.federation.composition.subgraph import Marks, SubgraphSchema, SubType
from services.gateway.federation.composition.type_merging import Subtypes
from services.gateway.federation.supergraph.model import Kind

BUILT_IN = frozenset({"Int", "Float", "String", "Boolean", "ID"})


def merge_subgraphs(subgraphs: list[SubgraphSchema], report: Report) -> MergedSchema:
    """The merged schema. What it contains is only of use when the report stays empty."""
    composed = ComposedDirectives(subgraphs, report)
    merger = _Merger(subgraphs, composed, report)
    types = merger.types()
    spread_interface_objects(subgraphs, types, report)
    spread_access(subgraphs, types)
    if not types.get("Query", MergedType("Query", Kind.OBJECT, Marks())).fields:
        report.error("NO_QUERIES", "No subgraph has a query field. Add one to at least one subgraph.", "Query")
    marks = [(subgraph, subgraph.marks) for subgraph in subgraphs]
    joined = merger.joined(marks)
    composed.tell_what_stays_behind()
    return MergedSchema(
        subgraphs,
        types,
        marks=joined,
        joins=carried_joins(marks),
        names=merge_names(subgraphs, report),
        directives=[*composed.merged_definitions(), *merge_executable(subgraphs, composed.definitions, report)],
        features=composed.features,
    )


class _Merger:
    def __init__(self, subgraphs: list[SubgraphSchema], composed: ComposedDirectives, report: Report) -> None:
        self.subgraphs, self.composed, self.report = subgraphs, composed, report
        self.fields = FieldMerger(subgraphs, Subtypes(_above(subgraphs)), self.joined, report)
        self.inputs = InputMerger(report, self.joined)

    def joined(self, found: Iterable[tuple[SubgraphSchema, Marks]]) -> Marks:
        """What all say together, with the directives that pass through."""
        given = list(found)
        marks = join_marks(item for _, item in given)
        if not marks.custom:
            return marks
        return replace(marks, custom=self.composed.merge((subgraph.name, item) for subgraph, item in given))

    def types(self) -> dict[str, MergedType]:
        found: dict[str, MergedType] = {}
        enums: list[tuple[str, list[Part]]] = []
        names = dict.fromkeys(name for subgraph in self.subgraphs for name in subgraph.types if name not in BUILT_IN)
        for name in names:
            parts = [(subgraph, subgraph.types[name]) for subgraph in self.subgraphs if name in subgraph.types]
            if name == "Query":
                # Every subgraph has the root of queries, if only to be asked for entities.
                empty = SubType(name, Kind.OBJECT, Marks())
                parts = [(subgraph, subgraph.types.get(name, empty)) for subgraph in self.subgraphs]
            merged = self._type(name, parts)
            if merged:
                found[name] = merged
                if merged.kind is Kind.ENUM:
                    enums.append((name, parts))
        sent, answered = _uses(found.values())
        for name, parts in enums:
            is_output = name in answered or name not in sent
            found[name].values = merge_enum(name, parts, name in sent, is_output, self.joined, self.report)
        return found

    def _type(self, name: str, parts: list[Part]) -> MergedType | None:
        kinds = {Kind.INTERFACE if type_.interface_object else type_.kind for _, type_ in parts}
        if len(kinds) > 1:
            listed = ", ".join(f'{type_.kind.value} in "{subgraph.name}"' for subgraph, type_ in parts)
            self.report.error(
                "TYPE_KIND_MISMATCH", f"{name} is {listed}. Rename one of them.", name, *(s.name for s, _ in parts)
            )
            return None
        kind = next(iter(kinds))
        marks = [(subgraph, type_.marks) for subgraph, type_ in parts]
        merged = MergedType(name, kind, self.joined(marks), contexts=context_names(parts))
        merged.joins = [*_type_joins(parts), *carried_joins(marks)]
        self._check_base(name, parts)
        if kind in (Kind.OBJECT, Kind.INTERFACE):
            self._merge_output(merged, parts)
            return merged if merged.fields else None
        if kind is Kind.UNION:
            self._merge_union(merged, parts)
        elif kind is Kind.INPUT:
            merged.inputs = self.inputs.input_fields(name, parts)
            merged.one_of = any(type_.one_of for _, type_ in parts)
        return merged

    def _check_base(self, name: str, parts: list[Part]) -> None:
        if name not in ROOTS.values() and not any(type_.defined for _, type_ in parts):
            self.report.error(
                "EXTENSION_WITH_NO_BASE",
                f"{name} is extended but defined nowhere. Define it in one subgraph.",
                name,
                *(subgraph.name for subgraph, _ in parts),
            )

    def _merge_output(self, merged: MergedType, parts: list[Part]) -> None:
        merged.fields = self.fields.merge(merged.name, parts)
        merged.interfaces = list(dict.fromkeys(item for _, type_ in parts for item in type_.interfaces))
        merged.joins += [
            f"@join__implements(graph: {subgraph.graph_id}, interface: {quoted(item)})"
            for subgraph, type_ in parts
            for item in type_.interfaces
        ]

    def _merge_union(self, merged: MergedType, parts: list[Part]) -> None:
        merged.members = list(dict.fromkeys(item for _, type_ in parts for item in type_.members))
        merged.joins += [
            f"@join__unionMember(graph: {subgraph.graph_id}, member: {quoted(item)})"
            for subgraph, type_ in parts
            for item in type_.members
        ]


def _uses(types: Iterable[MergedType]) -> tuple[set[str], set[str]]:
    """The names of the types that clients send and of those they are answered with."""
    sent: set[str] = set()
    answered: set[str] = set()
    for type_ in types:
        sent.update(item.type_text.strip("[]!") for item in type_.inputs.values())
        for field in type_.fields.values():
            answered.add(field.type_text.strip("[]!"))
            sent.update(item.type_text.strip("[]!") for item in field.arguments)
    return sent, answered


def _above(subgraphs: Iterable[SubgraphSchema]) -> Iterable[tuple[str, Iterable[str]]]:
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            yield type_.name, type_.interfaces
            yield from ((member, (type_.name,)) for member in type_.members)


def _type_joins(parts: list[Part]) -> Iterable[str]:
    for subgraph, type_ in parts:
        suffix = ", isInterfaceObject: true" if type_.interface_object else ""
        if not type_.keys:
            yield f"@join__type(graph: {subgraph.graph_id}{suffix})"
        for key in type_.keys:
            resolvable = "" if key.resolvable else ", resolvable: false"
            extension = ", extension: true" if key.extension or type_.extends else ""
            yield f"@join__type(graph: {subgraph.graph_id}, key: {quoted(key.text)}{extension}{resolvable}{suffix})"
