"""Warn of the 60-day limit, and raise it when it is missed: each once (DIST-01)."""

from typing import Final
from uuid import uuid4

from services.accounts.domain.deadlines import warning_due
from services.accounts.domain.law import DISTRIBUTION_WARNING_DAYS
from services.accounts.events.published import DistributionDue, DistributionLate
from services.accounts.storage import distribution_deadlines as deadlines
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "watch-distribution-deadlines"


async def watch_deadlines(uow: UnitOfWork) -> None:
    """The job: warnings that have come due, and distributions that are late."""
    async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))) as tx:
        await warn(tx)
        await raise_late(tx)


async def warn(tx: Transaction) -> None:
    """Raise each warning of each unpaid distribution once; a warning that was jumped over is not made up for.

    Source: DIST-01, 19 CFR 159.64(b)(1)(i).
    """
    unpaid = await deadlines.due_within(tx.connection, tx.today, max(DISTRIBUTION_WARNING_DAYS))
    due = {run.id: warning_due(run.work_by, tx.today) for run in unpaid}
    new = [run for run in unpaid if (days := due[run.id]) is not None and (run.warned_days or days + 1) > days]
    await deadlines.set_warned(tx.connection, {run.id: due[run.id] for run in new})
    for run in new:
        tx.record(
            DistributionDue(
                case_number=run.case_number,
                fiscal_year=run.fiscal_year,
                distribution_id=str(run.id),
                due_on=run.due_on,
                work_by=run.work_by,
                days=due[run.id] or 0,
            )
        )


async def raise_late(tx: Transaction) -> None:
    """Raise ``DISTRIBUTION_LATE`` once for what was not paid by its last day; the claims stay valid (DIST-01)."""
    for run in await deadlines.flag_late(tx.connection, tx.today):
        tx.record(
            DistributionLate(
                case_number=run.case_number,
                fiscal_year=run.fiscal_year,
                distribution_id=str(run.id),
                due_on=run.due_on,
            )
        )
        tx.audit("flag_distribution_late", f"distributions/{run.id}", after={"due_on": run.due_on.isoformat()})
