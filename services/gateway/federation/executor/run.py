"""Running a plan: every fetch starts as soon as the ones it needs are done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from services.gateway.federation.executor.contexts import by_context
from services.gateway.federation.executor.fetching import UNAVAILABLE, Answer, JsonObject, decode
from services.gateway.federation.executor.merge import copied, merge_into, place_entities, undo_renames
from services.gateway.federation.executor.requests import ENTITIES, Part, PreparedPlan, PreparedRequest
from services.gateway.federation.executor.targets import Batch, find_located
from services.gateway.federation.executor.transport import Transport, TransportError
from services.gateway.federation.plan.nodes import LIST, TYPE

Json = Any
ResponsePath = tuple[str | int, ...]
_Asked = tuple[Part, Batch]


class Execution:
    """One run of a plan. ``data`` grows as answers come; ``errors`` are in the order of their arrival."""

    def __init__(
        self,
        plan: PreparedPlan,
        variables: Mapping[str, Json],
        transport: Transport,
        headers: Mapping[str, str],
        deadline: float,
        service_in_errors: bool,
    ) -> None:
        self.plan, self.variables = plan, variables
        self.transport, self.headers, self.deadline = transport, headers, deadline
        self.service_in_errors = service_in_errors
        self.data: JsonObject = {}
        self.errors: list[JsonObject] = []
        self.explained: list[ResponsePath] = []  # places without data of a whole request that was refused
        self._under_way: dict[PreparedRequest, list[_Asked]] = {}

    async def run(self, given: Sequence[int] = ()) -> None:
        """Run every fetch but those given (their data is in place already), until the deadline."""
        try:
            async with asyncio.timeout_at(self.deadline):
                await self._run({self.plan.request_of[number] for number in given})
        except TimeoutError:
            for request, asked in self._under_way.items():
                self._fail_all(request, asked, "The subgraph did not answer in time.")

    async def _run(self, given: Collection[int]) -> None:
        waiting = list(self.plan.waiting)
        for number in given:
            for dependant in self.plan.dependants[number]:
                waiting[dependant] -= 1
        ready = [n for n, count in enumerate(waiting) if count == 0 and n not in given]
        if len(self.plan.requests) == 1 and ready:
            await self._request(self.plan.requests[0])
            return
        try:
            async with asyncio.TaskGroup() as group:
                self._start(ready, waiting, group.create_task)
        except ExceptionGroup as failures:  # a fault of the transport: the caller gets it as from a single fetch
            raise failures.exceptions[0] from None

    def _start(self, ready: Sequence[int], waiting: list[int], spawn: Callable[..., Json]) -> None:
        for number in ready:
            spawn(self._chain(number, waiting, spawn))

    async def _chain(self, number: int, waiting: list[int], spawn: Callable[..., Json]) -> None:
        """Make a request and then what it was the last to hold up: the first here, the others beside it."""
        following: int | None = number
        while following is not None:
            await self._request(self.plan.requests[following])
            free: list[int] = []
            for dependant in self.plan.dependants[following]:
                waiting[dependant] -= 1
                if waiting[dependant] == 0:
                    free.append(dependant)
            following = free[0] if free else None
            self._start(free[1:], waiting, spawn)

    async def _request(self, request: PreparedRequest) -> None:
        if request.parts and request.fetches[0].fetch.contexts:
            await self._fetch_in_context(request)
        elif request.parts:
            await self._fetch_entities(request)
        elif request.fetches[0].fetch.path:
            await self._fetch_below(request)
        else:
            await self._fetch_root(request)

    async def _fetch_root(self, request: PreparedRequest) -> None:
        prepared = request.fetches[0]
        fetch = prepared.fetch
        answer = await self._send(request, request.body(self.variables))
        if answer.data:
            undo_renames(answer.data, fetch.renames)
            merge_into(self.data, answer.data)
        if answer.failure is not None:
            self._fail_all(request, (), answer.failure)
        for error in answer.errors:
            path = prepared.client_path(_path_of(error))
            if not path:
                self.explained.extend((key,) for key in fetch.keys)
            self._report(fetch.subgraph, error, path)

    async def _fetch_below(self, request: PreparedRequest) -> None:
        """A root fetch whose data belongs under a field that returns the root type."""
        prepared = request.fetches[0]
        fetch = prepared.fetch
        targets = [target for _, target in find_located(self.data, fetch.path)]
        if not targets:
            return
        answer = await self._send(request, request.body(self.variables))
        if answer.data:
            undo_renames(answer.data, fetch.renames)
            for target in targets:
                merge_into(target, copied(answer.data))
        if answer.failure is not None:
            self._fail_all(request, (), answer.failure)
        if answer.errors:
            for at, _ in find_located(self.data, fetch.path):
                for error in answer.errors:
                    self._report(fetch.subgraph, error, (*at, *prepared.client_path(_path_of(error))))

    async def _fetch_entities(self, request: PreparedRequest) -> None:
        batches = [part.collect(self.data) for part in request.parts]
        asked = [pair for pair in zip(request.parts, batches, strict=True) if pair[1].representations]
        if len(asked) > 1:
            answer = await self._send(request, request.body(self.variables, batches), asked)
            if answer.data is not None or answer.failure is not None:
                self._take(request, asked, answer, alone=False)
                return
        # One part, or several that were refused together: no part may take the data of the others with it.
        for part, batch in asked:
            answer = await self._send(request, part.body(self.variables, batch), [(part, batch)])
            self._take(request, [(part, batch)], answer, alone=True)

    async def _fetch_in_context(self, request: PreparedRequest) -> None:
        """Ask once per set of values that objects find further up."""
        part = request.parts[0]

        async def ask(values: Mapping[str, Json], batch: Batch) -> None:
            own = copy(request)  # each is under way by itself
            answer = await self._send(own, part.body({**self.variables, **values}, batch), [(part, batch)])
            self._take(own, [(part, batch)], answer, alone=True)

        await asyncio.gather(*(ask(*group) for group in by_context(request.fetches[0].fetch, self.data)))

    def _take(self, request: PreparedRequest, asked: Sequence[_Asked], answer: Answer, *, alone: bool) -> None:
        """Put the entities of an answer where they belong."""
        if answer.failure is not None:
            self._fail_all(request, asked, answer.failure)
        for part, batch in asked:
            entities = answer.data.get(ENTITIES if alone else part.alias) if answer.data else None
            if isinstance(entities, list):
                undo_renames(entities, part.renames)
                place_entities(entities, batch.assignments, shared=part.shared)
        for error in answer.errors:
            self._report_entity_error(request, asked, error)

    def _report_entity_error(self, request: PreparedRequest, asked: Sequence[_Asked], error: JsonObject) -> None:
        """Report an error at every place its entity was asked for; one without an entity explains all it left out."""
        path = _path_of(error)
        for part, batch in asked:
            if len(path) > 1 and path[0] in (part.alias, ENTITIES) and isinstance(path[1], int):
                rest = part.fetches[0].client_path(path[2:])
                wanted = {id(target) for target, index in batch.assignments if index == path[1]}
                if not wanted:
                    break  # of an entity nobody asked for
                for prepared in part.fetches:
                    for at, found in find_located(self.data, prepared.fetch.path):
                        if id(found) in wanted:
                            self._report(request.subgraph, error, (*at, *rest))
                return
        first, *others = [*self._first_places(asked), ()]
        self._report(request.subgraph, error, first)
        self.explained.extend(filter(None, others))

    def _first_places(self, asked: Iterable[_Asked]) -> Iterator[ResponsePath]:
        """For each fetch the first place it asked about."""
        for part, batch in asked:
            wanted = {id(target) for target, _ in batch.assignments}
            for prepared in part.fetches:
                places = (at for at, found in find_located(self.data, prepared.fetch.path) if id(found) in wanted)
                if (first := next(places, None)) is not None:
                    yield first

    async def _send(self, request: PreparedRequest, body: bytes, asked: Sequence[_Asked] = ()) -> Answer:
        self._under_way[request] = list(asked)
        try:
            response = await self.transport.send(request.subgraph, body, self.headers, self.deadline)
        except TimeoutError:
            answer = Answer(failure="The subgraph did not answer in time.")
        except TransportError as error:
            answer = Answer(failure=str(error) or "The subgraph cannot be reached.")
        else:
            answer = decode(response.status, response.body)
        del self._under_way[request]
        return answer

    def _fail_all(self, request: PreparedRequest, asked: Iterable[_Asked], reason: str) -> None:
        """Report that a request gave no answer, wherever its data would have stood."""
        fetch = request.fetches[0].fetch
        places: Iterable[ResponsePath]
        if request.parts:
            places = self._first_places(asked)
        elif fetch.path:
            places = (at for at, _ in find_located(self.data, fetch.path))
        else:
            places = ((key,) for key in fetch.keys)
        for at in places:
            self._fail(request.subgraph, reason, at)

    def _fail(self, subgraph: str, reason: str, path: ResponsePath) -> None:
        error: JsonObject = {"message": reason, "extensions": {"code": UNAVAILABLE, "service": subgraph}}
        if path:
            error["path"] = list(path)
        self.errors.append(error)

    def _report(self, subgraph: str, error: JsonObject, path: ResponsePath) -> None:
        """A subgraph's own error, with the path the client knows; its locations mean nothing to the client."""
        found: JsonObject = {"message": str(error.get("message", "The subgraph reported an error."))}
        if path:
            found["path"] = list(path)
        extensions = error.get("extensions")
        extensions = dict(extensions) if isinstance(extensions, dict) else {}
        if self.service_in_errors:
            extensions.setdefault("service", subgraph)
        if extensions:
            found["extensions"] = extensions
        self.errors.append(found)


def _path_of(error: JsonObject) -> ResponsePath:
    path = error.get("path")
    return tuple(path) if isinstance(path, list) else ()


def shape_of(path: ResponsePath) -> tuple[str, ...]:
    """A path without its list positions."""
    return tuple(item for item in path if isinstance(item, str) and item != LIST and not item.startswith(TYPE))
