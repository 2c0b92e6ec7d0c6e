"""Putting what a subgraph answered into the answer so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.gateway.federation.executor.targets import Object, find_located
from services.gateway.federation.plan.nodes import Rename

Json = Any


def merge_into(target: Object, source: Object) -> None:
    """Deep merge: objects by key, lists of one length item by item, null never over a value.

    What is new in ``source`` is taken over, not copied.
    """
    for key, value in source.items():
        known = target.get(key)
        if known is None:
            if value is not None or key not in target:
                target[key] = value
        elif isinstance(known, dict):
            if isinstance(value, dict):
                merge_into(known, value)
        elif isinstance(known, list):
            if isinstance(value, list):
                target[key] = _merged_lists(known, value)
        elif value is not None:
            target[key] = value


def _merged_lists(known: list[Json], value: list[Json]) -> list[Json]:
    if len(known) != len(value):
        return value
    for index, item in enumerate(value):
        mine = known[index]
        if isinstance(mine, dict) and isinstance(item, dict):
            merge_into(mine, item)
        elif isinstance(mine, list) and isinstance(item, list):
            known[index] = _merged_lists(mine, item)
        elif item is not None:
            known[index] = item
    return known


def place_entities(entities: list[Json], assignments: Iterable[tuple[Object, int]], *, shared: bool) -> None:
    """Put each entity into the objects it was asked for.

    Usually it brings only new fields. ``shared``: what is inside an entity may stand in several places at once, because
    no other fetch puts anything into it there.
    """
    count = len(entities)
    used: set[int] = set()
    for target, index in assignments:
        entity = entities[index] if index < count else None
        if entity.__class__ is not dict:
            continue
        if not shared:
            if index in used:
                entity = copied(entity)
            used.add(index)
        if target.keys().isdisjoint(entity):
            target.update(entity)
        else:
            merge_into(target, entity)


def copied(value: Json) -> Json:
    """A deep copy of JSON."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def undo_renames(data: Json, renames: Iterable[Rename]) -> None:
    """Put aliased fields back under their own keys."""
    for rename in renames:
        for _, target in find_located(data, rename.path):
            if rename.alias in target:
                target[rename.key] = target.pop(rename.alias)
