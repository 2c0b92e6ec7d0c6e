"""Putting what a subgraph answered into the answer so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.gateway.federation.executor.targets import Object, find_located
from services.gateway.federation.plan.nodes import Rename

Json = Any


def merge_into(target: Object, source: Object) -> None:
    """Deep merge: objects by key, lists of one length item by item, null never over a value.

    ``source`` is not kept: what is new is copied where it could be shared, so two targets never own one object.
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
