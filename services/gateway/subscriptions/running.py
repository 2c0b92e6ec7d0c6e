"""Operations over connections that carry more than one answer: subscriptions fed from the broker, and all others."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import structlog
from graphql import GraphQLNamedType, get_named_type

from services.gateway.admission import Admission, Admitted
from services.gateway.errors import ErrorPolicy, without_input
from services.gateway.federation import Result, Subscription
from services.gateway.http.parameters import Parameters
from services.gateway.http.problems import HttpProblem, method_not_allowed, not_ready, rate_limited, too_many_requests
from services.gateway.metrics import GatewayMetrics
from services.gateway.operations import Refused
from services.gateway.schema import LoadedSchema, SchemaInService
from services.gateway.subscriptions.answers import Answer, Caller, Ended
from services.gateway.subscriptions.bindings import Binding, BindingError, read_bindings
from services.gateway.subscriptions.feeds import Feeds, SlowConsumer
from services.gateway.subscriptions.payload import value_of
from services.gateway.traffic.rates import RateLimiter
from shared.authentication.principal import Principal
from shared.authentication.verifier import Verifier
from shared.errors import ClientError
from shared.events.replay import Received

SLOW: Final = "SLOW_CONSUMER"
CHANGED: Final = "SUBSCRIPTION_SCHEMA_RELOAD"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class LivePolicy:
    """What bounds operations over such connections.

    Attributes:
        timeout_seconds: for an answer.
        executing_max: queries and mutations at once.
        subscriptions_max: subscriptions at once.
        rates: how often callers may ask; None: as often as they like.
        errors: how much callers are told of what went wrong in a service.
    """

    timeout_seconds: float
    executing_max: int
    subscriptions_max: int
    rates: RateLimiter | None
    errors: ErrorPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """A subscription that was accepted, under one schema."""

    schema: LoadedSchema
    subscription: Subscription
    binding: Binding
    kind: GraphQLNamedType

    @property
    def subject(self) -> str:
        return self.binding.subject_for(self.subscription.arguments)


class LiveOperations:
    """Runs operations whose answers go over SSE or a WebSocket."""

    def __init__(
        self,
        schema: SchemaInService,
        verifier: Verifier,
        admission: Admission,
        feeds: Feeds,
        policy: LivePolicy,
        metrics: GatewayMetrics,
    ) -> None:
        self._schema = schema
        self._verifier = verifier
        self._admission = admission
        self._feeds = feeds
        self._policy = policy
        self._metrics = metrics
        self._bindings: tuple[str, Mapping[str, Binding]] = ("", {})
        self._executing = 0
        self._subscriptions = 0

    async def answers(self, asked: Parameters, caller: Caller, after: int | None) -> AsyncGenerator[Answer, None]:
        """The answers of an operation: one of a query or a mutation, one for each event of a subscription.

        Args:
            asked: the request.
            caller: who asks.
            after: number of the last event the client has had of this subscription.

        Raises:
            Ended: refused, or at an end that the client should know the reason of.
        """
        try:
            async with aclosing(self._answers(asked, caller, after)) as answers:
                async for answer in answers:
                    yield answer
        except (HttpProblem, ClientError) as error:
            raise self._ended(error.message, error.code) from error
        except SlowConsumer as slow:
            raise self._ended(str(slow), SLOW, lastEventId=str(slow.last)) from slow
        except Ended:
            raise
        except Exception as error:
            log.exception("gateway.request.failed", correlation_id=caller.correlation_id)
            raise self._ended("Internal error", "INTERNAL", correlationId=caller.correlation_id) from error

    async def _answers(self, asked: Parameters, caller: Caller, after: int | None) -> AsyncGenerator[Answer, None]:
        principal = await self._verifier.principal_of(caller.authorization)
        if self._policy.rates is not None:
            wait = await self._policy.rates.take(caller.counted_as(principal))
            if wait > 0:
                self._metrics.rate_limited(anonymous=principal.is_anonymous)
                raise rate_limited(ceil(wait))
        admitted = self._admitted(asked, principal)
        if admitted.operation.kind == "mutation" and not caller.may_write:
            raise method_not_allowed("A mutation cannot be asked by GET; use POST.", b"POST")
        if admitted.operation.kind != "subscription":
            yield Answer(body=await self._once(admitted, caller))
            return
        source = await self._source(admitted)
        source.binding.admit(principal.roles)
        if self._subscriptions >= self._policy.subscriptions_max:
            raise too_many_requests(self._policy.subscriptions_max)
        self._subscriptions += 1
        self._metrics.subscriptions.set(self._subscriptions)
        try:
            async with aclosing(self._feeds.events(source.binding.stream, source.subject, after)) as events:
                async for event in events:
                    source = await self._still(source, asked, caller)
                    yield await self._told(source, event, caller)
        finally:
            self._subscriptions -= 1
            self._metrics.subscriptions.set(self._subscriptions)

    async def _still(self, source: _Source, asked: Parameters, caller: Caller) -> _Source:
        """The subscription as it stands now: the token may have ended, its roles and the schema may be others."""
        principal = await self._verifier.principal_of(caller.authorization)
        if self._schema.current is not source.schema:
            subject = source.subject
            source = await self._source(self._admitted(asked, principal))
            if source.subject != subject:
                raise self._ended("The schema has changed. Subscribe again.", CHANGED)
        source.binding.admit(principal.roles)
        return source

    async def _told(self, source: _Source, event: Received, caller: Caller) -> Answer:
        number = str(event.stream_sequence)
        result = await source.subscription.run(
            value_of(event, source.kind, source.subscription.selections),
            source.schema.reading,
            caller.headers,
            asyncio.get_running_loop().time() + self._policy.timeout_seconds,
        )
        self._metrics.events_told.inc()
        return Answer(body=self._body(result, caller, {"eventId": number}), event_id=number)

    async def _once(self, admitted: Admitted, caller: Caller) -> bytes:
        if self._executing >= self._policy.executing_max:
            raise too_many_requests(self._policy.executing_max)
        schema = admitted.schema
        transport = schema.writing if admitted.operation.kind == "mutation" else schema.reading
        deadline = asyncio.get_running_loop().time() + self._policy.timeout_seconds
        self._executing += 1
        try:
            result = await schema.state.execute(admitted.request, transport, caller.headers, deadline)
        finally:
            self._executing -= 1
        if not result.executed:
            raise Ended(without_input(result.errors))
        return self._body(result, caller, None)

    def _body(self, result: Result, caller: Caller, extensions: Mapping[str, Any] | None) -> bytes:
        if result.errors and self._policy.errors.active:
            result.errors = self._policy.errors.applied(result.errors, caller.correlation_id)
        return result.to_bytes(extensions)

    def _admitted(self, asked: Parameters, principal: Principal) -> Admitted:
        if self._schema.current is None:
            raise not_ready()
        admitted = self._admission.admit(self._schema.current, asked, principal)
        if isinstance(admitted, Refused):
            raise Ended(admitted.errors)
        return admitted

    async def _source(self, admitted: Admitted) -> _Source:
        """What feeds a subscription."""
        state = admitted.schema.state
        subscription = state.subscription(admitted.request)
        if isinstance(subscription, Result):
            raise Ended(without_input(subscription.errors))
        version, bindings = self._bindings
        if version != state.version:
            try:
                bindings = await asyncio.to_thread(read_bindings, state.supergraph_sdl)
            except BindingError as error:
                log.error("gateway.subscriptions.unusable", reason=str(error))
                bindings = {}
            self._bindings = (state.version, bindings)
        binding = bindings.get(subscription.field)
        root = state.api_schema.subscription_type
        if binding is None or root is None:
            raise self._ended(f"Nothing feeds {subscription.field}.", "UNAVAILABLE")
        kind = get_named_type(root.fields[subscription.field].type)
        return _Source(schema=admitted.schema, subscription=subscription, binding=binding, kind=kind)

    def _ended(self, message: str, code: str, **extensions: str) -> Ended:
        self._metrics.error_given(code)
        return Ended([{"message": message, "extensions": {"code": code, **extensions}}])
