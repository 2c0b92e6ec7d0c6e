"""DIST-08 and EXP-07: spending claimed under several orders is paid for once."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.distribution import UNSHARED, Claim, Part, allocate, net_claims
from services.accounts.domain.shared_guard import (
    Guarded,
    OrderClaims,
    allotted,
    attribute,
    common_claims,
    guard,
    reduce_parts,
)


def a_claim(number: str, producer: str, unshared: int = 0, **shared: int) -> Claim:
    parts = [Part(group_id=UNSHARED, net_cents=unshared)] if unshared or not shared else []
    parts += [Part(group_id=group, net_cents=cents) for group, cents in shared.items()]
    return Claim(
        certification_number=number,
        claimant_name=producer,
        lineage_id=f"lineage-{producer}",
        producer_id=producer,
        accepted=True,
        reason_code=None,
        claimed_cents=sum(part.net_cents for part in parts),
        net_cents=sum(part.net_cents for part in parts),
        parts=tuple(parts) if shared else (),
    )


def an_order(case_number: str, available: int, *claims: Claim) -> OrderClaims:
    return OrderClaims(case_number=case_number, available_cents=available, claims=claims)


def shares(result: Guarded) -> dict[str, dict[str, int]]:
    return {case: dict(allocation.shares_cents) for case, allocation in result.allocations.items()}


def test_exp_07_worked_example() -> None:
    parts = [Part(group_id=UNSHARED, net_cents=100_000_00), Part(group_id="g", net_cents=300_000_00)]
    assert attribute(40_000_00, parts) == {UNSHARED: 10_000_00, "g": 30_000_00}
    assert attribute(400_000_00, parts) == {UNSHARED: 100_000_00, "g": 300_000_00}


def test_exp_07_the_last_tie_goes_to_the_unshared_part_then_to_the_lower_group() -> None:
    parts = [Part(group_id=group, net_cents=5) for group in ("b", UNSHARED, "a")]
    assert attribute(1, parts) == {UNSHARED: 1, "a": 0, "b": 0}
    assert attribute(2, parts) == {UNSHARED: 1, "a": 1, "b": 0}
    assert attribute(0, [Part(group_id="a", net_cents=0)]) == {"a": 0}


S04 = {
    "A-990-810": (a_claim("0001", "Alpha", shared=300_000_00), a_claim("0002", "Beta", 600_000_00)),
    "C-990-811": (a_claim("0003", "Alpha", shared=300_000_00),),
}


def test_s04_the_guard_is_not_triggered_and_nothing_is_touched() -> None:
    result = guard([an_order(case, cents, *S04[case]) for case, cents in zip(S04, (90_000_00, 50_000_00), strict=True)])
    assert shares(result) == {
        "A-990-810": {"0001": 30_000_00, "0002": 60_000_00},
        "C-990-811": {"0003": 50_000_00},
    }
    assert result.applied == []
    assert not any(result.cuts_cents.values())


def test_s04_second_year_is_not_triggered_either() -> None:
    result = guard(
        [
            an_order(
                "A-990-810",
                100_000_00,
                a_claim("0001", "Alpha", shared=260_000_00),
                a_claim("0002", "Beta", 540_000_00),
            ),
            an_order("C-990-811", 20_000_00, a_claim("0003", "Alpha", shared=260_000_00)),
        ]
    )
    assert shares(result) == {
        "A-990-810": {"0001": 32_500_00, "0002": 67_500_00},
        "C-990-811": {"0003": 20_000_00},
    }


def test_s04_variant_the_later_order_gets_what_the_earlier_one_left() -> None:
    orders = [an_order("C-990-811", 290_000_00, *S04["C-990-811"]), an_order("A-990-810", 90_000_00, *S04["A-990-810"])]
    result = guard(orders)
    assert shares(result) == {
        "A-990-810": {"0001": 30_000_00, "0002": 60_000_00},
        "C-990-811": {"0003": 270_000_00},
    }
    assert result.allocations["C-990-811"].carry_forward_cents == 20_000_00
    assert result.cuts_cents == {"A-990-810": {}, "C-990-811": {"0003": 30_000_00}}
    (applied,) = result.applied
    assert (applied.common_cents, dict(applied.before_cents), dict(applied.after_cents)) == (
        300_000_00,
        {"A-990-810": 30_000_00, "C-990-811": 290_000_00},
        {"A-990-810": 30_000_00, "C-990-811": 270_000_00},
    )


def test_dist_08_what_an_order_was_paid_already_comes_first() -> None:
    paid = OrderClaims(
        case_number="C-990-811",
        available_cents=0,
        claims=S04["C-990-811"],
        paid_cents={("Alpha", "shared"): 290_000_00},
    )
    result = guard([paid, an_order("A-990-810", 900_000_00, *S04["A-990-810"])])
    assert shares(result) == {"A-990-810": {"0001": 10_000_00, "0002": 600_000_00}}


def test_reco_07_a_reduction_under_one_order_lowers_the_common_claim_of_the_group() -> None:
    reduced = S04["A-990-810"][0]
    parts = reduce_parts(reduced.parts, 40_000_00)
    assert parts == (Part(group_id="shared", net_cents=260_000_00, reduced_cents=40_000_00),)
    claim = a_claim("0001", "Alpha", shared=0)
    lowered = Claim(
        certification_number="0001",
        claimant_name="Alpha",
        lineage_id=claim.lineage_id,
        producer_id="Alpha",
        accepted=True,
        reason_code=None,
        claimed_cents=300_000_00,
        net_cents=260_000_00,
        reduced_cents=40_000_00,
        parts=parts,
    )
    orders = [an_order("A-990-810", 0, lowered), an_order("C-990-811", 300_000_00, *S04["C-990-811"])]
    assert common_claims(orders) == {("Alpha", "shared"): 260_000_00}
    assert shares(guard(orders))["C-990-811"] == {"0003": 260_000_00}


@st.composite
def product_groups(draw: st.DrawFn) -> list[OrderClaims]:
    """One to four orders; producers with unshared lines and groups that name the same net claim in every order."""
    common = {(producer, group): draw(st.integers(0, 50)) for producer in ("P", "Q", "R") for group in ("g", "h")}
    orders = []
    for case in draw(st.lists(st.sampled_from(["A-1", "A-2", "C-1", "C-2"]), min_size=1, unique=True)):
        claims = []
        for position, producer in enumerate(draw(st.lists(st.sampled_from(["P", "Q", "R"]), unique=True))):
            groups = draw(st.lists(st.sampled_from(["g", "h"]), unique=True))
            shared = {group: common[producer, group] for group in groups}
            claims.append(a_claim(f"{position:04}", producer, draw(st.integers(0, 50)), **shared))
        orders.append(an_order(case, draw(st.integers(-10, 250)), *claims))
    return orders


def _paid(orders: Sequence[OrderClaims], result: Guarded) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for order in orders:
        cuts: Mapping[str, int] = result.cuts_cents[order.case_number]
        untouched = [claim for claim in order.claims if claim.certification_number not in cuts]
        total.update(allotted(untouched, result.allocations[order.case_number].shares_cents))
    return total


@given(product_groups())
def test_dist_08_no_group_is_paid_more_than_its_common_claim_and_the_order_of_reading_changes_nothing(
    orders: list[OrderClaims],
) -> None:
    result = guard(orders)
    for applied in result.applied:
        assert sum(applied.after_cents.values()) <= applied.common_cents
    marked = {(applied.producer_id, applied.group_id) for applied in result.applied}
    common = common_claims(orders)
    for pair, cents in _paid(orders, result).items():
        assert pair in marked or cents <= common[pair]
    for order in orders:
        allocation = result.allocations[order.case_number]
        assert sum(allocation.shares_cents.values()) + allocation.carry_forward_cents == order.available_cents
        for claim in order.claims:
            assert allocation.shares_cents[claim.certification_number] <= claim.net_cents
    assert shares(guard(reversed(orders))) == shares(result)


@given(product_groups())
def test_dist_08_untouched_when_not_triggered(orders: list[OrderClaims]) -> None:
    result = guard(orders)
    if not result.applied:
        for order in orders:
            assert result.allocations[order.case_number] == allocate(order.available_cents, net_claims(order.claims))


@pytest.mark.parametrize("available", [-5, 0])
def test_dist_07_a_negative_order_of_the_group_pays_nothing(available: int) -> None:
    result = guard([an_order("A-1", available, a_claim("1", "P", g=10)), an_order("C-1", 50, a_claim("2", "P", g=10))])
    assert shares(result) == {"A-1": {"1": 0}, "C-1": {"2": 10}}
