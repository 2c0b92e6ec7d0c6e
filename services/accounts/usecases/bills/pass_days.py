"""What the days do to bills: past due, interest at a period's end, matured notices, missed instalments, warnings."""

from typing import Final
from uuid import UUID, uuid4

import structlog

from services.accounts.storage.bills import queries
from services.accounts.usecases.bills import working
from shared.database import Cause, UnitOfWork

NAME: Final = "pass-days-of-bills"
_AT_ONCE: Final = 2_000

log = structlog.stdlib.get_logger(__name__)


async def pass_days(uow: UnitOfWork) -> None:
    """The job: every bill that a date changes by today, some thousands a transaction in a fixed number of statements.

    A period is charged on the day after its end, when all payments of that day are in; running again changes nothing.
    A bill that needs a rate which is not published stays as it is and is tried again: nothing is guessed (BILL-04).

    Source: 18.4, BILL-02, BILL-03, BILL-05, BILL-07.
    """
    cause = Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))
    after: UUID | None = None
    while True:
        async with uow.begin(cause) as tx:
            bills = await queries.lock_due(tx.connection, tx.today, after, _AT_ONCE)
            if not bills:
                return
            work, missing = await working.load_what_has_rates(tx, bills)
            await working.store(tx, work)
            for one in work:
                if one.bill.state is not one.before.state:
                    tx.audit("pass_days", f"bills/{one.bill.id}", after={"state": one.bill.state.value})
            for bill in bills:
                if bill.id in missing:
                    log.warning("bill.rate_missing", bill_id=str(bill.id), day=missing[bill.id].day.isoformat())
            after = bills[-1].id
