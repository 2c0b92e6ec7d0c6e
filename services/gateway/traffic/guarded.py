"""The transport with care around it: a time limit for each service, retries of reads, a breaker, header rules."""

from asyncio import CancelledError, get_running_loop, sleep
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from services.gateway.federation import SharedReads, Transport, TransportError, TransportResponse
from services.gateway.http.propagation import HeaderPropagation
from services.gateway.metrics import GatewayMetrics
from services.gateway.traffic.breaker import Breaker, BreakerPolicy
from services.gateway.traffic.retries import RetryBudget, RetryPolicy
from services.gateway.upstream.errors import BrokenAnswer, NoAnswer, TooLate

# The service, or a proxy before it, says that it did not do the work.
RETRIED_STATUSES: Final = frozenset({502, 503, 504})
RETRIED_FAULTS: Final = (NoAnswer, BrokenAnswer)
FAULTS: Final = (NoAnswer, BrokenAnswer, TooLate)
# Reads that differ in nothing else are the same read.
TRACES: Final = frozenset({"x-request-id", "traceparent", "tracestate"})


@dataclass(frozen=True, kw_only=True, slots=True)
class TrafficPolicy:
    """How services are called.

    Attributes:
        timeout_seconds: a call's own limit, within the request's; None: the request's alone.
        timeouts: other limits, by service.
        breaker: None: services are asked however often they fail.
        retries: None: nothing is sent again.
        headers: which headers each service is sent.
        shared_reads: identical reads of one moment are sent once.
    """

    timeout_seconds: float | None = None
    timeouts: Mapping[str, float] = field(default_factory=dict)
    breaker: BreakerPolicy | None = None
    retries: RetryPolicy | None = None
    headers: HeaderPropagation = field(default_factory=HeaderPropagation)
    shared_reads: bool = False

    @property
    def guards(self) -> bool:
        """Whether calls need more than the bare transport."""
        return bool(self.timeout_seconds or self.timeouts or self.breaker or self.retries or self.headers.by_service)


class ServiceTraffic:
    """What is remembered of one service, over all its schemas."""

    __slots__ = ("breaker", "budget", "timeout_seconds")

    def __init__(self, name: str, policy: TrafficPolicy, metrics: GatewayMetrics, clock: Callable[[], float]) -> None:
        self.timeout_seconds = policy.timeouts.get(name, policy.timeout_seconds)
        self.budget = RetryBudget(policy.retries) if policy.retries else None
        self.breaker: Breaker | None = None
        if policy.breaker:
            metrics.circuit_changed(name, 0)
            self.breaker = Breaker(policy.breaker, clock, lambda circuit: metrics.circuit_changed(name, circuit))


class Traffic:
    """All services' traffic; wraps the transports of each schema."""

    def __init__(self, policy: TrafficPolicy, metrics: GatewayMetrics) -> None:
        self.policy = policy
        self.metrics = metrics
        self._services: dict[str, ServiceTraffic] = {}

    def guard(self, transport: Transport, *, reads: bool) -> Transport:
        """The transport with care around it; itself when the settings ask for none."""
        guarded = GuardedTransport(transport, self, reads=reads) if self.policy.guards else transport
        return SharedReads(guarded, TRACES) if reads and self.policy.shared_reads else guarded

    def of(self, service: str) -> ServiceTraffic:
        """What is remembered of a service."""
        found = self._services.get(service)
        if found is None:
            found = ServiceTraffic(service, self.policy, self.metrics, get_running_loop().time)
            self._services[service] = found
        return found


class GuardedTransport:
    """Sends to the services with care.

    Args:
        transport: does the sending.
        traffic: what is remembered of the services.
        reads: whether what it sends may be sent again; a mutation may have been carried out.
    """

    def __init__(self, transport: Transport, traffic: Traffic, *, reads: bool) -> None:
        self._transport = transport
        self._traffic = traffic
        self._headers = traffic.policy.headers if traffic.policy.headers.by_service else None
        self._retries = traffic.policy.retries if reads else None
        self._services: dict[str, ServiceTraffic] = {}

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """One GraphQL request to one service, sent again where that is allowed and may help.

        Raises:
            TransportError: no answer came, or the service is not asked for the moment.
        """
        service = self._services.get(subgraph) or self._service(subgraph)
        if service.timeout_seconds is not None:
            deadline = min(deadline, get_running_loop().time() + service.timeout_seconds)
        if self._headers is not None:
            headers = self._headers.for_service(subgraph, headers)
        breaker, budget = service.breaker, service.budget
        if budget is not None:
            budget.earn()
        retry = 0
        while True:
            if breaker is not None and not breaker.admit():
                self._traffic.metrics.subgraph_spared(subgraph)
                raise TransportError(f"The service {subgraph} keeps failing and is not asked for the moment.")
            try:
                response = await self._transport.send(subgraph, body, headers, deadline)
            except TransportError as error:
                cause = error.__cause__
                if breaker is not None:
                    # Too large an answer, or no time left to ask, is the caller's doing.
                    breaker.failed() if isinstance(cause, FAULTS) else breaker.abandoned()
                if not isinstance(cause, RETRIED_FAULTS) or not await self._may_retry(service, retry, deadline):
                    raise
            except CancelledError:
                if breaker is not None:
                    breaker.failed() if get_running_loop().time() >= deadline else breaker.abandoned()
                raise
            else:
                status = response.status
                if breaker is not None:
                    breaker.succeeded() if status < 500 else breaker.failed()
                if status not in RETRIED_STATUSES or not await self._may_retry(service, retry, deadline):
                    return response
            retry += 1
            self._traffic.metrics.subgraph_retried(subgraph)

    def _service(self, subgraph: str) -> ServiceTraffic:
        found = self._services[subgraph] = self._traffic.of(subgraph)
        return found

    async def _may_retry(self, service: ServiceTraffic, retry: int, deadline: float) -> bool:
        """Whether to send again; waits for the moment to do so."""
        policy = self._retries
        if policy is None or service.budget is None or retry >= policy.retries_max:
            return False
        pause = policy.pause(retry)
        if get_running_loop().time() + pause >= deadline or not service.budget.spend():
            return False
        await sleep(pause)
        return True
