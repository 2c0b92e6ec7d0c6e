"""NOTE-01 to NOTE-05: what a notice needs and what it is marked with."""

from dataclasses import replace
from datetime import date

from services.certification.domain.notices import (
    NoticeFlag,
    NoticeOrder,
    content_findings,
    flags,
    special_account_day,
    timing_findings,
)
from tests.unit.certification.forms import codes

ORDER = NoticeOrder(
    case_number="A-990-801",
    case_name="Widgets from Utopia",
    listed=3,
    special_account_cents=-5,
    as_of=date(2005, 6, 1),
)


def test_note_02_the_amount_is_as_of_1_june() -> None:
    assert special_account_day(2005) == date(2005, 6, 1)


def test_note_02_a_complete_notice_lacks_nothing_and_may_state_a_negative_amount() -> None:
    assert content_findings([ORDER], "Certify.") == []


def test_note_02_every_missing_element_at_once() -> None:
    unknown = replace(ORDER, case_name=None, listed=None, special_account_cents=None, as_of=None)
    found = content_findings([ORDER, unknown], " ")
    assert codes(found) == ["NOTICE_INCOMPLETE"] * 4
    assert [each.field for each in found] == ["instructions", *["caseNumbers.1"] * 3]
    assert codes(content_findings([replace(ORDER, listed=0)], "Certify.")) == ["NOTICE_INCOMPLETE"]
    assert [each.field for each in content_findings([], "Certify.")] == ["caseNumbers"]


def test_note_05_an_order_already_noticed() -> None:
    assert codes(content_findings([replace(ORDER, noticed=True)], "Certify.")) == ["ORDER_ALREADY_NOTICED"]


def test_note_01_the_last_day_is_in_time_the_next_is_late() -> None:
    assert flags(2005, date(2005, 7, 1), [ORDER]) == ()
    assert flags(2005, date(2005, 7, 5), [ORDER]) == (NoticeFlag.NOTICE_LATE,)
    assert timing_findings(2005, date(2005, 7, 1), date(2005, 7, 1), None) == []
    assert codes(timing_findings(2005, date(2005, 7, 5), date(2005, 7, 5), " ")) == ["LATE_DECISION_MISSING"]
    assert timing_findings(2005, date(2005, 7, 5), date(2005, 7, 5), "Decided.") == []


def test_note_03_another_day_of_the_amount_is_flagged_never_refused() -> None:
    other = replace(ORDER, as_of=date(2005, 5, 1))
    assert flags(2005, date(2005, 6, 1), [ORDER, other]) == (NoticeFlag.AS_OF_DATE_DIFFERS,)


def test_def_13_not_on_a_weekend_nor_in_the_future() -> None:
    found = timing_findings(2005, date(2005, 6, 4), date(2005, 6, 3), None)
    assert codes(found) == ["NOT_YET_PUBLISHED", "NOT_A_BUSINESS_DAY"]
