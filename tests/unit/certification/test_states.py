"""Rulebook 18.1: every pair of state and event, allowed or ILLEGAL_TRANSITION, and every guard on both sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.certification.domain.states import (
    LIVE,
    OPEN,
    REPLACEABLE,
    TRANSITIONS,
    Circumstances,
    Event,
    State,
    next_state,
    submitted,
)
from shared.refusals import Refused

# Marked * in the rulebook: terminal for the fiscal year.
TERMINAL = {State.LATE_DENIED, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.SUPERSEDED, State.SETTLED}
CLOSE, RETURN = date(2007, 7, 31), date(2007, 8, 15)
NOW = Circumstances(today=date(2007, 7, 2), close_on=CLOSE, return_by=RETURN)

# What makes the guard of each event hold; the rulebook's table, column "To".
ALLOWED: dict[tuple[State, Event], tuple[State, Circumstances]] = {
    **{(state, Event.REPLACE): (State.SUPERSEDED, NOW) for state in REPLACEABLE},
    **{(state, Event.WITHDRAW): (State.WITHDRAWN, NOW) for state in REPLACEABLE},
    (State.RECEIVED, Event.START_REVIEW): (State.UNDER_REVIEW, NOW),
    (State.UNDER_REVIEW, Event.FIND_CONFIDENTIALITY_CLAIM): (State.REJECTED, NOW),
    (State.UNDER_REVIEW, Event.FIND_INELIGIBLE): (State.REJECTED, replace(NOW, eligible=False)),
    (State.UNDER_REVIEW, Event.FIND_MATERIAL_DEFECT): (State.RETURNED, NOW),
    (State.UNDER_REVIEW, Event.RESOLVE_MINOR_ERROR): (State.UNDER_REVIEW, NOW),
    (State.UNDER_REVIEW, Event.ACCEPT): (State.ACCEPTED, NOW),
    (State.UNDER_REVIEW, Event.STILL_DEFECTIVE): (
        State.REJECTED,
        replace(NOW, corrections=1, today=RETURN + timedelta(1)),
    ),
    (State.UNDER_REVIEW, Event.DENY_FOR_DEFECT_FOUND_LATE): (
        State.REJECTED,
        replace(NOW, today=RETURN + timedelta(1)),
    ),
    (State.RETURNED, Event.RECEIVE_CORRECTION): (State.UNDER_REVIEW, replace(NOW, correct_by=NOW.today)),
    (State.RETURNED, Event.DEADLINE_PASSES): (State.LAPSED, replace(NOW, correct_by=NOW.today - timedelta(1))),
    (State.ACCEPTED, Event.REDUCE): (State.ACCEPTED, NOW),
    (State.ACCEPTED, Event.COMPUTE_DISTRIBUTION): (State.ALLOCATED, replace(NOW, frozen=True)),
    (State.ALLOCATED, Event.DISCARD_DISTRIBUTION): (State.ACCEPTED, NOW),
    (State.ALLOCATED, Event.PAY_DISTRIBUTION): (State.SETTLED, NOW),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_pair_of_state_and_event(state: State, event: Event) -> None:
    if (state, event) in ALLOWED:
        to, circumstances = ALLOWED[(state, event)]
        assert next_state(state, event, circumstances) is to
        return
    holding = next((now for (_, known), (_, now) in ALLOWED.items() if known is event), NOW)
    with pytest.raises(Refused) as refused:
        next_state(state, event, holding)
    assert [refusal.code for refusal in refused.value.refusals] == ["ILLEGAL_TRANSITION"]


def test_the_table_of_the_test_is_the_table_of_the_rules() -> None:
    assert set(ALLOWED) == set(TRANSITIONS)


AFTER_CLOSE, AFTER_RETURN = CLOSE + timedelta(1), RETURN + timedelta(1)


@pytest.mark.parametrize(
    ("state", "event", "now"),
    [
        (State.RECEIVED, Event.REPLACE, replace(NOW, today=AFTER_CLOSE)),
        (State.ACCEPTED, Event.WITHDRAW, replace(NOW, frozen=True)),
        (State.UNDER_REVIEW, Event.FIND_INELIGIBLE, NOW),
        (State.UNDER_REVIEW, Event.FIND_MATERIAL_DEFECT, replace(NOW, today=AFTER_RETURN)),
        (
            State.UNDER_REVIEW,
            Event.FIND_MATERIAL_DEFECT,
            replace(NOW, today=AFTER_RETURN, late_return=True, corrections=1),
        ),
        (State.UNDER_REVIEW, Event.ACCEPT, replace(NOW, defective=True)),
        (State.UNDER_REVIEW, Event.ACCEPT, replace(NOW, eligible=False)),
        (State.UNDER_REVIEW, Event.STILL_DEFECTIVE, replace(NOW, corrections=1, today=RETURN)),
        (State.UNDER_REVIEW, Event.STILL_DEFECTIVE, replace(NOW, today=AFTER_RETURN)),
        (State.UNDER_REVIEW, Event.DENY_FOR_DEFECT_FOUND_LATE, replace(NOW, today=RETURN)),
        (State.UNDER_REVIEW, Event.DENY_FOR_DEFECT_FOUND_LATE, replace(NOW, today=AFTER_RETURN, corrections=1)),
        (State.UNDER_REVIEW, Event.DENY_FOR_DEFECT_FOUND_LATE, replace(NOW, today=AFTER_RETURN, late_return=True)),
        (State.RETURNED, Event.RECEIVE_CORRECTION, replace(NOW, correct_by=NOW.today - timedelta(1))),
        (State.RETURNED, Event.DEADLINE_PASSES, replace(NOW, correct_by=NOW.today)),
        (State.ACCEPTED, Event.REDUCE, replace(NOW, frozen=True)),
        (State.ACCEPTED, Event.COMPUTE_DISTRIBUTION, NOW),
    ],
)
def test_a_guard_that_does_not_hold_refuses(state: State, event: Event, now: Circumstances) -> None:
    with pytest.raises(Refused):
        next_state(state, event, now)


def test_cert_12_the_override_returns_after_the_deadline_before_any_correction() -> None:
    late = replace(NOW, today=AFTER_RETURN, late_return=True)
    assert next_state(State.UNDER_REVIEW, Event.FIND_MATERIAL_DEFECT, late) is State.RETURNED


def test_cert_15_a_corrected_certification_is_returned_again_until_the_deadline() -> None:
    again = replace(NOW, today=RETURN, corrections=2)
    assert next_state(State.UNDER_REVIEW, Event.FIND_MATERIAL_DEFECT, again) is State.RETURNED


def test_cert_03_the_day_of_the_close_is_in_time_the_next_is_late() -> None:
    assert submitted(CLOSE, CLOSE) is State.RECEIVED
    assert submitted(AFTER_CLOSE, CLOSE) is State.LATE_DENIED


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_nothing_happens_in_a_terminal_state(state: State) -> None:
    assert not [event for (known, event) in TRANSITIONS if known is state]


def test_open_live_and_terminal_states_cover_all() -> None:
    assert set(State) == LIVE | TERMINAL
    assert OPEN < LIVE
