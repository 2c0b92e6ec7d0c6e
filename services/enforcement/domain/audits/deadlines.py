"""Clocks of an audit: conference on petition, report, copy; an investigation strikes its issues (AUD-06 to AUD-09)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.calendar import Period, Roll
from shared.law import LawTable, LawValue
from shared.refusals import Refusal


class ClockKind(StrEnum):
    """The clocks of section 0.3 an audit has."""

    CONFERENCE = "AUDIT_CLOSING_CONF_PETITION"
    REPORT = "AUDIT_REPORT"
    COPY = "AUDIT_REPORT_COPY"


def _days(name: str, days: int, rule: str, citation: str) -> LawTable[Period]:
    # CLK-02: none of these moves off a weekend.
    period = Period(days=days, roll=Roll.NONE, rule=rule, citation=citation)
    return LawTable(name, [LawValue(MODERNIZATION_ACT, period, citation)])


PERIODS: Final = {
    ClockKind.CONFERENCE: _days("days to hold a conference petitioned for", 15, "AUD-06", "19 CFR 163.11(b)"),
    ClockKind.REPORT: _days("days to report after the closing conference", 90, "AUD-07", "19 CFR 163.11(a)(5)"),
    ClockKind.COPY: _days("days to send a copy of the report", 30, "AUD-08", "19 CFR 163.11(a)(6)"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """One running or stopped clock (CLK-07).

    Attributes:
        due_on: last day for the act.
        issues: the issues it still runs for; without any it is cancelled.
    """

    kind: ClockKind
    started_on: date
    due_on: date
    issues: frozenset[str]
    satisfied_on: date | None = None
    cancelled_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the act is still owed."""
        return self.satisfied_on is None and self.cancelled_on is None

    def breached(self, today: date) -> bool:
        """Whether the act was late, or is. What fell due before a cancellation stays breached (AUD-09)."""
        return self.due_on < (self.satisfied_on or self.cancelled_on or today)


def start(kind: ClockKind, day: date, issues: Collection[str]) -> Clock:
    """Start a clock on the day of its trigger, which is day 0 (CLK-01)."""
    return Clock(kind=kind, started_on=day, due_on=PERIODS[kind].on(day).deadline(day), issues=frozenset(issues))


def satisfy(clock: Clock, day: date) -> Clock:
    """The act was done."""
    return replace(clock, satisfied_on=day) if clock.is_open else clock


def cancel(clock: Clock, day: date) -> Clock:
    """The act is no longer owed (AUD-09)."""
    return replace(clock, cancelled_on=day) if clock.is_open else clock


def strike(clock: Clock, issues: Collection[str], recorded_on: date) -> Clock:
    """Strike issues under investigation; the clock is cancelled only when none is left.

    Args:
        clock: the clock.
        issues: issue codes under investigation.
        recorded_on: the day recorded in writing as the start of the investigation.

    Source:
        AUD-09, 19 CFR 163.11(f): "on the issue(s)".
    """
    if not clock.is_open:
        return clock
    left = clock.issues - frozenset(issues)
    return replace(clock, issues=left, cancelled_on=None if left else recorded_on)


def refuse_delay(clock: Clock, *, notified_on: date, anticipated_on: date) -> list[Refusal]:
    """Why a notice of delay does not move the report's due date: it comes too late or names no later day (AUD-07)."""
    if notified_on <= clock.due_on < anticipated_on:
        return []
    return [
        Refusal(
            code="AUD_DELAY_NOTICE_LATE" if notified_on > clock.due_on else "AUD_DELAY_DATE_NOT_LATER",
            rule="AUD-07",
            citation="19 CFR 163.11(a)(5); 19 USC 1509(b)(4)",
            message=f"The notice goes out by {clock.due_on.isoformat()} and names a later day of completion.",
            field="anticipatedOn",
        )
    ]


def refuse_petition(
    *, received_on: date, termination_on: date | None, conference_held: bool, open_issues: Collection[str]
) -> list[Refusal]:
    """Why a petition for a closing conference is refused, as the record keeps it (AUD-06, AUD-09).

    Args:
        received_on: day the petition was received.
        termination_on: estimated or actual termination date; None before there is one.
        conference_held: a closing conference was held.
        open_issues: issues of the audit that are not under investigation.

    Returns:
        At most one refusal; ``shown_to_person`` turns it into what the person is told.
    """
    if conference_held:
        return [refusal("AUD_CONFERENCE_NOT_DUE")]
    if not open_issues:
        return [refusal("AUD_EXCEPTION_INVESTIGATION")]
    if termination_on is None or received_on <= termination_on:
        return [refusal("AUD_PETITION_PREMATURE", field="receivedOn")]
    return []


def shown_to_person(found: Refusal) -> Refusal:
    """The refusal as the audited person sees it: nobody is tipped off about an investigation (AUD-06, AUD-09)."""
    return refusal("AUD_CONFERENCE_NOT_DUE") if found.code == "AUD_EXCEPTION_INVESTIGATION" else found
