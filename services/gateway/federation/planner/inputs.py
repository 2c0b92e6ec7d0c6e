"""Joining what several requirements send of one object."""

from __future__ import annotations

from services.gateway.federation.plan.nodes import InputField, InputFragment, InputSelection


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
