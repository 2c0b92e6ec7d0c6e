"""Random federated graphs: whatever composes must answer every query as one schema would.

A seed makes types, spreads their fields over services with keys, shared and required fields, and asks random queries.
Every value follows from its object's number, so one schema over the same numbers knows the right answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLResolveInfo, build_schema, execute_sync, parse, validate

from services.gateway.federation import CompositionErrors, SupergraphState
from tests.unit.gateway.federation.subgraphs import Graph, InProcess, Service, subgraph

Json = Any
SCALARS = ("s0", "s1", "s2", "s3")
OBJECTS = 5


def scalar(type_name: str, name: str, number: int) -> str:
    return f"{type_name}.{name}={number}"


@dataclass
class Blueprint:
    """A random graph: who has which part of which type."""

    seed: int
    types: list[str] = field(default_factory=list)
    links: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)  # (type, field) -> (type, is list)
    has: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # (service, type) -> field -> directives
    keys: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    requires: dict[tuple[str, str], str] = field(default_factory=dict)  # (service, type) -> what its r needs
    named: list[str] = field(default_factory=list)  # types that implement the interface, wherever they are defined

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311 - a reproducible seed, no secret
        self.types = [f"T{n}" for n in range(self.draw.randint(2, 4))]
        self.services = [f"g{n}" for n in range(self.draw.randint(2, 4))]
        self.named = [name for name in self.types if self.draw.random() < 0.6]
        for type_name in self.types:
            self._spread(type_name)

    def _spread(self, type_name: str) -> None:
        homes = self.draw.sample(self.services, self.draw.randint(1, len(self.services)))
        fields = list(SCALARS)
        for name in ("l0", "l1")[: self.draw.randint(1, 2)]:
            self.links[type_name, name] = (self.draw.choice(self.types), self.draw.random() < 0.5)
            fields.append(name)
        for home in homes:
            self.keys[home, type_name] = self.draw.choice([["id"], ["id"], ["alt"], ["id", "alt"], ["id alt"]])
            self.has[home, type_name] = {}
        for name in fields:
            owners = self.draw.sample(homes, 1 if self.draw.random() < 0.7 else self.draw.randint(1, len(homes)))
            for owner in owners:
                self.has[owner, type_name][name] = "@shareable" if len(owners) > 1 else ""
        self._require(type_name, homes)

    def _require(self, type_name: str, homes: list[str]) -> None:
        home = self.draw.choice(homes)
        missing = [name for name in SCALARS if name not in self.has[home, type_name]]
        if missing:
            needed = self.draw.choice(missing)
            self.requires[home, type_name] = needed
            self.has[home, type_name] |= {needed: "@external", "r": f'@requires(fields: "{needed}")'}

    def sdl(self, service: str) -> str:
        """One service's part."""
        parts: list[str] = []
        mine = [name for home, name in self.has if home == service]
        roots = [f"{name.lower()}(n: Int!): {name} @shareable all_{name}: [{name}!]! @shareable" for name in mine]
        if self._named_in(service):
            parts.append("interface Named { alt: ID! }")
            roots.append(f"named_{service}: [Named!]!")
        parts.append(f"type Query {{ {' '.join(roots)} }}" if roots else "type Query { nothing: Int @shareable }")
        parts.extend(self._type(service, name) for name in mine)
        parts.extend(f'type {name} @key(fields: "id") {{ id: ID! }}' for name in self._referred(service, mine))
        return "\n".join(parts)

    def _named_in(self, service: str) -> list[str]:
        return [name for name in self.named if "alt" in " ".join(self.keys.get((service, name), []))]

    def _referred(self, service: str, mine: list[str]) -> list[str]:
        targets = [self.links[name, f][0] for name in mine for f in self.has[service, name] if (name, f) in self.links]
        return [name for name in dict.fromkeys(targets) if name not in mine]

    def _type(self, service: str, name: str) -> str:
        keys = self.keys[service, name]
        lines = [f"{key}: ID!" for key in dict.fromkeys(" ".join(keys).split())]
        for item, directives in self.has[service, name].items():
            lines.append(f"{item}: {self._type_of(name, item)} {directives}")
        implements = " implements Named" if name in self._named_in(service) else ""
        applied = " ".join(f'@key(fields: "{key}")' for key in keys)
        return f"type {name}{implements} {applied} {{ {' '.join(lines)} }}"

    def _type_of(self, name: str, item: str) -> str:
        if (name, item) not in self.links:
            return "String"
        target, is_list = self.links[name, item]
        return f"[{target}!]!" if is_list else target

    def value(self, type_name: str, name: str, number: int, needed: str | None = None) -> Json:
        """A field's value, given the object's number; ``needed`` is what a requirement brought."""
        if name in ("id", "alt"):
            return f"{name}{number}"
        if name == "r":
            return f"r({needed})"
        if name == "__typename":
            return type_name
        if (type_name, name) in self.links:
            target, is_list = self.links[type_name, name]
            first = {"__typename": target, "n": (number * 3 + len(name)) % OBJECTS}
            return [first, {"__typename": target, "n": number}] if is_list else first
        return scalar(type_name, name, number)

    def root(self, name: str, n: int = 0) -> Json:
        """A root field's value."""
        if name.startswith("named_"):
            return [{"__typename": item, "n": 1} for item in self._named_in(name[6:])]
        if name.startswith("all_"):
            return [{"__typename": name[4:], "n": number} for number in range(OBJECTS)]
        return {"__typename": name.upper(), "n": n} if name != "nothing" else None


def service_of(blueprint: Blueprint, name: str) -> Service:
    found = Service(subgraph(name, blueprint.sdl(name)))
    query = found.schema.query_type
    assert query
    found.roots = {root: _root(blueprint, root) for root in query.fields}
    for type_name in blueprint.types:
        fields = getattr(found.schema.get_type(type_name), "fields", {})
        found.entities = {**found.entities, type_name: _entity}
        found.fields = {**found.fields, **{f"{type_name}.{f}": _field(blueprint, type_name, f) for f in fields}}
    return found


def _root(blueprint: Blueprint, name: str) -> Callable[..., Json]:
    return lambda **arguments: blueprint.root(name, **arguments)


def _entity(representation: dict[str, Json]) -> Json:
    number = representation.get("id") or representation["alt"]
    return {"n": int(number[-1]), "sent": representation}


def _field(blueprint: Blueprint, type_name: str, name: str) -> Callable[[Json], Json]:
    def resolve(source: Json) -> Json:
        needed = next((v for (_, t), v in blueprint.requires.items() if t == type_name), None)
        return blueprint.value(type_name, name, source["n"], source.get("sent", {}).get(needed))

    return resolve


def answer(blueprint: Blueprint, sdl: str, query: str) -> Json:
    """What one schema over the same numbers answers."""

    def resolve(source: Json, info: GraphQLResolveInfo[Any], **arguments: Json) -> Json:
        type_name = info.parent_type.name
        if type_name == "Query":
            return blueprint.root(info.field_name, **arguments)
        needed = next((v for (_, t), v in blueprint.requires.items() if t == type_name), "")
        return blueprint.value(type_name, info.field_name, source["n"], scalar(type_name, needed, source["n"]))

    found = execute_sync(
        build_schema(sdl), parse(query), field_resolver=resolve, type_resolver=lambda value, *_: value["__typename"]
    )
    assert isinstance(found, ExecutionResult)
    assert not found.errors
    return found.data


def query_on(blueprint: Blueprint, state: SupergraphState, type_name: str, depth: int) -> str:
    draw, type_ = blueprint.draw, state.api_schema.type_map[type_name]
    parts: list[str] = []
    if type_name == "Named":
        possible = state.api_schema.get_possible_types(type_)  # type: ignore[arg-type]
        parts = [f"... on {item.name} {query_on(blueprint, state, item.name, depth)}" for item in possible]
    fields = sorted(getattr(type_, "fields", {}))
    for name in draw.sample(fields, min(len(fields), draw.randint(1, 4))):
        inner = str(type_.fields[name].type).strip("[]!")  # type: ignore[attr-defined]
        arguments = f"(n: {draw.randrange(OBJECTS)})" if type_name == "Query" and name[0] == "t" else ""
        if inner in ("String", "ID", "Int"):
            parts.append(draw.choice([name, name, "__typename", f"{name}_: {name}"]))
        elif depth > 0:
            parts.append(f"{name}{arguments} {query_on(blueprint, state, inner, depth - 1)}")
    return "{ " + " ".join(parts or ["__typename"]) + " }"


@pytest.mark.parametrize("seed", range(40))
async def test_what_composes_answers_like_one_schema(seed: int) -> None:
    blueprint = Blueprint(seed)
    services = {name: service_of(blueprint, name) for name in blueprint.services}
    state = SupergraphState.compose([service.subgraph for service in services.values()])
    if isinstance(state, CompositionErrors):
        # Keys drawn at random need not lead everywhere; nothing else may be wrong.
        assert {error.code for error in state.errors} == {"SATISFIABILITY_ERROR"}, str(state)
        return
    for _ in range(6):
        query = query_on(blueprint, state, "Query", 4)
        if validate(state.api_schema, parse(query)):
            continue
        graph = Graph(state, InProcess(services))
        assert await graph.data(query) == answer(blueprint, state.api_sdl, query), query
