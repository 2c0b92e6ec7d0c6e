"""Certifications that Customs neither decided nor returned by the return date are flagged."""

from uuid import uuid4

from services.certification.storage.queries import late_returns, notices
from shared.database import Cause, UnitOfWork

NAME = "flag-late-returns"


async def flag_late_returns(uow: UnitOfWork) -> None:
    """The job: raise RETURN_LATE, one transaction per order and year. A flag, never a refusal.

    Source:
        CERT-12; 19 CFR 159.63(c): a defective certification will be returned within 15 days after the close.
    """
    cause = Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))
    async with uow.begin(cause) as tx:
        overdue = await late_returns.order_years(tx.connection, tx.today)
    for case_number, fiscal_year in overdue:
        async with uow.begin(cause) as tx:
            await notices.lock_order_year(tx.connection, case_number, fiscal_year)
            for number in await late_returns.flag(tx.connection, case_number, fiscal_year, tx.today):
                tx.audit("flag_late_return", f"certifications/{number}", after={"flag": late_returns.FLAG})
