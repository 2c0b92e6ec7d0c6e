"""Requests whose target for a decision is over are told of, once each (RECO-03)."""

from uuid import uuid4

from services.accounts.events.reconsideration import ReconsiderationOverdue
from services.accounts.storage.reconsideration import queries
from shared.database import Cause, UnitOfWork

NAME = "watch-reconsiderations"


async def watch_targets(uow: UnitOfWork) -> None:
    """The job: warn that a request is not decided within 60 days; the rule itself sets no limit (RECO-03)."""
    async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))) as tx:
        for one in await queries.mark_overdue(tx.connection, tx.today):
            tx.record(
                ReconsiderationOverdue(
                    case_number=one.case_number,
                    fiscal_year=one.fiscal_year,
                    request_id=str(one.id),
                    request_number=one.number,
                    decide_by=one.decide_by,
                )
            )
