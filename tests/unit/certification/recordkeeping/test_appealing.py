"""RCP-20 to RCP-25: appeals, their days, and who decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.recordkeeping import appealing, deciding
from services.certification.domain.recordkeeping.appealing import AppealedAct, advise_delay, decide_by
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    Delay,
    ImmediateBasis,
    Participation,
    RemovalGround,
)
from services.certification.domain.recordkeeping.states import ParticipationState
from tests.unit.certification.recordkeeping.files import (
    EXECUTIVE,
    OFFICER,
    PROGRAM,
    certified,
    codes,
    denied,
    removal,
    served,
)


def appeal(
    file: Participation, received_on: date, act: AppealedAct = AppealedAct.DENIAL, today: date | None = None
) -> Participation:
    return appealing.file_appeal(
        file, act, statement="it was otherwise", received_on=received_on, today=today or received_on
    )


def decide(file: Participation, outcome: AppealOutcome, today: date, by: str = EXECUTIVE) -> Participation:
    return appealing.decide_appeal(file, outcome, decision_text="considered", decided_by=by, today=today)


def removed_at_once(on: date = date(2024, 9, 9)) -> Participation:
    notice = removal(RemovalGround.WILLFUL_REFUSAL, discovered_on=on)
    return deciding.serve_removal(certified(), notice, PROGRAM, on, immediate=True, basis=ImmediateBasis.WILLFUL)


def test_rcp_20_example_received_by_2024_07_03() -> None:
    in_time = appeal(denied(date(2024, 6, 3)), date(2024, 7, 3))
    assert in_time.state is ParticipationState.DENIAL_APPEALED
    assert codes(lambda: appeal(denied(date(2024, 6, 3)), date(2024, 7, 4))) == ["RCP_APPEAL_LATE"]


def test_rcp_20_an_appeal_follows_its_denial_and_has_come() -> None:
    early = date(2024, 6, 2)
    assert codes(lambda: appeal(denied(date(2024, 6, 3)), early)) == ["DATE_OUT_OF_ORDER"]
    assert codes(lambda: appeal(denied(), date(2024, 6, 10), today=date(2024, 6, 9))) == ["DATE_IN_FUTURE"]


def test_s22_denial_and_a_late_appeal() -> None:
    p = deciding.confirm_receipt(denied(date(2024, 6, 3)), date(2024, 6, 10), date(2024, 6, 10))
    assert codes(lambda: appeal(p, date(2024, 7, 5))) == ["RCP_APPEAL_LATE"]
    q = appeal(denied(date(2024, 6, 3)), date(2024, 7, 1))
    decision = q.decision
    assert decision is not None
    assert decision.appeal is not None
    assert decision.appeal.decide_by == date(2024, 7, 31)
    advised = advise_delay(q, DELAY)
    assert advised.decision is not None
    assert advised.decision.appeal is not None
    assert advised.decision.appeal.delay == DELAY


DELAY = Delay(
    advised_on=date(2024, 7, 29),
    reasons="files from storage",
    further_actions="hearing",
    anticipated_on=date(2024, 8, 30),
)


def test_rcp_21_example_received_2024_07_01_decided_by_2024_07_31() -> None:
    assert decide_by(date(2024, 7, 1)) == date(2024, 7, 31)


@pytest.mark.parametrize(
    ("delay", "code"),
    [
        (replace(DELAY, advised_on=date(2024, 8, 1)), "RCP_DELAY_ADVICE_LATE"),
        (replace(DELAY, reasons=""), "RCP_DELAY_ADVICE_INCOMPLETE"),
        (replace(DELAY, further_actions=""), "RCP_DELAY_ADVICE_INCOMPLETE"),
        (replace(DELAY, anticipated_on=date(2024, 7, 28)), "DATE_OUT_OF_ORDER"),
    ],
)
def test_rcp_21_advice_of_a_delay_is_complete_and_in_time(delay: Delay, code: str) -> None:
    pending = appeal(denied(date(2024, 6, 3)), date(2024, 7, 1))
    assert codes(lambda: advise_delay(pending, delay)) == [code]


def test_rcp_21_upheld_is_final_and_reversed_is_under_review_again() -> None:
    pending = appeal(denied(), date(2024, 6, 10))
    assert decide(pending, AppealOutcome.UPHELD, date(2024, 7, 1)).state is ParticipationState.DENIED_FINAL
    assert decide(pending, AppealOutcome.REVERSED, date(2024, 7, 1)).state is ParticipationState.IN_REVIEW


def test_rcp_22_an_appeal_against_a_removal_at_once_does_not_suspend_it() -> None:
    appealed = appeal(removed_at_once(), date(2024, 10, 8), AppealedAct.REMOVAL)
    assert appealed.state is ParticipationState.REMOVED_APPEALED
    assert not appealed.certified_on(date(2024, 10, 8))
    late = date(2024, 10, 10)
    assert codes(lambda: appeal(removed_at_once(), late, AppealedAct.REMOVAL)) == ["RCP_APPEAL_LATE"]
    upheld = decide(appealed, AppealOutcome.UPHELD, date(2024, 10, 20))
    assert upheld.state is ParticipationState.REMOVED
    again = codes(lambda: appeal(upheld, date(2024, 10, 9), AppealedAct.REMOVAL))
    assert again == ["SEC_ILLEGAL_TRANSITION"]


def test_rcp_22_q22_received_after_the_appeal_period_literal_refusal() -> None:
    pending = served(date(2024, 11, 18), received_on=date(2024, 12, 23))
    assert codes(lambda: appeal(pending, date(2024, 12, 23), AppealedAct.REMOVAL)) == ["RCP_APPEAL_LATE"]
    removed = deciding.pass_appeal_period(pending, date(2024, 12, 23))
    assert removed.since == date(2024, 12, 23)
    assert codes(lambda: appeal(removed, date(2024, 12, 24), AppealedAct.REMOVAL)) == ["RCP_APPEAL_LATE"]
    in_time = date(2024, 12, 1)
    assert codes(lambda: appeal(removed, in_time, AppealedAct.REMOVAL)) == ["SEC_ILLEGAL_TRANSITION"]


def test_rcp_22_whoever_appeals_has_received_the_notice() -> None:
    appealed = appeal(served(date(2024, 11, 18)), date(2024, 12, 16), AppealedAct.REMOVAL)
    upheld = decide(appealed, AppealOutcome.UPHELD, date(2025, 1, 13))
    assert appealed.certified_on(date(2024, 12, 30))
    assert upheld.state is ParticipationState.REMOVED
    assert upheld.certified_on(date(2025, 1, 12))
    assert not upheld.certified_on(date(2025, 1, 13))


def test_rcp_23_example_received_2024_12_16_decided_by_2025_01_15_without_delay() -> None:
    assert decide_by(date(2024, 12, 16)) == date(2025, 1, 15)
    appealed = appeal(served(date(2024, 11, 18)), date(2024, 12, 16), AppealedAct.REMOVAL)
    delay = replace(DELAY, advised_on=date(2024, 12, 20), anticipated_on=date(2025, 2, 1))
    assert codes(lambda: advise_delay(appealed, delay)) == ["RCP_DELAY_NOT_PROVIDED"]


def test_rcp_23_a_reversal_ends_a_removal_from_the_decision_on() -> None:
    reversed_on = date(2024, 11, 5)
    back = decide(
        appeal(removed_at_once(), date(2024, 10, 8), AppealedAct.REMOVAL), AppealOutcome.REVERSED, reversed_on
    )
    assert back.state is ParticipationState.CERTIFIED
    assert not back.certified_on(reversed_on - timedelta(days=1))
    assert back.certified_on(reversed_on)
    kept = appeal(served(date(2024, 11, 18)), date(2024, 12, 16), AppealedAct.REMOVAL)
    kept = decide(kept, AppealOutcome.REVERSED, date(2025, 1, 13))
    assert kept.state is ParticipationState.CERTIFIED
    assert all(kept.certified_on(date(2024, 11, 1) + timedelta(days=n)) for n in range(120))


@pytest.mark.parametrize("act", AppealedAct)
def test_rcp_24_only_denial_and_removal_can_be_appealed(act: AppealedAct) -> None:
    file = denied() if act is AppealedAct.DENIAL else served()
    received = date(2024, 6, 10) if act is AppealedAct.DENIAL else date(2024, 12, 1)
    if act in appealing.APPEALABLE:
        assert appeal(file, received, act).decision is not None
    else:
        assert codes(lambda: appeal(file, received, act)) == ["RCP_NOT_APPEALABLE"]


def test_rcp_25_who_decided_cannot_decide_the_appeal() -> None:
    pending = appeal(denied(), date(2024, 6, 10))
    assert codes(lambda: decide(pending, AppealOutcome.UPHELD, date(2024, 7, 1), by=OFFICER)) == ["SEC_SAME_DECIDER"]


def test_no_appeal_is_decided_or_delayed_that_is_not_pending() -> None:
    assert codes(lambda: decide(certified(), AppealOutcome.UPHELD, date(2024, 7, 1))) == ["SEC_ILLEGAL_TRANSITION"]
    assert codes(lambda: advise_delay(denied(), DELAY)) == ["SEC_ILLEGAL_TRANSITION"]


@given(issued=st.dates(date(2000, 1, 1), date(2090, 1, 1)), after=st.integers(0, 60))
def test_rcp_20_thirty_days_from_issuance_and_never_one_more(issued: date, after: int) -> None:
    received = issued + timedelta(days=after)
    if after <= 30:
        assert appeal(denied(issued), received).state is ParticipationState.DENIAL_APPEALED
    else:
        assert codes(lambda: appeal(denied(issued), received)) == ["RCP_APPEAL_LATE"]
