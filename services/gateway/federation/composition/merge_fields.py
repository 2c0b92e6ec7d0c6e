"""Merging the fields of an object or interface type."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_directives import carried_joins
from services.gateway.federation.composition.merge_inputs import InputMerger, Joined, Owner, Part
from services.gateway.federation.composition.merged import MergedField
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema
from services.gateway.federation.composition.type_merging import Subtypes, listed
from services.gateway.federation.supergraph.model import Kind

_Overridden = dict[str, str | None]


class FieldMerger:
    """Merges fields; faults go to the report."""

    def __init__(self, subgraphs: list[SubgraphSchema], subtypes: Subtypes, joined: Joined, report: Report) -> None:
        self.subtypes, self.joined, self.report = subtypes, joined, report
        self.inputs = InputMerger(report, joined)
        self.interface_objects: dict[str, list[Part]] = {}
        for subgraph in subgraphs:
            for type_ in subgraph.types.values():
                if type_.interface_object:
                    self.interface_objects.setdefault(type_.name, []).append((subgraph, type_))

    def merge(self, name: str, parts: list[Part]) -> dict[str, MergedField]:
        """All fields of a type, in the order they are first met."""
        found: dict[str, MergedField] = {}
        for field_name in dict.fromkeys(field_name for _, type_ in parts for field_name in type_.fields):
            owners = [(subgraph, type_.fields[field_name]) for subgraph, type_ in parts if field_name in type_.fields]
            merged = self._field(name, field_name, owners, parts)
            if merged:
                found[field_name] = merged
        return found

    def inherited(self, parts: list[Part], name: str) -> list[Owner]:
        """The interface objects that bring a field to a type through its interfaces."""
        if not self.interface_objects:
            return []
        interfaces = dict.fromkeys(interface for _, type_ in parts for interface in type_.interfaces)
        return [
            (subgraph, type_.fields[name])
            for interface in interfaces
            for subgraph, type_ in self.interface_objects.get(interface, ())
            if name in type_.fields and not type_.fields[name].external
        ]

    def _field(self, type_name: str, name: str, owners: list[Owner], parts: list[Part]) -> MergedField | None:
        coordinate = f"{type_name}.{name}"
        own = [(subgraph, item) for subgraph, item in owners if not item.external]
        overridden = _overridden(owners)
        inherited = self.inherited(parts, name)
        if not own and not inherited:
            self.report.error(
                "EXTERNAL_MISSING_ON_BASE",
                f"{coordinate} is @external wherever it is defined, so nobody resolves it. "
                "Define it without @external in the subgraph that has the data.",
                coordinate,
                *(s.name for s, _ in owners),
            )
            return None
        source = own or owners
        merged = MergedField(
            name=name,
            type_text=self._type(coordinate, source),
            arguments=self.inputs.arguments(coordinate, source),
            marks=self.joined((subgraph, item.marks) for subgraph, item in source),
        )
        exact = len({item.type_text for _, item in source}) == 1
        self._check_sharing(coordinate, owners, overridden, parts, inherited)
        merged.joins = _joins(owners, overridden, len(owners) != len(parts), exact)
        merged.joins += carried_joins((subgraph, item.marks) for subgraph, item in source)
        return merged

    def _check_sharing(
        self, coordinate: str, owners: list[Owner], overridden: _Overridden, parts: list[Part], inherited: list[Owner]
    ) -> None:
        interfaces = {s.name for s, t in parts if t.kind is Kind.INTERFACE}
        resolving = [
            (subgraph, item)
            for subgraph, item in owners
            if subgraph.name not in interfaces
            and subgraph.name not in overridden
            and (item.provided or not item.external)
        ]
        if not interfaces:
            resolving += [owner for owner in inherited if owner[0].name not in {s.name for s, _ in resolving}]
        without = [s.name for s, f in resolving if not (f.shareable or f.in_key or f.external)]
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

    def _type(self, coordinate: str, owners: list[Owner]) -> str:
        texts = {subgraph.name: item.type_text for subgraph, item in owners}
        if len(set(texts.values())) == 1:
            return owners[0][1].type_text
        widest = self.subtypes.widest(item.type for _, item in owners)
        if widest is None:
            self.report.error(
                "FIELD_TYPE_MISMATCH",
                f"{coordinate} has types that do not fit together: {listed(texts)}. Give it one type everywhere; "
                "others may only be subtypes of it.",
                coordinate,
                *texts,
            )
            return owners[0][1].type_text
        found = next(item.type_text for _, item in owners if item.type is widest)
        message = f"{coordinate} has different types: {listed(texts)}. Clients get {found}."
        self.report.hint("INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE", message, coordinate)
        return found


def _overridden(owners: list[Owner]) -> _Overridden:
    """The subgraphs whose field gives way to another's, with the label by which it does so, if by any."""
    resolving = {subgraph.name for subgraph, item in owners if not item.external}
    return {
        item.override: item.override_label
        for subgraph, item in owners
        if item.override in resolving and item.override != subgraph.name
    }


def _joins(owners: list[Owner], overridden: _Overridden, partial: bool, exact: bool) -> list[str]:
    """The ``@join__field`` applications; none when every subgraph that has the type has the field, and alike."""
    joins: list[str] = []
    needed = partial or not exact or any(label is not None for label in overridden.values())
    for subgraph, item in owners:
        gone = subgraph.name in overridden
        label = overridden.get(subgraph.name)
        needed |= gone
        if gone and label is None and not item.used:
            continue
        given = {
            "requires": _optional(item.requires),
            "provides": _optional(item.provides),
            "type": None if exact else quoted(item.type_text),
            "external": "true" if item.external else None,
            "usedOverridden": "true" if gone and item.used else None,
            "contextArguments": _context_arguments(subgraph.name, item),
        }
        needed |= any(value is not None for value in given.values())
        given["override"] = _optional(item.override)
        given["overrideLabel"] = _optional(item.override_label or label)
        text = "".join(f", {key}: {value}" for key, value in given.items() if value is not None)
        joins.append(f"@join__field(graph: {subgraph.graph_id}{text})")
    return joins if needed else []


def _context_arguments(subgraph: str, item: SubField) -> str | None:
    given = [
        f'{{context: {quoted(f"{subgraph}__{name}")}, name: "{argument.name}", type: "{argument.type_text}", '
        f"selection: {quoted(selection)}}}"
        for argument in item.arguments.values()
        if argument.from_context is not None
        for name, selection in (split_context(argument.from_context),)
    ]
    return f"[{', '.join(given)}]" if given else None


def split_context(text: str) -> tuple[str, str]:
    """A context's name, and what is selected from it: ``$ctx { name }``."""
    text = text.strip().removeprefix("$").lstrip()
    end = next((index for index, letter in enumerate(text) if not (letter.isalnum() or letter == "_")), len(text))
    return text[:end], text[end:].strip()


def _optional(text: str | None) -> str | None:
    return None if text is None else quoted(text)


def quoted(text: str) -> str:
    """A GraphQL string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def context_names(parts: Iterable[Part]) -> list[str]:
    """The contexts that a type provides, by their names in the supergraph."""
    return list(dict.fromkeys(f"{subgraph.name}__{name}" for subgraph, type_ in parts for name in type_.contexts))
