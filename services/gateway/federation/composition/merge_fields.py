"""Merging the fields of an object or interface type."""

from __future__ import annotations

from graphql import print_ast

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_inputs import InputMerger
from services.gateway.federation.composition.merged import MergedField
from services.gateway.federation.composition.read import join_marks
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubType
from services.gateway.federation.composition.type_merging import Subtypes, listed
from services.gateway.federation.supergraph.model import Kind

Part = tuple[SubgraphSchema, SubType]
Owner = tuple[SubgraphSchema, SubField]


class FieldMerger:
    """Merges fields; faults go to the report."""

    def __init__(self, subgraphs: list[SubgraphSchema], subtypes: Subtypes, report: Report) -> None:
        self.names = {subgraph.name for subgraph in subgraphs}
        self.subtypes, self.report = subtypes, report
        self.inputs = InputMerger(report)

    def merge(self, name: str, parts: list[Part]) -> dict[str, MergedField]:
        """All fields of a type, in the order they are first met."""
        found: dict[str, MergedField] = {}
        for field_name in dict.fromkeys(field_name for _, type_ in parts for field_name in type_.fields):
            owners = [(subgraph, type_.fields[field_name]) for subgraph, type_ in parts if field_name in type_.fields]
            merged = self._field(name, field_name, owners, parts)
            if merged:
                found[field_name] = merged
        return found

    def _field(self, type_name: str, name: str, owners: list[Owner], parts: list[Part]) -> MergedField | None:
        coordinate = f"{type_name}.{name}"
        overridden = self._overridden(coordinate, owners)
        resolving = [(s, f) for s, f in owners if not f.external and s.name not in overridden]
        if not resolving:
            self.report.error(
                "EXTERNAL_MISSING_ON_BASE",
                f"{coordinate} is @external wherever it is defined, so nobody resolves it. "
                "Define it without @external in the subgraph that has the data.",
                coordinate,
                *(s.name for s, _ in owners),
            )
            return None
        self._check_external(coordinate, owners)
        if parts[0][1].kind is Kind.OBJECT or any(type_.interface_object for _, type_ in parts):
            yielding = {item.override for _, item in owners if item.override_label is not None}
            self._check_sharing(coordinate, [(s, f) for s, f in resolving if s.name not in yielding], parts)
        type_ = self._type(coordinate, resolving, owners)
        return MergedField(
            name=name,
            type_text=type_,
            arguments=self.inputs.arguments(coordinate, resolving),
            marks=join_marks(item.marks for _, item in owners),
            joins=self._joins(type_, owners, overridden, parts),
        )

    def _overridden(self, coordinate: str, owners: list[Owner]) -> set[str]:
        by_name = {subgraph.name: item for subgraph, item in owners}
        found: set[str] = set()
        for subgraph, item in owners:
            if item.override is None:
                continue
            source = by_name.get(item.override)
            if item.override == subgraph.name:
                self.report.error(
                    "OVERRIDE_FROM_SELF_ERROR",
                    f'{coordinate} overrides itself: "from" names its own subgraph. Name the one that has it today.',
                    coordinate,
                    subgraph.name,
                )
            elif item.override not in self.names:
                message = f'{coordinate} overrides a field of "{item.override}", which is no subgraph here.'
                self.report.hint("FROM_SUBGRAPH_DOES_NOT_EXIST", message, coordinate)
            elif source is not None and source.override is not None:
                self.report.error(
                    "OVERRIDE_SOURCE_HAS_OVERRIDE",
                    f'{coordinate} overrides the field of "{item.override}", which itself has @override. '
                    "Keep one of the two.",
                    coordinate,
                    subgraph.name,
                    item.override,
                )
            elif source is not None and item.override_label is None:
                found.add(item.override)
        return found

    def _check_external(self, coordinate: str, owners: list[Owner]) -> None:
        for subgraph, item in owners:
            if item.external and not item.used and subgraph.federation2:
                self.report.error(
                    "EXTERNAL_UNUSED",
                    f"{coordinate} is @external, but no @key, @requires, @provides or interface of the subgraph uses "
                    "it. Remove the field or the directive.",
                    coordinate,
                    subgraph.name,
                )

    def _check_sharing(self, coordinate: str, resolving: list[Owner], parts: list[Part]) -> None:
        keep_apart = {s.name for s, t in parts if t.kind is Kind.INTERFACE}
        resolving = [(s, f) for s, f in resolving if s.name not in keep_apart]
        without = [s.name for s, f in resolving if not f.shareable and not f.in_key]
        if len(resolving) > 1 and without:
            names = ", ".join(f'"{s.name}"' for s, _ in resolving)
            missing = ", ".join(f'"{name}"' for name in without)
            self.report.error(
                "INVALID_FIELD_SHARING",
                f"{coordinate} is resolved by {names}, but is not @shareable in {missing}. Mark it @shareable in "
                "all of them, or let one have it and mark it @external (or remove it) in the others.",
                coordinate,
                *(s.name for s, _ in resolving),
            )

    def _type(self, coordinate: str, resolving: list[Owner], owners: list[Owner]) -> str:
        merged = resolving[0][1].type
        for _, item in resolving[1:]:
            wider = self.subtypes.widest(merged, item.type)
            if wider is None:
                types = listed({s.name: f.type_text for s, f in resolving})
                self.report.error(
                    "FIELD_TYPE_MISMATCH",
                    f"{coordinate} has types that do not fit together: {types}. Give it one type everywhere; "
                    "only nullability and subtypes may differ.",
                    coordinate,
                    *(s.name for s, _ in resolving),
                )
                break
            merged = wider
        for subgraph, item in owners:
            if item.external and self.subtypes.widest(merged, item.type) is None:
                self.report.error(
                    "EXTERNAL_TYPE_MISMATCH",
                    f"{coordinate} is @external with type {item.type_text}, but resolved with type "
                    f"{print_ast(merged)}. Use the type of the subgraph that resolves it.",
                    coordinate,
                    subgraph.name,
                )
        return print_ast(merged)

    def _joins(self, type_text: str, owners: list[Owner], overridden: set[str], parts: list[Part]) -> list[str]:
        joins: list[str] = []
        special = len(owners) != len(parts)
        labels = {item.override: item.override_label for _, item in owners if item.override_label is not None}
        for subgraph, item in owners:
            arguments = _join_arguments(type_text, item)
            if subgraph.name in labels:
                arguments["overrideLabel"] = quoted(labels[subgraph.name])
            if subgraph.name in overridden:
                special = True
                if not item.used:
                    continue
                arguments["usedOverridden"] = "true"
            special |= bool(arguments)
            given = "".join(f", {key}: {value}" for key, value in arguments.items())
            joins.append(f"@join__field(graph: {subgraph.graph_id}{given})")
        return joins if special else []


def _join_arguments(type_text: str, item: SubField) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in (("requires", item.requires), ("provides", item.provides)):
        if value is not None:
            found[key] = quoted(value)
    if item.type_text != type_text:
        found["type"] = quoted(item.type_text)
    if item.external:
        found["external"] = "true"
    if item.override is not None:
        found["override"] = quoted(item.override)
    if item.override_label is not None:
        found["overrideLabel"] = quoted(item.override_label)
    return found


def quoted(text: str) -> str:
    """A GraphQL string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
