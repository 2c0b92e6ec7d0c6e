"""Calls to services with deadlines, retries, breakers and header rules."""

import asyncio
from collections.abc import Mapping

import pytest
from prometheus_client import CollectorRegistry

from services.gateway.federation import TransportError, TransportResponse
from services.gateway.http.propagation import HeaderPropagation, HeaderRule
from services.gateway.metrics import GatewayMetrics
from services.gateway.traffic.breaker import BreakerPolicy
from services.gateway.traffic.guarded import GuardedTransport, Traffic, TrafficPolicy
from services.gateway.traffic.retries import RetryPolicy
from services.gateway.upstream.errors import AnswerTooLarge, NoAnswer, TooLate

BREAKER = BreakerPolicy(failures_percent=50, calls_min=2, window_seconds=60.0, open_seconds=60.0, probes=1)
RETRIES = RetryPolicy(retries_max=2, pause_seconds=0.0, budget_percent=50)
OK = TransportResponse(200, b"{}")


def failure(cause: Exception) -> TransportError:
    error = TransportError("No answer.")
    error.__cause__ = cause
    return error


class Scripted:
    """A transport that answers as told, and the last way for ever."""

    def __init__(self, *answers: TransportResponse | Exception | None) -> None:
        self.answers = list(answers)
        self.deadlines: list[float] = []
        self.headers: list[Mapping[str, str]] = []

    @property
    def calls(self) -> int:
        """How often it was asked."""
        return len(self.deadlines)

    async def send(self, _: str, __: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """None never answers."""
        self.deadlines.append(deadline)
        self.headers.append(headers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, Exception):
            raise answer
        assert answer is not None
        return answer


class Guarded:
    """A guarded transport over a scripted one."""

    def __init__(
        self, policy: TrafficPolicy, *answers: TransportResponse | Exception | None, reads: bool = True
    ) -> None:
        self.registry = CollectorRegistry()
        self.inner = Scripted(*answers)
        self.transport = Traffic(policy, GatewayMetrics(self.registry)).guard(self.inner, reads=reads)

    async def send(self, seconds: float = 5.0, service: str = "alpha") -> TransportResponse:
        """One call."""
        deadline = asyncio.get_running_loop().time() + seconds
        return await self.transport.send(service, b"{}", {"x-request-id": "r1", "beta/x-a": "1"}, deadline)

    def metric(self, name: str) -> float:
        """Of the service."""
        return self.registry.get_sample_value(f"countervail_gateway_{name}", {"subgraph": "alpha"}) or 0.0


def test_without_a_policy_the_transport_is_bare() -> None:
    inner = Scripted(OK)
    traffic = Traffic(TrafficPolicy(), GatewayMetrics(CollectorRegistry()))
    assert traffic.guard(inner, reads=True) is inner


@pytest.mark.parametrize(("reads", "calls"), [(True, 1), (False, 2)])
async def test_identical_reads_of_one_moment_are_sent_once_and_mutations_never(reads: bool, calls: int) -> None:
    guarded = Guarded(TrafficPolicy(shared_reads=True), None, reads=reads)
    sent = [guarded.transport.send("alpha", b"{}", {"x-request-id": name}, 0.0) for name in ("one", "two")]
    tasks = [asyncio.create_task(item) for item in sent]
    await asyncio.sleep(0.01)
    assert guarded.inner.calls == calls
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("first", [failure(NoAnswer()), TransportResponse(503, b""), TransportResponse(502, b"")])
async def test_a_read_is_sent_again(first: TransportResponse | Exception) -> None:
    guarded = Guarded(TrafficPolicy(retries=RETRIES), first, OK)
    assert await guarded.send() is OK
    assert (guarded.inner.calls, guarded.metric("subgraph_retries_total")) == (2, 1)


async def test_a_mutation_is_not() -> None:
    guarded = Guarded(TrafficPolicy(retries=RETRIES), failure(NoAnswer()), OK, reads=False)
    with pytest.raises(TransportError):
        await guarded.send()
    assert guarded.inner.calls == 1


@pytest.mark.parametrize("cause", [AnswerTooLarge(), TooLate()])
async def test_what_would_end_the_same_way_is_not_sent_again(cause: Exception) -> None:
    guarded = Guarded(TrafficPolicy(retries=RETRIES), failure(cause))
    with pytest.raises(TransportError):
        await guarded.send()
    assert guarded.inner.calls == 1


async def test_a_service_that_stays_away_is_asked_so_often_and_its_last_answer_is_given() -> None:
    guarded = Guarded(TrafficPolicy(retries=RETRIES), TransportResponse(503, b"x"))
    assert (await guarded.send()).status == 503
    assert guarded.inner.calls == 3


async def test_without_time_nothing_is_sent_again() -> None:
    slow = RetryPolicy(retries_max=2, pause_seconds=1e9, budget_percent=50)
    guarded = Guarded(TrafficPolicy(retries=slow), failure(NoAnswer()), OK)
    with pytest.raises(TransportError):
        await guarded.send()
    assert guarded.inner.calls == 1


async def test_retries_end_with_their_budget() -> None:
    guarded = Guarded(
        TrafficPolicy(retries=RetryPolicy(retries_max=1, pause_seconds=0.0, budget_percent=1)),
        TransportResponse(503, b""),
    )
    for _ in range(50):
        await guarded.send()
    assert guarded.inner.calls == 60


async def test_a_service_that_keeps_failing_is_spared() -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER), failure(NoAnswer()))
    for _ in range(2):
        with pytest.raises(TransportError, match=r"No answer\."):
            await guarded.send()
    with pytest.raises(TransportError, match="not asked for the moment"):
        await guarded.send()
    assert guarded.inner.calls == 2
    assert (guarded.metric("subgraph_spared_total"), guarded.metric("subgraph_circuit")) == (1, 1)


@pytest.mark.parametrize("answer", [TransportResponse(500, b""), failure(TooLate())])
async def test_faults_and_late_answers_count_as_failures(answer: TransportResponse | Exception) -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER), answer)
    for _ in range(2):
        if isinstance(answer, Exception):
            with pytest.raises(TransportError):
                await guarded.send()
        else:
            await guarded.send()
    assert guarded.metric("subgraph_circuit") == 1


@pytest.mark.parametrize("answer", [TransportResponse(400, b""), failure(AnswerTooLarge()), TransportError("No time.")])
async def test_what_the_caller_did_wrong_does_not(answer: TransportResponse | Exception) -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER), answer)
    for _ in range(5):
        if isinstance(answer, Exception):
            with pytest.raises(TransportError):
                await guarded.send()
        else:
            await guarded.send()
    assert (guarded.inner.calls, guarded.metric("subgraph_circuit")) == (5, 0)


async def test_who_goes_away_says_nothing_of_the_service_and_who_waits_in_vain_does() -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER), None)
    for _ in range(3):
        call = asyncio.create_task(guarded.send())
        await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
    assert guarded.metric("subgraph_circuit") == 0
    for _ in range(2):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await guarded.send(seconds=0.005)
    assert guarded.metric("subgraph_circuit") == 1


async def test_one_services_failures_are_not_anothers() -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER), failure(NoAnswer()), failure(NoAnswer()), OK)
    for _ in range(2):
        with pytest.raises(TransportError):
            await guarded.send()
    assert await guarded.send(service="beta") is OK


async def test_a_breaker_remembers_over_schemas_and_over_reads_and_writes() -> None:
    traffic = Traffic(TrafficPolicy(breaker=BREAKER), GatewayMetrics(CollectorRegistry()))
    for reads in (True, False):
        with pytest.raises(TransportError):
            await traffic.guard(Scripted(failure(NoAnswer())), reads=reads).send("alpha", b"", {}, 1e9)
    with pytest.raises(TransportError, match="not asked"):
        await traffic.guard(Scripted(OK), reads=True).send("alpha", b"", {}, 1e9)


async def test_a_retry_is_a_call_to_the_breaker_too() -> None:
    guarded = Guarded(TrafficPolicy(breaker=BREAKER, retries=RETRIES), failure(NoAnswer()))
    with pytest.raises(TransportError, match="not asked"):
        await guarded.send()
    assert guarded.inner.calls == 2


async def test_a_service_may_have_a_deadline_of_its_own() -> None:
    now = asyncio.get_running_loop().time()
    guarded = Guarded(TrafficPolicy(timeout_seconds=2.0, timeouts={"beta": 1.0}), OK)
    for service in ("alpha", "beta"):
        await guarded.send(seconds=100.0, service=service)
    await guarded.send(seconds=0.5)
    alpha, beta, short = (deadline - now for deadline in guarded.inner.deadlines)
    assert 2.0 <= alpha < 100.0
    assert 1.0 <= beta < alpha
    assert short < beta


async def test_each_service_is_sent_its_own_headers() -> None:
    rules = HeaderPropagation([HeaderRule(service="beta", propagate="x-a")])
    guarded = Guarded(TrafficPolicy(headers=rules), OK)
    for service in ("alpha", "beta"):
        await guarded.send(service=service)
    assert guarded.inner.headers == [{"x-request-id": "r1"}, {"x-request-id": "r1", "x-a": "1"}]
    assert isinstance(guarded.transport, GuardedTransport)
