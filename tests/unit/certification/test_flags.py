"""The life of a risk flag: every pair of state and event."""

import pytest

from services.certification.domain.flags import (
    FLAG_TRANSITIONS,
    STANDING,
    FlagEvent,
    FlagState,
    flag_stands,
    next_flag_state,
)
from shared.refusals import Refused

O, CL, CO, G = FlagState.OPEN, FlagState.CLEARED, FlagState.CONFIRMED, FlagState.GONE  # noqa: E741
ALLOWED = {
    (O, FlagEvent.RAISE): O,
    (O, FlagEvent.CLEAR): CL,
    (O, FlagEvent.CONFIRM): CO,
    (O, FlagEvent.VANISH): G,
    (CL, FlagEvent.RAISE): CL,
    (CL, FlagEvent.CONFIRM): CO,
    (CL, FlagEvent.VANISH): CL,
    (CO, FlagEvent.RAISE): CO,
    (CO, FlagEvent.CLEAR): CL,
    (CO, FlagEvent.VANISH): G,
    (G, FlagEvent.RAISE): O,
    (G, FlagEvent.VANISH): G,
}


@pytest.mark.parametrize("state", FlagState)
@pytest.mark.parametrize("event", FlagEvent)
def test_every_pair_of_state_and_event(state: FlagState, event: FlagEvent) -> None:
    if (state, event) in ALLOWED:
        assert next_flag_state(state, event) is ALLOWED[state, event]
        return
    with pytest.raises(Refused) as refused:
        next_flag_state(state, event)
    assert [refusal.code for refusal in refused.value.refusals] == ["ILLEGAL_TRANSITION"]


def test_the_table_of_the_test_is_the_table_of_the_rules() -> None:
    assert set(ALLOWED) == set(FLAG_TRANSITIONS)


def test_veri_01_a_confirmed_flag_stands_like_an_open_one() -> None:
    assert {O, CO} == STANDING
    refusal = flag_stands("2007-000001", "MAGNITUDE", CO, "Why.")
    assert (refusal.code, refusal.rule, refusal.field) == ("RISK_FLAG_OPEN", "VERI-01", "MAGNITUDE")
    assert refusal.message == "Certification 2007-000001 has a HIGH flag MAGNITUDE that is CONFIRMED: Why."
