"""Merging types across subgraphs."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_fields import FieldMerger, Part, quoted
from services.gateway.federation.composition.merge_inputs import InputMerger, merge_enum
from services.gateway.federation.composition.merged import MergedField, MergedType
from services.gateway.federation.composition.read import ROOTS, join_marks
from services.gateway.federation.composition.subgraph import SubgraphSchema
from services.gateway.federation.composition.type_merging import Subtypes
from services.gateway.federation.supergraph.model import Kind, TypeRef

BUILT_IN = frozenset({"Int", "Float", "String", "Boolean", "ID"})


def merge_types(subgraphs: list[SubgraphSchema], report: Report) -> dict[str, MergedType]:
    """The merged schema. What it contains is only of use when the report stays empty."""
    return _Merger(subgraphs, report).run()


class _Merger:
    def __init__(self, subgraphs: list[SubgraphSchema], report: Report) -> None:
        self.subgraphs, self.report = subgraphs, report
        self.fields = FieldMerger(subgraphs, Subtypes(subgraphs), report)
        self.inputs = InputMerger(report)
        self.sent, self.answered = self._uses()

    def run(self) -> dict[str, MergedType]:
        found: dict[str, MergedType] = {}
        names = dict.fromkeys(name for subgraph in self.subgraphs for name in subgraph.types if name not in BUILT_IN)
        for name in names:
            parts = [(subgraph, subgraph.types[name]) for subgraph in self.subgraphs if name in subgraph.types]
            merged = self._type(name, parts)
            if merged:
                found[name] = merged
        self._spread_interface_objects(found)
        if "Query" not in found or not found["Query"].fields:
            self.report.error("NO_QUERIES", "No subgraph has a query field. Add one to at least one subgraph.", "Query")
        return found

    def _uses(self) -> tuple[set[str], set[str]]:
        """The names of types that clients send and of those they are answered with."""
        sent: set[str] = set()
        answered: set[str] = set()
        for subgraph in self.subgraphs:
            for type_ in subgraph.types.values():
                sent.update(TypeRef.of(item.type).name for item in type_.inputs.values())
                for item in type_.fields.values():
                    answered.add(item.ref.name)
                    sent.update(TypeRef.of(argument.type).name for argument in item.arguments.values())
        return sent, answered

    def _type(self, name: str, parts: list[Part]) -> MergedType | None:
        kinds = {Kind.INTERFACE if type_.interface_object else type_.kind for _, type_ in parts}
        if len(kinds) > 1:
            listed = ", ".join(f'{type_.kind.value} in "{subgraph.name}"' for subgraph, type_ in parts)
            self.report.error(
                "TYPE_KIND_MISMATCH", f"{name} is {listed}. Rename one of them.", name, *(s.name for s, _ in parts)
            )
            return None
        kind = next(iter(kinds))
        merged = MergedType(name, kind, join_marks(type_.marks for _, type_ in parts))
        merged.joins = list(_type_joins(parts))
        if kind in (Kind.OBJECT, Kind.INTERFACE):
            self._merge_output(merged, parts)
        elif kind is Kind.UNION:
            self._merge_union(merged, parts)
        elif kind is Kind.INPUT:
            merged.inputs = self.inputs.input_fields(name, parts)
            merged.one_of = any(type_.one_of for _, type_ in parts)
        elif kind is Kind.ENUM:
            is_input, is_output = name in self.sent, name in self.answered
            merged.values = merge_enum(name, parts, is_input, is_output or not is_input, self.report)
        else:
            merged.specified_by = next((type_.specified_by for _, type_ in parts if type_.specified_by), None)
        return merged

    def _merge_output(self, merged: MergedType, parts: list[Part]) -> None:
        merged.fields = self.fields.merge(merged.name, parts)
        merged.interfaces = list(dict.fromkeys(item for _, type_ in parts for item in type_.interfaces))
        merged.joins += [
            f"@join__implements(graph: {subgraph.graph_id}, interface: {quoted(item)})"
            for subgraph, type_ in parts
            for item in type_.interfaces
        ]
        if merged.name in ROOTS.values():
            return
        if all(type_.extension and not type_.keys for _, type_ in parts) and not merged.fields:
            self.report.error(
                "EXTENSION_WITH_NO_BASE",
                f"{merged.name} is extended but defined nowhere. Define it in one subgraph.",
                merged.name,
                *(subgraph.name for subgraph, _ in parts),
            )

    def _merge_union(self, merged: MergedType, parts: list[Part]) -> None:
        merged.members = list(dict.fromkeys(item for _, type_ in parts for item in type_.members))
        merged.joins += [
            f"@join__unionMember(graph: {subgraph.graph_id}, member: {quoted(item)})"
            for subgraph, type_ in parts
            for item in type_.members
        ]

    def _spread_interface_objects(self, found: dict[str, MergedType]) -> None:
        """Fields of an interface object belong to every implementation of the interface."""
        for subgraph in self.subgraphs:
            for type_ in subgraph.types.values():
                if not type_.interface_object or type_.name not in found:
                    continue
                if not type_.keys:
                    self._misused(type_.name, subgraph.name, "has no @key. Add the key of the interface")
                if all(s.types[type_.name].interface_object for s in self.subgraphs if type_.name in s.types):
                    self._misused(type_.name, subgraph.name, "is an interface nowhere. Define the interface somewhere")
                for other in self._implementations(found, type_.name):
                    if other.name in subgraph.types:
                        text = f"stands beside its implementation {other.name}. Keep only one of them in the subgraph"
                        self._misused(type_.name, subgraph.name, text)
                    _spread(found[type_.name], other, type_.fields)

    def _misused(self, name: str, subgraph: str, text: str) -> None:
        self.report.error("INTERFACE_OBJECT_USAGE_ERROR", f"@interfaceObject {name} {text}.", name, subgraph)

    @staticmethod
    def _implementations(found: dict[str, MergedType], interface: str) -> list[MergedType]:
        return [item for item in found.values() if item.kind is Kind.OBJECT and interface in item.interfaces]


def _spread(interface: MergedType, implementation: MergedType, names: Iterable[str]) -> None:
    for name in names:
        if name not in implementation.fields and name in interface.fields:
            item = interface.fields[name]
            implementation.fields[name] = MergedField(
                name, item.type_text, item.arguments, item.marks, ["@join__field"]
            )


def _type_joins(parts: list[Part]) -> Iterable[str]:
    for subgraph, type_ in parts:
        suffix = ", isInterfaceObject: true" if type_.interface_object else ""
        if not type_.keys:
            yield f"@join__type(graph: {subgraph.graph_id}{suffix})"
        for key in type_.keys:
            resolvable = "" if key.resolvable else ", resolvable: false"
            extension = ", extension: true" if type_.extension and not subgraph.federation2 else ""
            yield f"@join__type(graph: {subgraph.graph_id}, key: {quoted(key.text)}{extension}{resolvable}{suffix})"
