"""Let the calendar act on demands whose due date passed (REC-11, section 10.7)."""

from typing import Final

from services.enforcement.domain.records.demands import pass_due_date
from services.enforcement.storage import records
from services.enforcement.usecases.records.keeping import keep
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "pass-due-dates"
BATCH: Final = 200


async def pass_due_dates(tx: Transaction) -> int:
    """Fail the demands that are past due, or mark them overdue while a request waits; at most ``BATCH`` at once.

    Returns:
        How many demands were touched.
    """
    past_due = await records.lock_past_due(tx.connection, tx.today, BATCH)
    for record in (await records.demands_by_id(tx.connection, past_due)).values():
        demand = pass_due_date(record.demand, tx.today)
        await keep(tx, record, demand)
        tx.audit(
            "pass_due_date",
            f"record-demands/{record.id}",
            before={"state": record.demand.state},
            after={"state": demand.state, "overdue": demand.overdue},
        )
    return len(past_due)


async def run(uow: UnitOfWork) -> None:
    """The job: batch after batch until nothing is left."""
    touched = BATCH
    while touched == BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            touched = await pass_due_dates(tx)
