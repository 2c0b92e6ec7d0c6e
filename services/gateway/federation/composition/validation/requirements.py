"""What a field requires must be askable where it is resolved."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import FieldNode, GraphQLError, InlineFragmentNode, SelectionSetNode

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.fieldsets import parsed_field_set
from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType


def check_requirements(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Report requirements with arguments that some subgraph resolving the required field does not take."""
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            for item in type_.fields.values():
                if item.requires is None:
                    continue
                coordinate = f"{type_.name}.{item.name}"
                for place, argument in _arguments(subgraph, type_, item.requires):
                    for other in _lacking(subgraphs, place, argument):
                        message = (
                            f'@requires(fields: "{item.requires}") on {coordinate} gives {place} the argument '
                            f'{argument}, which "{other}" does not take. Add it there.'
                        )
                        report.error("REQUIRES_INVALID_FIELDS", message, coordinate, subgraph.name)


def _arguments(subgraph: SubgraphSchema, type_: SubType, text: str) -> Iterator[tuple[str, str]]:
    try:
        yield from _given(subgraph, type_, parsed_field_set(text))
    except (GraphQLError, ValueError):
        return  # reported where field sets are checked


def _given(subgraph: SubgraphSchema, type_: SubType, selections: SelectionSetNode) -> Iterator[tuple[str, str]]:
    for item in selections.selections:
        inner: SubType | None = type_
        if isinstance(item, InlineFragmentNode):
            inner = subgraph.types.get(item.type_condition.name.value) if item.type_condition else type_
        elif isinstance(item, FieldNode):
            field = type_.fields.get(item.name.value)
            inner = subgraph.types.get(field.ref.name) if field else None
            for argument in item.arguments or ():
                yield f"{type_.name}.{item.name.value}", argument.name.value
        below = getattr(item, "selection_set", None)
        if inner and below:
            yield from _given(subgraph, inner, below)


def _lacking(subgraphs: list[SubgraphSchema], place: str, argument: str) -> Iterator[str]:
    type_name, _, name = place.partition(".")
    for subgraph in subgraphs:
        type_ = subgraph.types.get(type_name)
        field = type_.fields.get(name) if type_ else None
        if field and not field.external and argument not in field.arguments:
            yield subgraph.name
