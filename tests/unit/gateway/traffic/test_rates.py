"""How often a caller may ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.traffic.rates import LocalBuckets, Rate

RATE = Rate(per_second=2.0, burst=3)


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_full_bucket_allows_a_burst_and_then_the_rate(clock: Clock) -> None:
    buckets = LocalBuckets(RATE, clock)
    assert [await buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now += 0.5
    assert [await buckets.take("a") for _ in range(2)] == [0, 0.5]
    clock.now += 100
    assert [await buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


async def test_who_is_refused_is_not_put_back_further(clock: Clock) -> None:
    buckets = LocalBuckets(RATE, clock)
    waits = [await buckets.take("a") for _ in range(10)]
    assert waits[3:] == [0.5] * 7


async def test_callers_have_buckets_of_their_own(clock: Clock) -> None:
    buckets = LocalBuckets(RATE, clock)
    for _ in range(3):
        await buckets.take("a")
    assert await buckets.take("a") > 0
    assert await buckets.take("b") == 0


async def test_several_are_taken_together_or_not_at_all(clock: Clock) -> None:
    buckets = LocalBuckets(RATE, clock)
    assert await buckets.take("a", 2) == 0
    assert await buckets.take("a", 2) == 0.5
    assert await buckets.take("a", 1) == 0


async def test_callers_are_forgotten_the_longest_silent_first(clock: Clock) -> None:
    buckets = LocalBuckets(RATE, clock, callers_max=2)
    for caller in ("a", "b", "a", "c"):
        await buckets.take(caller)
    assert len(buckets) == 2
    assert [await buckets.take("a") for _ in range(2)] == [0, 0.5]


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60), st.integers(1, 10), st.floats(0.5, 20))
async def test_in_no_span_of_time_more_passes_than_burst_and_rate_allow(
    pauses: list[float], burst: int, per_second: float
) -> None:
    clock = Clock()
    buckets = LocalBuckets(Rate(per_second=per_second, burst=burst), clock)
    passed: list[float] = []
    for pause in pauses:
        clock.now += pause
        if await buckets.take("a") == 0:
            passed.append(clock.now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            allowed = burst + (passed[last] - passed[first]) * per_second
            assert last - first + 1 <= allowed + 1e-6
