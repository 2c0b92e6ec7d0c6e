"""CLK-07 for RCP-09, RCP-15, RCP-19, RCP-21, RCP-23: which clocks run, to what day, and what passing does."""

from dataclasses import replace
from datetime import date, timedelta

from services.certification.domain.recordkeeping import alternatives, appealing, applying, deciding
from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.clocks import RULES, Clock, next_due_on, running
from services.certification.domain.recordkeeping.participation import Delay, NoticeOfViolation, Participation
from services.certification.domain.recordkeeping.states import ParticipationState
from tests.unit.certification.recordkeeping.files import PROGRAM, certified, denial, denied, in_review, served


def clocks(file: Participation) -> list[tuple[Clock, date]]:
    return [(clock.clock, clock.due_on) for clock in running(file)]


def appealed(file: Participation, act: AppealedAct, received_on: date) -> Participation:
    return appealing.file_appeal(file, act, statement="no", received_on=received_on, today=received_on)


def test_every_clock_has_a_rule() -> None:
    assert set(RULES) == set(Clock)


def test_no_clock_runs_against_an_application_or_a_participant() -> None:
    assert [next_due_on(file) for file in (in_review(), certified(), denied())] == [None, None, None]


def test_rcp_19_a_pending_removal_waits_for_receipt_and_the_end_of_the_appeal_period() -> None:
    assert clocks(served(date(2024, 11, 18))) == []
    file = served(date(2024, 11, 18), received_on=date(2024, 11, 21))
    assert clocks(file) == [(Clock.APPEAL_REMOVAL, date(2024, 12, 18))]
    removed = running(file)[0].passed(file, date(2024, 12, 24))
    assert (removed.state, removed.since) == (ParticipationState.REMOVED, date(2024, 12, 19))
    late = served(date(2024, 11, 18), received_on=date(2024, 12, 23))
    assert next_due_on(late) == date(2024, 12, 22)


def test_rcp_21_a_missed_decision_is_marked_once_and_decides_nothing() -> None:
    file = appealed(denied(date(2024, 6, 3)), AppealedAct.DENIAL, date(2024, 7, 1))
    assert clocks(file) == [(Clock.DECIDE_DENIAL_APPEAL, date(2024, 7, 31))]
    breached = running(file)[0].passed(file, date(2024, 8, 1))
    assert breached.state is ParticipationState.DENIAL_APPEALED
    assert clocks(breached) == []
    delay = Delay(advised_on=date(2024, 7, 29), reasons="r", further_actions="f", anticipated_on=date(2024, 8, 30))
    assert clocks(appealing.advise_delay(file, delay)) == []  # S22: no breach


def test_rcp_23_the_appeal_of_a_removal_has_its_own_clock() -> None:
    file = appealed(served(date(2024, 11, 18)), AppealedAct.REMOVAL, date(2024, 12, 16))
    assert clocks(file) == [(Clock.DECIDE_REMOVAL_APPEAL, date(2025, 1, 15))]
    breached = running(file)[0].passed(file, date(2025, 1, 16))
    assert breached.state is ParticipationState.REMOVAL_APPEALED


def test_rcp_09_an_unanswered_request_is_recalled_after_60_days_once() -> None:
    first, second = date(2024, 2, 12), date(2024, 3, 1)
    file = applying.request_information(in_review(), "index", first, suspends=False)
    file = applying.request_information(file, "manual", second, suspends=True)
    assert clocks(file) == [
        (Clock.INFORMATION_REMINDER, date(2024, 4, 12)),
        (Clock.INFORMATION_REMINDER, date(2024, 4, 30)),
    ]
    recalled = running(file)[0].passed(file, date(2024, 4, 13))
    assert clocks(recalled) == [(Clock.INFORMATION_REMINDER, date(2024, 4, 30))]
    assert recalled.state is ParticipationState.SUSPENDED_INFO
    assert clocks(applying.receive_information(file, {}, second)) == []
    assert clocks(deciding.deny(file, denial(), PROGRAM, second)) == []


def test_rcp_15_an_unanswered_notice_is_recalled_30_days_after_receipt_never_a_sanction() -> None:
    notice = NoticeOfViolation(demand_id="D1", due_on=date(2024, 7, 10), issued_on=date(2024, 7, 18))
    today = date(2024, 9, 1)
    assert clocks(alternatives.count_notice(certified(), notice, today)) == []
    received = replace(notice, received_on=date(2024, 7, 20))
    file = alternatives.count_notice(certified(), received, today)
    assert clocks(file) == [(Clock.NOTICE_REMINDER, date(2024, 8, 19))]
    recalled = running(file)[0].passed(file, today)
    assert clocks(recalled) == []
    assert recalled.state is ParticipationState.CERTIFIED
    assert alternatives.generally_compliant(recalled, today + timedelta(days=1))
    assert clocks(alternatives.report_steps(file, "D1", "trained", date(2024, 8, 5))) == []
