"""Retries stay few among the calls, and do not come all at once."""

from services.gateway.traffic.retries import RESERVE, RetryBudget, RetryPolicy

POLICY = RetryPolicy(retries_max=2, pause_seconds=0.1, budget_percent=10)


def test_a_service_that_is_down_gets_its_share_of_retries_and_no_more() -> None:
    budget = RetryBudget(POLICY)
    spent = 0
    for _ in range(1_000):
        budget.earn()
        spent += budget.spend()
    assert 100 <= spent <= 100 + RESERVE


def test_calls_that_go_well_earn_no_more_than_the_reserve() -> None:
    budget = RetryBudget(POLICY)
    for _ in range(1_000):
        budget.earn()
    assert sum(budget.spend() for _ in range(100)) == RESERVE


def test_pauses_are_random_and_grow() -> None:
    for retry, longest in ((0, 0.1), (1, 0.2), (2, 0.4)):
        pauses = [POLICY.pause(retry) for _ in range(200)]
        assert 0 <= min(pauses) < longest / 2 < max(pauses) <= longest
