"""What is kept of payments against the payees' overdue bills (DIST-11)."""

from collections.abc import Sequence
from uuid import UUID

from services.accounts.storage import distribution_payments
from services.accounts.storage.payment_files.queries import set_offsets
from services.accounts.usecases.bills.offsets import take_offsets
from shared.database import Transaction


async def offset(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Keep what the payees of distributions paid today owe on bills of any order; files pay the rest.

    The gross amount stays the distribution: it counts in D, in bill weights and in the public report.

    Source: DIST-11 (19 CFR 159.64(b)(3)); BILL-07 for when a bill is ready.
    """
    owing = await distribution_payments.owing(tx.connection, ids)
    if not owing:
        return
    payees = [(row.case_number, row.producer_id, row.lineage_id, row.amount_cents) for row in owing]
    kept = await take_offsets(tx, payees, tx.today)
    await set_offsets(tx.connection, {owing[place].id: cents for place, cents in kept.items()})
