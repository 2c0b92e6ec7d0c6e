"""REC-04, REC-05, REC-06: how long records are kept, and where."""

from datetime import date

import pytest

from services.enforcement.domain.records.retention import (
    RetentionCategory,
    keep_until,
    latest_storage_notice,
    originals_until,
    refuse_storage_notice,
)
from shared.errors import BadInput

C = RetentionCategory


@pytest.mark.parametrize(
    ("category", "starts", "last_day"),
    [
        (C.ENTRY, [date(2021, 6, 18)], date(2026, 6, 18)),
        (C.LOW_VALUE, [date(2023, 10, 2)], date(2025, 10, 2)),
        (C.DRAWBACK_CLAIM, [date(2022, 2, 1), date(2023, 4, 14)], date(2026, 4, 14)),
        (C.PACKING_LIST, [date(2024, 3, 5)], date(2024, 5, 4)),
        (C.PACKING_LIST, [date(2024, 2, 1), date(2024, 3, 5)], date(2024, 5, 4)),
        (C.OTHER_ACTIVITY, [date(2021, 6, 18)], date(2026, 6, 18)),
        (C.INFORMAL_ENTRY_BY_BROKER, [date(2023, 10, 2)], date(2025, 10, 2)),
        (C.ORIGIN_CERTIFICATE, [date(2021, 6, 18)], date(2026, 6, 18)),
        (C.SET_ELSEWHERE, [date(2030, 1, 2)], date(2030, 1, 2)),
    ],
)
def test_rec_04_worked_examples(category: RetentionCategory, starts: list[date], last_day: date) -> None:
    assert keep_until(category, starts) == last_day


def test_clk_05_a_retention_period_from_29_february_ends_on_1_march() -> None:
    assert keep_until(C.ENTRY, [date(2024, 2, 29)]) == date(2029, 3, 1)


def test_rec_04_a_period_needs_a_day_to_count_from() -> None:
    with pytest.raises(BadInput):
        keep_until(C.ENTRY, [])


def test_rec_05_originals_stay_120_days() -> None:
    assert originals_until(date(2024, 3, 5)) == date(2024, 7, 3)


def test_rec_06_alternative_storage_needs_30_days_notice() -> None:
    assert latest_storage_notice(date(2024, 7, 1)) == date(2024, 6, 1)
    assert not refuse_storage_notice(noticed_on=date(2024, 6, 1), starts_on=date(2024, 7, 1))
    (refusal,) = refuse_storage_notice(noticed_on=date(2024, 6, 2), starts_on=date(2024, 7, 1))
    assert (refusal.code, refusal.rule) == ("REC_ALT_NOTICE_SHORT", "REC-06")
