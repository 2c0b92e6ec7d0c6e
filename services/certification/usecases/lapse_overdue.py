"""Returned certifications whose correction did not come in time lapse."""

from datetime import date, timedelta
from uuid import uuid4

from services.certification.storage.queries import certifications, notices
from services.certification.usecases.claims import OrderYear, republish_claims
from shared.database import Cause, Transaction, UnitOfWork


async def lapse_overdue(uow: UnitOfWork, *, keying_days: int) -> None:
    """The job: lapse every overdue certification, one transaction per order and year.

    Args:
        uow: opens the transactions.
        keying_days: calendar days left after the deadline to key in a paper correction that was received in time.

    Source:
        CERT-13; 19 CFR 159.63(c).
    """
    cause = Cause(actor="job:lapse-overdue", correlation_id=str(uuid4()))
    async with uow.begin(cause) as tx:
        before = tx.today - timedelta(days=keying_days)
        overdue = await certifications.overdue_order_years(tx.connection, before)
    for case_number, fiscal_year in overdue:
        async with uow.begin(cause) as tx:
            year = await notices.lock_order_year(tx.connection, case_number, fiscal_year)
            assert year is not None, "a certification stands under a published notice"
            await lapse_order_year(tx, case_number, fiscal_year, before)
            await republish_claims(tx, OrderYear(case_number=case_number, notice=year[0]))


async def lapse_order_year(tx: Transaction, case_number: str, fiscal_year: int, before: date) -> None:
    """Lapse what was due before a day, in an order's year that the caller has locked."""
    for number in await certifications.lapse_overdue(tx.connection, case_number, fiscal_year, before):
        tx.audit("lapse_certification", f"certifications/{number}", after={"reason_code": "CORRECTION_LATE"})
