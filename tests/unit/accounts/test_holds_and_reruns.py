"""ACCT-17, ACCT-18, RECO-07, DIST-01 and runs again, as rules."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.deadlines import warning_due
from services.accounts.domain.distribution import reduction
from services.accounts.domain.holds import Receiver, share_lost_hold
from services.accounts.domain.reruns import differences, fundable
from services.accounts.domain.sequester import ReleasePolicy, Sequestration, sequestered, supplement, withheld_of
from services.accounts.usecases.distributions.batches import LARGEST_PORTION, portions, units


@pytest.mark.parametrize(
    ("gross", "rate", "cents"),
    [
        (1_234_567_89, "7.2", 88_888_89),
        (100, "7.5", 8),
        (100, "7.4", 7),
        (-500_00, "7.2", 0),
        (0, "100", 0),
        (3_580_000_000_00, "7.3", 261_340_000_00),
    ],
)
def test_acct_17_is_half_up_of_a_gross_amount_above_zero(gross: int, rate: str, cents: int) -> None:
    assert sequestered(gross, Decimal(rate)) == cents


def test_acct_17_the_years_rate_and_an_orders_own_take_at_most_the_gross() -> None:
    later = Sequestration(
        rate_percent=Decimal(80), release=ReleasePolicy.RELEASE_SUPPLEMENTAL, legal_basis="budget law"
    )
    same = Sequestration(
        rate_percent=Decimal(80), release=ReleasePolicy.RELEASE_SAME_DISTRIBUTION, legal_basis="budget law"
    )
    assert withheld_of(100_00, later, Decimal(50)) == (80_00, 20_00)
    assert withheld_of(100_00, same, Decimal(50)) == (0, 50_00)
    assert withheld_of(100_00, None, Decimal(0)) == (0, 0)
    assert withheld_of(-100_00, later, Decimal(50)) == (0, 0)


PAYEES = st.dictionaries(
    st.text("0123456789", min_size=1, max_size=3),
    st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)).map(
        lambda pair: Receiver(net_cents=max(pair), received_cents=min(pair))
    ),
    max_size=6,
)


@given(st.integers(0, 2_000), PAYEES)
def test_acct_17_and_acct_18_everything_is_shared_or_returned_and_nobody_gets_beyond_its_claim(
    cents: int, payees: dict[str, Receiver]
) -> None:
    for release in (supplement(cents, payees), share_lost_hold(cents, payees)):
        assert sum(release.extras_cents.values()) + release.returned_cents == cents
        assert release.returned_cents >= 0
        for number, extra in release.extras_cents.items():
            assert 0 <= extra <= payees[number].net_cents - payees[number].received_cents


@pytest.mark.parametrize(("net", "late", "reduced"), [(200_00, 50_00, 50_00), (5_00, 60_00, 5_00), (7_00, 0, 0)])
def test_reco_07_lowers_a_claim_by_what_came_late_but_not_below_zero(net: int, late: int, reduced: int) -> None:
    assert reduction(net, late) == reduced


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2005, 10, 29), None),
        (date(2005, 10, 30), 30),
        (date(2005, 11, 18), 30),
        (date(2005, 11, 19), 10),
        (date(2005, 11, 28), 1),
        (date(2005, 11, 29), 1),
    ],
)
def test_dist_01_warnings(today: date, days: int | None) -> None:
    assert warning_due(date(2005, 11, 29), today) == days


SHARES = st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(0, 500), max_size=5)


@given(SHARES, SHARES, st.integers(-50, 2_000))
def test_dist_12_a_run_again_issues_differences_and_no_more_than_the_account_has(
    shares: dict[str, int], received: dict[str, int], remaining: int
) -> None:
    found = differences(shares, received)
    assert set(found) == set(shares) | set(received)
    for number, one in found.items():
        assert received.get(number, 0) + one.supplement_cents - one.debt_cents == shares.get(number, 0)
    owed = {number: one.supplement_cents for number, one in found.items()}
    paid = fundable(remaining, owed)
    assert sum(paid.values()) == min(max(0, remaining), sum(owed.values()))
    assert all(0 <= paid[number] <= owed[number] for number in owed)


def test_portions_keep_groups_together_and_leave_nobody_out() -> None:
    cases = ["A", "B", "C", "D", "E"]
    together = units(cases, [["B", "D", "X"]])
    assert together == [["A"], ["B", "D"], ["C"], ["E"]]
    claims = dict.fromkeys(cases, LARGEST_PORTION // 2)
    assert list(portions(together, claims)) == [["A"], ["B", "D"], ["C", "E"]]
    assert list(portions(together, {})) == [["A", "B", "D", "C", "E"]]
    assert list(portions([], {})) == []
