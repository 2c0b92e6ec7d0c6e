"""REFD-01, REFD-04, ACCT-10, ACCT-12, ACCT-13: what a reliquidation changes, and until when it can."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.reliquidation import (
    Cause,
    Standing,
    finality_on,
    order_refund,
    out_of_time,
    protest_period,
    reassess,
    too_small,
)

CENTS = st.integers(0, 10**14)


def a_standing(**other: Any) -> Standing:
    """An entry of 2004-05-10, liquidated 2005-03-01 at its deposit of 1,000.00."""
    values: dict[str, Any] = {
        "filed_on": date(2004, 5, 10),
        "liquidated_on": date(2005, 3, 1),
        "changed_on": date(2005, 3, 1),
        "deposited_cents": 1_000_00,
        "provisional": False,
        "assessed_cents": 1_000_00,
        "interest_cents": 0,
        "paid_duty_cents": 1_000_00,
        "paid_interest_cents": 0,
    }
    return Standing(**values | other)


def test_refd_04_the_charge_is_duty_and_transferred_interest() -> None:
    standing = a_standing(
        assessed_cents=48_000_00, interest_cents=2_000_00, paid_duty_cents=48_000_00, paid_interest_cents=2_000_00
    )
    change = reassess(standing, 10_000_00, 0)
    assert (change.refund_duty_cents, change.refund_interest_cents) == (38_000_00, 2_000_00)
    assert change.refund_cents == 40_000_00
    assert change.net_change_cents == -40_000_00
    assert change.billed_cents == 0


def test_refd_01_what_was_never_paid_is_not_refunded() -> None:
    change = reassess(a_standing(assessed_cents=5_000_00, paid_duty_cents=4_000_00), 3_000_00, 0)
    assert change.duty_change_cents == -2_000_00
    assert change.refund_cents == 1_000_00


@pytest.mark.parametrize(("assessed", "final"), [(6_200_00, 5_000_00), (4_600_00, 4_600_00), (4_100_00, 4_100_00)])
def test_acct_10_the_deposit_caps_a_provisional_entry(assessed: int, final: int) -> None:
    standing = a_standing(provisional=True, deposited_cents=5_000_00, assessed_cents=4_100_00, paid_duty_cents=4_100_00)
    assert reassess(standing, assessed, 0).assessed_cents == final


@given(assessed=CENTS, interest=CENTS, paid=CENTS, paid_interest=CENTS, new=CENTS, new_interest=CENTS)
def test_refd_01_paid_is_refunded_or_due_and_a_repeat_changes_nothing(
    assessed: int, interest: int, paid: int, paid_interest: int, new: int, new_interest: int
) -> None:
    standing = a_standing(
        assessed_cents=assessed, interest_cents=interest, paid_duty_cents=paid, paid_interest_cents=paid_interest
    )
    change = reassess(standing, new, new_interest)
    assert 0 <= change.refund_cents <= standing.paid_cents
    assert paid - change.refund_duty_cents == min(paid, new)
    after = a_standing(
        assessed_cents=change.assessed_cents,
        interest_cents=change.interest_cents,
        paid_duty_cents=paid - change.refund_duty_cents,
        paid_interest_cents=paid_interest - change.refund_interest_cents,
    )
    again = reassess(after, new, new_interest)
    assert (again.refund_cents, again.net_change_cents, again.billed_cents) == (0, 0, 0)


def test_refd_02_what_a_court_orders_back_is_no_longer_assessed() -> None:
    change = order_refund(a_standing(), 300_00, 0)
    assert change.assessed_cents == 700_00
    assert change.refund_cents == 300_00


@pytest.mark.parametrize(
    ("net", "cause", "requested", "disregarded"),
    [
        (-19_99, Cause.VOLUNTARY, False, True),
        (19_99, Cause.VOLUNTARY, False, True),
        (-20_00, Cause.VOLUNTARY, False, False),
        (20_00, Cause.VOLUNTARY, False, False),
        (0, Cause.VOLUNTARY, False, False),
        (-1, Cause.PROTEST, False, False),
        (1, Cause.PROTEST, False, True),
        (-1, Cause.CLERICAL_ERROR, True, False),
        (-1, Cause.CLERICAL_ERROR, False, True),
        (1, Cause.COURT, False, False),
        (-1, Cause.REMAND, False, False),
    ],
)
def test_acct_12_the_floor_at_reliquidation_and_its_exceptions(
    net: int, cause: Cause, requested: bool, disregarded: bool
) -> None:
    assert too_small(net, cause, date(2005, 5, 2), at_importers_request=requested) is disregarded


@pytest.mark.parametrize(
    ("filed", "liquidated", "protest_until", "voluntary_until"),
    [
        (date(2004, 5, 10), date(2005, 3, 1), date(2005, 5, 30), date(2005, 5, 30)),
        (date(2005, 1, 10), date(2005, 11, 18), date(2006, 5, 17), date(2006, 2, 16)),
        (date(2004, 12, 17), date(2005, 11, 18), date(2006, 2, 16), date(2006, 2, 16)),
        (date(2004, 12, 18), date(2005, 11, 18), date(2006, 5, 17), date(2006, 2, 16)),
    ],
)
def test_acct_13_worked_examples(filed: date, liquidated: date, protest_until: date, voluntary_until: date) -> None:
    standing = a_standing(filed_on=filed, liquidated_on=liquidated, changed_on=liquidated)
    assert protest_period(filed).deadline(liquidated) == protest_until
    assert finality_on(standing) == max(protest_until, voluntary_until)
    assert codes(standing, Cause.VOLUNTARY, voluntary_until) == []
    after = date.fromordinal(voluntary_until.toordinal() + 1)
    assert codes(standing, Cause.VOLUNTARY, after) == ["VOLUNTARY_TOO_LATE"]


def codes(standing: Standing, cause: Cause, on: date, requested_on: date | None = None) -> list[str]:
    """Codes of the refusals."""
    return [refusal.code for refusal in out_of_time(standing, cause, on, requested_on, "reliquidations[0]")]


@pytest.mark.parametrize(
    ("filed_on", "on", "expected"),
    [
        (date(2005, 5, 30), date(2007, 5, 30), []),
        (date(2005, 5, 30), date(2007, 5, 31), ["PROTEST_DECISION_TOO_LATE"]),
        (date(2005, 5, 31), date(2005, 9, 1), ["PROTEST_TOO_LATE"]),
        (None, date(2007, 5, 30), []),
        (None, date(2007, 5, 31), ["PROTEST_DECISION_TOO_LATE"]),
        (date(2005, 3, 2), date(2007, 3, 3), ["PROTEST_DECISION_TOO_LATE"]),
    ],
)
def test_acct_13_a_protest_is_filed_in_time_and_decided_within_two_years(
    filed_on: date | None, on: date, expected: list[str]
) -> None:
    assert codes(a_standing(), Cause.PROTEST, on, filed_on) == expected


def test_acct_13_a_reliquidation_can_be_protested_itself_but_gives_customs_no_new_90_days() -> None:
    standing = a_standing(changed_on=date(2005, 5, 2))
    assert finality_on(standing) == date(2005, 7, 31)
    assert codes(standing, Cause.PROTEST, date(2005, 9, 1), date(2005, 7, 31)) == []
    assert codes(standing, Cause.VOLUNTARY, date(2005, 5, 31)) == ["VOLUNTARY_TOO_LATE"]


@pytest.mark.parametrize(
    ("entry", "shown_on", "on", "expected"),
    [
        (date(2004, 12, 17), None, date(2006, 3, 1), []),
        (date(2004, 12, 17), None, date(2006, 3, 2), ["CLERICAL_ERROR_TOO_LATE"]),
        (date(2004, 12, 17), date(2006, 3, 1), date(2006, 9, 1), []),
        (date(2004, 12, 18), None, date(2005, 5, 30), []),
        (date(2004, 12, 18), date(2005, 4, 1), date(2005, 5, 31), ["CLERICAL_ERROR_TOO_LATE"]),
    ],
)
def test_acct_13_a_clerical_error_is_mended_where_still_permitted(
    entry: date, shown_on: date | None, on: date, expected: list[str]
) -> None:
    assert codes(a_standing(filed_on=entry), Cause.CLERICAL_ERROR, on, shown_on) == expected


@pytest.mark.parametrize("cause", [Cause.COURT, Cause.REMAND, Cause.COURT_REFUND])
def test_acct_13_a_court_knows_no_such_day(cause: Cause) -> None:
    assert codes(a_standing(), cause, date(2024, 1, 2)) == []
