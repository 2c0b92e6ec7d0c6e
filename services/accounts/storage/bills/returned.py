"""What was paid too much on a bill goes back to whoever paid: a payment like any other, of no distribution."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import PaymentKind
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.tables import payments


async def add(connection: AsyncConnection, rows: Collection[tuple[str, str, int, date, UUID]]) -> None:
    """Add payments that return excess: producer, lineage, cents, day, bill (BILL-06, BILL-10)."""
    await copy_rows(
        connection,
        payments,
        ("producer_id", "lineage_id", "amount_cents", "paid_on", "bill_id", "kind"),
        [(*row, PaymentKind.EXCESS_RETURNED.value) for row in rows],
    )
