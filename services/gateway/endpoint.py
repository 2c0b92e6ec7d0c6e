"""/graphql: GraphQL over HTTP as one raw ASGI callable. Everything between the request's bytes and the answer's."""

from asyncio import CancelledError, gather, get_running_loop
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final, NamedTuple

import orjson
import structlog
from starlette.types import Receive, Scope, Send

from services.gateway.admission import Admission
from services.gateway.errors import ErrorPolicy, without_input
from services.gateway.federation import Explanation, Result
from services.gateway.graphiql.page import GraphiQLPage
from services.gateway.http.compression import Compression
from services.gateway.http.cors import CorsPolicy
from services.gateway.http.csrf import CsrfMode, CsrfPolicy
from services.gateway.http.disconnect import DisconnectWatch
from services.gateway.http.exchange import (
    WANTED,
    ClientGone,
    HeaderList,
    Headers,
    correlation_id,
    read_body,
    send_answer,
    wanted_headers,
)
from services.gateway.http.negotiation import ANSWERS, MediaType, negotiate
from services.gateway.http.parameters import Parameters, from_body, from_query_string, is_json_content
from services.gateway.http.problems import (
    HttpProblem,
    bad_request,
    method_not_allowed,
    not_acceptable,
    not_ready,
    rate_limited,
    too_many_requests,
    unsupported_media_type,
)
from services.gateway.http.propagation import HeaderPropagation
from services.gateway.metrics import GatewayMetrics
from services.gateway.operations import Operation, Refused
from services.gateway.plans.access import PlanAccess, Wanted, as_extension
from services.gateway.schema import LoadedSchema, SchemaInService
from services.gateway.subscriptions.answers import caller_of
from services.gateway.subscriptions.messages import event_number
from services.gateway.subscriptions.sse import EventStream
from services.gateway.traffic.callers import FORWARDED_FOR, Callers
from services.gateway.traffic.rates import RateLimiter
from shared.authentication.principal import ANONYMOUS, Principal
from shared.authentication.verifier import Verifier
from shared.errors import ClientError

CONTENT_TYPES: Final[Mapping[MediaType, bytes]] = {
    MediaType.JSON: b"application/json; charset=utf-8",
    MediaType.GRAPHQL: b"application/graphql-response+json; charset=utf-8",
}
STATUS_OF_CODE: Final[Mapping[str, int]] = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403, "UNAVAILABLE": 503}
BATCH: Final = "batch"
CHALLENGE: Final = (b"www-authenticate", b'Bearer error="invalid_token"')

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointLimits:
    """What bounds every request."""

    timeout_seconds: float
    executing_max: int
    body_bytes_max: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What the settings switch on; what is left out costs nothing."""

    cors: CorsPolicy = field(default_factory=lambda: CorsPolicy(()))
    csrf: CsrfPolicy = field(default_factory=lambda: CsrfPolicy(CsrfMode.OFF, frozenset()))
    headers: HeaderPropagation = field(default_factory=HeaderPropagation)
    errors: ErrorPolicy = field(default_factory=ErrorPolicy)
    compression: Compression | None = None
    rates: RateLimiter | None = None
    callers: Callers = field(default_factory=Callers)
    batch_max: int = 0

    @property
    def wanted(self) -> frozenset[bytes]:
        """The headers a request is read for."""
        found = WANTED | self.headers.wanted
        if self.csrf.active:
            found |= self.csrf.WANTED
        if self.compression is not None:
            found |= {b"accept-encoding"}
        return found | {FORWARDED_FOR} if self.rates is not None else found


class _Exchange:
    """What is known of one request while it is answered."""

    __slots__ = ("deadline", "headers", "media_type", "operation", "principal", "request_id", "started")

    def __init__(self, scope: Scope, wanted: frozenset[bytes], now: float, timeout_seconds: float) -> None:
        self.headers: Headers = wanted_headers(scope, wanted)
        self.principal: Principal = ANONYMOUS
        self.request_id = correlation_id(self.headers)
        self.started = now
        self.deadline = now + timeout_seconds
        self.media_type = MediaType.JSON
        self.operation: str | None = None


class _Answer:
    """A complete answer but for the headers that every answer has."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: bytes, headers: HeaderList = ()) -> None:
        self.status = status
        self.body = body
        self.headers = headers


class _Stream(NamedTuple):
    """A request that is answered over an event stream."""

    asked: Parameters
    after: int | None


class GraphQLEndpoint:
    """Answers GraphQL requests with the schema in service."""

    def __init__(
        self,
        schema: SchemaInService,
        verifier: Verifier,
        admission: Admission,
        plans: PlanAccess,
        limits: EndpointLimits,
        metrics: GatewayMetrics,
        *,
        page: GraphiQLPage | None,
        features: Features,
        streams: EventStream | None,
    ) -> None:
        self._schema = schema
        self._verifier = verifier
        self._admission = admission
        self._plans = plans
        self._limits = limits
        self._metrics = metrics
        self._page = page
        self._features = features
        self._streams = streams
        self._cors = features.cors
        self._wanted = features.wanted
        self._answers = (*ANSWERS, MediaType.EVENTS) if streams else ANSWERS
        self._answers_to_get = (*self._answers, MediaType.HTML) if page else self._answers
        self.executing = 0
        self.draining = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Whatever happens, the caller gets an answer and a correlation id."""
        loop = get_running_loop()
        exchange = _Exchange(scope, self._wanted, loop.time(), self._limits.timeout_seconds)
        try:
            answer = await self._answer(scope, receive, exchange)
            if isinstance(answer, _Stream):
                await self._stream(answer, scope, receive, send, exchange)
                return
        except ClientGone:
            return
        except HttpProblem as problem:
            answer = self._problem(problem)
        except ClientError as error:
            answer = self._client_error(error)
        except Exception:
            log.exception("gateway.request.failed", correlation_id=exchange.request_id)
            answer = self._internal_error(exchange.request_id)
        await self._send(send, exchange, answer)
        self._metrics.request_answered(exchange.operation, answer.status, loop.time() - exchange.started)

    async def _answer(self, scope: Scope, receive: Receive, exchange: _Exchange) -> "_Answer | _Stream":
        method: str = scope["method"]
        headers = exchange.headers
        if method not in ("GET", "POST"):
            if method == "OPTIONS" and (preflight := self._cors.preflight(headers)):
                return _Answer(204, b"", preflight)
            raise method_not_allowed("Use POST, or GET for queries.", b"GET, POST")
        media_type = negotiate(headers.get(b"accept", b""), self._answers_to_get if method == "GET" else self._answers)
        if media_type is None:
            raise not_acceptable()
        if media_type is MediaType.HTML and self._page is not None:
            return _Answer(200, self._page.body, self._page.headers)
        exchange.media_type = media_type
        if method == "GET" and self._features.csrf.active:
            self._features.csrf.check(headers)
        if (authorization := headers.get(b"authorization")) is not None:
            exchange.principal = await self._verifier.principal_of(authorization.decode("latin-1"))
        if self._features.rates is not None and media_type is not MediaType.EVENTS:
            await self._count_caller(self._features.rates, scope, exchange, 1)
        if method == "GET":
            asked: Parameters | list[Parameters] = from_query_string(scope["query_string"])
        else:
            if not is_json_content(headers.get(b"content-type", b"")):
                raise unsupported_media_type()
            body = await read_body(headers, receive, self._limits.body_bytes_max, exchange.deadline)
            asked = from_body(body, self._features.batch_max)
        if self._schema.current is None:
            raise not_ready()
        if media_type is MediaType.EVENTS:
            exchange.media_type = MediaType.JSON  # of what is refused before the stream begins
            return _stream_of(asked, headers)
        if type(asked) is list:
            if self._features.rates is not None and len(asked) > 1:
                await self._count_caller(self._features.rates, scope, exchange, len(asked) - 1)
            return await self._run_batch(self._schema.current, asked, exchange)
        assert isinstance(asked, Parameters)
        return await self._run(self._schema.current, asked, exchange, method, receive)

    async def _stream(self, stream: "_Stream", scope: Scope, receive: Receive, send: Send, exchange: _Exchange) -> None:
        """Answer over an event stream, for as long as there is something to say."""
        self._metrics.request_answered(None, 200, get_running_loop().time() - exchange.started)
        headers: HeaderList = ((b"x-request-id", exchange.request_id.encode()),)
        caller = caller_of(
            scope,
            exchange.headers,
            exchange.request_id,
            callers=self._features.callers,
            propagation=self._features.headers,
            may_write=scope["method"] == "POST",
        )
        assert self._streams is not None
        await self._streams.send(
            receive, send, headers + self._cors.headers(exchange.headers), stream.asked, caller, stream.after
        )

    async def _run(
        self, schema: LoadedSchema, asked: Parameters, exchange: _Exchange, method: str, receive: Receive | None
    ) -> _Answer:
        """Run one operation.

        Args:
            schema: in service when the request came.
            asked: the request.
            exchange: what is known of it.
            method: of HTTP.
            receive: tells when the caller goes away; None where others are answered together with it.
        """
        if self.executing >= self._limits.executing_max:
            raise too_many_requests(self._limits.executing_max)
        admitted = self._admission.admit(schema, asked, exchange.principal)
        if isinstance(admitted, Refused):
            return self._refused(admitted.errors, exchange)
        operation, request = admitted.operation, admitted.request
        exchange.operation = operation.name
        _check_kind(operation, method)
        wanted = self._plans.wanted(exchange.headers, exchange.principal)
        extensions = None
        if wanted is not None:
            plan = self._plans.explained(schema, request)
            if not isinstance(plan, Explanation):
                return self._refused(plan.errors, exchange)
            extensions = as_extension(plan, operation.cost.under(request.variables or {}))
            if wanted is Wanted.INSTEAD:
                return _Answer(200, orjson.dumps({"data": None, "extensions": extensions}))
        headers = self._features.headers.forwarded(exchange.headers, exchange.request_id)
        self.executing += 1
        try:
            if operation.kind == "mutation":  # carried through, whether or not the caller waits for the answer
                result = await schema.state.execute(request, schema.writing, headers, exchange.deadline)
            else:
                work = schema.state.execute(request, schema.reading, headers, exchange.deadline)
                result = await (work if receive is None else _while_wanted(work, receive))
        finally:
            self.executing -= 1
        if result.errors:
            if not result.executed:
                result.errors = without_input(result.errors)
            self._count(result.errors)
            if self._features.errors.active:
                result.errors = self._features.errors.applied(result.errors, exchange.request_id)
        return _Answer(_status(result.executed, exchange.media_type), result.to_bytes(extensions))

    async def _run_batch(self, schema: LoadedSchema, asked: list[Parameters], exchange: _Exchange) -> _Answer:
        """Run a list of operations side by side; each is answered at its place, whatever becomes of the others."""
        answers = await gather(*(self._run_of_batch(schema, item, exchange) for item in asked))
        exchange.operation = BATCH
        return _Answer(200, b"[" + b",".join(answer.body for answer in answers) + b"]")

    async def _run_of_batch(self, schema: LoadedSchema, asked: Parameters, exchange: _Exchange) -> _Answer:
        try:
            return await self._run(schema, asked, exchange, "POST", None)
        except HttpProblem as problem:
            return self._problem(problem)

    async def _count_caller(self, rates: RateLimiter, scope: Scope, exchange: _Exchange, count: int) -> None:
        """Refuse a caller that has asked too often.

        Raises:
            HttpProblem: with the time after which it may ask again (429).
        """
        principal = exchange.principal
        wait = await rates.take(self._features.callers.key(principal, scope, exchange.headers), count)
        if wait > 0:
            self._metrics.rate_limited(anonymous=principal.is_anonymous)
            raise rate_limited(ceil(wait))

    def _refused(self, errors: Iterable[Mapping[str, object]], exchange: _Exchange) -> _Answer:
        """Refused before execution: no ``data`` member, and a status that the media type decides."""
        errors = list(errors)
        self._count(errors)
        return _Answer(_status(False, exchange.media_type), orjson.dumps({"errors": errors}))

    def _problem(self, problem: HttpProblem) -> _Answer:
        return self._failed(problem.status, problem.code, problem.message, problem.headers)

    def _client_error(self, error: ClientError) -> _Answer:
        status = STATUS_OF_CODE.get(error.code, 400)
        return self._failed(status, error.code, error.message, (CHALLENGE,) if status == 401 else ())

    def _internal_error(self, request_id: str) -> _Answer:
        return self._failed(500, "INTERNAL", "Internal error", correlationId=request_id)

    def _failed(self, status: int, code: str, message: str, headers: HeaderList = (), **extensions: object) -> _Answer:
        error = {"message": message, "extensions": {"code": code, **extensions}}
        self._metrics.error_given(code)
        return _Answer(status, orjson.dumps({"errors": [error]}), headers)

    def _count(self, errors: Iterable[Mapping[str, object]]) -> None:
        for error in errors:
            extensions = error.get("extensions")
            code = extensions.get("code") if isinstance(extensions, Mapping) else None
            self._metrics.error_given(str(code) if code else "none")

    async def _send(self, send: Send, exchange: _Exchange, answer: _Answer) -> None:
        body = answer.body
        encoded: HeaderList = ()
        if self._features.compression is not None and body:
            body, encoded = await self._features.compression.encode(exchange.headers, body)
            if len(encoded) > 1:
                self._metrics.response_compressed()
        own: HeaderList = (
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", exchange.request_id.encode()),
        )
        if self.draining:  # a client that keeps its connection would send the next request into a closing socket
            own += ((b"connection", b"close"),)
        if answer.status != 204 and not any(name == b"content-type" for name, _ in answer.headers):
            own += ((b"content-type", CONTENT_TYPES[exchange.media_type]), (b"cache-control", b"no-store"))
        await send_answer(
            send, answer.status, own + encoded + answer.headers + self._cors.headers(exchange.headers), body
        )


async def _while_wanted(work: Coroutine[None, None, Result], receive: Receive) -> Result:
    """Do the work unless the caller goes away."""
    watch = DisconnectWatch(receive)
    try:
        return await work
    except CancelledError:
        if watch.gone:
            raise ClientGone from None
        raise
    finally:
        watch.stop()


def _check_kind(operation: Operation, method: str) -> None:
    if method == "GET" and operation.kind != "query":
        raise method_not_allowed(f"A {operation.kind} cannot be asked by GET; use POST.", b"POST")
    if operation.kind == "subscription":
        raise bad_request("A subscription is answered over text/event-stream (accept it) or a WebSocket.")


def _status(executed: bool, media_type: MediaType) -> int:
    """GraphQL over HTTP: clients of application/json expect 200 for what GraphQL itself refuses, newer ones 400."""
    return 200 if executed or media_type is MediaType.JSON else 400


def _stream_of(asked: Parameters | list[Parameters], headers: Headers) -> _Stream:
    if not isinstance(asked, Parameters):
        raise bad_request("An event stream answers one request, not a list.")
    last = headers.get(b"last-event-id")
    try:
        return _Stream(asked, event_number(None if last is None else last.decode("latin-1")))
    except ValueError as error:
        raise bad_request(f"Last-Event-ID: {error}") from None
