"""Random graphs with every shape of type, asked random operations: the answer is the one of a single schema.

Each plan is also looked at by itself: every operation is valid in its subgraph, every representation has a key that
the subgraph resolves, and nothing is read that no earlier fetch selected.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)

from services.gateway.federation import EngineOptions, Request, SupergraphState
from services.gateway.federation.composition.errors import CompositionErrors
from tests.unit.gateway.federation.checking import faults, plan_of
from tests.unit.gateway.federation.shapes import World, answer, service_of
from tests.unit.gateway.federation.subgraphs import InProcess

Json = Any
VARIABLES = {"yes": "Boolean!", "off": "Boolean!", "n": "Int!", "x": "Int"}
VALUES: dict[str, Json] = {"yes": True, "off": False, "n": 1, "x": 3}
CONDITIONS = (
    "",
    "",
    "",
    "",
    "@include(if: $yes)",
    "@include(if: $off)",
    "@skip(if: $off)",
    "@skip(if: $yes)",
    "@skip(if: true)",
)


class Asking:
    """Writes random operations on a schema."""

    def __init__(self, schema: GraphQLSchema, draw: random.Random) -> None:
        self.schema, self.draw = schema, draw

    def operation(self, kind: str) -> str:
        root = self.schema.mutation_type if kind == "mutation" else self.schema.query_type
        assert root
        body = self._selections(root, 4)
        declared = ", ".join(f"${name}: {type_}" for name, type_ in VARIABLES.items() if f"${name}" in body)
        return f"{kind} {f'({declared})' if declared else ''} {body}"

    def _selections(self, type_: Any, depth: int) -> str:
        return "{ " + " ".join(self._one(type_, depth) for _ in range(self.draw.randint(1, 4))) + " }"

    def _one(self, type_: Any, depth: int) -> str:
        condition = self.draw.choice(CONDITIONS)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType) and self.draw.random() < 0.6:
            inner = self.draw.choice([type_, *sorted(self.schema.get_possible_types(type_), key=lambda t: t.name)])
            return f"... on {inner.name} {condition} {self._selections(inner, depth - 1 if inner is type_ else depth)}"
        if isinstance(type_, GraphQLObjectType) and type_.interfaces and self.draw.random() < 0.1:
            inner = self.draw.choice(type_.interfaces)
            return f"... on {inner.name} {condition} {self._selections(inner, depth - 1)}"
        fields = getattr(type_, "fields", {})
        names = [n for n, f in sorted(fields.items()) if depth > 0 or not is_composite_type(get_named_type(f.type))]
        name = self.draw.choice(["__typename", *names])
        alias = self.draw.choice([*[""] * 8, f"{name}_: ", self.draw.choice(["id: ", "s0: ", "l0: "])])
        if name == "__typename":
            return f"{alias}__typename {condition}"
        named = get_named_type(fields[name].type)
        below = self._selections(named, depth - 1) if is_composite_type(named) else ""
        arguments = self._arguments(fields[name])
        if arguments and not alias:
            alias = f"{name}_{sum(map(ord, arguments))}: "
        return f"{alias}{name}{arguments} {condition} {below}"

    def _arguments(self, field: Any) -> str:
        if "n" in field.args:
            return f"(n: {self.draw.choice(['$n', str(self.draw.randrange(5))])})"
        return self.draw.choice(["", "(x: $x)", "(x: 7)", "(x: 9)"]) if "x" in field.args else ""


@pytest.mark.parametrize("seed", range(24))
async def test_a_graph_of_any_shape_answers_like_one_schema(seed: int) -> None:
    world = World(seed)
    services = {name: service_of(world, name) for name in world.services}
    labels = frozenset({"on"}) if seed % 2 else frozenset[str]()
    state = SupergraphState.compose([s.subgraph for s in services.values()], EngineOptions(override_labels=labels))
    if isinstance(state, CompositionErrors):
        # What was drawn need not lead everywhere; nothing else may be wrong.
        assert {error.code for error in state.errors} == {"SATISFIABILITY_ERROR"}, str(state)
        return
    asking = Asking(state.api_schema, world.draw)
    for number in range(8):
        kind = "mutation" if number % 4 == 3 else "query"
        query = asking.operation(kind)
        if validate(state.api_schema, parse(query)):
            continue
        variables = {name: value for name, value in VALUES.items() if f"${name}" in query}
        plan = plan_of(state, query, variables)
        assert faults(plan, state.supergraph, {name: item.schema for name, item in services.items()}) == [], query
        world.log.clear()
        result = await state.execute(Request(query, None, variables), InProcess(services))
        made = list(world.log)
        world.log.clear()
        assert (result.data, result.errors) == (answer(world, state.api_sdl, query, variables), []), query
        assert made == world.log, query
