"""Negligible imports (NEG): the rule file's vectors, exclusions, and what holds for all volumes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.commission.negligibility import (
    ImportVolumes,
    OtherImports,
    Standing,
    TradeGroup,
    is_base_period,
    negligibility,
)

INITIATED = date(2024, 1, 30)
Others = list[tuple[int, bool]]


def volumes(total: int, own: int, others: Others) -> ImportVolumes:
    return ImportVolumes(
        total=Decimal(total),
        own=Decimal(own),
        others=tuple(
            OtherImports(country="ZZ", volume=Decimal(volume), initiated_on=INITIATED, developing=developing)
            for volume, developing in others
        ),
        first=date(2022, 12, 1),
        last=date(2023, 11, 30),
    )


def told(total: int, own: int, others: Others, developing: bool = False) -> str:
    """The result as the rule file writes it."""
    found = negligibility(volumes(total, own, others), developing=developing, initiated_on=INITIATED)
    word = "NEGLIGIBLE" if found.negligible else "NOT_NEGLIGIBLE"
    return f"{word} share={found.share}" + ("" if found.aggregate is None else f" aggregate={found.aggregate}")


@pytest.mark.parametrize(
    ("vector", "own", "others", "developing", "expected"),
    [
        ("NEG-02-a", 29900, [], False, "NEGLIGIBLE share=2.99 aggregate=2.99"),
        ("NEG-02-b", 30000, [], False, "NOT_NEGLIGIBLE share=3.00"),
        ("NEG-02-c", 39000, [], True, "NEGLIGIBLE share=3.90 aggregate=3.90"),
        ("NEG-02-d", 40000, [], True, "NOT_NEGLIGIBLE share=4.00"),
        (
            "NEG-03-a",
            24000,
            [(29000, False), (18000, False), (350000, False)],
            False,
            "NOT_NEGLIGIBLE share=2.40 aggregate=7.10",
        ),
        ("NEG-03-b", 24000, [(29000, False)], False, "NEGLIGIBLE share=2.40 aggregate=5.30"),
        ("NEG-03-c", 24000, [(29000, False), (17000, False)], False, "NEGLIGIBLE share=2.40 aggregate=7.00"),
        ("NEG-03-d", 35000, [(38000, True), (29000, False)], True, "NEGLIGIBLE share=3.50 aggregate=7.30"),
        ("NEG-03-e", 35000, [(38000, True), (18000, True)], True, "NOT_NEGLIGIBLE share=3.50 aggregate=9.10"),
    ],
)
def test_neg_02_neg_03_vectors(vector: str, own: int, others: Others, developing: bool, expected: str) -> None:
    assert told(1000000, own, others, developing) == expected, vector


def test_neg_02_the_threshold_is_tested_unrounded() -> None:
    assert told(1000000, 29999, []) == "NEGLIGIBLE share=3.00 aggregate=3.00"


def test_neg_03_d_09_for_another_target_developing_countries_below_three_count() -> None:
    assert told(1000000, 24000, [(29000, True), (18000, True)]).startswith("NOT_NEGLIGIBLE")
    assert told(1000000, 24000, [(35000, True), (18000, False)]).startswith("NEGLIGIBLE")


@pytest.mark.parametrize(
    ("standing", "group", "own_group", "counted"),
    [
        (Standing.PENDING, TradeGroup.NONE, TradeGroup.NONE, True),
        (Standing.FINAL_AFFIRMATIVE, TradeGroup.NONE, TradeGroup.NONE, True),
        (Standing.PRELIMINARY_NEGATIVE, TradeGroup.NONE, TradeGroup.NONE, False),
        (Standing.TERMINATED, TradeGroup.NONE, TradeGroup.NONE, False),
        (Standing.PENDING, TradeGroup.CARIBBEAN_BASIN, TradeGroup.NONE, False),
        (Standing.PENDING, TradeGroup.CARIBBEAN_BASIN, TradeGroup.CARIBBEAN_BASIN, True),
        (Standing.TERMINATED, TradeGroup.CARIBBEAN_BASIN, TradeGroup.CARIBBEAN_BASIN, False),
        (Standing.PENDING, TradeGroup.FREE_TRADE_BEFORE_1987, TradeGroup.NONE, False),
    ],
)
def test_neg_03_exclusions_from_the_sum(
    standing: Standing, group: TradeGroup, own_group: TradeGroup, counted: bool
) -> None:
    found = volumes(1000000, 24000, [(29000, False)] * 2)
    others = tuple(replace(other, standing=standing, group=group) for other in found.others)
    result = negligibility(replace(found, others=others, group=own_group), developing=False, initiated_on=INITIATED)
    assert result.negligible is not counted


def test_neg_03_only_investigations_of_the_same_day_are_added_up() -> None:
    found = volumes(1000000, 24000, [(29000, False)] * 2)
    others = tuple(replace(other, initiated_on=date(2024, 1, 31)) for other in found.others)
    assert negligibility(replace(found, others=others), developing=False, initiated_on=INITIATED).negligible


@pytest.mark.parametrize("developing", [False, True])
@pytest.mark.parametrize(
    ("share", "together", "threat"),
    [("3.00", None, False), ("3.01", None, True), (None, "7.00", False), (None, "7.01", True), (None, None, False)],
)
def test_neg_04_imports_about_to_exceed_count_for_threat_alone(
    share: str | None, together: str | None, threat: bool, developing: bool
) -> None:
    found = replace(
        volumes(1000000, 10000, []),
        imminent_share=None if share is None else Decimal(share),
        imminent_sum=None if together is None else Decimal(together),
    )
    result = negligibility(found, developing=developing, initiated_on=INITIATED)
    assert (result.negligible, result.threat_only) == (not threat, threat)


def test_neg_01_the_base_period_is_twelve_months_before_the_filing() -> None:
    found = volumes(1000, 10, [])
    assert is_base_period(found, date(2023, 12, 1))
    assert not is_base_period(found, date(2023, 11, 30))
    assert not is_base_period(replace(found, last=date(2023, 11, 29)), date(2024, 1, 10))


@pytest.mark.parametrize(("total", "own", "others"), [(0, 0, []), (10, 11, []), (10, 5, [(6, False)]), (10, -1, [])])
def test_neg_01_impossible_volumes(total: int, own: int, others: Others) -> None:
    with pytest.raises(ValueError, match="part of the total"):
        negligibility(volumes(total, own, others), developing=False, initiated_on=INITIATED)


_OTHERS = st.lists(st.tuples(st.integers(0, 100_000), st.booleans()), max_size=6)


@given(own=st.integers(0, 400_000), others=_OTHERS, developing=st.booleans())
def test_neg_02_neg_03_more_imports_are_never_negligible_where_fewer_were_not(
    own: int, others: Others, developing: bool
) -> None:
    def negligible(imports: int) -> bool:
        found = volumes(1_000_000, imports, others)
        return negligibility(found, developing=developing, initiated_on=INITIATED).negligible

    assert negligible(own) or not negligible(own + 1)
    if own >= 40_000:
        assert not negligible(own)


@given(own=st.integers(0, 40_000), others=_OTHERS, scale=st.integers(1, 1000), developing=st.booleans())
def test_neg_01_the_unit_of_the_volumes_does_not_matter(own: int, others: Others, scale: int, developing: bool) -> None:
    larger = [(volume * scale, kind) for volume, kind in others]
    assert told(1_000_000, own, others, developing) == told(1_000_000 * scale, own * scale, larger, developing)
