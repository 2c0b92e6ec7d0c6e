"""What a subgraph says of fields that others resolve must be what those say."""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import Marks, SubField, SubgraphSchema
from services.gateway.federation.composition.type_merging import NO_SUBTYPES
from services.gateway.federation.composition.validation.shared import by_field, by_type
from services.gateway.federation.supergraph.annotations import OPEN
from services.gateway.federation.supergraph.model import Kind

_Fault = tuple[str, str, str]  # code, coordinate, message


def check_externals(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Report external fields that nothing uses or that differ from what they stand for."""
    for type_name, parts in by_type(subgraphs):
        for name, owners in by_field(parts):
            resolving = {subgraph.name: item for subgraph, item in owners if not item.external}
            for subgraph, item in owners:
                if item.external and subgraph.types[type_name].kind is not Kind.INTERFACE:
                    for code, coordinate, message in _faults(f"{type_name}.{name}", subgraph, item, resolving):
                        report.error(code, message, coordinate, subgraph.name)


def check_emptied(subgraph: SubgraphSchema, report: Report) -> None:
    """Report types of Federation 1 of which nothing is left without the external fields that nothing uses."""
    named = {item.ref.name for type_ in subgraph.types.values() for item in type_.fields.values()}
    for type_ in subgraph.types.values():
        unused = [item.external and not item.used for item in type_.fields.values()]
        if not subgraph.federation2 and unused and all(unused) and type_.name in named:
            message = (
                f"{type_.name} has only @external fields that no @key, @requires or @provides uses: nothing is left of "
                "it. Use a field, or resolve one."
            )
            report.error("TYPE_WITH_ONLY_UNUSED_EXTERNAL", message, type_.name, subgraph.name)


def _faults(
    coordinate: str, subgraph: SubgraphSchema, item: SubField, resolving: dict[str, SubField]
) -> Iterator[_Fault]:
    if not item.used and subgraph.federation2:
        yield (
            "EXTERNAL_UNUSED",
            coordinate,
            f"{coordinate} is @external, but no @key, @requires, @provides or interface of the subgraph uses it. "
            "Remove the field or the directive.",
        )
    if _speaks(item.marks):
        yield (
            "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL",
            coordinate,
            f"{coordinate} is @external, so what its directives say would be lost. Say it where the field is resolved.",
        )
    if not resolving:
        return
    types = {other.type_text for other in resolving.values()}
    widest = NO_SUBTYPES.widest(other.type for other in resolving.values())
    fits = len(types) > 1 and widest is not None and NO_SUBTYPES.covers(widest, item.type)
    if item.type_text not in types and not fits:
        yield (
            "EXTERNAL_TYPE_MISMATCH",
            coordinate,
            f"{coordinate} is @external with type {item.type_text}, but resolved with type {_listed(types)}. "
            "Use the type of the subgraph that resolves it.",
        )
    yield from _argument_faults(coordinate, item, list(resolving.values()))


def _argument_faults(coordinate: str, item: SubField, resolving: list[SubField]) -> Iterator[_Fault]:
    """Only of arguments that all who resolve the field take, since those are what clients can give."""
    for name in resolving[0].arguments:
        given = [other.arguments[name] for other in resolving if name in other.arguments]
        if len(given) < len(resolving):
            continue
        place, own = f"{coordinate}({name}:)", item.arguments.get(name)
        if own is None:
            text = f"{place} is missing where {coordinate} is @external. Repeat the argument there."
            yield "EXTERNAL_ARGUMENT_MISSING", place, text
            continue
        types = {argument.type_text for argument in given}
        if own.type_text not in types:
            text = (
                f"{place} is {own.type_text} where the field is @external, but {_listed(types)} where it is resolved."
            )
            yield "EXTERNAL_ARGUMENT_TYPE_MISMATCH", place, f"{text} Use one type."
        defaults = {argument.default or "none" for argument in given}
        if (own.default or "none") not in defaults:
            text = f"{place} has the default {own.default or 'none'} where the field is @external, but "
            text += f"{_listed(defaults)} where it is resolved. Use one default."
            yield "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH", place, text


def _speaks(marks: Marks) -> bool:
    """Whether an element has directives that would be merged if it were not external."""
    said = marks.inaccessible or marks.tags or marks.access is not OPEN or marks.list_size is not None
    return bool(said) or marks.cost is not None


def _listed(texts: set[str]) -> str:
    return " or ".join(sorted(texts))
