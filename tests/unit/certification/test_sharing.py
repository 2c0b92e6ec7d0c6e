"""EXP-05, EXP-07, CERT-07, CERT-10: the same expenditure under several orders. US cents."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.arithmetic import Amounts
from services.certification.domain.forms import Form, SharedGroup
from services.certification.domain.sharing import (
    UNSHARED,
    PaidCertification,
    Sister,
    attribute_payment,
    cross_listing_findings,
    expected_prior,
    parts_of,
    product_findings,
)
from tests.unit.certification.forms import codes, complete

A, C, E = "A-990-810", "C-990-811", "A-990-812"
SAME = {A: "widgets", C: "widgets", E: "widgets"}


def group(*cases: str, cents: int = 30_000_000, name: str = "g") -> SharedGroup:
    return SharedGroup(group_id=name, case_numbers=cases, amount_cents=cents)


def on(case: str, *groups: SharedGroup, total: int = 30_000_000) -> Form:
    return complete(total=total, case_number=case, shared_groups=groups)


def test_exp_05_a_the_orders_of_a_group_cover_one_product() -> None:
    assert product_findings(on(A, group(C)), A, SAME) == []
    for other in ({A: "widgets", C: "gadgets"}, {A: "widgets"}, {C: "widgets"}):
        assert codes(product_findings(on(A, group(C)), A, other)) == ["SHARED_DIFFERENT_PRODUCT"]


def test_s04_negative_check_only_the_certification_without_the_listing_is_incomplete() -> None:
    listing, silent = Sister(case_number=A, groups=(group(C),)), Sister(case_number=C, groups=())
    assert codes(cross_listing_findings(on(C), C, [listing])) == ["CROSS_LISTING_INCOMPLETE"]
    assert cross_listing_findings(on(A, group(C)), A, [silent]) == []


def test_exp_05_b_all_orders_of_the_group_are_listed() -> None:
    three = Sister(case_number=A, groups=(group(C, E),))
    assert codes(cross_listing_findings(on(C, group(A)), C, [three])) == ["CROSS_LISTING_INCOMPLETE"]
    assert cross_listing_findings(on(C, group(A, E)), C, [three]) == []


def test_exp_05_b_an_order_listed_but_not_claimed_on_needs_no_sister() -> None:
    assert cross_listing_findings(on(A, group(C, E)), A, []) == []


def test_exp_05_c_a_different_common_total_makes_both_incorrect() -> None:
    less, more = group(C, cents=29_999_999), group(A)
    first = cross_listing_findings(on(A, less), A, [Sister(case_number=C, groups=(more,))])
    second = cross_listing_findings(on(C, more), C, [Sister(case_number=A, groups=(less,))])
    assert codes(first) == codes(second) == ["ARITHMETIC"]


def test_exp_07_example() -> None:
    assert attribute_payment(4_000_000, {UNSHARED: 10_000_000, "g": 30_000_000}) == {
        UNSHARED: 1_000_000,
        "g": 3_000_000,
    }


def test_exp_07_ties_go_to_the_unshared_part_then_to_the_lower_group() -> None:
    assert attribute_payment(5, {"h": 10, "g": 10, UNSHARED: 10}) == {UNSHARED: 2, "g": 2, "h": 1}


@given(
    st.dictionaries(st.sampled_from([UNSHARED, "a", "b", "c"]), st.integers(0, 10**14), min_size=1),
    st.integers(0, 10**15),
)
def test_exp_07_every_cent_is_attributed_and_a_full_payment_pays_each_part(nets: Mapping[str, int], paid: int) -> None:
    assert sum(attribute_payment(paid, nets).values()) == paid
    if sum(nets.values()):
        assert attribute_payment(sum(nets.values()), nets) == nets


def paid(case: str, cents: int, **nets: int) -> PaidCertification:
    return PaidCertification(
        case_number=case, paid_cents=cents, net_by_part={UNSHARED if k == "own" else k: v for k, v in nets.items()}
    )


def test_cert_07_example_s04_both_certifications_expect_the_sum_over_the_group() -> None:
    earlier = [paid(A, 3_000_000, own=0, g=30_000_000), paid(C, 5_000_000, own=0, g=30_000_000)]
    for case, other in ((A, C), (C, A)):
        form = on(case, group(other, cents=34_000_000), total=34_000_000)
        expected = expected_prior(form, case, earlier)
        assert expected == {UNSHARED: 0, "g": 8_000_000}
        parts = parts_of(form, case, Amounts(total_cents=34_000_000, prior_cents=8_000_000), expected)
        assert [(part.group_id, part.net_cents) for part in parts] == [(UNSHARED, 0), ("g", 26_000_000)]


def test_cert_07_unshared_lines_count_only_payments_under_this_order() -> None:
    earlier = [paid(A, 4_000_000, own=10_000_000, g=30_000_000), paid(C, 700, own=700)]
    assert expected_prior(on(A, group(C)), A, earlier) == {UNSHARED: 1_000_000, "g": 3_000_000}


def test_cert_07_a_payment_for_a_group_no_longer_declared_still_counts() -> None:
    earlier = [paid(A, 3_000_000, own=0, g=30_000_000), paid(C, 5_000_000, own=0, g=30_000_000)]
    assert expected_prior(on(A), A, earlier) == {UNSHARED: 3_000_000}


def shared_paid(case: str, cents: int, name: str, *cases: str, same_lineage: bool = True) -> PaidCertification:
    return PaidCertification(
        case_number=case,
        paid_cents=cents,
        net_by_part={UNSHARED: 0, name: 30_000_000},
        orders_by_part={UNSHARED: frozenset({case}), name: frozenset(cases)},
        same_lineage=same_lineage,
    )


def test_exp_04_a_group_under_another_name_is_still_deducted_in_every_order() -> None:
    earlier = [shared_paid(A, 3_000_000, "g", A, C), shared_paid(C, 5_000_000, "g", A, C)]
    for case, other in ((A, C), (C, A)):
        renamed = on(case, group(other, name="h"))
        assert expected_prior(renamed, case, earlier) == {UNSHARED: 0, "h": 8_000_000}


def test_exp_04_a_group_given_up_is_still_deducted_whole() -> None:
    earlier = [shared_paid(A, 3_000_000, "g", A, C), shared_paid(C, 5_000_000, "g", A, C)]
    assert expected_prior(on(A), A, earlier) == {UNSHARED: 8_000_000}
    assert expected_prior(on(E), E, earlier) == {UNSHARED: 0}


def test_exp_04_a_group_cut_down_goes_to_the_group_with_most_orders_in_common() -> None:
    earlier = [shared_paid(E, 700, "g", A, C, E)]
    form = on(A, group(C, cents=100, name="h"), group(C, E, cents=100, name="k"))
    assert expected_prior(form, A, earlier) == {UNSHARED: 0, "h": 0, "k": 700}
    assert expected_prior(on(A, group(C, cents=100, name="h")), A, earlier) == {UNSHARED: 0, "h": 700}


def test_exp_04_of_another_lineage_only_what_it_shared_with_this_order_counts() -> None:
    foreign = shared_paid(C, 500, "g", A, C, same_lineage=False)
    assert expected_prior(on(A, group(C)), A, [foreign]) == {UNSHARED: 0, "g": 500}
    own_order = shared_paid(A, 500, "g", A, C, same_lineage=False)
    assert expected_prior(on(A, group(C)), A, [own_order]) == {UNSHARED: 0, "g": 500}
    assert expected_prior(on(A, group(C, name="h")), A, [own_order]) == {UNSHARED: 0, "h": 0}
    unshared = PaidCertification(case_number=C, paid_cents=500, net_by_part={UNSHARED: 500}, same_lineage=False)
    assert expected_prior(on(A, group(C)), A, [unshared]) == {UNSHARED: 0, "g": 0}


@given(
    payments=st.lists(st.tuples(st.sampled_from([A, C]), st.integers(0, 10**9)), max_size=6),
    name=st.sampled_from(["g", "h", ""]),
)
def test_exp_04_whatever_a_group_is_called_no_payment_is_forgotten(payments: list[tuple[str, int]], name: str) -> None:
    earlier = [shared_paid(case, cents, "g", A, C) for case, cents in payments]
    form = on(A, *([group(C, name=name)] if name else []))
    assert sum(expected_prior(form, A, earlier).values()) == sum(cents for _, cents in payments)


def test_exp_07_a_stated_surplus_comes_from_the_unshared_part_then_the_groups_in_order() -> None:
    form = on(A, group(C, cents=100, name="h"), group(C, cents=100, name="g"), total=250)
    amounts = Amounts(total_cents=250, prior_cents=170)
    parts = parts_of(form, A, amounts, {UNSHARED: 10, "g": 20, "h": 30})
    assert [(part.group_id, part.total_cents, part.prior_cents) for part in parts] == [
        (UNSHARED, 50, 50),
        ("g", 100, 90),
        ("h", 100, 30),
    ]


@given(
    total=st.integers(0, 10**12),
    shares=st.lists(st.integers(0, 10**11), max_size=4),
    prior=st.integers(0, 10**12),
    expected=st.lists(st.integers(0, 10**10), min_size=5, max_size=5),
)
def test_the_parts_always_add_up_to_the_certification(
    total: int, shares: list[int], prior: int, expected: list[int]
) -> None:
    names = [chr(ord("a") + index) for index in range(len(shares))]
    form = on(A, *(group(C, cents=cents, name=name) for name, cents in zip(names, shares, strict=True)), total=total)
    amounts = Amounts(total_cents=total, prior_cents=prior)
    parts = parts_of(form, A, amounts, dict(zip([UNSHARED, *names], expected, strict=False)))
    assert sum(part.total_cents for part in parts) == amounts.total_cents
    assert sum(part.prior_cents for part in parts) == amounts.prior_cents
    assert sum(part.net_cents for part in parts) == amounts.net_cents


@pytest.mark.parametrize("nets", [{}, {UNSHARED: 0}, {"g": 0}])
def test_a_payment_on_nothing_is_the_unshared_parts(nets: Mapping[str, int]) -> None:
    assert attribute_payment(7, nets)[UNSHARED] == 7
