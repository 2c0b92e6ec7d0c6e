"""The supergraph state: everything one version of the graph needs to answer requests, in one object to swap."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    KnownDirectivesRule,
    OperationDefinitionNode,
    parse,
    print_schema,
    specified_rules,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from services.gateway.federation.authorisation.rights import Rights
from services.gateway.federation.cache import Lru
from services.gateway.federation.collection import without_collection
from services.gateway.federation.composition.compose import compose
from services.gateway.federation.composition.errors import CompositionErrors, Hint
from services.gateway.federation.composition.subgraph import Subgraph
from services.gateway.federation.errors import TOO_COMPLEX, PlanningError
from services.gateway.federation.executor.answer import Answering
from services.gateway.federation.executor.run import Execution
from services.gateway.federation.executor.transport import Transport
from services.gateway.federation.incremental import KnownDirectives
from services.gateway.federation.operations import Compiler, Prepared, Runnable, prepare
from services.gateway.federation.overrides import Overrides, percentile
from services.gateway.federation.plan.printing import plan_json, plan_text
from services.gateway.federation.request import Json, Request, Result, refused, unauthorised
from services.gateway.federation.subscriptions import Subscription, subscription_of
from services.gateway.federation.supergraph.api import api_schema
from services.gateway.federation.supergraph.load import load_supergraph
from services.gateway.federation.supergraph.model import Supergraph

MOST_ERRORS = 50
_RULES = tuple(KnownDirectives if rule is KnownDirectivesRule else rule for rule in specified_rules)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a caller may choose."""

    timeout_seconds: float = 10.0
    cache_size: int = 1000
    introspection: bool = True
    extra_rules: tuple[type[ASTValidationRule], ...] = ()
    max_tokens: int | None = None
    service_in_errors: bool = True
    override_labels: frozenset[str] = frozenset()  # the labels of @override(label:) that are on for every request
    draw: Callable[[], float] = percentile  # a request's place among a hundred, for the labels percent(x)
    refuse_unauthorised: bool = False  # whether one field without the right refuses the whole operation


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that is not run."""

    result: Result

    @property
    def errors(self) -> list[dict[str, Any]]:
        """Ready GraphQL errors."""
        return self.result.errors


@dataclass(frozen=True, slots=True)
class Explanation:
    """A query plan for people and for tools."""

    text: str
    json: dict[str, Any]


DEFAULTS = EngineOptions()
_Ready = tuple[Prepared, Runnable, Mapping[str, Json]]


class SupergraphState:
    """One version of the supergraph with its caches. Build it aside, then assign it where the old one was."""

    def __init__(
        self, supergraph: Supergraph, schema: GraphQLSchema, options: EngineOptions, hints: Sequence[Hint] = ()
    ) -> None:
        self.options = options
        self.hints = tuple(hints)
        self.supergraph = supergraph
        self.supergraph_sdl = supergraph.sdl
        self.version = hashlib.sha256(supergraph.sdl.encode()).hexdigest()
        self.subgraphs: Mapping[str, str] = dict(supergraph.subgraphs)
        self.api_schema = schema
        self._rules = (*_RULES, *options.extra_rules)
        self._documents: Lru[str, DocumentNode | Rejected] = Lru(options.cache_size)
        self._prepared: Lru[tuple[str, str | None], Prepared] = Lru(options.cache_size)
        overrides = Overrides(supergraph, options.override_labels, options.draw)
        self._compiler = Compiler(self.api_schema, overrides, options.cache_size)

    @cached_property
    def api_sdl(self) -> str:
        """The text of the schema that clients see."""
        return print_schema(self.api_schema)

    @classmethod
    @without_collection()
    def compose(
        cls, subgraphs: Sequence[Subgraph], options: EngineOptions = DEFAULTS
    ) -> SupergraphState | CompositionErrors:
        """Compose subgraphs into a state, or say what is wrong with them."""
        composed = compose(subgraphs)
        if isinstance(composed, CompositionErrors):
            return composed
        return cls(composed.supergraph, composed.schema, options, composed.hints)

    @classmethod
    @without_collection()
    def from_supergraph_sdl(cls, sdl: str, options: EngineOptions = DEFAULTS) -> SupergraphState:
        """Read a composed supergraph. Raises SupergraphError."""
        supergraph = load_supergraph(sdl)
        return cls(supergraph, api_schema(supergraph), options)

    def prepare(self, query: str, operation_name: str | None = None) -> Prepared | Rejected:
        """Parse and validate, or take it from the cache."""
        known = self._prepared.get((query, operation_name))
        if known is not None:
            return known
        document = self._document(query)
        if isinstance(document, Rejected):
            return document
        definition = _chosen(document, operation_name)
        if isinstance(definition, Rejected):
            return definition
        return self._prepared.put((query, operation_name), prepare(document, definition))

    def outcomes(self, query: str, operation_name: str | None = None) -> tuple[tuple[bool, ...], ...]:
        """The outcomes of an operation's conditions that were planned so far; for ``warm`` of the next state."""
        known = self._prepared.get((query, operation_name))
        return tuple(known.variants) if known is not None else ()

    def warm(
        self, query: str, operation_name: str | None = None, outcomes: Iterable[tuple[bool, ...]] = ()
    ) -> Prepared | Rejected:
        """Prepare an operation and plan it before anybody asks; once per outcome of its conditions."""
        prepared = self.prepare(query, operation_name)
        if isinstance(prepared, Rejected):
            return prepared
        for outcome in tuple(outcomes) or ((False,) * len(prepared.conditions),):
            with suppress(PlanningError, RecursionError):  # whoever asks is told
                self._compiler.runnable(prepared, dict(zip(prepared.conditions, outcome, strict=False)))
        return prepared

    def explain(self, request: Request) -> Explanation | Result:
        """The plan of a request."""
        ready = self._ready(request)
        if isinstance(ready, Result):
            return ready
        plan = ready[1].plan.plan
        return Explanation(plan_text(plan), plan_json(plan))

    async def execute(
        self,
        request: Request,
        transport: Transport,
        headers: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Result:
        """Answer a query or a mutation."""
        if deadline is None:
            deadline = asyncio.get_running_loop().time() + self.options.timeout_seconds
        ready = await self._ready_soon(request, deadline)
        if isinstance(ready, Result):
            return ready
        prepared, runnable, variables = ready
        if prepared.kind == "subscription":
            error = GraphQLError("A subscription needs a connection that can carry more than one answer.")
            return refused([error], "BAD_USER_INPUT")
        execution = self._execution(runnable, variables, transport, headers, deadline)
        answering = Answering(self._compiler, runnable, execution)
        return await answering.run(variables)

    def subscription(self, request: Request) -> Subscription | Result:
        """What a subscription listens to and how its events are answered, or why it is refused."""
        ready = self._ready(request)
        if isinstance(ready, Result):
            return ready
        prepared, runnable, variables = ready
        if prepared.kind != "subscription":
            return refused([GraphQLError(f"The operation is a {prepared.kind}, not a subscription.")], "BAD_USER_INPUT")

        def executing(transport: Transport, headers: Mapping[str, str] | None, deadline: float | None) -> Answering:
            return Answering(
                self._compiler, runnable, self._execution(runnable, variables, transport, headers, deadline)
            )

        return subscription_of(self.api_schema, prepared, runnable, variables, executing)

    def _execution(
        self,
        runnable: Runnable,
        variables: Mapping[str, Json],
        transport: Transport,
        headers: Mapping[str, str] | None,
        deadline: float | None,
    ) -> Execution:
        if deadline is None:
            deadline = asyncio.get_running_loop().time() + self.options.timeout_seconds
        return Execution(runnable.plan, variables, transport, headers or {}, deadline, self.options.service_in_errors)

    def _ready(self, request: Request) -> _Ready | Result:
        bound = self._bound(request)
        if isinstance(bound, Result):
            return bound
        prepared, coerced, variables = bound
        try:
            runnable = self._compiler.runnable(prepared, coerced)
            return self._granted(prepared, runnable, variables, request.rights)
        except (PlanningError, RecursionError) as error:
            return _not_planned(error)

    async def _ready_soon(self, request: Request, deadline: float) -> _Ready | Result:
        """The same; a large operation that is new does not hold up the event loop, nor waits beyond the deadline."""
        bound = self._bound(request)
        if isinstance(bound, Result):
            return bound
        prepared, coerced, variables = bound
        try:
            runnable = await self._compiler.runnable_soon(prepared, coerced, deadline)
            return self._granted(prepared, runnable, variables, request.rights)
        except (PlanningError, RecursionError) as error:
            return _not_planned(error)

    def _bound(self, request: Request) -> tuple[Prepared, Mapping[str, Json], Mapping[str, Json]] | Result:
        """The operation with its variables: as the schema takes them, and as they came."""
        prepared = self.prepare(request.query, request.operation_name)
        if isinstance(prepared, Rejected):
            return prepared.result
        variables: Mapping[str, Json] = request.variables or {}
        coerced: Mapping[str, Json] = {}
        if prepared.definition.variable_definitions:
            values = get_variable_values(
                self.api_schema, prepared.definition.variable_definitions, dict(variables), MOST_ERRORS
            )
            if not isinstance(values, VariableValues):
                return refused(list(values), "BAD_USER_INPUT")
            coerced = values.coerced
        return prepared, coerced, variables

    def _granted(
        self, prepared: Prepared, runnable: Runnable, variables: Mapping[str, Json], rights: Rights
    ) -> _Ready | Result:
        if runnable.asked:
            runnable = self._permitted(prepared, runnable, rights)
        if runnable.introspection and not self.options.introspection:
            return refused([GraphQLError("Introspection is switched off.")], "GRAPHQL_VALIDATION_FAILED")
        if runnable.refused and (self.options.refuse_unauthorised or not runnable.opened):
            return Result(None, unauthorised(runnable.refused), executed=not self.options.refuse_unauthorised)
        return prepared, runnable, variables

    def _permitted(self, prepared: Prepared, runnable: Runnable, rights: Rights) -> Runnable:
        missing = frozenset([access for access in runnable.asked if not rights.meet(access)])
        return self._compiler.screened(prepared, runnable, missing) if missing else runnable

    def _document(self, query: str) -> DocumentNode | Rejected:
        known = self._documents.get(query)
        if known is None:
            known = self._documents.put(query, self._checked(query))
        return known

    def _checked(self, query: str) -> DocumentNode | Rejected:
        try:
            document = parse(query, max_tokens=self.options.max_tokens, allow_empty_selection_sets=False)
            errors = validate(self.api_schema, document, self._rules, MOST_ERRORS, allow_empty_selection_sets=False)
        except GraphQLError as error:
            return Rejected(refused([error], "GRAPHQL_PARSE_FAILED"))
        except RecursionError:
            return Rejected(refused([GraphQLError("The document is nested too deeply.")], "GRAPHQL_PARSE_FAILED"))
        return Rejected(refused(errors, "GRAPHQL_VALIDATION_FAILED")) if errors else document


def _not_planned(error: PlanningError | RecursionError) -> Result:
    """A valid operation that cannot be run: an answer with an error, not a bad request."""
    if isinstance(error, PlanningError):
        result = refused([GraphQLError(str(error))], error.code)
    else:
        result = refused([GraphQLError("The operation is nested too deeply to be planned.")], TOO_COMPLEX)
    result.executed = True
    return result


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode | Rejected:
    operations = [item for item in document.definitions if isinstance(item, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    if name is None:
        message = "Say which operation to run: the document has several." if operations else "There is no operation."
        return Rejected(refused([GraphQLError(message)], "OPERATION_RESOLUTION_FAILURE"))
    for item in operations:
        if item.name and item.name.value == name:
            return item
    return Rejected(refused([GraphQLError(f'There is no operation "{name}".')], "OPERATION_RESOLUTION_FAILURE"))
