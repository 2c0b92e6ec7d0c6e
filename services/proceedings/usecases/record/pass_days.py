"""Let time do what time does: lapses strike, missed deadlines are raised, each once (CAL-11, PRE-13, section 16)."""

from typing import Final

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.deadlines.calendar import deadlines
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.record.replay import replay
from services.proceedings.events.record import DeadlineMissed
from services.proceedings.storage.calendar.queries import put_look, stale_cases
from services.proceedings.storage.record import queries
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.usecases.calendar.keep import Calendar, keep_calendars
from services.proceedings.usecases.lookup import locked_case
from services.proceedings.usecases.record.consequences import Told, bring_about
from services.proceedings.usecases.record.record_act import tell
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "pass-days"


async def pass_days(tx: Transaction, case_number: str) -> int:
    """Publish what time has brought about in a case up to today, raise its missed deadlines, keep its calendar.

    Returns:
        How many things were new.
    """
    case, _ = await locked_case(tx, case_number)
    papers = (await dockets(tx.connection, [case.case_number]))[case.case_number]
    replayed = replay(papers.background, papers.record, BOOK, until=tx.today)
    known = await queries.struck(tx.connection, case_number)
    new = [strike for strike in replayed.struck if (strike.key, strike.day) not in known]
    if new:
        found = [(strike.key, strike.day) for strike in new]
        await queries.insert_strikes(tx.connection, case_number, found, recorded_at=tx.now)
    for strike in new:
        told = Told(case=case, state=replayed.state, instructions=strike.instructions, determined_on=strike.day)
        await bring_about(tx, told)
        await tell(tx, case_number, strike.instructions, act_number=None)
        tx.audit("time_struck", f"cases/{case_number}", after={"key": strike.key, "on": strike.day.isoformat()})
    raised = await queries.alerted(tx.connection, case_number)
    calendar = deadlines(replayed.state, BOOK, papers.almanac, tx.today)
    missed = [
        deadline
        for deadline in calendar
        if deadline.status is Status.MISSED and (deadline.id, deadline.due) not in raised
    ]
    if missed:
        found = [(deadline.id, deadline.due) for deadline in missed]
        await queries.insert_alerts(tx.connection, case_number, found, raised_at=tx.now)
    for deadline in missed:
        tx.record(DeadlineMissed.of(case_number, deadline))
    await keep_calendars(tx, [Calendar(case_number=case_number, deadlines=calendar)])
    await put_look(tx.connection, case_number, acts_seen=len(papers.record), looked_on=tx.today, looked_at=tx.now)
    return len(new) + len(missed)


async def run(uow: UnitOfWork) -> None:
    """The job: each case in a transaction of its own, once a day and again when something of it changed."""
    cause = Cause(actor=f"job:{NAME}", correlation_id=NAME)
    async with uow.begin(cause) as tx:
        stale = await stale_cases(tx.connection, tx.today)
    for case_number in stale:
        async with uow.begin(cause) as tx:
            await pass_days(tx, case_number)
