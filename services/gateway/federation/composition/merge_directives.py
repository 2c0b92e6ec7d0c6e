"""Merging directives: the names of federation's, those that are composed by request, those that clients use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.linking import SINCE
from services.gateway.federation.composition.merge_inputs import InputMerger
from services.gateway.federation.composition.merge_marks import most_applied, same_application
from services.gateway.federation.composition.merged import MergedDirective, MergedFeature, MergedInput
from services.gateway.federation.composition.subgraph import Applied, Feature, Marks, SubDirective, SubgraphSchema

EXECUTABLE = frozenset(
    {
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)
_CODE = "DIRECTIVE_COMPOSITION_ERROR"


def merge_names(subgraphs: Iterable[SubgraphSchema], report: Report) -> dict[str, str]:
    """What the supergraph calls federation's directives: what the subgraphs that apply them do, which must agree."""
    found: dict[str, dict[str, str]] = {}
    for subgraph in subgraphs:
        for element, name in subgraph.names.items():
            found.setdefault(element, {})[subgraph.name] = name
    for element, by_subgraph in found.items():
        if element not in ("cacheTag", "fromContext") and len(set(by_subgraph.values())) > 1:
            listed = ", ".join(f'@{name} in "{subgraph}"' for subgraph, name in by_subgraph.items())
            report.error(
                "LINK_IMPORT_NAME_MISMATCH",
                f"@{element} is called {listed}. Import it under one name everywhere.",
                "schema",
                *by_subgraph,
            )
    return {element: next(iter(by_subgraph.values())) for element, by_subgraph in found.items()}


class ComposedDirectives:
    """The directives that ``@composeDirective`` names, over all subgraphs."""

    def __init__(self, subgraphs: Sequence[SubgraphSchema], report: Report) -> None:
        self.report = report
        self._origin: dict[str, tuple[str, str]] = {}  # name -> feature and name there
        self._by_subgraph: dict[str, dict[str, Feature]] = {}
        self._left: dict[str, dict[str, None]] = {}  # directives that stay behind -> the subgraphs that apply them
        self.definitions: dict[str, SubDirective] = {}
        self.features: list[MergedFeature] = []
        for subgraph in subgraphs:
            for name in dict.fromkeys(subgraph.composed):
                self._add(subgraph, name)
        self._check_names()
        self._choose(subgraphs)

    def merge(self, found: Iterable[tuple[str, Marks]]) -> tuple[Applied, ...]:
        """The applications that the supergraph keeps, of those that the subgraphs, by name, give an element."""
        given: dict[str, list[Applied]] = {}
        for subgraph, marks in found:
            known = self._by_subgraph.get(subgraph, {})
            for item in marks.custom:
                if item.name in known and item.name in self.definitions:
                    given.setdefault(item.name, []).append(item)
                else:
                    self._left.setdefault(item.name, {})[subgraph] = None
        kept: list[Applied] = []
        for name, items in given.items():
            definition = self.definitions[name]
            defaults = {item.name: item.default for item in definition.arguments.values() if item.default is not None}
            if definition.repeatable:
                kept.extend(_different(items, defaults))
            else:
                kept.extend(filter(None, (most_applied(items, defaults),)))
        return tuple(kept)

    def tell_what_stays_behind(self) -> None:
        """Hint at the directives that were applied and are not in the supergraph."""
        for name, subgraphs in self._left.items():
            self.report.hint(
                "DIRECTIVE_COMPOSITION_INFO",
                f"@{name} stays behind: the supergraph has nothing of it. @composeDirective would bring it.",
                f"@{name}",
                *subgraphs,
            )

    def _add(self, subgraph: SubgraphSchema, given: str) -> None:
        name = given[1:]
        feature = next((item for item in subgraph.features if name in item.directives), None)
        if not given.startswith("@"):
            self._error(f'@composeDirective names "{given}", which must begin with an @.', subgraph.name)
        elif name in SINCE or name in subgraph.names.values() or name.startswith("federation__"):
            self._federation(subgraph, name)
        elif name not in subgraph.directives:
            self._error(f"@composeDirective names {given}, which the subgraph does not define.", subgraph.name)
        elif feature is None:
            text = f"{given} is of no linked feature, so it cannot be composed. Add a @link that imports it."
            self._error(text, subgraph.name)
        else:
            origin = (feature.identity, feature.directives[name])
            known = self._origin.setdefault(name, origin)
            if known != origin:
                text = f"{given} is not the same directive everywhere: @{known[1]} of {known[0]} and @{origin[1]} of "
                self._error(f"{text}{origin[0]}.", subgraph.name)
            self._by_subgraph.setdefault(subgraph.name, {})[name] = feature

    def _federation(self, subgraph: SubgraphSchema, name: str) -> None:
        composed = {"tag", "inaccessible", "authenticated", "requiresScopes", "policy", "context", "cost", "listSize"}
        meant = next((element for element, local in subgraph.names.items() if local == name), name)
        if meant.removeprefix("federation__") in composed:
            text = f"@{name} is composed without @composeDirective."
            self.report.hint("DIRECTIVE_COMPOSITION_INFO", text, "schema", subgraph.name)
        else:
            self._error(f"@{name} belongs to federation and cannot be composed.", subgraph.name)

    def _check_names(self) -> None:
        by_origin: dict[tuple[str, str], list[str]] = {}
        for name, origin in self._origin.items():
            by_origin.setdefault(origin, []).append(name)
        for (identity, name), local in by_origin.items():
            if len(local) > 1:
                names = ", ".join(f"@{item}" for item in local)
                self._error(f"@{name} of {identity} is composed under several names: {names}. Use one.")

    def _choose(self, subgraphs: Sequence[SubgraphSchema]) -> None:
        """Of each feature the newest version that a subgraph composes, with the definitions written there."""
        owners: dict[str, list[tuple[Feature, SubgraphSchema]]] = {}
        for subgraph in subgraphs:
            for feature in {item.identity: item for item in self._by_subgraph.get(subgraph.name, {}).values()}.values():
                owners.setdefault(feature.identity, []).append((feature, subgraph))
        for identity, given in owners.items():
            if len({feature.version[0] for feature, _ in given}) > 1:
                names = [subgraph.name for _, subgraph in given]
                self._error(f"{identity} is composed in more than one major version. Link one everywhere.", *names)
                continue
            newest = max((feature for feature, _ in given), key=lambda feature: feature.version)
            names_here = [name for name, (owner, _) in self._origin.items() if owner == identity]
            newest_first = sorted(given, key=lambda item: item[0].version, reverse=True)
            for name in names_here:
                definitions = (subgraph.directives.get(name) for _, subgraph in newest_first)
                found = next(filter(None, definitions), None)
                if found:
                    self.definitions[name] = found
            self.features.append(MergedFeature(newest.url, tuple((self._origin[name][1], name) for name in names_here)))

    def merged_definitions(self) -> list[MergedDirective]:
        """The definitions as the supergraph has them."""
        return [
            MergedDirective(
                item.name,
                [MergedInput(i.name, i.type_text, i.default, i.marks) for i in item.arguments.values()],
                list(item.locations),
                item.repeatable,
                item.description,
            )
            for item in self.definitions.values()
        ]

    def _error(self, message: str, *subgraphs: str) -> None:
        self.report.error(_CODE, message, "schema", *subgraphs)


def merge_executable(
    subgraphs: Sequence[SubgraphSchema], composed: Iterable[str], report: Report
) -> list[MergedDirective]:
    """The directives that clients may use: those that all subgraphs define, where and with what all of them know."""
    found: list[MergedDirective] = []
    taken = set(composed)
    for name in dict.fromkeys(name for subgraph in subgraphs for name in subgraph.directives if name not in taken):
        given = [(subgraph, subgraph.directives[name]) for subgraph in subgraphs if name in subgraph.directives]
        if not any(EXECUTABLE & set(item.locations) for _, item in given):
            continue
        locations = [
            place
            for place in given[0][1].locations
            if place in EXECUTABLE and all(place in item.locations for _, item in given)
        ]
        if len(given) < len(subgraphs) or not locations:
            everywhere = len(given) == len(subgraphs)
            code = (
                "NO_EXECUTABLE_DIRECTIVE_INTERSECTION" if everywhere else "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE"
            )
            report.hint(code, f"@{name} is left out: not all subgraphs accept it.", f"@{name}")
            continue
        found.append(
            MergedDirective(
                name,
                InputMerger(report).directive_arguments(name, given),
                locations,
                all(item.repeatable for _, item in given),
                next((item.description for _, item in given if item.description), None),
            )
        )
    return found


def _different(items: Iterable[Applied], defaults: dict[str, str]) -> list[Applied]:
    found: list[Applied] = []
    for item in items:
        if not any(same_application(known, item, defaults) for known in found):
            found.append(item)
    return found


def carried_joins(found: Iterable[tuple[SubgraphSchema, Marks]]) -> list[str]:
    """``@join__directive`` for what only the runtime reads, with the subgraphs that say it."""
    graphs: dict[Applied, list[str]] = {}
    for subgraph, marks in found:
        for item in marks.carried:
            graphs.setdefault(item, []).append(subgraph.graph_id)
    return [
        f'@join__directive(graphs: [{", ".join(ids)}], name: "{item.name}", args: {{'
        + ", ".join(f"{name}: {value}" for name, value in item.arguments)
        + "})"
        for item, ids in graphs.items()
    ]
