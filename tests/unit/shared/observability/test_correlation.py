"""Whose id a request carries."""

import asyncio

import pytest

from shared.observability import correlated, correlation_id_of, current_correlation_id

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.mark.parametrize(
    ("case", "request_id", "traceparent", "expected"),
    [
        ("the caller's own id", "case-17.a:b_c", TRACEPARENT, "case-17.a:b_c"),
        ("else the trace id", None, TRACEPARENT, TRACE),
        ("a malformed id is passed over", "a b", TRACEPARENT, TRACE),
    ],
)
def test_an_id_is_taken_over(case: str, request_id: str | None, traceparent: str | None, expected: str) -> None:
    assert correlation_id_of(request_id, traceparent) == expected, case


@pytest.mark.parametrize(
    ("request_id", "traceparent"),
    [
        (None, None),
        ("", ""),
        ("x" * 65, None),
        ("line\nbreak", None),
        ('quo"te', None),
        (None, "00-short-00f067aa0ba902b7-01"),
        (None, f"00-{'0' * 32}-00f067aa0ba902b7-01"),
        (None, TRACEPARENT + "\n"),
    ],
)
def test_otherwise_a_new_one_is_made(request_id: str | None, traceparent: str | None) -> None:
    first, second = correlation_id_of(request_id, traceparent), correlation_id_of(request_id, traceparent)
    assert first != second
    assert first.isalnum()
    assert len(first) == 32


async def test_two_requests_at_once_keep_their_ids_apart() -> None:
    async def request(name: str) -> str | None:
        with correlated(name):
            await asyncio.sleep(0)
            return current_correlation_id()

    assert list(await asyncio.gather(request("one"), request("two"))) == ["one", "two"]
    assert current_correlation_id() is None
