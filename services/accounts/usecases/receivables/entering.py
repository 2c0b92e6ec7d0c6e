"""Enter money on a receivable and in the ledger."""

from datetime import date
from uuid import UUID

from services.accounts.domain.ledger import Draft, Movement, move
from services.accounts.domain.receivables import BOOK
from services.accounts.storage.books import Books
from services.accounts.storage.receivables import queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import ledger
from services.accounts.usecases.bills import working
from shared.database import Transaction


async def enter_collection(tx: Transaction, locked: Books, receivable: AnyRow, cents: int, received_on: date) -> UUID:
    """Enter a collection of a locked receivable, to the General Fund; gives its id.

    Args:
        cents: amount collected, US cents, > 0.
        received_on: day on which it counts.
    """
    collection_id = await queries.collect(
        tx.connection,
        {
            "receivable_id": receivable.id,
            "received_on": received_on,
            "amount_cents": cents,
            "recorded_at": tx.now,
            "recorded_by": tx.cause.actor,
        },
        receivable.collected_cents + cents,
    )
    day = working.posting_day(locked, received_on, tx.today)
    line = move(Movement.RECEIVABLE_COLLECTED, cents, day, component=receivable.kind, code=receivable.reference)
    await ledger.post(tx, locked, [Draft(case_number=BOOK, postings=[line], source=f"recovery:{collection_id}")])
    return collection_id
