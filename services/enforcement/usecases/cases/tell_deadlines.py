"""Tell once of each deadline that passed; nothing follows by itself (CLK-07)."""

from typing import Final

from services.enforcement.events.cases import ClockBreached
from services.enforcement.storage.cases import queries
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "tell-deadlines"
BATCH: Final = 200


async def tell_deadlines(tx: Transaction) -> int:
    """Publish ``clock.breached`` for deadlines not told of, at most ``BATCH``; how many there were."""
    clocks = await queries.untold_deadlines(tx.connection, tx.today, BATCH)
    if not clocks:
        return 0
    await queries.note_told(tx.connection, clocks, tx.today)
    for one in clocks:
        tx.record(ClockBreached(case_id=one.case_id, clock=one.clock, rule=one.rule, part=one.part, due_on=one.due_on))
    return len(clocks)


async def run(uow: UnitOfWork) -> None:
    """The job: batch after batch until nothing is left."""
    told = BATCH
    while told == BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            told = await tell_deadlines(tx)
