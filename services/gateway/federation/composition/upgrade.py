"""Federation 1 schemas, and old habits in Federation 2 ones, brought to one form before merging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphql import GraphQLError

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema, SubType
from services.gateway.federation.selections import Field, Selection, parse_field_set, text_of
from services.gateway.federation.supergraph.model import Kind

_ROOTS = ("Query", "Mutation")
_COMPOSITE = (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)


def prepare(subgraphs: Sequence[SubgraphSchema], report: Report) -> None:
    """Change subgraphs in place so that the rules of Federation 2 can be applied to their field sets.

    Federation 1 let services write what had no effect: that is taken away. Of the key fields of an extension it wanted
    ``@external``, though the service has them from the reference.
    """
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            if type_.extension:
                _own_key_fields(type_, type_)
        if not subgraph.federation2:
            _drop_what_had_no_effect(subgraph)
    for subgraph in subgraphs:
        if not subgraph.federation2:
            for type_ in subgraph.types.values():
                _as_definition(subgraph, type_, subgraphs, report)


def finish(subgraphs: Sequence[SubgraphSchema]) -> None:
    """The rest, once it is known which external fields are used."""
    for subgraph in subgraphs:
        if not subgraph.federation2:
            _drop_unused_externals(subgraph)
    for subgraph in subgraphs:
        if not subgraph.federation2:
            for type_ in subgraph.types.values():
                _share(subgraph, type_, subgraphs)


def _own_key_fields(type_: SubType, keyed: SubType) -> None:
    for key in keyed.keys:
        for selection in key.selections:
            item = type_.fields.get(getattr(selection, "name", ""))
            if item:
                item.external = False


def _drop_what_had_no_effect(subgraph: SubgraphSchema) -> None:
    for type_ in subgraph.types.values():
        for item in type_.fields.values():
            target = subgraph.types.get(item.ref.name)
            if type_.kind is Kind.INTERFACE:
                item.external, item.requires, item.provides = False, None, None
            if target is None or target.kind not in _COMPOSITE:
                item.provides = None
        if type_.kind is Kind.INTERFACE:
            type_.keys = []
    for type_ in subgraph.types.values():
        for item in type_.fields.values():
            item.requires = _active(subgraph, type_, item.requires)
            item.provides = _active(subgraph, subgraph.types.get(item.ref.name), item.provides)


def _active(subgraph: SubgraphSchema, type_: SubType | None, text: str | None) -> str | None:
    """A field set without the fields that the subgraph resolves anyway; None when nothing is left of it."""
    if text is None or type_ is None:
        return None
    try:
        selections = parse_field_set(text)
    except (GraphQLError, ValueError):
        return text
    kept = tuple(_external(subgraph, type_, selections, inside=False))
    return text if kept == selections else text_of(kept) or None


def _external(
    subgraph: SubgraphSchema, type_: SubType, selections: Iterable[Selection], inside: bool
) -> Iterable[Selection]:
    for item in selections:
        if not isinstance(item, Field):
            inner = subgraph.types.get(item.type_name, type_)
            left = tuple(_external(subgraph, inner, item.selections, inside))
            if left:
                yield type(item)(item.type_name, left)
            continue
        found = type_.fields.get(item.name)
        if found is None or _is_external(subgraph, type_, found) or inside:
            yield item
            continue
        inner_type = subgraph.types.get(found.ref.name)
        if inner_type is not None and item.selections:
            left = tuple(_external(subgraph, inner_type, item.selections, inside))
            if left:
                yield Field(item.name, item.key, item.arguments, item.variables, left)


def _is_external(subgraph: SubgraphSchema, type_: SubType, item: SubField) -> bool:
    """Whether a field is external, or, of an interface, external in some implementation."""
    if item.external or type_.kind is not Kind.INTERFACE:
        return item.external
    others = (other for other in subgraph.types.values() if type_.name in other.interfaces)
    return any(item.name in other.fields and other.fields[item.name].external for other in others)


def _as_definition(
    subgraph: SubgraphSchema, type_: SubType, subgraphs: Sequence[SubgraphSchema], report: Report
) -> None:
    """An extension of Federation 1 is a definition like any other, if something is there to be extended."""
    if not type_.extension or type_.kind not in (Kind.OBJECT, Kind.INTERFACE):
        return
    others = [other.types[type_.name] for other in subgraphs if other is not subgraph and type_.name in other.types]
    if type_.name not in (*_ROOTS, "Subscription") and not any(other.defined for other in others):
        report.error(
            "EXTENSION_WITH_NO_BASE",
            f"{type_.name} is extended but defined nowhere. Define it in one subgraph.",
            type_.name,
            subgraph.name,
        )
    if not type_.keys:
        for other in others:
            _own_key_fields(type_, other)
    type_.defined = True
    for key in type_.keys:
        key.extension = False


def _drop_unused_externals(subgraph: SubgraphSchema) -> None:
    for name, type_ in list(subgraph.types.items()):
        if type_.kind not in (Kind.OBJECT, Kind.INTERFACE):
            continue
        type_.fields = {name: item for name, item in type_.fields.items() if item.used or not item.external}
        if not type_.fields:
            del subgraph.types[name]


def _share(subgraph: SubgraphSchema, type_: SubType, subgraphs: Sequence[SubgraphSchema]) -> None:
    """What several subgraphs resolve was shared without a word in Federation 1."""
    if type_.kind is not Kind.OBJECT or type_.name == "Subscription":
        return
    others = [other.types[type_.name] for other in subgraphs if other is not subgraph and type_.name in other.types]
    entity = bool(type_.keys) or type_.name in _ROOTS
    for item in type_.fields.values():
        same = (other.fields[item.name] for other in others if item.name in other.fields)
        if not entity or any(not other.external or other.provided for other in same):
            item.shareable = True
        if item.external:
            # What the directives say stands where the field is resolved.
            item.marks.tags = ()
