"""Settlement by class and 1677g interest (ASM-03 to ASM-06): the rule file's vectors and conservation."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.assessment.classes import EntryClass
from services.accounts.domain.assessment.settlement import interest_1677g, settle_by_class
from services.accounts.domain.bills.rates import Run


@pytest.mark.parametrize(
    ("entry_class", "security", "duty", "expected"),
    [
        pytest.param("PROVISIONAL", 10000, 12000, (10000, 0, 0, False), id="ASM-05-a"),
        pytest.param("PROVISIONAL", 10000, 8000, (8000, 0, 2000, False), id="ASM-05-b"),
        pytest.param("DEFINITIVE_NO_INTEREST", 11000, 12000, (12000, 1000, 0, False), id="ASM-05-c"),
        pytest.param("DEFINITIVE_INTEREST", 11000, 12000, (12000, 1000, 0, True), id="ASM-05-d"),
        pytest.param("DEFINITIVE_INTEREST", 11000, 6500, (6500, 0, 4500, True), id="ASM-05-e"),
        pytest.param("GAP", 0, 0, (0, 0, 0, False), id="ASM-05-f"),
        pytest.param("REFUND_ALL", 3000, 0, (0, 0, 3000, False), id="ASM-05-g"),
        pytest.param("RETROACTIVE", 500, 700, (500, 0, 0, False), id="retroactive is capped"),
        pytest.param("GAP", 500, 700, (0, 0, 500, False), id="a deposit by mistake in the gap goes back"),
        pytest.param("NOT_COVERED", 500, 700, (0, 0, 500, False), id="not covered"),
    ],
)
def test_asm_03_asm_04_settlement(
    entry_class: str, security: int, duty: int, expected: tuple[int, int, int, bool]
) -> None:
    found = settle_by_class(EntryClass(entry_class), security * 100, duty * 100)
    assessed, collect, refund, interest = expected
    assert (found.assessed_cents, found.collect_cents, found.refund_cents) == (
        assessed * 100,
        collect * 100,
        refund * 100,
    )
    assert found.interest is interest


@given(entry_class=st.sampled_from(EntryClass), security=st.integers(0, 10**13), duty=st.integers(0, 10**13))
def test_asm_03_asm_04_money_is_conserved(entry_class: EntryClass, security: int, duty: int) -> None:
    found = settle_by_class(entry_class, security, duty)
    assert security + found.collect_cents - found.refund_cents == found.assessed_cents
    assert not (found.collect_cents and found.refund_cents)


def test_asm_05_negative_amounts_are_no_amounts() -> None:
    with pytest.raises(ValueError, match=">= 0"):
        settle_by_class(EntryClass.GAP, -1, 0)


@pytest.mark.parametrize(
    ("principal", "runs", "expected"),
    [
        pytest.param(100000, [Run(date(2024, 8, 1), date(2025, 11, 30), Decimal(8))], 11253, id="ASM-05-h"),
        pytest.param(
            1000000,
            [
                Run(date(2023, 3, 1), date(2023, 9, 30), Decimal(7)),
                Run(date(2023, 10, 1), date(2024, 2, 29), Decimal(8)),
            ],
            77144,
            id="ASM-05-i",
        ),
        pytest.param(100000, [], 0, id="no day, no interest"),
    ],
)
def test_asm_05_interest_compounds_daily(principal: int, runs: list[Run], expected: int) -> None:
    assert interest_1677g(principal, runs) == expected
