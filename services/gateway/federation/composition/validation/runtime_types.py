"""A shared field must be able to give the same objects everywhere."""

from __future__ import annotations

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubgraphSchema
from services.gateway.federation.composition.validation.shared import by_field, by_type
from services.gateway.federation.supergraph.model import Kind


def check_runtime_types(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Report shared fields whose subgraphs have no type in common to answer with; hint where they differ."""
    for type_name, parts in by_type(subgraphs):
        if any(type_.kind is Kind.INTERFACE or type_.interface_object for _, type_ in parts):
            continue
        for name, owners in by_field(parts):
            resolving = {subgraph.name: (subgraph, item) for subgraph, item in owners if not item.external}
            for _, item in owners:
                if item.override is not None and item.override_label is None:
                    resolving.pop(item.override, None)
            types = {key: _possible(subgraph, item.ref.name) for key, (subgraph, item) in resolving.items()}
            if len(types) > 1 and all(types.values()) and len(set(types.values())) > 1:
                _tell(f"{type_name}.{name}", types, report)


def _possible(subgraph: SubgraphSchema, name: str) -> frozenset[str]:
    """The object types that a field of this type can give; empty when the subgraph does not say."""
    type_ = subgraph.types.get(name)
    if type_ is None or type_.interface_object:
        return frozenset()
    if type_.kind is Kind.OBJECT:
        return frozenset({name})
    if type_.kind is Kind.UNION:
        return frozenset(type_.members)
    return frozenset(
        item.name for item in subgraph.types.values() if name in item.interfaces and item.kind is Kind.OBJECT
    )


def _tell(coordinate: str, types: dict[str, frozenset[str]], report: Report) -> None:
    listed = "; ".join(f'"{name}": {", ".join(sorted(found))}' for name, found in types.items())
    if not frozenset.intersection(*types.values()):
        message = (
            f"{coordinate} is shared, but its subgraphs have no type in common to answer with ({listed}). "
            "A shared field must give the same wherever it is resolved."
        )
        report.error("SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES", message, coordinate, *types)
        return
    message = f"{coordinate} is shared, but its subgraphs know different types to answer with ({listed})."
    report.hint("INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN", message, coordinate, *types)
