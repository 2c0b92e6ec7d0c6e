"""RECO-01 to RECO-03 and 18.5: when a request may be filed, and every pair of state and event."""

from datetime import date
from itertools import product

import pytest

from services.accounts.domain.reconsideration.requests import (
    RequestEvent,
    RequestState,
    advance,
    decide_by,
    file,
    file_by,
)
from services.accounts.domain.transitions import IllegalTransition

NOTIFIED = date(2005, 11, 29)

REQUEST = {
    ("HELD", "FILE"): "FILED",
    ("HELD", "REFUSE"): "REFUSED",
    ("FILED", "REFUSE"): "REFUSED",
    ("FILED", "TAKE_UP"): "UNDER_CONSIDERATION",
    ("UNDER_CONSIDERATION", "DENY"): "DENIED",
    ("UNDER_CONSIDERATION", "GRANT"): "GRANTED",
    ("GRANTED", "PAY_PART"): "AWAITING_FUNDS",
    ("GRANTED", "PAY_IN_FULL"): "PAID",
    ("AWAITING_FUNDS", "PAY_PART"): "AWAITING_FUNDS",
    ("AWAITING_FUNDS", "PAY_IN_FULL"): "PAID",
}


@pytest.mark.parametrize(("state", "event"), list(product(RequestState, RequestEvent)))
def test_18_5_request(state: RequestState, event: RequestEvent) -> None:
    expected = REQUEST.get((state.value, event.value))
    if expected is not None:
        assert advance(state, event) == expected
        return
    with pytest.raises(IllegalTransition) as refused:
        advance(state, event)
    assert refused.value.refusal.code == "ILLEGAL_TRANSITION"
    assert state.value in refused.value.refusal.message


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        (date(2005, 11, 29), date(2005, 12, 29)),
        (date(2005, 11, 25), date(2005, 12, 27)),  # day 30 is a Sunday and Christmas, observed on Monday
        (date(2007, 11, 29), date(2007, 12, 31)),  # S17: day 30 is a Saturday
    ],
)
def test_reco_01_last_day(notified: date, last: date) -> None:
    assert file_by(notified) == last


@pytest.mark.parametrize(
    ("received", "certified", "paid", "state", "code"),
    [
        (date(2005, 12, 29), 11_111_112, 1_666_667, "FILED", None),
        (date(2005, 12, 30), 11_111_112, 1_666_667, "REFUSED", "RECON_LATE"),
        (date(2005, 12, 1), 8_000_050, 8_000_050, "REFUSED", "NOT_REDUCED"),
        (date(2005, 12, 30), 8_000_050, 8_000_050, "REFUSED", "RECON_LATE"),  # lateness is tested first
        (date(2005, 12, 1), 8_000_050, 8_000_049, "FILED", None),
        (date(2005, 12, 1), 8_000_050, 0, "FILED", None),
    ],
)
def test_reco_01_reco_02_filing(received: date, certified: int, paid: int, state: str, code: str | None) -> None:
    filing = file(received, NOTIFIED, certified, paid)
    assert (filing.state, filing.filed_on, filing.reason_code) == (state, received, code)


def test_reco_01_an_early_request_is_held_and_counts_as_filed_on_the_day_of_the_letter() -> None:
    held = file(date(2005, 11, 1), None, 100, 50)
    assert (held.state, held.filed_on) == (RequestState.HELD, None)
    filed = file(date(2005, 11, 1), NOTIFIED, 100, 50)
    assert (filed.state, filed.filed_on) == (RequestState.FILED, NOTIFIED)


def test_reco_03_target_for_the_decision_does_not_roll() -> None:
    assert decide_by(date(2005, 12, 20)) == date(2006, 2, 18)  # a Saturday
