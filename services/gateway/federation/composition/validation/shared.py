"""Ways through several subgraphs' schemas at once."""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubType

Part = tuple[SubgraphSchema, SubType]
Owner = tuple[SubgraphSchema, SubField]


def by_type(subgraphs: list[SubgraphSchema]) -> Iterator[tuple[str, list[Part]]]:
    """Every type with the subgraphs that have it."""
    found: dict[str, list[Part]] = {}
    for subgraph in subgraphs:
        for name, type_ in subgraph.types.items():
            found.setdefault(name, []).append((subgraph, type_))
    yield from found.items()


def by_field(parts: list[Part]) -> Iterator[tuple[str, list[Owner]]]:
    """Every output field of a type with the subgraphs that have it."""
    found: dict[str, list[Owner]] = {}
    for subgraph, type_ in parts:
        for name, item in type_.fields.items():
            found.setdefault(name, []).append((subgraph, item))
    yield from found.items()
