"""Subgraphs to test against: real GraphQL schemas that answer ``_entities``, reached in process.

They stand for services the library does not own. Each checks that what it is asked is valid in its own schema.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    GraphQLResolveInfo,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    build_ast_schema,
    execute,
    parse,
    validate,
)

from services.gateway.federation import (
    CompositionErrors,
    EngineOptions,
    Request,
    Result,
    Subgraph,
    SupergraphState,
    TransportError,
    TransportResponse,
)

Json = Any
Resolver = Callable[..., Json]
LINK = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@interfaceObject"
])
"""


def subgraph(name: str, body: str, link: str = LINK) -> Subgraph:
    """A subgraph's SDL with the usual header."""
    return Subgraph(name, f"http://{name}.test/graphql", link + body)


def composed(*subgraphs: Subgraph, options: EngineOptions | None = None) -> SupergraphState:
    """The state of subgraphs that must compose."""
    state = SupergraphState.compose(subgraphs, options or EngineOptions())
    assert isinstance(state, SupergraphState), str(state)
    return state


def faults(*subgraphs: Subgraph) -> CompositionErrors:
    """The errors of subgraphs that must not compose."""
    errors = SupergraphState.compose(subgraphs)
    assert isinstance(errors, CompositionErrors), "the subgraphs composed"
    return errors


def codes(*subgraphs: Subgraph) -> list[str]:
    """The codes of those errors."""
    return [error.code for error in faults(*subgraphs).errors]


def _schema(sdl: str) -> tuple[GraphQLSchema, list[str]]:
    document = parse(sdl, no_location=True)
    entities: list[str] = []
    for node in document.definitions:
        if not isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode):
            continue
        if any(item.name.value == "key" for item in node.directives or ()):
            entities.append(node.name.value)
    more = "scalar _Any\n"
    if entities:
        more += f"union _Entity = {' | '.join(dict.fromkeys(entities))}\n"
        more += "extend type Query { _entities(representations: [_Any!]!): [_Entity]! }"
    both = parse(sdl + "\n" + more, no_location=True)
    return build_ast_schema(both, assume_valid_sdl=True), entities


@dataclass
class Service:
    """An executable subgraph. ``roots`` answer root fields, ``entities`` make an object of a representation, and
    ``fields`` resolve what the objects do not hold as values."""

    subgraph: Subgraph
    roots: Mapping[str, Resolver] = field(default_factory=dict)
    entities: Mapping[str, Callable[[dict[str, Json]], Json]] = field(default_factory=dict)
    fields: Mapping[str, Resolver] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schema, _ = _schema(self.subgraph.sdl)

    async def answer(self, body: bytes) -> bytes:
        """The response to a request body."""
        request = orjson.loads(body)
        document = parse(request["query"])
        problems = validate(self.schema, document)
        assert not problems, f"{self.subgraph.name} was sent {request['query']}: {problems}"
        found = execute(
            self.schema, document, variable_values=request.get("variables"), field_resolver=self._resolve,
            type_resolver=lambda value, *_: value["__typename"],
        )  # fmt: skip
        result = await found if inspect.isawaitable(found) else found
        return orjson.dumps(result.formatted)

    def _resolve(self, source: Json, info: GraphQLResolveInfo[Any], **arguments: Json) -> Json:
        name, parent = info.field_name, info.parent_type.name
        if name == "_entities" and parent == "Query":
            return [self._entity(item) for item in arguments["representations"]]
        if parent in ("Query", "Mutation"):
            return self.roots[name](**arguments)
        resolver = self.fields.get(f"{parent}.{name}")
        return resolver(source, **arguments) if resolver else source.get(name)

    def _entity(self, representation: dict[str, Json]) -> Json:
        found = self.entities[representation["__typename"]](representation)
        return found if found is None else {"__typename": representation["__typename"], **found}


@dataclass
class InProcess:
    """A transport to services in this process. Put a name into ``down`` or ``silent`` to take a service away."""

    services: Mapping[str, Service]
    down: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    broken: dict[str, TransportResponse] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Json]]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    before: Callable[[str], Awaitable[None]] | None = None

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """Answer as the service would."""
        self.calls.append((subgraph, orjson.loads(body)))
        self.headers.append(headers)
        if self.before:
            await self.before(subgraph)
        if subgraph in self.down:
            raise TransportError(f"{subgraph} refused the connection.")
        if subgraph in self.silent:
            await asyncio.Event().wait()
        if subgraph in self.broken:
            return self.broken[subgraph]
        return TransportResponse(200, await self.services[subgraph].answer(body))

    def sent_to(self, subgraph: str) -> list[dict[str, Json]]:
        """The bodies a service was sent."""
        return [body for name, body in self.calls if name == subgraph]


@dataclass
class Graph:
    """Composed services with their transport."""

    state: SupergraphState
    transport: InProcess

    @classmethod
    def of(cls, *services: Service, options: EngineOptions | None = None) -> Graph:
        """Compose services."""
        state = composed(*(service.subgraph for service in services), options=options)
        return cls(state, InProcess({service.subgraph.name: service for service in services}))

    async def run(self, query: str, **variables: Json) -> Result:
        """Execute a request."""
        return await self.state.execute(Request(query, None, variables), self.transport)

    async def data(self, query: str, **variables: Json) -> Json:
        """The data of a request that must succeed."""
        result = await self.run(query, **variables)
        assert result.errors == []
        return result.data
