"""Money tendered with a prior disclosure: told to discloser and accounts, posted as recovered (CUL-11, INF-12)."""

from datetime import date
from uuid import UUID

from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.events.parties import TenderReceived, TenderReduced
from services.enforcement.storage.informants import recoveries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.usecases.informants.recoveries import keep_applied
from services.enforcement.usecases.matters.refunds import take_off
from shared.database import Transaction


async def take_tender(
    tx: Transaction, matter: Row, disclosure_id: UUID, cents: int, *, total_cents: int, on: date
) -> None:
    """Tell of a tender and post it as duties recovered; nothing for a tender of nothing.

    Args:
        cents: this tender, US cents.
        total_cents: everything tendered so far, this included.
        on: day of the tender.
    """
    if cents == 0:
        return
    tx.record(
        TenderReceived(
            importer_number=matter.importer_number,
            acted_on=on,
            disclosure_id=disclosure_id,
            matter_id=matter.id,
            amount_cents=cents,
            tendered_cents=total_cents,
        )
    )
    await keep_applied(
        tx,
        source_id=f"{disclosure_id}:{total_cents}",
        case_reference=str(matter.id),
        kind=RecoveryClass.DUTIES_WITHHELD,
        cents=cents,
        received_on=on,
    )


async def give_back(tx: Transaction, matter: Row, disclosure: Row, cents: int, on: date) -> None:
    """Tell of what headquarters' lower calculation gives back, and take it off what was recovered (CUL-12, INF-22)."""
    if cents == 0:
        return
    tx.record(
        TenderReduced(
            importer_number=matter.importer_number,
            acted_on=on,
            disclosure_id=disclosure.id,
            matter_id=matter.id,
            refund_cents=cents,
            tendered_cents=disclosure.tendered_cents - cents,
        )
    )
    rows = await recoveries.of_source(tx.connection, f"{disclosure.id}:")
    await take_off(tx, rows, cents, "tender above the loss (CUL-12)")
