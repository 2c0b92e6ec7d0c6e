"""Petitions (RLF-01 to RLF-08) and limitation of actions (LIM-01 to LIM-07)."""

from datetime import date

import pytest

from services.enforcement.domain.limitation.periods import (
    Limits,
    Tolled,
    effective_last_day,
    last_day_forfeiture,
    last_day_fraud,
    last_day_negligence,
    last_day_other,
    refuse_expired,
    remaining_less_than_a_year,
    warnings,
)
from services.enforcement.domain.relief.petitions import (
    ReliefGround,
    payment_due,
    petition_due,
    refuse_decision,
    refuse_petition,
    refuse_relief,
    refuse_supplemental,
    refuse_supplemental_decider,
    supplemental_due,
)
from shared.refusals import Refused

MAILED = date(2025, 4, 1)
NEAR, FAR = date(2025, 9, 15), date(2026, 2, 1)


def test_rlf_02_tv_19_sixty_days_from_mailing() -> None:
    assert petition_due(date(2024, 8, 1), shortened_to=None, last_day=FAR) == date(2024, 9, 30)


@pytest.mark.parametrize(
    ("shortened_to", "last_day", "code"),
    [
        (date(2025, 4, 15), NEAR, None),
        (date(2025, 4, 10), NEAR, None),
        (date(2025, 4, 9), NEAR, "PET_SHORTENING_TOO_SHORT"),
        (date(2025, 4, 15), FAR, "PET_SHORTENING_NOT_ALLOWED"),
        (date(2025, 4, 15), date(2025, 9, 27), None),  # 179 days
        (date(2025, 4, 15), date(2025, 9, 28), "PET_SHORTENING_NOT_ALLOWED"),  # 180 days
        (date(2025, 6, 1), NEAR, "PET_SHORTENING_NOT_ALLOWED"),  # longer than sixty days
    ],
)
def test_rlf_03_s25_shortened_period(shortened_to: date, last_day: date, code: str | None) -> None:
    if code is None:
        assert petition_due(MAILED, shortened_to=shortened_to, last_day=last_day) == shortened_to
        return
    with pytest.raises(Refused) as caught:
        petition_due(MAILED, shortened_to=shortened_to, last_day=last_day)
    assert [one.code for one in caught.value.refusals] == [code]


@pytest.mark.parametrize(
    ("filed_on", "copies", "electronic", "codes"),
    [
        (date(2024, 9, 27), 2, False, []),
        (date(2024, 9, 30), 0, True, []),
        (date(2024, 10, 1), 0, True, ["PET_LATE"]),
        (date(2024, 9, 27), 1, False, ["PET_NOT_IN_DUPLICATE"]),
        (date(2024, 10, 1), 1, False, ["PET_LATE", "PET_NOT_IN_DUPLICATE"]),
    ],
)
def test_rlf_02_rlf_04_in_time_and_in_duplicate(
    filed_on: date, copies: int, electronic: bool, codes: list[str]
) -> None:
    refusals = refuse_petition(filed_on, date(2024, 9, 30), copies=copies, electronic=electronic)
    assert [one.code for one in refusals] == codes


@pytest.mark.parametrize(
    ("claimed", "mitigated", "headquarters", "codes"),
    [
        (100_000_00, 0, False, []),
        (100_000_01, 0, False, ["PET_OVER_AUTHORITY"]),
        (892_800_00, 446_400_00, True, []),
        (100_00, 100_01, False, ["PET_NOT_RELIEF"]),
    ],
)
def test_rlf_01_rlf_05_who_decides_and_what(claimed: int, mitigated: int, headquarters: bool, codes: list[str]) -> None:
    refusals = refuse_decision(claimed, mitigated, headquarters=headquarters, on=MAILED)
    assert [one.code for one in refusals] == codes


@pytest.mark.parametrize(("authority", "codes"), [(50_000_00, []), (49_999_99, ["PET_OVER_AUTHORITY"])])
def test_rlf_05_the_delegated_amount_is_a_setting(authority: int, codes: list[str]) -> None:
    refusals = refuse_decision(50_000_00, 0, headquarters=False, on=MAILED, authority_cents=authority)
    assert [one.code for one in refusals] == codes


def test_rlf_06_sixty_days_to_pay_unless_stated() -> None:
    assert payment_due(date(2024, 11, 4), stated=None) == date(2025, 1, 3)
    assert payment_due(date(2024, 11, 4), stated=date(2024, 12, 1)) == date(2024, 12, 1)


@pytest.mark.parametrize(
    ("reduced_on", "stated", "due_on"),
    [
        (None, None, date(2025, 1, 3)),
        (date(2025, 2, 10), None, date(2025, 4, 11)),
        (date(2024, 10, 1), None, date(2025, 1, 3)),
        (date(2025, 2, 10), date(2024, 12, 1), date(2024, 12, 1)),
    ],
)
def test_rlf_07_the_later_of_two_days(reduced_on: date | None, stated: date | None, due_on: date) -> None:
    assert supplemental_due(date(2024, 11, 4), loss_reduced_on=reduced_on, stated=stated) == due_on


@pytest.mark.parametrize(
    ("filed_on", "waived_until", "required", "codes"),
    [
        (date(2025, 1, 3), None, False, []),
        (date(2025, 1, 4), None, False, ["PET_SUPPLEMENTAL_LATE"]),
        (date(2025, 1, 3), None, True, ["PET_WAIVER_REQUIRED"]),
        (date(2025, 1, 3), date(2027, 9, 15), True, []),
        (date(2025, 1, 4), None, True, ["PET_SUPPLEMENTAL_LATE", "PET_WAIVER_REQUIRED"]),
    ],
)
def test_rlf_07_rlf_08_late_or_without_the_waiver(
    filed_on: date, waived_until: date | None, required: bool, codes: list[str]
) -> None:
    refusals = refuse_supplemental(
        filed_on, date(2025, 1, 3), last_day=NEAR, waived_until=waived_until, waiver_required=required
    )
    assert [one.code for one in refusals] == codes


def test_rlf_08_no_waiver_is_needed_while_a_year_remains() -> None:
    due = date(2025, 1, 3)
    assert not refuse_supplemental(due, due, last_day=date(2026, 1, 3), waived_until=None, waiver_required=True)
    assert refuse_supplemental(due, due, last_day=date(2026, 1, 2), waived_until=None, waiver_required=True)


def test_rlf_07_another_director_decides_at_headquarters() -> None:
    same = refuse_supplemental_decider("alpha", "alpha", headquarters=True)
    assert [one.code for one in same] == ["SEC_SAME_DECIDER"]
    assert not refuse_supplemental_decider("alpha", "beta", headquarters=True)
    lower = refuse_supplemental_decider("alpha", "beta", headquarters=False)
    assert [one.code for one in lower] == ["PET_OVER_AUTHORITY"]


@pytest.mark.parametrize(
    ("mitigated", "ground", "codes"),
    [
        (100_00, None, []),
        (99_99, None, ["PET_NO_GROUND"]),
        (0, ReliefGround.MITIGATING_CIRCUMSTANCES, []),
        (0, ReliefGround.NO_WILLFUL_NEGLIGENCE_OR_INTENT, []),
    ],
)
def test_rlf_01_relief_has_a_ground(mitigated: int, ground: ReliefGround | None, codes: list[str]) -> None:
    assert [one.code for one in refuse_relief(100_00, mitigated, ground)] == codes


def test_lim_06_the_earliest_day_that_has_not_passed() -> None:
    limits = Limits((date(2025, 9, 15), date(2026, 2, 1)))
    assert (limits.first, limits.final) == (date(2025, 9, 15), date(2026, 2, 1))
    assert limits.standing(date(2025, 9, 15), None) == date(2025, 9, 15)
    assert limits.standing(date(2025, 9, 16), None) == date(2026, 2, 1)
    assert limits.standing(date(2025, 9, 16), date(2025, 12, 1)) == date(2025, 9, 15)
    assert limits.standing(date(2026, 2, 2), None) == date(2026, 2, 1)


def test_lim_01_lim_06_negligence_per_entry() -> None:
    days = [last_day_negligence(date(2020, 9, 15)), last_day_negligence(date(2021, 2, 1))]
    assert days == [date(2025, 9, 15), date(2026, 2, 1)]
    assert warnings(min(days)) == {12: date(2024, 9, 15), 6: date(2025, 3, 15), 3: date(2025, 6, 15)}


def test_lim_05_lim_06_forty_days_of_absence() -> None:
    absence = Tolled(date(2022, 1, 1), date(2022, 2, 9))
    assert last_day_negligence(date(2020, 9, 15), [absence]) == date(2025, 10, 25)


@pytest.mark.parametrize(
    ("pauses", "last_day"),
    [
        ([Tolled(date(2022, 1, 1), date(2022, 1, 10)), Tolled(date(2022, 1, 6), date(2022, 1, 15))], date(2025, 9, 30)),
        ([Tolled(date(2020, 9, 1), date(2020, 9, 24))], date(2025, 9, 25)),  # only days of the period count
        ([Tolled(date(2025, 9, 16), date(2025, 9, 20))], date(2025, 9, 15)),  # too late
        ([Tolled(date(2022, 1, 1), date(2022, 1, 31)), Tolled(date(2022, 1, 5), date(2022, 1, 6))], date(2025, 10, 16)),
    ],
)
def test_lim_05_a_day_is_added_once(pauses: list[Tolled], last_day: date) -> None:
    assert last_day_negligence(date(2020, 9, 15), pauses) == last_day


def test_lim_02_fraud_counts_from_discovery() -> None:
    assert last_day_fraud(date(2023, 5, 10)) == date(2028, 5, 10)


def test_lim_03_other_penalties_count_from_discovery() -> None:
    assert last_day_other(date(2024, 5, 2)) == date(2029, 5, 2)


def test_lim_04_forfeiture_is_the_later_of_two() -> None:
    assert last_day_forfeiture(date(2019, 3, 1), date(2023, 8, 15)) == date(2025, 8, 15)
    assert last_day_forfeiture(date(2019, 3, 1), date(2020, 8, 15)) == date(2024, 3, 1)


def test_lim_07_clk_05_leap_days_end_the_cautious_way() -> None:
    assert last_day_negligence(date(2020, 2, 29)) == date(2025, 2, 28)
    assert warnings(date(2025, 5, 31))[3] == date(2025, 2, 28)


def test_lim_07_nothing_after_the_last_day_without_a_waiver() -> None:
    assert not refuse_expired(NEAR, NEAR, waived_until=None)
    assert [one.code for one in refuse_expired(NEAR, date(2025, 9, 16), waived_until=None)] == ["LIM_EXPIRED"]
    assert not refuse_expired(NEAR, date(2025, 9, 16), waived_until=date(2026, 9, 15))
    assert refuse_expired(NEAR, date(2026, 9, 16), waived_until=date(2026, 9, 15))
    assert effective_last_day(NEAR, date(2024, 1, 1)) == NEAR


def test_lim_less_than_a_year_means_before_the_same_day() -> None:
    assert remaining_less_than_a_year(MAILED, date(2026, 3, 31))
    assert not remaining_less_than_a_year(MAILED, date(2026, 4, 1))
