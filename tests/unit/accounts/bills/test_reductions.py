"""What a reversed refund takes off determinations: BILL-10."""

from uuid import UUID

import pytest

from services.accounts.domain.bills.overpayment import reductions_of

NEW, OLD = UUID(int=2), UUID(int=1)


@pytest.mark.parametrize(
    ("reversed_cents", "left", "cuts"),
    [
        (80_00, {NEW: 100_00}, {NEW: 80_00}),
        (160_00, {NEW: 100_00}, {NEW: 100_00}),
        (80_00, {NEW: 50_00, OLD: 50_00}, {NEW: 50_00, OLD: 30_00}),
        (50_00, {NEW: 50_00, OLD: 50_00}, {NEW: 50_00}),
        (50_00, {NEW: 0, OLD: 60_00}, {OLD: 50_00}),
        (0, {NEW: 100_00}, {}),
        (80_00, {}, {}),
    ],
)
def test_bill_10_a_reversed_refund_comes_off_the_newest_determinations_first(
    reversed_cents: int, left: dict[UUID, int], cuts: dict[UUID, int]
) -> None:
    assert reductions_of(reversed_cents, left) == cuts
