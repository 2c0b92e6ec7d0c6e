"""The job that tells, once, of debts the Treasury must hear of (DBT-03)."""

from datetime import timedelta
from typing import Final

from services.enforcement.domain.debts.set_off import TreasuryAct, treasury_days
from services.enforcement.events.matters import DebtDeadlineReached
from services.enforcement.storage.debts import queries
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "debt-deadlines"
BATCH: Final = 200


async def tell_deadlines(tx: Transaction) -> int:
    """Tell of a batch of debts; gives how many.

    Source: 31 USC 3716(c)(6): over 120 days delinquent; 3711(g): 180 days.
    """
    told = 0
    for act in TreasuryAct:
        days = treasury_days(act, tx.today)
        for debt in await queries.lock_untold(tx.connection, tx.today, act, days, BATCH):
            await queries.tell(tx.connection, debt.id, act, tx.today)
            since = debt.delinquent_since + timedelta(days=days)
            tx.record(DebtDeadlineReached(debt_id=str(debt.id), step=act.value, since=since))
            told += 1
    return told


async def run(uow: UnitOfWork) -> None:
    """The job: batch after batch until nothing is left."""
    told = BATCH
    while told >= BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            told = await tell_deadlines(tx)
