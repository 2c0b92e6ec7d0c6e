"""The requests that a plan's fetches become.

Entity fetches of one subgraph at the same depth of the plan travel together: those that ask the same as one list of
representations, others side by side as aliases of ``_entities``. A plan with a dozen fetches becomes half as many
requests, no deeper than it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from services.gateway.federation.executor.collecting import Collect, collect_carefully, compile_collect
from services.gateway.federation.executor.fetching import Body, PreparedFetch
from services.gateway.federation.executor.targets import Batch
from services.gateway.federation.plan.nodes import LIST, Fetch, Plan, Rename, Representation

Json = Any
JsonObject = dict[str, Json]

ENTITIES = "_entities"
_REPRESENTATIONS = b'"representations":'


class Part:
    """Entities asked for one selection: for the objects of one fetch, or of several that ask the same."""

    __slots__ = ("_body", "_collects", "_met", "alias", "fetches", "member", "renames", "shared")

    def __init__(self, alias: str, fetches: Sequence[PreparedFetch], everything: Iterable[Fetch]) -> None:
        first = fetches[0].fetch
        self.alias, self.fetches = alias, fetches
        self.member = _REPRESENTATIONS if alias == ENTITIES else orjson.dumps(f"r{alias}") + b":"
        self.renames = tuple(Rename((LIST, *item.path), item.alias, item.key) for item in first.renames)
        self.shared = first.flat or (
            not any(_touches(other, item.fetch) for other in everything for item in fetches)
            and all(_exclusive(item.fetch.representations) for item in fetches)
        )
        self._met = False
        self._collects: list[Collect] = []
        contextual = tuple(item.variable for item in first.contexts)
        self._body = Body(first.operation, (*first.variables, *contextual), entities=True)

    def collect(self, data: JsonObject) -> Batch:
        """The objects that are asked about, represented."""
        if not self._met:  # what is asked only once is not worth generating
            self._met = True
            return self._collect_carefully(data)
        if not self._collects:
            self._collects = [compile_collect(item.fetch) for item in self.fetches]
        batch = Batch()
        try:
            for collect in self._collects:
                collect(data, batch)
        except (AttributeError, TypeError):  # some answer did not fit its schema
            batch = self._collect_carefully(data)
        return batch

    def _collect_carefully(self, data: JsonObject) -> Batch:
        batch = Batch()
        for item in self.fetches:
            collect_carefully(item.fetch, data, batch)
        return batch

    def body(self, variables: Mapping[str, Json], batch: Batch) -> bytes:
        """The request for this part alone."""
        return self._body.encode(variables, {_REPRESENTATIONS: batch.representations})


def _touches(other: Fetch, fetch: Fetch) -> bool:
    """Whether another fetch may put something into what this one brings: at the same objects, or below them."""
    return other is not fetch and other.path[: len(fetch.path)] == fetch.path


def _exclusive(rules: Sequence[Representation]) -> bool:
    """Whether no object is represented twice."""
    if len(rules) == 1:
        return True
    return all(rule.guards for rule in rules) and len(frozenset().union(*(rule.guards for rule in rules))) == sum(
        len(rule.guards) for rule in rules
    )


class PreparedRequest:
    """One request: a root fetch, or the parts of an entity request."""

    __slots__ = ("_body", "fetches", "needs", "parts", "subgraph")

    def __init__(self, fetches: Sequence[PreparedFetch], everything: Sequence[Fetch]) -> None:
        first = fetches[0].fetch
        self.fetches = fetches
        self.subgraph = first.subgraph
        self.needs = {number for item in fetches for number in item.fetch.needs}
        self.parts: tuple[Part, ...] = ()
        if first.kind == "entity":
            self.parts = _parts(fetches, everything)
        self._body = Body(first.operation, first.variables) if len(self.parts) < 2 else _together(self.parts)

    def body(self, variables: Mapping[str, Json], batches: Sequence[Batch] = ()) -> bytes:
        """The JSON of a root fetch, or of all parts together."""
        lists = {part.member: batch.representations for part, batch in zip(self.parts, batches, strict=True)}
        return self._body.encode(variables, lists)


def _parts(fetches: Sequence[PreparedFetch], everything: Sequence[Fetch]) -> tuple[Part, ...]:
    alike: dict[object, list[PreparedFetch]] = {}
    for item in fetches:
        alike.setdefault((item.fetch.operation, item.fetch.renames), []).append(item)
    aliases = [ENTITIES] if len(alike) == 1 else [f"_{number}" for number in range(len(alike))]
    return tuple(Part(alias, group, everything) for alias, group in zip(aliases, alike.values(), strict=True))


def _together(parts: Sequence[Part]) -> Body:
    """The operation that asks for all parts."""
    fetches = [part.fetches[0].fetch for part in parts]
    definitions = dict.fromkeys(text for fetch in fetches for text in fetch.definitions)
    variables = dict.fromkeys(name for fetch in fetches for name in fetch.variables)
    declared = [*(f"$r{part.alias}:[_Any!]!" for part in parts), *definitions]
    asked = [
        f"{part.alias}:{ENTITIES}(representations:$r{part.alias}){fetch.selection}"
        for part, fetch in zip(parts, fetches, strict=True)
    ]
    return Body(f"query({','.join(declared)}){{{''.join(asked)}}}", tuple(variables), entities=True)


class PreparedPlan:
    """A plan ready to run: its requests, which of them each fetch is in, and what waits for each."""

    __slots__ = ("dependants", "fetches", "plan", "request_of", "requests", "waiting")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.fetches = [PreparedFetch(fetch) for fetch in plan.fetches]
        groups = _grouped(self.fetches)
        self.requests = [PreparedRequest(group, plan.fetches) for group in groups]
        self.request_of = {item.fetch.number: n for n, group in enumerate(groups) for item in group}
        self.dependants: list[list[int]] = [[] for _ in groups]
        self.waiting: list[int] = []
        for number, request in enumerate(self.requests):
            before = {self.request_of[fetch] for fetch in request.needs}
            self.waiting.append(len(before))
            for other in sorted(before):
                self.dependants[other].append(number)


def _grouped(fetches: Sequence[PreparedFetch]) -> list[list[PreparedFetch]]:
    """Entity fetches by subgraph and depth, all others alone. At one depth no fetch needs another."""
    depths: dict[int, int] = {}
    groups: dict[object, list[PreparedFetch]] = {}
    for item in fetches:
        fetch = item.fetch
        depth = depths[fetch.number] = 1 + max((depths[number] for number in fetch.needs), default=-1)
        alone = fetch.kind != "entity" or fetch.contexts
        slot: object = fetch.number if alone else (fetch.subgraph, depth)
        groups.setdefault(slot, []).append(item)
    return list(groups.values())
