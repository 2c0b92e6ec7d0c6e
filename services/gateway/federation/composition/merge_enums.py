"""Merging enums, by whether clients send them, are answered with them, or both."""

from __future__ import annotations

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_inputs import Joined, Part
from services.gateway.federation.composition.merged import MergedValue


def merge_enum(
    type_name: str, parts: list[Part], is_input: bool, is_output: bool, joined: Joined, report: Report
) -> list[MergedValue]:
    """An enum's values: all of them if only answered, the common ones if only sent, and the same everywhere if both."""
    names = list(dict.fromkeys(name for _, type_ in parts for name in type_.values))
    common = {name for name in names if all(name in type_.values for _, type_ in parts)}
    found: list[MergedValue] = []
    for name in names:
        having = [(subgraph, type_.values[name]) for subgraph, type_ in parts if name in type_.values]
        marks = joined((subgraph, value.marks) for subgraph, value in having)
        lacking = [subgraph.name for subgraph, type_ in parts if name not in type_.values]
        if name not in common and is_input and not marks.inaccessible:
            if is_output:
                report.error(
                    "ENUM_VALUE_MISMATCH",
                    f"{type_name} is both sent and answered, so its values must be the same everywhere, but {name} is "
                    f"unknown to {', '.join(lacking)}. Add it there or mark it @inaccessible.",
                    f"{type_name}.{name}",
                    *lacking,
                )
            else:
                message = f"{type_name}.{name} is left out: {', '.join(lacking)} would not accept it."
                report.hint("INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM", message, f"{type_name}.{name}")
            continue
        if lacking and not is_input:
            message = f"{type_name}.{name} is unknown to {', '.join(lacking)}."
            report.hint("INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM", message, f"{type_name}.{name}")
        found.append(MergedValue(name, marks, [f"@join__enumValue(graph: {s.graph_id})" for s, _ in having]))
    if not found:
        report.error(
            "EMPTY_MERGED_ENUM_TYPE",
            f"No value of the enum {type_name} is in all of its subgraphs. Give them at least one in common.",
            type_name,
            *(subgraph.name for subgraph, _ in parts),
        )
    return found
