"""The clocks of a participation and what the calendar does when one has run out (CLK-07)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.certification.domain import law
from services.certification.domain.recordkeeping.appealing import pending_appeal
from services.certification.domain.recordkeeping.deciding import pass_appeal_period, removal_due_on, with_decision
from services.certification.domain.recordkeeping.participation import DecisionKind, Participation
from services.certification.domain.recordkeeping.states import APPLICATION_STATES


class Clock(StrEnum):
    """A time that runs."""

    APPEAL_REMOVAL = "RCP_APPEAL_REMOVAL"
    DECIDE_DENIAL_APPEAL = "RCP_DECIDE_DENIAL_APPEAL"
    DECIDE_REMOVAL_APPEAL = "RCP_DECIDE_REMOVAL_APPEAL"
    INFORMATION_REMINDER = "RCP_INFORMATION_REMINDER"
    NOTICE_REMINDER = "RCP_NOTICE_REMINDER"


RULES: Final = {
    Clock.APPEAL_REMOVAL: "RCP-19",
    Clock.DECIDE_DENIAL_APPEAL: "RCP-21",
    Clock.DECIDE_REMOVAL_APPEAL: "RCP-23",
    Clock.INFORMATION_REMINDER: "RCP-09",
    Clock.NOTICE_REMINDER: "RCP-15",
}
_DECIDING: Final = {
    DecisionKind.DENIAL: Clock.DECIDE_DENIAL_APPEAL,
    DecisionKind.REMOVAL: Clock.DECIDE_REMOVAL_APPEAL,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningClock:
    """A clock and its last day."""

    clock: Clock
    due_on: date
    _pass: Callable[[Participation, date], Participation]

    def passed(self, participation: Participation, today: date) -> Participation:
        """The participation after the last day."""
        return self._pass(participation, today)


def running(participation: Participation) -> Sequence[RunningClock]:
    """The clocks that run, the earliest first."""
    clocks = [*_removal(participation), *_appeal(participation), *_reminders(participation)]
    return sorted(clocks, key=lambda clock: clock.due_on)


def next_due_on(participation: Participation) -> date | None:
    """Last day of the clock that runs out first."""
    return next((clock.due_on for clock in running(participation)), None)


def _removal(participation: Participation) -> list[RunningClock]:
    effective_on = removal_due_on(participation)
    if effective_on is None:
        return []
    last_day = effective_on - timedelta(days=1)
    return [RunningClock(clock=Clock.APPEAL_REMOVAL, due_on=last_day, _pass=pass_appeal_period)]


def _appeal(participation: Participation) -> list[RunningClock]:
    found = pending_appeal(participation)
    if found is None:
        return []
    decision, appeal = found
    if appeal.delay is not None or appeal.breached_on is not None:
        return []
    return [RunningClock(clock=_DECIDING[decision.kind], due_on=appeal.decide_by, _pass=_breach)]


def _breach(participation: Participation, today: date) -> Participation:
    """Mark that the decision did not come in time; the appeal is decided neither way (RCP-21, RCP-23)."""
    decision = participation.decision
    assert decision is not None, "its appeal is pending"
    assert decision.appeal is not None, "it is pending"
    return with_decision(participation, replace(decision, appeal=replace(decision.appeal, breached_on=today)))


def _reminders(participation: Participation) -> list[RunningClock]:
    clocks = []
    under_review = participation.state in APPLICATION_STATES
    for request in participation.requests if under_review else ():
        if request.received_on is None and request.reminded_on is None:
            due_on = law.RCP_INFORMATION_REMINDER.on(request.requested_on).deadline(request.requested_on)
            clocks.append(RunningClock(clock=Clock.INFORMATION_REMINDER, due_on=due_on, _pass=_remind_of_request))
    for notice in participation.standing_notices():
        if notice.received_on is not None and notice.steps_on is None and notice.reminded_on is None:
            due_on = law.RCP_NOTICE_REMINDER.on(notice.received_on).deadline(notice.received_on)
            clocks.append(RunningClock(clock=Clock.NOTICE_REMINDER, due_on=due_on, _pass=_remind_of_notice))
    return clocks


def _remind_of_request(participation: Participation, today: date) -> Participation:
    """Recall the oldest open request that was not recalled yet (RCP-09, design choice)."""
    waiting = [one for one in participation.requests if one.received_on is None and one.reminded_on is None]
    oldest = min(waiting, key=lambda one: one.requested_on)
    return replace(
        participation,
        requests=tuple(replace(one, reminded_on=today) if one is oldest else one for one in participation.requests),
    )


def _remind_of_notice(participation: Participation, today: date) -> Participation:
    """Recall the oldest unanswered notice that was not recalled yet: never a sanction by itself (RCP-15)."""
    received = [
        (one.received_on, one)
        for one in participation.standing_notices()
        if one.received_on is not None and one.steps_on is None and one.reminded_on is None
    ]
    _, oldest = min(received, key=lambda pair: pair[0])
    return replace(
        participation,
        notices=tuple(replace(one, reminded_on=today) if one is oldest else one for one in participation.notices),
    )
