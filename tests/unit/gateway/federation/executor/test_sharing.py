"""Identical reads under way at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from services.gateway.federation import SharedReads, TransportError, TransportResponse


class Held:
    """Answers when it is let go; counts."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, bytes, dict[str, str]]] = []
        self.gate = asyncio.Event()
        self.failure: Exception | None = None

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        self.calls.append((subgraph, body, dict(headers)))
        number = len(self.calls)
        await self.gate.wait()
        if self.failure:
            raise self.failure
        return TransportResponse(200, b"%d" % number)


class Shared:
    """The transport under test over a held one."""

    def __init__(self) -> None:
        self.held = Held()
        self.reads = SharedReads(self.held, frozenset({"x-request-id"}))

    def ask(
        self, subgraph: str = "alpha", body: bytes = b"{}", seconds: float = 10.0, **headers: str
    ) -> asyncio.Task[TransportResponse]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        deadline = asyncio.get_running_loop().time() + seconds
        return asyncio.create_task(self.reads.send(subgraph, body, sent, deadline))

    async def let_go(self) -> None:
        await asyncio.sleep(0.01)
        self.held.gate.set()


async def test_identical_reads_are_sent_once_and_all_are_answered() -> None:
    shared = Shared()
    tasks = [shared.ask(authorization="a", x_request_id=str(number)) for number in range(5)]
    await shared.let_go()
    assert {(await task).body for task in tasks} == {b"1"}
    assert shared.held.calls == [("alpha", b"{}", {"authorization": "a", "x-request-id": "0"})]


async def test_other_services_bodies_and_callers_never_share() -> None:
    shared = Shared()
    tasks = [
        shared.ask(), shared.ask(subgraph="beta"), shared.ask(body=b"{ }"), shared.ask(authorization="a"),
        shared.ask(authorization="b"), shared.ask(x_tenant="a"),
    ]  # fmt: skip
    await shared.let_go()
    assert len({(await task).body for task in tasks}) == len(tasks)


async def test_nothing_is_kept_after_the_answer() -> None:
    shared = Shared()
    shared.held.gate.set()
    assert [(await shared.ask()).body, (await shared.ask()).body] == [b"1", b"2"]


async def test_a_failure_is_everybodys_who_waited_for_it() -> None:
    shared = Shared()
    shared.held.failure = TransportError("refused")
    tasks = [shared.ask() for _ in range(3)]
    await shared.let_go()
    for task in tasks:
        with pytest.raises(TransportError, match="refused"):
            await task
    assert len(shared.held.calls) == 1


async def test_when_the_first_goes_away_the_others_ask_again() -> None:
    shared = Shared()
    first, *others = [shared.ask() for _ in range(3)]
    await asyncio.sleep(0.01)
    first.cancel()
    await shared.let_go()
    assert [(await task).body for task in others] == [b"2", b"2"]
    assert first.cancelled()


async def test_when_another_goes_away_the_first_is_not_disturbed() -> None:
    shared = Shared()
    first, second = shared.ask(), shared.ask()
    await asyncio.sleep(0.01)
    second.cancel()
    await shared.let_go()
    assert (await first).body == b"1"


async def test_the_firsts_deadline_is_not_the_others() -> None:
    shared = Shared()
    shared.held.failure = TransportError("late")
    first, second = shared.ask(seconds=0.001), shared.ask()
    await shared.let_go()
    with pytest.raises(TransportError):
        await first
    with pytest.raises(TransportError):
        await second
    assert len(shared.held.calls) == 2


async def test_a_fault_that_is_no_transport_error_is_the_firsts_alone() -> None:
    shared = Shared()
    shared.held.failure = RuntimeError("a fault")
    first, second = shared.ask(), shared.ask()
    await shared.let_go()
    for task in (first, second):
        with pytest.raises(RuntimeError):
            await task
    assert len(shared.held.calls) == 2
