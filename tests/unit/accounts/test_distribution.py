"""DIST-01 to DIST-07, DIST-09 and DIST-13: when, how much, to whom."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.distribution import (
    Claim,
    Funds,
    Method,
    allocate,
    allocation_percentage,
    due_dates,
    exact_share,
    funds,
    net_claims,
)
from services.accounts.domain.frozen_hash import input_hash, result_hash
from shared.calendar import FiscalYear

CLAIMS = st.dictionaries(st.text("0123456789", min_size=1, max_size=5), st.integers(0, 10**17), max_size=30)


@pytest.mark.parametrize(
    ("year", "legal", "work_by"),
    [(2005, date(2005, 11, 29), date(2005, 11, 29)), (2008, date(2008, 11, 29), date(2008, 11, 28))],
)
def test_vector_distribution_due_dist_01_does_not_roll(year: int, legal: date, work_by: date) -> None:
    due = due_dates(FiscalYear(year))
    assert (due.legal_on, due.work_by) == (legal, work_by)


@given(st.integers(2001, 2100))
def test_dist_01_is_29_november_every_year(year: int) -> None:
    due = due_dates(FiscalYear(year))
    assert due.legal_on == date(year, 11, 29)
    assert due.work_by <= due.legal_on


def test_dist_02_worked_example() -> None:
    balance = 49_999_50 + 180_000_00 + 12_000_00 + 2_500_00 - 31_000_00
    money = funds(balance, adjustments_approved_cents=3_561_64, hold_back_cents=0, sequester_cents=0)
    assert money.available_cents == 209_937_86


@pytest.mark.parametrize(("balance", "reserve"), [(100_00, 40_00), (30_00, 30_00), (0, 0), (-5_00, 0)])
def test_dist_02_the_reserve_is_what_the_balance_can_bear(balance: int, reserve: int) -> None:
    money = funds(balance, adjustments_approved_cents=40_00, hold_back_cents=0, sequester_cents=0)
    assert money.reserve_cents == reserve


def test_dist_02_hold_back_and_sequester_lower_what_is_available() -> None:
    money = Funds(balance_cents=1_234_567_89, reserve_cents=0, hold_back_cents=0, sequester_cents=88_888_89)
    assert money.gross_cents == 1_234_567_89
    assert money.available_cents == 1_145_679_00
    held = funds(100_00, adjustments_approved_cents=0, hold_back_cents=25_00, sequester_cents=0)
    assert held.available_cents == 75_00


@pytest.mark.parametrize(
    ("name", "available", "claims", "shares", "carry_forward", "method"),
    [
        ("S01", 25_000_000, {"0001": 12_000_000, "0002": 8_000_050}, [12_000_000, 8_000_050], 4_999_950, "FULL"),
        (
            "S02, DIST-05",
            10_000_000,
            {"0001": 33_333_333, "0002": 22_222_222, "0003": 11_111_112},
            [5_000_000, 3_333_333, 1_666_667],
            0,
            "PRO_RATA",
        ),
        ("S03", 10_000, {"0003": 50_000, "0007": 50_000, "0011": 50_000}, [3_334, 3_333, 3_333], 0, "PRO_RATA"),
        ("S03 b", 10_001, {"0003": 50_000, "0007": 50_000, "0011": 50_000}, [3_334, 3_334, 3_333], 0, "PRO_RATA"),
        ("S03 c", 5, {"0001": 1_000, "0002": 1_000}, [3, 2], 0, "PRO_RATA"),
        (
            "vector 6",
            12_345_678,
            {"0001": 105_000_000, "0002": 40_000_000, "0003": 15_000_000},
            [8_101_851, 3_086_420, 1_157_407],
            0,
            "PRO_RATA",
        ),
        (
            "vector 7",
            23_643_836,
            {"0001": 22_602_740, "0002": 18_000_000, "0003": 9_041_096},
            [10_764_991, 8_572_848, 4_305_997],
            0,
            "PRO_RATA",
        ),
        (
            "vector 8",
            40_000_000,
            {"0001": 50_000_000, "0002": 3_000_000, "0003": 20_000_000},
            [27_397_260, 1_643_836, 10_958_904],
            0,
            "PRO_RATA",
        ),
        ("vector 9, DIST-07", 0, {"0001": 1_000}, [0], 0, "ZERO"),
        (
            "vector 10, claims of 10^17 cents",
            987_654_321_098,
            {"0001": 123_456_789_012_345_678, "0002": 98_765_432_109_876_543},
            [548_696_842_832, 438_957_478_266],
            0,
            "PRO_RATA",
        ),
        ("DIST-07, a negative balance pays nobody", -50_00, {"0001": 1_000}, [0], -50_00, "ZERO"),
        ("DIST-13, no accepted claim", 75_00, {}, [], 75_00, "FULL"),
        ("S06", 100_000_00, {"A": 150_000_00, "B": 50_000_00}, [75_000_00, 25_000_00], 0, "PRO_RATA"),
        (
            "S07",
            325_000_00,
            {"A": 400_000_00, "B": 250_000_00, "E": 150_000_00},
            [162_500_00, 101_562_50, 60_937_50],
            0,
            "PRO_RATA",
        ),
        ("S08", 120_000_00, {"A": 90_000_00, "G": 60_000_00}, [72_000_00, 48_000_00], 0, "PRO_RATA"),
        (
            "S18",
            900_000_00,
            {"A": 1_200_000_00, "M": 400_000_00, "N": 800_000_00},
            [450_000_00, 150_000_00, 300_000_00],
            0,
            "PRO_RATA",
        ),
        ("DIST-03, exactly enough", 300, {"A": 100, "B": 200}, [100, 200], 0, "FULL"),
    ],
)
def test_distribute(
    name: str, available: int, claims: dict[str, int], shares: list[int], carry_forward: int, method: str
) -> None:
    allocation = allocate(available, claims)
    assert [allocation.shares_cents[number] for number in claims] == shares, name
    assert allocation.carry_forward_cents == carry_forward, name
    assert allocation.method is Method(method), name


@given(available=st.integers(-(10**15), 10**15), claims=CLAIMS)
def test_dist_05_no_cent_is_made_or_lost_and_nobody_gets_more_than_its_claim(
    available: int, claims: dict[str, int]
) -> None:
    allocation = allocate(available, claims)
    assert sum(allocation.shares_cents.values()) + allocation.carry_forward_cents == available
    assert all(0 <= allocation.shares_cents[number] <= claim for number, claim in claims.items())
    if available >= 0:
        assert allocation.carry_forward_cents == max(0, available - sum(claims.values()))


@given(available=st.integers(1, 10**12), claims=CLAIMS.filter(lambda claims: sum(claims.values()) > 0))
def test_dist_05_a_share_is_within_a_cent_of_the_exact_one(available: int, claims: dict[str, int]) -> None:
    total = sum(claims.values())
    payable = min(available, total)
    for number, share in allocate(available, claims).shares_cents.items():
        assert abs(share * total - payable * claims[number]) < total


@given(available=st.integers(-100, 10**12), claims=CLAIMS, seed=st.integers(0, 1000))
def test_s03_the_order_of_reading_does_not_change_the_result(available: int, claims: dict[str, int], seed: int) -> None:
    shuffled = list(claims.items())
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert allocate(available, dict(shuffled)).shares_cents == allocate(available, claims).shares_cents
    assert result_hash(allocate(available, dict(shuffled))) == result_hash(allocate(available, claims))


@pytest.mark.parametrize(
    ("net", "total", "percent"),
    [
        (33_333_333, 66_666_667, "49.999999"),
        (22_222_222, 66_666_667, "33.333333"),
        (11_111_112, 66_666_667, "16.666668"),
        (1, 1, "100.000000"),
        (0, 0, "0.000000"),
        (1, 200_000_000, "0.000001"),
    ],
)
def test_dist_06_allocation_percentage_has_six_decimals_half_up(net: int, total: int, percent: str) -> None:
    assert allocation_percentage(net, total) == percent


@pytest.mark.parametrize(
    ("net", "exact"), [(33_333_333, "49999.999250"), (22_222_222, "33333.332833"), (11_111_112, "16666.667917")]
)
def test_s02_exact_shares(net: int, exact: str) -> None:
    assert exact_share(10_000_000, net, 66_666_667) == exact


def test_an_exact_share_is_the_claim_when_all_are_paid_and_nothing_when_none_is() -> None:
    assert exact_share(25_000_000, 8_000_050, 20_000_050) == "80000.500000"
    assert exact_share(-1, 8_000_050, 20_000_050) == exact_share(100, 0, 0) == "0.000000"


def a_claim(number: str, net_cents: int, *, accepted: bool = True) -> Claim:
    return Claim(
        certification_number=number,
        claimant_name="Alpha",
        lineage_id="lineage",
        producer_id="producer",
        accepted=accepted,
        reason_code=None if accepted else "LATE",
        claimed_cents=net_cents,
        net_cents=net_cents,
    )


def test_dist_09_the_input_hash_covers_every_input_and_not_their_order() -> None:
    money = funds(100, adjustments_approved_cents=0, hold_back_cents=0, sequester_cents=0)
    claims = [a_claim("0001", 5), a_claim("0002", 7)]
    base = input_hash("A-990-801", 2005, money, claims)
    assert base == input_hash("A-990-801", 2005, money, reversed(claims))
    other = funds(101, adjustments_approved_cents=0, hold_back_cents=0, sequester_cents=0)
    changed = {
        input_hash("A-990-802", 2005, money, claims),
        input_hash("A-990-801", 2006, money, claims),
        input_hash("A-990-801", 2005, other, claims),
        input_hash("A-990-801", 2005, money, [a_claim("0001", 5), a_claim("0002", 8)]),
        input_hash("A-990-801", 2005, money, [a_claim("0001", 5)]),
    }
    assert len(changed | {base}) == 6


def test_dist_04_only_accepted_claims_weigh() -> None:
    assert net_claims([a_claim("0001", 5), a_claim("0002", 7, accepted=False)]) == {"0001": 5}
