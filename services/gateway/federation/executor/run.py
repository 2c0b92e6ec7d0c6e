"""Running a plan: every fetch starts as soon as the ones it needs are done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.gateway.federation.executor.fetching import UNAVAILABLE, Answer, JsonObject, PreparedFetch, decode
from services.gateway.federation.executor.merge import copied, merge_into, undo_renames
from services.gateway.federation.executor.targets import Batch, find_located, find_targets
from services.gateway.federation.executor.transport import Transport, TransportError
from services.gateway.federation.plan.nodes import LIST, TYPE, Plan

Json = Any
ResponsePath = tuple[str | int, ...]


class PreparedPlan:
    """A plan ready to run: bodies encoded, dependants known."""

    __slots__ = ("dependants", "fetches", "plan", "waiting")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.fetches = [PreparedFetch(fetch) for fetch in plan.fetches]
        self.waiting = [len(fetch.needs) for fetch in plan.fetches]
        self.dependants: list[list[int]] = [[] for _ in plan.fetches]
        for fetch in plan.fetches:
            for number in fetch.needs:
                self.dependants[number].append(fetch.number)


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

    async def run(self, given: Sequence[int] = ()) -> None:
        """Run every fetch but those given (their data is in place already)."""
        waiting = list(self.plan.waiting)
        for number in given:
            for dependant in self.plan.dependants[number]:
                waiting[dependant] -= 1
        ready = [n for n, count in enumerate(waiting) if count == 0 and n not in given]
        if len(self.plan.fetches) == 1 and ready:
            await self._fetch(self.plan.fetches[0])
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
        """Run a fetch and then what it was the last to hold up: the first here, the others beside it."""
        following: int | None = number
        while following is not None:
            await self._fetch(self.plan.fetches[following])
            free: list[int] = []
            for dependant in self.plan.dependants[following]:
                waiting[dependant] -= 1
                if waiting[dependant] == 0:
                    free.append(dependant)
            following = free[0] if free else None
            self._start(free[1:], waiting, spawn)

    async def _fetch(self, prepared: PreparedFetch) -> None:
        fetch = prepared.fetch
        if fetch.kind == "entity":
            await self._fetch_entities(prepared)
        elif not fetch.path:
            answer = await self._send(fetch.subgraph, prepared.body(self.variables))
            if answer.data:
                undo_renames(answer.data, fetch.renames)
                merge_into(self.data, answer.data)
            if answer.failure is not None:
                for key in fetch.keys:
                    self._fail(fetch.subgraph, answer.failure, (key,))
            for error in answer.errors:
                path = prepared.client_path(_path_of(error))
                if not path:
                    self.explained.extend((key,) for key in fetch.keys)
                self._report(fetch.subgraph, error, path)
        else:
            await self._fetch_below(prepared)

    async def _fetch_below(self, prepared: PreparedFetch) -> None:
        """A root fetch whose data belongs under a field that returns the root type."""
        fetch = prepared.fetch
        targets = [target for _, target in find_located(self.data, fetch.path)]
        if not targets:
            return
        answer = await self._send(fetch.subgraph, prepared.body(self.variables))
        if answer.data:
            undo_renames(answer.data, fetch.renames)
            for target in targets:
                merge_into(target, copied(answer.data))
        for at, _ in find_located(self.data, fetch.path):
            if answer.failure is not None:
                self._fail(fetch.subgraph, answer.failure, at)
            for error in answer.errors:
                self._report(fetch.subgraph, error, (*at, *prepared.client_path(_path_of(error))))

    async def _fetch_entities(self, prepared: PreparedFetch) -> None:
        fetch = prepared.fetch
        try:
            batch = Batch(find_targets(self.data, fetch.path), fetch.representations)
        except (AttributeError, TypeError):  # some answer did not fit its schema
            batch = Batch([target for _, target in find_located(self.data, fetch.path)], fetch.representations)
        if not batch.representations:
            return
        answer = await self._send(fetch.subgraph, prepared.body(self.variables, batch.representations))
        if answer.failure is not None:
            self._fail(fetch.subgraph, answer.failure, self._first_place(prepared, batch))
        entities = answer.data.get("_entities") if answer.data else None
        if isinstance(entities, list):
            for rename in fetch.renames:
                undo_renames({"_": entities}, [type(rename)(("_", LIST, *rename.path), rename.alias, rename.key)])
            self._merge_entities(entities, batch)
        if answer.errors:
            self._report_entity_errors(prepared, batch, answer.errors)

    def _merge_entities(self, entities: list[Json], batch: Batch) -> None:
        used: set[int] = set()
        for target, index in batch.assignments:
            entity = entities[index] if index < len(entities) else None
            if not isinstance(entity, dict):
                continue
            merge_into(target, copied(entity) if index in used else entity)
            used.add(index)

    def _first_place(self, prepared: PreparedFetch, batch: Batch) -> ResponsePath:
        first = batch.assignments[0][0]
        return next((at for at, found in find_located(self.data, prepared.fetch.path) if found is first), ())

    def _report_entity_errors(self, prepared: PreparedFetch, batch: Batch, errors: list[JsonObject]) -> None:
        fetch = prepared.fetch
        places = {id(found): at for at, found in find_located(self.data, fetch.path)}
        for error in errors:
            path = prepared.client_path(_path_of(error))
            if len(path) > 1 and path[0] == "_entities" and isinstance(path[1], int):
                for target, index in batch.assignments:
                    if index == path[1]:
                        self._report(fetch.subgraph, error, (*places.get(id(target), ()), *path[2:]))
            else:
                self._report(fetch.subgraph, error, self._first_place(prepared, batch))

    async def _send(self, subgraph: str, body: bytes) -> Answer:
        try:
            async with asyncio.timeout_at(self.deadline):
                response = await self.transport.send(subgraph, body, self.headers, self.deadline)
        except TimeoutError:
            return Answer(failure="The subgraph did not answer in time.")
        except TransportError as error:
            return Answer(failure=str(error) or "The subgraph cannot be reached.")
        return decode(response.status, response.body)

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
