"""18.4: every pair of state and event, and nothing but what the table lists."""

from itertools import product

import pytest

from services.accounts.domain.bills.states import BillEvent, BillState, IllegalBillTransition, advance

LATE = ("PAST_DUE", "OFFSET_READY", "IN_REVIEW", "AGREEMENT")
OPEN = ("DRAFT", "ISSUED", *LATE)
TABLE = {
    ("DRAFT", "ISSUE"): "ISSUED",
    ("ISSUED", "PAY_WHOLE"): "PAID",
    ("ISSUED", "PAY_PART"): "ISSUED",
    ("ISSUED", "FALL_PAST_DUE"): "PAST_DUE",
    ("PAST_DUE", "MATURE_NOTICE"): "OFFSET_READY",
    ("PAST_DUE", "ASK_REVIEW"): "IN_REVIEW",
    ("PAST_DUE", "ADMIT_LATE_REVIEW"): "IN_REVIEW",
    ("OFFSET_READY", "ADMIT_LATE_REVIEW"): "IN_REVIEW",
    ("IN_REVIEW", "DECIDE_REVIEW"): "PAST_DUE",
    ("PAST_DUE", "SIGN_AGREEMENT"): "AGREEMENT",
    ("OFFSET_READY", "SIGN_AGREEMENT"): "AGREEMENT",
    ("AGREEMENT", "MISS_INSTALMENT"): "PAST_DUE",
    ("OFFSET_READY", "OFFSET_PART"): "PAST_DUE",
    ("OFFSET_READY", "OFFSET_WHOLE"): "PAID",
    ("PAID", "REDUCE"): "PAID",
    ("ISSUED", "REDUCE_TO_PAID"): "PAID",
}
for _state in LATE:
    TABLE |= {(_state, "END_PERIOD"): _state, (_state, "PAY_PART"): _state, (_state, "PAY_WHOLE"): "PAID"}
    TABLE |= {(_state, "REDUCE_TO_PAID"): "PAID"}
for _state in OPEN:
    TABLE |= {(_state, "REDUCE"): _state, (_state, "CANCEL"): "CANCELLED", (_state, "WRITE_OFF"): "WRITTEN_OFF"}


@pytest.mark.parametrize(("state", "event"), list(product(BillState, BillEvent)))
def test_18_4_bill(state: BillState, event: BillEvent) -> None:
    expected = TABLE.get((state.value, event.value))
    if expected is not None:
        assert advance(state, event) == expected
        return
    with pytest.raises(IllegalBillTransition) as refused:
        advance(state, event)
    assert refused.value.refusal.code == "ILLEGAL_TRANSITION"
    assert state.value in refused.value.refusal.message
