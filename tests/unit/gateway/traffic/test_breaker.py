"""A service that fails again and again is left alone, then tried with single calls."""

import pytest

from services.gateway.traffic.breaker import Breaker, BreakerPolicy, Circuit

POLICY = BreakerPolicy(failures_percent=50, calls_min=4, window_seconds=10.0, open_seconds=2.0, probes=2)


class BreakerUnderTest(Breaker):
    """A breaker with a clock that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0
        self.changes: list[Circuit] = []
        super().__init__(POLICY, lambda: self.now, self.changes.append)

    def calls(self, outcomes: str) -> None:
        """``+`` succeeds, ``-`` fails."""
        for outcome in outcomes:
            assert self.admit()
            if outcome == "+":
                self.succeeded()
            else:
                self.failed()


@pytest.fixture
def breaker() -> BreakerUnderTest:
    return BreakerUnderTest()


@pytest.mark.parametrize(
    ("outcomes", "opens"), [("---", False), ("+++-", False), ("++-+", False), ("++--", True), ("----", True)]
)
def test_it_opens_by_the_share_of_failures_among_enough_calls(
    breaker: BreakerUnderTest, outcomes: str, opens: bool
) -> None:
    breaker.calls(outcomes)
    assert (breaker.circuit is Circuit.OPEN) is opens
    assert breaker.admit() is not opens


def test_calls_of_another_window_do_not_count(breaker: BreakerUnderTest) -> None:
    breaker.calls("---")
    breaker.now = 10.0
    breaker.calls("-")
    assert breaker.circuit is Circuit.CLOSED


def test_while_open_nothing_goes_through_and_then_one_at_a_time(breaker: BreakerUnderTest) -> None:
    breaker.calls("----")
    breaker.now = 1.9
    assert not breaker.admit()
    breaker.now = 2.0
    assert breaker.admit()
    assert breaker.circuit is Circuit.HALF_OPEN
    assert not breaker.admit()


def test_enough_probes_close_it_and_old_failures_are_forgotten(breaker: BreakerUnderTest) -> None:
    breaker.calls("----")
    breaker.now = 2.0
    breaker.calls("++")
    assert breaker.circuit is Circuit.CLOSED
    breaker.calls("---")
    assert breaker.circuit is Circuit.CLOSED
    assert breaker.changes == [Circuit.OPEN, Circuit.HALF_OPEN, Circuit.CLOSED]


def test_a_probe_that_fails_opens_it_again_for_as_long(breaker: BreakerUnderTest) -> None:
    breaker.calls("----")
    breaker.now = 2.0
    breaker.calls("+-")
    assert not breaker.admit()
    breaker.now = 3.9
    assert not breaker.admit()
    breaker.now = 4.0
    breaker.calls("++")
    assert breaker.circuit is Circuit.CLOSED


def test_a_probe_that_was_given_up_leaves_room_for_the_next(breaker: BreakerUnderTest) -> None:
    breaker.calls("----")
    breaker.now = 2.0
    assert breaker.admit()
    breaker.abandoned()
    breaker.calls("++")
    assert breaker.circuit is Circuit.CLOSED


def test_calls_that_were_under_way_when_it_opened_change_nothing(breaker: BreakerUnderTest) -> None:
    breaker.calls("----")
    breaker.succeeded()
    breaker.failed()
    breaker.abandoned()
    assert breaker.circuit is Circuit.OPEN
    breaker.now = 2.0
    assert breaker.admit()
