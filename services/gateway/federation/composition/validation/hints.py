"""What subgraphs say differently of the same thing, where merging can live with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.merge_directives import EXECUTABLE
from services.gateway.federation.composition.subgraph import Marks, SubgraphSchema, SubInput
from services.gateway.federation.composition.type_merging import NO_SUBTYPES, listed
from services.gateway.federation.composition.validation.shared import Part, by_field, by_type
from services.gateway.federation.supergraph.model import Kind, TypeRef

_ROOTS = frozenset({"Query", "Mutation", "Subscription"})


def check_agreement(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Hint at differences between subgraphs."""
    used, single = _used(subgraphs), _single(subgraphs)
    _check_executable(subgraphs, report)
    _check_said("schema", [(subgraph.name, subgraph.marks) for subgraph in subgraphs], report)
    for name, parts in by_type(subgraphs):
        for coordinate, marks in _described(name, parts):
            _check_said(coordinate, marks, report)
            _check_custom(coordinate, marks, single, report)
        _check_inputs(name, parts, report)
        kinds = {type_.kind for _, type_ in parts}
        if kinds == {Kind.ENUM} and name not in used:
            report.hint("UNUSED_ENUM_TYPE", f"No field or argument is of the enum {name}.", name)
        elif kinds == {Kind.UNION}:
            _check_members(name, parts, report)
        elif len(kinds) == 1 and kinds <= {Kind.OBJECT, Kind.INTERFACE} and name not in _ROOTS:
            _check_entity(name, parts, report)


def _check_executable(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Directives that clients may use: less of them where subgraphs differ."""
    for name, first in subgraphs[0].directives.items() if subgraphs else ():
        given = [subgraph.directives[name] for subgraph in subgraphs if name in subgraph.directives]
        places = [set(item.locations) & EXECUTABLE for item in given]
        common = set.intersection(*places)
        if len(given) < len(subgraphs) or not common:
            continue  # left out altogether, which merging tells
        if any(found != common for found in places):
            message = f"@{name} may only stand where all subgraphs let it: {', '.join(sorted(common))}."
            report.hint("INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS", message, f"@{name}")
        if any(item.repeatable != first.repeatable for item in given):
            message = f"@{name} may be repeated in some subgraphs only, so clients must not."
            report.hint("INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE", message, f"@{name}")


def _used(subgraphs: list[SubgraphSchema]) -> set[str]:
    """The types that fields, arguments and inputs name."""
    found: set[str] = set()
    for subgraph in subgraphs:
        for type_ in subgraph.types.values():
            inputs: list[SubInput] = list(type_.inputs.values())
            for item in type_.fields.values():
                found.add(item.ref.name)
                inputs += item.arguments.values()
            found.update(TypeRef.of(item.type).name for item in inputs)
        for directive in subgraph.directives.values():
            found.update(TypeRef.of(item.type).name for item in directive.arguments.values())
    return found


_Said = list[tuple[str, Marks]]


def _described(name: str, parts: list[Part]) -> Iterator[tuple[str, _Said]]:
    """Every element of a type, with what each subgraph says of it."""
    if len(parts) < 2:
        return
    found: dict[str, _Said] = {name: [(subgraph.name, type_.marks) for subgraph, type_ in parts]}
    for subgraph, type_ in parts:
        for field in type_.fields.values():
            found.setdefault(f"{name}.{field.name}", []).append((subgraph.name, field.marks))
            for argument in field.arguments.values():
                coordinate = f"{name}.{field.name}({argument.name}:)"
                found.setdefault(coordinate, []).append((subgraph.name, argument.marks))
        for given in type_.inputs.values():
            found.setdefault(f"{name}.{given.name}", []).append((subgraph.name, given.marks))
        for value in type_.values.values():
            found.setdefault(f"{name}.{value.name}", []).append((subgraph.name, value.marks))
    yield from found.items()


def _check_said(coordinate: str, said: _Said, report: Report) -> None:
    if len(said) < 2:
        return
    texts = {subgraph: marks.description for subgraph, marks in said if marks.description}
    if len(set(texts.values())) > 1:
        message = f"{coordinate} is described differently in {_listed(texts)}: clients see the text of one of them."
        report.hint("INCONSISTENT_DESCRIPTION", message, coordinate, *texts)
    reasons = {subgraph: marks.deprecated for subgraph, marks in said if marks.deprecated is not None}
    places = {subgraph: marks.specified_by for subgraph, marks in said if marks.specified_by}
    for directive, values in (("deprecated", reasons), ("specifiedBy", places)):
        if len(set(values.values())) > 1:
            message = (
                f"{coordinate} has @{directive} with different arguments in {_listed(values)}: one of them is kept."
            )
            report.hint("INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS", message, coordinate, *values)
    costs = {subgraph: marks.cost for subgraph, marks in said if marks.cost is not None}
    sizes = {subgraph: marks.list_size for subgraph, marks in said if marks.list_size is not None}
    for directive, differing in (("cost", set(costs.values())), ("listSize", set(sizes.values()))):
        if len(differing) > 1:
            message = f"@{directive} on {coordinate} differs between subgraphs: the supergraph has what covers all."
            report.hint("MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS", message, coordinate, *(costs or sizes))


def _single(subgraphs: list[SubgraphSchema]) -> set[str]:
    """The composed directives that an element has once."""
    composed = {given.removeprefix("@") for subgraph in subgraphs for given in subgraph.composed}
    repeatable = {item.name for subgraph in subgraphs for item in subgraph.directives.values() if item.repeatable}
    return composed - repeatable


def _check_custom(coordinate: str, said: _Said, single: set[str], report: Report) -> None:
    applied: dict[str, dict[str, str]] = {}
    for subgraph, marks in said if single else ():
        for item in marks.custom:
            if item.name in single:
                applied.setdefault(item.name, {})[subgraph] = str(item)
    for name, texts in applied.items():
        if len(set(texts.values())) > 1:
            message = f"{coordinate} has @{name} with different arguments in {_listed(texts)}: most decide."
            report.hint("INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS", message, coordinate, *texts)


def _check_inputs(name: str, parts: list[Part], report: Report) -> None:
    """Arguments and input fields that are required by some only, or wrapped otherwise."""
    found: dict[str, dict[str, SubInput]] = {}
    for subgraph, type_ in parts:
        for field in type_.fields.values():
            for item in () if field.external else field.arguments.values():
                found.setdefault(f"{name}.{field.name}({item.name}:)", {})[subgraph.name] = item
        for item in type_.inputs.values():
            found.setdefault(f"{name}.{item.name}", {})[subgraph.name] = item
    for coordinate, given in found.items():
        texts = {subgraph: item.type_text for subgraph, item in given.items()}
        if len(set(texts.values())) > 1 and NO_SUBTYPES.narrowest(item.type for item in given.values()):
            message = f"{coordinate} has different types: {listed(texts)}. Clients must send the narrowest."
            report.hint("INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE", message, coordinate, *texts)


def _check_members(name: str, parts: list[Part], report: Report) -> None:
    for member in dict.fromkeys(member for _, type_ in parts for member in type_.members):
        lacking = [subgraph.name for subgraph, type_ in parts if member not in type_.members]
        if lacking:
            message = f"{member} is a member of the union {name}, but not in {_listed(lacking)}."
            report.hint("INCONSISTENT_UNION_MEMBER", message, name, *lacking)


def _check_entity(name: str, parts: list[Part], report: Report) -> None:
    keyless = [subgraph.name for subgraph, type_ in parts if not type_.keys]
    if not keyless:
        return
    if len(keyless) < len(parts):
        message = f"{name} has a @key, but not in {_listed(keyless)}: there it cannot be entered."
        report.hint("INCONSISTENT_ENTITY", message, name, *keyless)
        return
    kind = parts[0][1].kind.value
    code = f"INCONSISTENT_{kind.upper()}_VALUE_TYPE_FIELD"
    for field, owners in by_field(parts):
        lacking = sorted({subgraph.name for subgraph, _ in parts} - {subgraph.name for subgraph, _ in owners})
        if lacking:
            coordinate = f"{name}.{field}"
            message = f"{coordinate} is not in {_listed(lacking)}, though {name} has no @key to fetch it by."
            report.hint(code, message, coordinate, *lacking)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
