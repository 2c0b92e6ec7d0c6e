"""The job that lapses returned certifications whose correction did not come in time."""

from datetime import timedelta
from uuid import uuid4

from services.certification.storage.queries import certifications
from shared.database import Cause, UnitOfWork


async def lapse_overdue(uow: UnitOfWork, *, keying_days: int) -> None:
    """Lapse every overdue certification in one statement.

    Args:
        uow: opens the transaction.
        keying_days: calendar days left after the deadline to key in a paper correction that was received in time.

    Source:
        CERT-13; 19 CFR 159.63(c).
    """
    async with uow.begin(Cause(actor="job:lapse-overdue", correlation_id=str(uuid4()))) as tx:
        for row in await certifications.lapse_overdue(tx.connection, tx.today - timedelta(days=keying_days)):
            tx.audit("lapse", f"certifications/{row.certification_number}", after={"reason_code": row.reason_code})
