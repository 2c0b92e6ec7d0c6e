"""Outcomes of a completed distribution (18.1, ACCT-18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.outcomes import Disbursement, Outcome, outcome, outcomes
from shared.money import largest_remainder


@pytest.mark.parametrize(
    ("claimed", "paid", "expected"),
    [
        (100, 100, Outcome.PAID_FULL),
        (100, 101, Outcome.PAID_FULL),
        (100, 99, Outcome.PAID_PART),
        (100, 1, Outcome.PAID_PART),
        (100, 0, Outcome.PAID_ZERO),
        (0, 0, Outcome.PAID_ZERO),
    ],
)
def test_18_1_outcome_of_a_claim(claimed: int, paid: int, expected: Outcome) -> None:
    assert outcome(claimed, paid) is expected


def said(number: str, claimed: int, disbursed: int) -> Disbursement:
    return Disbursement(certification_number=number, claimed_cents=claimed, disbursed_cents=disbursed)


def test_18_1_a_claim_too_small_for_a_cent_is_not_held_beside_one_that_is() -> None:
    lines = [said("1", 1_000_000, 0), said("2", 1_000_000, 5_000), said("3", 1, 0)]
    found = outcomes(10_000, lines, {})
    assert found == {"1": Outcome.HELD, "2": Outcome.PAID_PART, "3": Outcome.PAID_ZERO}


def test_18_1_without_any_claim_there_is_no_outcome_to_guess() -> None:
    assert outcomes(0, [], {}) == {}
    assert outcomes(5, [said("1", 0, 0)], {}) == {"1": Outcome.PAID_ZERO}


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=6), st.integers(0, 10**13), st.data())
def test_18_1_exactly_the_withheld_shares_are_held(claims: list[int], available: int, data: st.DataObject) -> None:
    weights = {f"{number:02d}": cents for number, cents in enumerate(claims)}
    shares = largest_remainder(min(available, sum(claims)), weights)
    withheld = data.draw(st.sets(st.sampled_from(sorted(weights))))
    lines = [said(number, weights[number], 0 if number in withheld else shares[number]) for number in weights]
    found = outcomes(sum(shares.values()), lines, {})
    assert {number for number, each in found.items() if each is Outcome.HELD} == {
        number for number in withheld if shares[number]
    }
