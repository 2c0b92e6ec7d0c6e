"""Merging arguments, input objects and enums: what every subgraph accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from graphql import NonNullTypeNode, print_ast

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merged import MergedInput, MergedValue
from services.gateway.federation.composition.read import join_marks
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubInput, SubType
from services.gateway.federation.composition.type_merging import listed, narrowest

Owner = tuple[SubgraphSchema, SubField]
Part = tuple[SubgraphSchema, SubType]
_Coordinate = Callable[[str], str]
_Given = list[tuple[SubgraphSchema, Mapping[str, SubInput]]]


class InputMerger:
    """Merges what clients send."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def arguments(self, coordinate: str, owners: list[Owner]) -> list[MergedInput]:
        """A field's arguments: those that all subgraphs resolving it have."""
        given: _Given = [(subgraph, item.arguments) for subgraph, item in owners]
        return self._intersection(given, lambda name: f"{coordinate}({name}:)", "ARGUMENT", "FIELD_ARGUMENT")

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
            texts = {subgraph.graph_id: print_ast(type_.inputs[item.name].type) for subgraph, type_ in parts}
            if any(text != item.type_text for text in texts.values()):
                item.joins = [
                    f"@join__field(graph: {graph}" + (f', type: "{text}")' if text != item.type_text else ")")
                    for graph, text in texts.items()
                ]
        return {item.name: item for item in found}

    def _intersection(self, given: _Given, coordinate: _Coordinate, missing: str, mismatch: str) -> list[MergedInput]:
        found: list[MergedInput] = []
        for name in dict.fromkeys(name for _, items in given for name in items):
            having = {subgraph.name: items[name] for subgraph, items in given if name in items}
            lacking = [subgraph.name for subgraph, items in given if name not in items]
            if not lacking:
                found.append(self._one(coordinate(name), name, having, mismatch))
                continue
            for subgraph, item in having.items():
                if isinstance(item.type, NonNullTypeNode) and item.default is None:
                    self.report.error(
                        f"REQUIRED_{missing}_MISSING_IN_SOME_SUBGRAPH",
                        f'{coordinate(name)} is required in "{subgraph}" but unknown to {", ".join(lacking)}. '
                        "Add it there or make it optional.",
                        coordinate(name),
                        *lacking,
                    )
            self.report.hint("INCONSISTENT_INPUT", f"{coordinate(name)} is left out: not all subgraphs have it.")
        return found

    def _one(self, coordinate: str, name: str, having: Mapping[str, SubInput], mismatch: str) -> MergedInput:
        items = list(having.values())
        merged = items[0].type
        for item in items[1:]:
            narrower = narrowest(merged, item.type)
            if narrower is None:
                types = listed({subgraph: print_ast(item.type) for subgraph, item in having.items()})
                self.report.error(
                    f"{mismatch}_TYPE_MISMATCH",
                    f"{coordinate} has types that do not fit together: {types}. Give it one type everywhere.",
                    coordinate,
                    *having,
                )
                break
            merged = narrower
        defaults = {subgraph: item.default or "none" for subgraph, item in having.items()}
        if len(set(defaults.values())) > 1:
            self.report.error(
                f"{mismatch}_DEFAULT_MISMATCH",
                f"{coordinate} has different defaults: {listed(defaults)}. Give it one default everywhere.",
                coordinate,
                *having,
            )
        return MergedInput(name, print_ast(merged), items[0].default, join_marks(item.marks for item in items))


def merge_enum(type_name: str, parts: list[Part], is_input: bool, is_output: bool, report: Report) -> list[MergedValue]:
    """An enum's values: all of them if only answered, the common ones if only sent, and the same everywhere if both."""
    names = list(dict.fromkeys(name for _, type_ in parts for name in type_.values))
    common = [name for name in names if all(name in type_.values for _, type_ in parts)]
    found: list[MergedValue] = []
    for name in names:
        having = [(subgraph, type_.values[name]) for subgraph, type_ in parts if name in type_.values]
        marks = join_marks(value.marks for _, value in having)
        if name not in common and is_input and not marks.inaccessible:
            if is_output:
                lacking = [subgraph.name for subgraph, type_ in parts if name not in type_.values]
                report.error(
                    "ENUM_VALUE_MISMATCH",
                    f"{type_name} is both sent and answered, so its values must be the same everywhere, but {name} is "
                    f"unknown to {', '.join(lacking)}. Add it there or mark it @inaccessible.",
                    f"{type_name}.{name}",
                    *lacking,
                )
            continue
        found.append(MergedValue(name, marks, [f"@join__enumValue(graph: {s.graph_id})" for s, _ in having]))
    if not found:
        report.error(
            "EMPTY_MERGED_ENUM_TYPE",
            f"No value of the enum {type_name} is in all of its subgraphs. Give them at least one in common.",
            type_name,
            *_names(parts),
        )
    return found


def _names(parts: Iterable[Part]) -> list[str]:
    return [subgraph.name for subgraph, _ in parts]
