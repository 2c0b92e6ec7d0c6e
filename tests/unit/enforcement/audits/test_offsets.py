"""The netting of an audit, with the worked figures of OFF-01 to OFF-23 and scenarios S09, S12, S13, S28."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.audits.findings import (
    Direction,
    Facts,
    FindingClass,
    FpfDetermination,
    RefundBasis,
)
from services.enforcement.domain.audits.offsets import (
    OFFSET_PURPOSES,
    Purpose,
    RefundAllocation,
    Sums,
    Use,
    add_up,
    net,
    refundable,
    result_of,
    spread,
    use_of,
)
from services.enforcement.domain.audits.states import OffsetState

under = partial(Facts, Direction.UNDER, FindingClass.DUTY, True, True)
over = partial(Facts, Direction.OVER, FindingClass.DUTY, True, True)

F2 = replace(under(True), finding_class=FindingClass.FEE)
NINE = {
    "F1": (under(True), 18_250_00),
    "F2": (F2, 512_40),
    "F3": (replace(under(True), finding_class=FindingClass.TAX), 2_140_00),
    "F4": (under(False), 6_875_50),
    "F5": (over(True), 7_300_00),
    "F6": (replace(over(True), finding_class=FindingClass.FEE), 388_15),
    "F7": (replace(over(True), finding_class=FindingClass.TAX), 950_00),
    "F8": (over(False), 1_120_00),
    "F9": (replace(over(True), within_period=False), 2_460_00),
}


def test_off_10_s09_tv_08_a_full_audit_with_every_exclusion() -> None:
    computation = net(add_up(NINE.values()))
    assert computation.sums == Sums(20_902_40, 6_875_50, 7_688_15)
    assert computation.offset_cents == 7_688_15
    assert computation.actual_loss_cents == 13_214_25
    assert computation.potential_loss_cents == 6_875_50
    assert computation.total_loss_cents == 20_089_75
    uses = {number: use_of(facts) for number, (facts, _) in NINE.items()}
    assert [uses["F7"], uses["F8"], uses["F9"]] == [Use.TAX_OVERPAYMENT, Use.NOT_FINAL, Use.OUTSIDE_PERIOD]


def test_off_17_the_penalty_base_is_the_loss_after_offset() -> None:
    total = net(add_up(NINE.values())).total_loss_cents
    assert (2 * total, 4 * total) == (40_179_50, 80_359_00)


def test_off_16_off_08_without_offset_everything_is_lost_and_nothing_is_excess() -> None:
    computation = net(Sums(600_000_00, 0, 153_600_00), with_offset=False)
    assert (computation.total_loss_cents, computation.excess_over_cents) == (600_000_00, 0)  # TV-10


def test_off_21_an_under_payment_without_violation_leaves_the_loss() -> None:
    findings = NINE | {"F2": (replace(F2, caused_by_violation=False), 512_40)}
    computation = net(add_up(findings.values()))
    assert computation.sums.under_final_cents == 20_390_00
    assert computation.actual_loss_cents == 12_701_85
    assert computation.total_loss_cents == 19_577_35
    assert use_of(replace(F2, caused_by_violation=True)) is Use.UNDER_FINAL


def test_off_06_s12_an_over_payment_made_to_break_a_law_is_out() -> None:
    bad = replace(over(True), finding_class=FindingClass.VALUE, fpf=FpfDetermination.DISALLOWED_PURPOSE)
    findings = [(under(True), 14_000_00), (bad, 5_200_00), (over(True), 3_100_00)]
    assert net(add_up(findings)).actual_loss_cents == 10_900_00
    assert result_of([use_of(facts) for facts, _ in findings], [bad.fpf]) is OffsetState.ALLOWED_IN_PART


def test_off_12_off_18_more_over_paid_than_under_paid_is_never_a_credit() -> None:
    computation = net(Sums(9_200_00, 2_000_00, 13_750_00))
    assert computation.actual_loss_cents == 0
    assert computation.total_loss_cents == 2_000_00
    assert computation.excess_over_cents == 4_550_00
    assert net(Sums(9_200_00, 0, 13_750_00)).total_loss_cents == 0


@pytest.mark.parametrize(
    ("with_basis", "allocation", "expected"),
    [
        (8_000_00, RefundAllocation.NON_REFUNDABLE_FIRST, 4_550_00),
        (8_000_00, RefundAllocation.PRO_RATA, 2_647_27),
        (3_000_00, RefundAllocation.NON_REFUNDABLE_FIRST, 3_000_00),
        (0, RefundAllocation.NON_REFUNDABLE_FIRST, 0),
        (0, RefundAllocation.PRO_RATA, 0),
    ],
)
def test_off_13_s13_tv_11_refunds_are_limited(with_basis: int, allocation: RefundAllocation, expected: int) -> None:
    items = [(with_basis, RefundBasis.S1514A), (13_750_00 - with_basis, RefundBasis.NONE)]
    assert refundable(net(Sums(9_200_00, 0, 13_750_00)), items, allocation) == expected


def test_off_19_the_offset_is_spread_in_proportion() -> None:
    assert spread(22_500_00, {"A": 84_000_00, "B": 56_000_00}) == {"A": 70_500_00, "B": 47_000_00}


def test_off_19_more_than_there_is_cannot_be_spread() -> None:
    with pytest.raises(ValueError, match="cannot spread"):
        spread(2, {"A": 1})


def test_s28_the_findings_of_other_issues_go_on() -> None:
    assert net(add_up([(under(True), 30_000_00), (over(True), 12_500_00)])).total_loss_cents == 17_500_00


# OFF-20: each check hides all that come after it.
ORDER: list[tuple[dict[str, Any], Use]] = [
    ({"refunded": True}, Use.ALREADY_REFUNDED),
    ({"consumed": True}, Use.ALREADY_CONSUMED),
    ({"within_period": False}, Use.OUTSIDE_PERIOD),
    ({"within_scope": False}, Use.OUTSIDE_SCOPE),
    ({"is_final": False}, Use.NOT_FINAL),
    ({"finding_class": FindingClass.TAX}, Use.TAX_OVERPAYMENT),
    ({"late_preference": True}, Use.LATE_PREFERENCE),
    ({"fpf": FpfDetermination.DISALLOWED_PURPOSE}, Use.PURPOSE_VIOLATION),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_off_20_the_first_reason_is_the_one_reason(first: int) -> None:
    facts = over(True)
    for changes, _ in ORDER[first:]:
        facts = replace(facts, **changes)
    assert use_of(facts) is ORDER[first][1]


@pytest.mark.parametrize("changes", [{"late_preference": True}, {"refunded": True}, {"consumed": True}])
def test_off_07_off_14_reasons_of_the_over_side_do_not_touch_an_under_payment(changes: dict[str, Any]) -> None:
    assert use_of(replace(under(True), **changes)) is Use.UNDER_FINAL


def test_off_03_an_under_payment_outside_period_or_scope_does_not_count() -> None:
    assert use_of(replace(under(True), within_period=False)) is Use.OUTSIDE_PERIOD
    assert use_of(replace(under(True), within_scope=False)) is Use.OUTSIDE_SCOPE


@pytest.mark.parametrize("finding_class", list(FindingClass))
def test_off_05_off_04_classes_net_across_each_other_and_only_an_over_paid_tax_is_out(
    finding_class: FindingClass,
) -> None:
    expected = Use.TAX_OVERPAYMENT if finding_class is FindingClass.TAX else Use.OVER_FINAL
    assert use_of(replace(over(True), finding_class=finding_class)) is expected
    assert use_of(replace(under(True), finding_class=finding_class)) is Use.UNDER_FINAL


@pytest.mark.parametrize("use", list(Use))
def test_off_23_only_the_two_limits_of_d_6_make_it_allowed_in_part(use: Use) -> None:
    expected = (
        OffsetState.ALLOWED_IN_PART if use in {Use.LATE_PREFERENCE, Use.PURPOSE_VIOLATION} else OffsetState.ALLOWED
    )
    assert result_of([use, Use.UNDER_FINAL], [None]) is expected
    assert result_of([use], [FpfDetermination.KNOWING_INTENTIONAL]) is OffsetState.DISALLOWED_ENTIRELY


def test_off_01_only_section_1592_uses_offsets() -> None:
    assert {Purpose.SECTION_1592_LOSS, Purpose.SECTION_1592_PENALTY} == OFFSET_PURPOSES
    assert set(Purpose) - OFFSET_PURPOSES == {
        Purpose.DRAWBACK_1593A,
        Purpose.RECORDKEEPING_PENALTY,
        Purpose.SEIZURE,
        Purpose.LIQUIDATION,
    }


def test_off_10_negative_sums_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        net(Sums(1, -1, 0))


CENTS = st.integers(0, 10**13)


@given(CENTS, CENTS, CENTS, st.booleans())
def test_off_10_off_12_every_cent_is_accounted_for(uf: int, up: int, vf: int, with_offset: bool) -> None:
    computation = net(Sums(uf, up, vf), with_offset=with_offset)
    assert computation.actual_loss_cents >= 0
    assert computation.actual_loss_cents + computation.offset_cents == uf
    assert computation.excess_over_cents + computation.offset_cents == (vf if with_offset else 0)
    assert computation.total_loss_cents == computation.actual_loss_cents + up


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=12), st.data())
def test_off_19_parts_add_up_and_are_never_negative(amounts: list[int], data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, sum(amounts)))
    left = spread(offset, {f"E{number:02}": cents for number, cents in enumerate(amounts)})
    assert sum(left.values()) == sum(amounts) - offset
    assert all(0 <= left[f"E{number:02}"] <= cents for number, cents in enumerate(amounts))


def test_off_19_nothing_to_spread_over_leaves_nothing() -> None:
    assert spread(0, {"E1": 0, "E2": 0}) == {"E1": 0, "E2": 0}


def test_off_19_a_remainder_larger_than_the_last_part_falls_back_on_the_parts_before() -> None:
    assert list(spread(5, {f"E{number:02}": 1 for number in range(11)}).values()) == [1] * 6 + [0] * 5


@given(CENTS, st.lists(st.tuples(CENTS, st.sampled_from(RefundBasis)), max_size=8), st.sampled_from(RefundAllocation))
def test_off_13_a_refund_is_never_more_than_the_excess_or_its_basis(
    uf: int, items: list[tuple[int, RefundBasis]], allocation: RefundAllocation
) -> None:
    computation = net(Sums(uf, 0, sum(cents for cents, _ in items)))
    paid = refundable(computation, items, allocation)
    assert 0 <= paid <= computation.excess_over_cents
    assert paid <= sum(cents for cents, basis in items if basis is not RefundBasis.NONE)
