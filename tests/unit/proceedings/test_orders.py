"""DEF-01, ORD-01, ORD-02, REV-10: cases, orders and revocations."""

from datetime import date

import pytest

from services.proceedings.domain.case_number import CaseKind, parse_case_number
from services.proceedings.domain.law import ORDER_AFTER_ITC_NOTICE
from services.proceedings.domain.orders import Order, refuse_case, refuse_order, refuse_revocation, timeliness

TODAY = date(2013, 3, 1)
IN_FORCE = Order(issued_on=date(2013, 2, 15), revoked_on=None)


@pytest.mark.parametrize(
    ("example", "notified_on", "due_on"),
    [
        ("ORD-01-a", date(2013, 2, 8), date(2013, 2, 15)),
        ("ORD-01-b", date(2012, 11, 30), date(2012, 12, 7)),
        ("ORD-01-c", date(2023, 12, 22), date(2023, 12, 29)),
    ],
)
def test_ord_01_worked_examples(example: str, notified_on: date, due_on: date) -> None:
    assert timeliness(CaseKind.CVD, issued_on=due_on, itc_notified_on=notified_on).due_on == due_on, example


def test_ord_01_the_due_day_rolls_forward_to_a_business_day() -> None:
    clock = timeliness(CaseKind.AD, issued_on=date(2024, 5, 28), itc_notified_on=date(2024, 5, 20))
    assert clock.due_on == date(2024, 5, 28)  # the 27th is Memorial Day
    assert not clock.late


@pytest.mark.parametrize(("issued_on", "late"), [(date(2013, 2, 15), False), (date(2013, 2, 18), True)])
def test_ord_01_an_order_later_than_seven_days_is_flagged(issued_on: date, late: bool) -> None:
    assert timeliness(CaseKind.CVD, issued_on=issued_on, itc_notified_on=date(2013, 2, 8)).late is late


def test_ord_02_without_an_injury_test_no_clock_runs() -> None:
    clock = timeliness(CaseKind.CVD, issued_on=date(2013, 2, 15), itc_notified_on=None)
    assert (clock.due_on, clock.late) == (None, False)


def test_ord_01_findings_of_1921_and_orders_before_1980_know_no_clock() -> None:
    finding = timeliness(CaseKind.FINDING_1921, issued_on=date(1972, 6, 1), itc_notified_on=date(1972, 1, 3))
    old = timeliness(CaseKind.CVD, issued_on=date(1979, 6, 1), itc_notified_on=date(1979, 1, 3))
    assert finding.due_on is None
    assert old.due_on is None
    assert ORDER_AFTER_ITC_NOTICE.on(date(1980, 1, 1)) is not None


def test_def_01_a_case_is_registered_once_under_a_fitting_number() -> None:
    number = parse_case_number("C-570-831")
    assert not refuse_case(number, CaseKind.CVD, registered=False)
    refusals = refuse_case(number, CaseKind.AD, registered=True)
    assert [refusal.code for refusal in refusals] == ["CASE_NUMBER_KIND_MISMATCH", "CASE_ALREADY_REGISTERED"]
    assert {refusal.rule for refusal in refusals} == {"DEF-01"}


def test_def_01_a_second_order_for_a_case_is_refused() -> None:
    refusals = refuse_order(IN_FORCE, issued_on=date(2013, 2, 20), itc_notified_on=None, today=TODAY)
    assert [(refusal.code, refusal.rule) for refusal in refusals] == [("ORDER_ALREADY_ISSUED", "DEF-01")]


def test_ord_01_an_order_is_neither_before_the_notice_nor_in_the_future() -> None:
    early = refuse_order(None, issued_on=date(2013, 2, 7), itc_notified_on=date(2013, 2, 8), today=TODAY)
    assert [refusal.code for refusal in early] == ["ORDER_BEFORE_ITC_NOTICE"]
    future = refuse_order(None, issued_on=date(2013, 3, 2), itc_notified_on=None, today=TODAY)
    assert [(refusal.code, refusal.field) for refusal in future] == [("DATE_IN_FUTURE", "issuedOn")]
    assert not refuse_order(None, issued_on=TODAY, itc_notified_on=TODAY, today=TODAY)


def test_ord_01_all_deficiencies_are_told_at_once() -> None:
    refusals = refuse_order(IN_FORCE, issued_on=date(2013, 3, 2), itc_notified_on=date(2013, 3, 4), today=TODAY)
    assert [refusal.code for refusal in refusals] == [
        "ORDER_ALREADY_ISSUED",
        "DATE_IN_FUTURE",
        "ORDER_BEFORE_ITC_NOTICE",
    ]


@pytest.mark.parametrize(
    ("order", "revoked_on", "codes"),
    [
        (None, TODAY, ["NO_ORDER"]),
        (IN_FORCE, date(2013, 2, 15), []),
        (IN_FORCE, TODAY, []),
        (IN_FORCE, date(2013, 2, 14), ["REVOKED_BEFORE_ISSUED"]),
        (IN_FORCE, date(2013, 3, 2), ["DATE_IN_FUTURE"]),
        (Order(issued_on=date(2013, 2, 15), revoked_on=date(2013, 2, 20)), TODAY, ["ORDER_ALREADY_REVOKED"]),
    ],
)
def test_rev_10_revocation(order: Order | None, revoked_on: date, codes: list[str]) -> None:
    refusals = refuse_revocation(order, revoked_on=revoked_on, today=TODAY)
    assert [refusal.code for refusal in refusals] == codes
    assert {refusal.rule for refusal in refusals} <= {"REV-10"}
