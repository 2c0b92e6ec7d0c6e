"""Values that a fetch takes from objects further up: what encloses each of its targets says what to send."""

from __future__ import annotations

from typing import Any

import orjson

from services.gateway.federation.executor.targets import Batch, find_located, represent
from services.gateway.federation.plan.nodes import TYPE, ContextValue, Fetch, InputField, InputSelection
from services.gateway.federation.selections import TYPENAME

Json = Any


def by_context(fetch: Fetch, data: Json) -> list[tuple[dict[str, Json], Batch]]:
    """The objects a fetch is about, represented, by the values that they find further up.

    An object that finds nothing where something is required is left out.
    """
    groups: dict[bytes, tuple[dict[str, Json], Batch]] = {}
    for at, target in find_located(data, fetch.path):
        values = {item.variable: _value(data, at, item) for item in fetch.contexts}
        if any(values[item.variable] is None and item.type_text.endswith("!") for item in fetch.contexts):
            continue
        _, batch = groups.setdefault(orjson.dumps(values), (values, Batch()))
        for rule in fetch.representations:
            if rule.guards and (name := target.get(TYPENAME)) is not None and name not in rule.guards:
                continue
            representation = represent(target, rule)
            if representation is not None:
                batch.assign(target, representation)
    return [group for group in groups.values() if group[1].representations]


def _value(data: Json, at: tuple[str | int, ...], item: ContextValue) -> Json:
    """What the object says that encloses the one at a place."""
    for segment in at[: sum(not part.startswith(TYPE) for part in item.path)]:
        data = data[segment]
    return _read(data, item.selection)


def _read(source: Json, selection: InputSelection) -> Json:
    if isinstance(source, list):
        return [_read(value, selection) for value in source]
    for item in selection if isinstance(source, dict) else ():
        if isinstance(item, InputField):
            value = source.get(item.key)
            return _read(value, item.selection) if item.selection else value
        if source.get(TYPENAME) in item.types:
            return _read(source, item.selection)
    return None
