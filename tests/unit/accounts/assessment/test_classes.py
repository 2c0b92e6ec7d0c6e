"""The class of an entry (ASM-02): the rule file's vectors and what holds for any days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.assessment.classes import CaseDays, EntryClass, InjuryRule, classify

_D = date.fromisoformat


def days(
    susp: str,
    lapse: str,
    itc: str,
    order: str,
    *,
    reach: str | None = None,
    injury: str = "GENERAL",
    cc: bool = False,
) -> CaseDays:
    return CaseDays(
        boundary_on=_D(itc),
        order_on=_D(order),
        suspended_from=_D(susp),
        lapsed_from=_D(lapse),
        reach_back_to=None if reach is None else _D(reach),
        injury=InjuryRule(injury),
        critical_confirmed=cc,
    )


_PLAIN = days("2024-04-10", "2024-08-08", "2024-07-31", "2024-08-01")
_GAP = days("2023-08-18", "2023-12-16", "2024-04-24", "2024-04-25")
_SPECIAL = days("2024-11-01", "2025-03-01", "2025-02-14", "2025-02-18", injury="SPECIAL")


@pytest.mark.parametrize(
    ("entered", "case", "expected"),
    [
        pytest.param("2024-05-02", _PLAIN, "PROVISIONAL", id="ASM-02-a"),
        pytest.param("2024-07-31", _PLAIN, "DEFINITIVE_NO_INTEREST", id="ASM-02-b"),
        pytest.param("2024-08-01", _PLAIN, "DEFINITIVE_INTEREST", id="ASM-02-c"),
        pytest.param("2024-01-15", _GAP, "GAP", id="ASM-02-d"),
        pytest.param("2023-12-15", _GAP, "PROVISIONAL", id="ASM-02-e"),
        pytest.param(
            "2024-03-15",
            days("2024-05-10", "2024-09-07", "2024-08-20", "2024-08-26", reach="2024-03-01", cc=True),
            "RETROACTIVE",
            id="ASM-02-f",
        ),
        pytest.param(
            "2024-03-15",
            days("2024-05-10", "2024-09-07", "2024-08-20", "2024-08-26", reach="2024-03-01"),
            "REFUND_ALL",
            id="ASM-02-g",
        ),
        pytest.param("2025-02-13", _SPECIAL, "REFUND_ALL", id="ASM-02-h"),
        pytest.param("2025-02-14", _SPECIAL, "DEFINITIVE_NO_INTEREST", id="ASM-02-i"),
        pytest.param("2024-04-09", _PLAIN, "NOT_COVERED", id="ASM-02-j"),
        pytest.param("2024-11-13", days("2024-04-22", "2024-08-20", "2024-11-15", "2024-11-15"), "GAP", id="ASM-02-k"),
    ],
)
def test_asm_02_vectors(entered: str, case: CaseDays, expected: str) -> None:
    assert classify(_D(entered), case) == expected


def test_asm_02_d_22_an_order_before_the_notice_is_both_boundaries() -> None:
    case = days("2024-04-10", "2024-08-08", "2024-08-05", "2024-08-01")
    assert classify(_D("2024-08-01"), case) is EntryClass.DEFINITIVE_INTEREST
    assert classify(_D("2024-07-31"), case) is EntryClass.PROVISIONAL


def test_asm_02_without_a_suspension_nothing_before_the_boundary_is_covered() -> None:
    case = CaseDays(boundary_on=_D("2024-07-31"), order_on=_D("2024-08-01"), reach_back_to=_D("2024-01-01"))
    assert classify(_D("2024-07-30"), case) is EntryClass.NOT_COVERED


_DATES = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1))


@given(susp=_DATES, to_lapse=st.integers(1, 200), to_itc=st.integers(0, 300), to_order=st.integers(0, 20), at=_DATES)
def test_asm_02_classes_follow_each_other_as_days_go_on(
    susp: date, to_lapse: int, to_itc: int, to_order: int, at: date
) -> None:
    boundary = susp + timedelta(days=to_itc)
    case = CaseDays(
        boundary_on=boundary,
        order_on=boundary + timedelta(days=to_order),
        suspended_from=susp,
        lapsed_from=susp + timedelta(days=to_lapse),
    )
    order = [
        EntryClass.NOT_COVERED,
        EntryClass.PROVISIONAL,
        EntryClass.GAP,
        EntryClass.DEFINITIVE_NO_INTEREST,
        EntryClass.DEFINITIVE_INTEREST,
    ]
    assert order.index(classify(at, case)) <= order.index(classify(at + timedelta(days=1), case))
