"""Let the calendar act on participations whose clocks have run out (RCP-09, RCP-15, RCP-19, RCP-21, RCP-23)."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.certification.domain.recordkeeping.clocks import RULES, Clock, RunningClock, running
from services.certification.events.recordkeeping import (
    RecordkeeperClockBreached,
    RecordkeeperReminderDue,
    RecordkeeperRemoved,
)
from services.certification.storage import recordkeeping
from services.certification.storage.recordkeeping import ParticipationRecord
from services.certification.usecases.recordkeeping.keeping import keep, standing
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "pass-recordkeeping-deadlines"
BATCH: Final = 200
_REMINDERS: Final = frozenset({Clock.INFORMATION_REMINDER, Clock.NOTICE_REMINDER})


async def run(uow: UnitOfWork, *, keying_days: int) -> None:
    """The job: one transaction per participation, batch after batch until nothing is left.

    Args:
        uow: opens the transactions.
        keying_days: calendar days left after a last day to key in what came on paper in time. They change no legal
            day: a removal takes effect on its own day, however late the job runs.
    """
    cause = Cause(actor=f"job:{NAME}", correlation_id=NAME)
    found: list[UUID] = []
    while not found or len(found) == BATCH:
        async with uow.begin(cause) as tx:
            before = tx.today - timedelta(days=keying_days)
            found = await recordkeeping.run_out(tx.connection, before, BATCH)
        if not found:
            return
        for participation_id in found:
            async with uow.begin(cause) as tx:
                await pass_deadlines(tx, participation_id, before)


async def pass_deadlines(tx: Transaction, participation_id: UUID, before: date) -> None:
    """Let every clock of a participation pass whose last day lies before a day."""
    record = await recordkeeping.lock_participation(tx.connection, participation_id)
    assert record is not None, "participations are never deleted"
    while (clock := next((one for one in running(record.file) if one.due_on < before), None)) is not None:
        record = await _pass(tx, record, clock)


async def _pass(tx: Transaction, record: ParticipationRecord, clock: RunningClock) -> ParticipationRecord:
    after = clock.passed(record.file, tx.today)
    kept = await keep(tx, record, after, f"pass_{clock.clock.value.lower()}")
    told = standing(tx, kept)
    rule = RULES[clock.clock]
    if clock.clock is Clock.APPEAL_REMOVAL:
        tx.record(RecordkeeperRemoved(**told, effective_on=after.since))
    elif clock.clock in _REMINDERS:
        tx.record(RecordkeeperReminderDue(**told, clock=clock.clock.value, rule=rule, due_on=clock.due_on))
    else:
        tx.record(RecordkeeperClockBreached(**told, clock=clock.clock.value, rule=rule, due_on=clock.due_on))
    return kept
