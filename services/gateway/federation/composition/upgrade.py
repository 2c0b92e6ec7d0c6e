"""Federation 1 schemas, and old habits in Federation 2 ones, brought to one form before merging."""

from __future__ import annotations

from services.gateway.federation.composition.subgraph import SubgraphSchema, SubType


def upgrade(subgraph: SubgraphSchema) -> None:
    """Change a subgraph in place so that Federation 2 rules can be applied to it."""
    for type_ in subgraph.types.values():
        if type_.extension:
            _own_key_fields(type_)
    if subgraph.federation2:
        return
    for type_ in subgraph.types.values():
        type_.fields = {name: item for name, item in type_.fields.items() if item.used or not item.external}
        for item in type_.fields.values():
            item.shareable = not item.external


def _own_key_fields(type_: SubType) -> None:
    """Key fields of an extension come with the reference: the subgraph has them, whatever @external says."""
    for key in type_.keys:
        for selection in key.selections:
            item = type_.fields.get(getattr(selection, "name", ""))
            if item:
                item.external = False
