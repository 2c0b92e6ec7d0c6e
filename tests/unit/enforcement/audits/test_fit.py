"""A loss shared out over entries: OFF-11, OFF-17, OFF-19."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.audits.offsets import fit

PARTS = st.lists(st.integers(0, 10**11), min_size=1, max_size=12)


def test_off_19_what_is_left_after_offset_is_spread_down() -> None:
    assert fit(117_500_00, {"A": 84_000_00, "B": 56_000_00}) == {"A": 70_500_00, "B": 47_000_00}


def test_off_11_off_17_projected_dollars_follow_the_entries_they_came_from() -> None:
    assert fit(446_400_00, {"A": 12_500_00, "B": 6_250_00, "C": 0}) == {"A": 297_600_00, "B": 148_800_00, "C": 0}
    assert list(fit(100, {"A": 1, "B": 1, "C": 1}).values()) == [33, 33, 34]


@given(st.integers(0, 10**13), PARTS)
def test_off_19_the_parts_add_up_to_the_loss_and_are_never_negative(total: int, amounts: list[int]) -> None:
    found = {f"E{number}": cents for number, cents in enumerate(amounts)}
    if total and not sum(amounts):
        with pytest.raises(ValueError, match="nothing was found"):
            fit(total, found)
        return
    parts = fit(total, found)
    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0
    assert all(parts[entry] == 0 for entry, cents in found.items() if not cents)
