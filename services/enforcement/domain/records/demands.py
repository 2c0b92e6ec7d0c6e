"""A record demand: its clock, extensions, production, and what follows from each (REC-09 to REC-16, section 10.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.enforcement.domain.records.states import DemandEvent, DemandState, allow


class DemandChannel(StrEnum):
    """How a demand is made (REC-08)."""

    WRITTEN = "WRITTEN"
    ORAL = "ORAL"
    ELECTRONIC = "ELECTRONIC"


class DemandPurpose(StrEnum):
    """Why the records are wanted; decides whether a period shorter than 30 days is allowed (REC-11)."""

    GENERAL = "GENERAL"
    ADMISSIBILITY = "ADMISSIBILITY"
    RELEASE = "RELEASE"


class ProductionOutcome(StrEnum):
    """What the officer records of a record that was produced (REC-10)."""

    ACCEPTED = "ACCEPTED"
    PARTIAL = "PARTIAL"
    REJECTED = "REJECTED"


class ProductionForm(StrEnum):
    """In what form a record was produced (REC-10)."""

    ORIGINAL = "ORIGINAL"
    COPY = "COPY"
    ELECTRONIC_IMAGE = "ELECTRONIC_IMAGE"
    INFORMATION = "INFORMATION"


LineKey = tuple[str, str]
"""Release number and record code: each pair is a line with its own outcome (REC-08)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One record of one release.

    Attributes:
        release_number: the release.
        record_code: the record.
        is_entry_record: on the (a)(1)(A) list and applicable to the entry (REC-03).
        retention_lapsed: the retention period was over before the demand (REC-04).
        accepted_on: day of the first production that was accepted; None while there is none.
    """

    release_number: str
    record_code: str
    is_entry_record: bool
    retention_lapsed: bool
    accepted_on: date | None = None

    @property
    def key(self) -> LineKey:
        """Release number and record code."""
        return self.release_number, self.record_code

    def missing_on(self, due_on: date) -> bool:
        """Whether it had not been accepted by the end of a day."""
        return self.accepted_on is None or self.accepted_on > due_on

    @property
    def carries_penalty(self) -> bool:
        """Only entry records still to be kept carry the penalty (REC-03, REC-04)."""
        return self.is_entry_record and not self.retention_lapsed


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """A record demand.

    Attributes:
        state: where it stands.
        lines: what is demanded.
        production_days: calendar days from receipt to the due date (REC-11).
        received_on: day of proved receipt of the written or electronic demand.
        original_due_on: due date before any extension.
        due_on: due date as extended.
        requested_days: days of the request waiting for a decision.
        overdue: the due date passed while a request waits.
        failed_as_of: the due date missed.
    """

    state: DemandState
    lines: tuple[Line, ...]
    production_days: int
    received_on: date | None = None
    original_due_on: date | None = None
    due_on: date | None = None
    requested_days: int | None = None
    overdue: bool = False
    failed_as_of: date | None = None

    @property
    def extended(self) -> bool:
        """Whether an extension was granted."""
        return self.due_on != self.original_due_on

    @property
    def due(self) -> date:
        """The due date of a demand whose clock runs or ran."""
        assert self.due_on is not None, "the clock starts at receipt"
        return self.due_on

    @property
    def all_accepted_in_time(self) -> bool:
        """Whether every line was accepted by the due date as extended."""
        return not any(line.missing_on(self.due) for line in self.lines)

    @property
    def failed_releases(self) -> tuple[str, ...]:
        """Releases of a failed demand with a missing line that carries a penalty: each is one failure (10.8)."""
        assert self.failed_as_of is not None, "only a failed demand has failures"
        missing = (line for line in self.lines if line.carries_penalty and line.missing_on(self.due))
        return tuple(dict.fromkeys(line.release_number for line in missing))


def follow_in_writing(demand: Demand) -> Demand:
    """An oral demand is followed by a written or electronic one; only that can start the clock.

    Source: REC-09, 19 CFR 163.6(a), section 13 Q7.
    """
    return _moved(demand, DemandEvent.ISSUE_DEMAND, DemandState.ISSUED)


def receive(demand: Demand, received_on: date) -> Demand:
    """The demand was received, with proof: the clock starts.

    Args:
        demand: issued in writing or electronically.
        received_on: day of receipt, day 0 of the period; the due date does not roll (CLK-01, CLK-02).

    Source: REC-11, REC-16, 19 CFR 163.6(a).
    """
    due_on = received_on + timedelta(days=demand.production_days)
    running = _moved(demand, DemandEvent.DEMAND_RECEIVED, DemandState.RUNNING)
    return replace(running, received_on=received_on, original_due_on=due_on, due_on=due_on)


def request_extension(demand: Demand, days: int) -> Demand:
    """A request that REC-13 does not refuse waits for its decision; the production clock keeps running.

    Source: REC-13, REC-15, 19 CFR 163.6(a).
    """
    waiting = _moved(demand, DemandEvent.REQUEST_EXTENSION, DemandState.EXTENSION_PENDING)
    return replace(waiting, requested_days=days)


def grant_extension(demand: Demand, days: int, today: date) -> Demand:
    """The request is approved, in full or for a shorter period.

    Args:
        demand: with a request waiting.
        days: days approved, 1 to the days requested; counted from the old due date.
        today: day of the decision. If the new due date has passed too, that follows at once.

    Returns:
        SATISFIED if everything was accepted by the new due date, FAILED as of the new due date if that has passed
        with something missing, RUNNING otherwise. A grant cures a due date that passed in the meantime.

    Source: REC-14, REC-15, section 10.7.
    """
    assert demand.requested_days is None or 1 <= days <= demand.requested_days, "the rules refuse other periods"
    allow(demand.state, DemandEvent.GRANT_EXTENSION)
    extended = replace(
        demand,
        state=DemandState.RUNNING,
        due_on=demand.due + timedelta(days=days),
        requested_days=None,
        overdue=False,
    )
    if extended.all_accepted_in_time:
        return replace(extended, state=DemandState.SATISFIED)
    return pass_due_date(extended, today)


def deny_extension(demand: Demand, today: date) -> Demand:
    """The request is denied: the due date is unchanged, and if it has passed the demand failed as of that date.

    Source: REC-14, REC-15, section 10.7.
    """
    allow(demand.state, DemandEvent.DENY_EXTENSION)
    return pass_due_date(replace(demand, state=DemandState.RUNNING, requested_days=None, overdue=False), today)


def produce(demand: Demand, accepted_on: Mapping[LineKey, date]) -> Demand:
    """Records were produced and accepted; partial and rejected production changes nothing here (REC-10).

    Args:
        demand: its clock runs, or it failed: then production is late, still accepted, and a mitigating fact (REC-12).
        accepted_on: day of production of each line accepted. The first acceptance of a line stands.

    Source: REC-10, REC-12, section 10.7.
    """
    late = demand.state is DemandState.FAILED
    allow(demand.state, DemandEvent.PRODUCE_LATE if late else DemandEvent.PRODUCE)
    lines = tuple(_accepted(line, accepted_on.get(line.key)) for line in demand.lines)
    produced = replace(demand, lines=lines)
    if late or not produced.all_accepted_in_time:
        return produced
    return replace(produced, state=DemandState.SATISFIED, requested_days=None, overdue=False)


def pass_due_date(demand: Demand, today: date) -> Demand:
    """What the calendar does to a demand whose clock runs: nothing until the day after the due date.

    Returns:
        FAILED as of the due date; while a request waits, still EXTENSION_PENDING but overdue: a later grant cures it,
        a denial makes it fail as of the original due date.

    Source: REC-11, REC-15, section 10.7 (design choice).
    """
    if demand.due_on is None or today <= demand.due_on:
        return demand
    if demand.state is DemandState.RUNNING:
        failed = _moved(demand, DemandEvent.DUE_DATE_PASSED, DemandState.FAILED)
        return replace(failed, failed_as_of=demand.due_on)
    if demand.state is DemandState.EXTENSION_PENDING:
        return replace(demand, overdue=True)
    return demand


def before_due_date_passed(demand: Demand) -> Demand:
    """A failed demand as it stood before the calendar failed it, for a fact of an earlier day that comes in late.

    Source: CLK-04: what is received in time is tested on the day of its receipt, not of its recording.
    """
    assert demand.state is DemandState.FAILED, "only a failed demand was failed by the calendar"
    return replace(demand, state=DemandState.RUNNING, failed_as_of=None)


def withdraw(demand: Demand) -> Demand:
    """The issuing office takes an open demand back."""
    withdrawn = _moved(demand, DemandEvent.WITHDRAW, DemandState.WITHDRAWN)
    return replace(withdrawn, requested_days=None, overdue=False)


def _moved(demand: Demand, event: DemandEvent, to: DemandState) -> Demand:
    following = allow(demand.state, event)
    assert to in following, f"{event} cannot lead from {demand.state} to {to}"
    return replace(demand, state=to)


def _accepted(line: Line, on: date | None) -> Line:
    if on is None or (line.accepted_on is not None and line.accepted_on <= on):
        return line
    return replace(line, accepted_on=on)
