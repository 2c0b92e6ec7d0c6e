"""Merging what clients send: arguments and input objects, in the form that every subgraph accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from graphql import NonNullTypeNode

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_marks import join_marks
from services.gateway.federation.composition.merged import MergedInput
from services.gateway.federation.composition.subgraph import (
    Marks,
    SubDirective,
    SubField,
    SubgraphSchema,
    SubInput,
    SubType,
)
from services.gateway.federation.composition.type_merging import NO_SUBTYPES, listed

Owner = tuple[SubgraphSchema, SubField]
Part = tuple[SubgraphSchema, SubType]
Joined = Callable[[Iterable[tuple[SubgraphSchema, Marks]]], Marks]
_Coordinate = Callable[[str], str]
_Given = list[tuple[SubgraphSchema, Mapping[str, SubInput]]]


def join_plainly(found: Iterable[tuple[SubgraphSchema, Marks]]) -> Marks:
    """Marks joined where no directive passes through."""
    return join_marks(marks for _, marks in found)


class InputMerger:
    """Merges what clients send."""

    def __init__(self, report: Report, joined: Joined = join_plainly) -> None:
        self.report, self.joined = report, joined

    def arguments(self, coordinate: str, owners: list[Owner]) -> list[MergedInput]:
        """A field's arguments: those that all subgraphs defining it have, without those that a context fills."""
        filled = {
            name for _, item in owners for name, given in item.arguments.items() if given.from_context is not None
        }
        for name in filled:
            self._check_filled(f"{coordinate}({name}:)", name, owners)
        given: _Given = [
            (subgraph, {name: item for name, item in field.arguments.items() if name not in filled})
            for subgraph, field in owners
        ]
        return self._intersection(given, lambda name: f"{coordinate}({name}:)", "ARGUMENT", "FIELD_ARGUMENT")

    def directive_arguments(self, name: str, given: list[tuple[SubgraphSchema, SubDirective]]) -> list[MergedInput]:
        """The arguments of a directive that clients use."""
        arguments: _Given = [(subgraph, item.arguments) for subgraph, item in given]
        return self._intersection(arguments, lambda item: f"@{name}({item}:)", "ARGUMENT", "FIELD_ARGUMENT")

    def input_fields(self, type_name: str, parts: list[Part]) -> dict[str, MergedInput]:
        """An input object's fields: those that all subgraphs defining it have."""
        given: _Given = [(subgraph, type_.inputs) for subgraph, type_ in parts]
        found = self._intersection(given, lambda name: f"{type_name}.{name}", "INPUT_FIELD", "INPUT_FIELD")
        if not found:
            self.report.error(
                "EMPTY_MERGED_INPUT_TYPE",
                f"No field of the input {type_name} is in all of its subgraphs. Give them at least one in common.",
                type_name,
                *(subgraph.name for subgraph, _ in parts),
            )
        for item in found:
            texts = {subgraph.graph_id: type_.inputs[item.name].type_text for subgraph, type_ in parts}
            if len(set(texts.values())) > 1:
                item.joins = [f'@join__field(graph: {graph}, type: "{text}")' for graph, text in texts.items()]
        return {item.name: item for item in found}

    def _check_filled(self, coordinate: str, name: str, owners: list[Owner]) -> None:
        """An argument that some subgraph fills from a context is not asked of clients, so no other may need it."""
        for subgraph, field in owners:
            item = field.arguments.get(name)
            if item is None or item.from_context is not None:
                continue
            if isinstance(item.type, NonNullTypeNode) and item.default is None:
                self.report.error(
                    "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
                    f'{coordinate} is filled from a context elsewhere but required of clients in "{subgraph.name}". '
                    "Fill it there too or make it optional.",
                    coordinate,
                    subgraph.name,
                )
            else:
                message = f"{coordinate} is left out: it is filled from a context in some subgraph."
                self.report.hint("CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS", message, coordinate)

    def _intersection(self, given: _Given, coordinate: _Coordinate, missing: str, mismatch: str) -> list[MergedInput]:
        if len(given) == 1:
            subgraph, only = given[0]
            return [
                MergedInput(name, item.type_text, item.default, self.joined(((subgraph, item.marks),)))
                for name, item in only.items()
            ]
        found: list[MergedInput] = []
        for name in dict.fromkeys(name for _, items in given for name in items):
            having = [(subgraph, items[name]) for subgraph, items in given if name in items]
            if len(having) == len(given):
                found.append(self._one(coordinate(name), name, having, mismatch))
                continue
            lacking = [subgraph.name for subgraph, items in given if name not in items]
            for subgraph, item in having:
                if isinstance(item.type, NonNullTypeNode) and item.default is None:
                    self.report.error(
                        f"REQUIRED_{missing}_MISSING_IN_SOME_SUBGRAPH",
                        f'{coordinate(name)} is required in "{subgraph.name}" but unknown to {", ".join(lacking)}. '
                        "Add it there or make it optional.",
                        coordinate(name),
                        *lacking,
                    )
            code = "INCONSISTENT_INPUT_OBJECT_FIELD" if missing == "INPUT_FIELD" else "INCONSISTENT_ARGUMENT_PRESENCE"
            self.report.hint(code, f"{coordinate(name)} is left out: not all subgraphs have it.", coordinate(name))
        return found

    def _one(
        self, coordinate: str, name: str, having: list[tuple[SubgraphSchema, SubInput]], mismatch: str
    ) -> MergedInput:
        marks = self.joined((subgraph, item.marks) for subgraph, item in having)
        return MergedInput(
            name, self._type(coordinate, having, mismatch), self._default(coordinate, having, mismatch), marks
        )

    def _type(self, coordinate: str, having: list[tuple[SubgraphSchema, SubInput]], mismatch: str) -> str:
        texts = {subgraph.name: item.type_text for subgraph, item in having}
        if len(set(texts.values())) > 1:
            narrowest = NO_SUBTYPES.narrowest(item.type for _, item in having)
            if narrowest is not None:
                return next(item.type_text for _, item in having if item.type is narrowest)
            self.report.error(
                "FIELD_TYPE_MISMATCH" if mismatch == "INPUT_FIELD" else f"{mismatch}_TYPE_MISMATCH",
                f"{coordinate} has types that do not fit together: {listed(texts)}. Give it one type everywhere; "
                "only what may be null may differ.",
                coordinate,
                *texts,
            )
        return having[0][1].type_text

    def _default(self, coordinate: str, having: list[tuple[SubgraphSchema, SubInput]], mismatch: str) -> str | None:
        defaults = {subgraph.name: item.default for subgraph, item in having if item.default is not None}
        if len(set(defaults.values())) > 1:
            self.report.error(
                f"{mismatch}_DEFAULT_MISMATCH",
                f"{coordinate} has different defaults: {listed(defaults)}. Give it one default everywhere.",
                coordinate,
                *defaults,
            )
        if len(defaults) == len(having):
            return having[0][1].default
        if defaults:
            self.report.hint(
                "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
                f"{coordinate} has a default only in {', '.join(defaults)}: clients get none.",
                coordinate,
            )
        return None
