"""REFD-07, REFD-08: how much may be determined as overpaid, and who is billed for it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.accounts.domain.bills.overpayment import Deficit, Recipient, determination_refusals, split

RECEIVED = {"Alpha": 41_234_567, "Beta": 20_765_432, "Gamma": 8_000_001, "Delta": 5_000_000}
DEFICIT = Deficit(
    balance_cents=-10_000_000,
    refunds_cents=16_000_000,
    determined_cents=0,
    clearing_cents=0,
    importer_bills_cents=0,
    bills_cents=0,
)


def recipients(billed: dict[str, int] | None = None) -> dict[str, Recipient]:
    return {
        lineage: Recipient(
            lineage_id=lineage,
            producer_id=lineage,
            received_cents=cents,
            weight_cents=cents,
            billed_cents=(billed or {}).get(lineage, 0),
        )
        for lineage, cents in RECEIVED.items()
    }


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (10_000_000, {"Alpha": 5_497_942, "Beta": 2_768_724, "Gamma": 1_066_667, "Delta": 666_667}),
        (1_000_000, {"Alpha": 549_794, "Beta": 276_872, "Gamma": 106_667, "Delta": 66_667}),
        (6_000_000, {"Alpha": 3_298_765, "Beta": 1_661_235, "Gamma": 640_000, "Delta": 400_000}),
    ],
)
def test_refd_08_s11_split(amount: int, expected: dict[str, int]) -> None:
    assert split(amount, RECEIVED) == expected


def test_refd_08_the_last_tie_goes_to_the_lower_lineage_id() -> None:
    assert split(3, {"B": 5, "A": 5}) == {"A": 2, "B": 1}


def test_refd_07_suggested_determination() -> None:
    assert DEFICIT.suggested_cents(3_500_000) == 6_500_000
    assert DEFICIT.suggested_cents(0) == 10_000_000
    assert DEFICIT.suggested_cents(20_000_000) == 0
    assert replace(DEFICIT, balance_cents=5).suggested_cents(0) == 0


@pytest.mark.parametrize(
    ("deficit", "amount", "allowed"),
    [
        (DEFICIT, 10_000_000, True),
        (DEFICIT, 10_000_001, False),
        (DEFICIT, 0, False),
        (DEFICIT, -1, False),
        (replace(DEFICIT, refunds_cents=9_000_000), 9_000_001, False),
        (replace(DEFICIT, refunds_cents=9_000_000), 9_000_000, True),
        (replace(DEFICIT, determined_cents=10_000_000), 6_000_001, False),
        (replace(DEFICIT, determined_cents=10_000_000), 6_000_000, True),
        (replace(DEFICIT, balance_cents=0), 1, False),
        (replace(DEFICIT, balance_cents=1), 1, False),
    ],
)
def test_refd_07_limits(deficit: Deficit, amount: int, allowed: bool) -> None:
    shares, refusals = determination_refusals(amount, deficit, recipients())
    assert [refusal.code for refusal in refusals] == ([] if allowed else ["DETERMINATION_TOO_LARGE"])
    assert sum(shares.values()) == (amount if allowed else 0)


def test_refd_08_cumulative_bills_never_exceed_what_a_lineage_received() -> None:
    nearly = {"Delta": 5_000_000 - 666_666}
    _, refusals = determination_refusals(10_000_000, DEFICIT, recipients(nearly))
    assert [(refusal.code, refusal.rule) for refusal in refusals] == [("DETERMINATION_TOO_LARGE", "REFD-07")]
    assert "lineage Delta" in refusals[0].message
    just = {"Delta": 5_000_000 - 666_667}
    assert determination_refusals(10_000_000, DEFICIT, recipients(just))[1] == []


def test_refd_08_nobody_received_anything() -> None:
    assert determination_refusals(1, DEFICIT, {})[1][0].code == "DETERMINATION_TOO_LARGE"


@settings(deadline=None)
@given(
    weights=st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 10**15), min_size=1),
    part=st.integers(0, 1_000),
)
def test_refd_08_split_is_exact_and_never_above_what_was_received(weights: dict[str, int], part: int) -> None:
    total = sum(weights.values())
    amount = total * part // 1_000
    shares = split(amount, weights)
    assert sum(shares.values()) == amount
    assert all(0 <= shares[lineage] <= weight for lineage, weight in weights.items())
