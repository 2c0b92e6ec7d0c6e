"""Joining what several requirements send of one object."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.plan.nodes import InputField, InputFragment, InputSelection, Representation


def inputs_fit(one: InputSelection, other: InputSelection) -> bool:
    """Whether both can be sent in one representation: no field name stands for two different values."""
    fields = {item.name: item for item in one if isinstance(item, InputField)}
    fragments = {item.type_name: item for item in one if isinstance(item, InputFragment)}
    for item in other:
        known = fields.get(item.name) if isinstance(item, InputField) else fragments.get(item.type_name)
        if known is None:
            continue
        if isinstance(item, InputField) and isinstance(known, InputField) and known.key != item.key:
            return False
        if not inputs_fit(known.selection, item.selection):
            return False
    return True


def join_inputs(one: InputSelection, other: InputSelection) -> InputSelection:
    """All that either sends."""
    found: dict[str, InputField | InputFragment] = {}
    for item in (*one, *other):
        slot = item.name if isinstance(item, InputField) else f"...{item.type_name}"
        known = found.get(slot)
        found[slot] = item if known is None else _joined(known, item)
    return tuple(found.values())


def _joined(known: InputField | InputFragment, item: InputField | InputFragment) -> InputField | InputFragment:
    selection = join_inputs(known.selection, item.selection)
    if isinstance(known, InputField):
        return InputField(known.name, known.key, selection)
    return InputFragment(known.type_name, known.types, selection)


def represented_together(one: Representation, other: Representation) -> bool:
    """Whether a request may send both.

    Objects of two types that one subgraph takes for one (an interface object) are asked for the same fields: what one
    of these requires must be sent for all of them.
    """
    if one.typename != other.typename:
        return True
    if not inputs_fit(one.selection, other.selection):
        return False
    if one.guards == other.guards:
        return True
    one_covers, other_covers = _covers(one.selection, other.selection), _covers(other.selection, one.selection)
    if one.guards and other.guards:
        return one_covers and other_covers
    return other_covers if one.guards else one_covers


def _covers(one: InputSelection, other: InputSelection) -> bool:
    known = {item.name if isinstance(item, InputField) else item.types: item.selection for item in one}
    for item in other:
        inner = known.get(item.name if isinstance(item, InputField) else item.types)
        if inner is None or not _covers(inner, item.selection):
            return False
    return True


def one_per_object(given: Iterable[Representation]) -> Iterable[Representation]:
    """The representations without those for objects of one type that others for all objects cover."""
    items = list(given)
    general = {item.typename for item in items if not item.guards}
    return (item for item in items if not item.guards or item.typename not in general)
