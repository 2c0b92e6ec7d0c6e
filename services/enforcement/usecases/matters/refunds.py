"""What goes back of money collected on a matter is taken off what was recovered (INF-12, INF-22)."""

from collections.abc import Iterable

from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.storage.informants import recoveries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.usecases.informants.recoveries import AdjustRecovery, adjust_recovery
from shared.database import Transaction


async def take_off(tx: Transaction, rows: Iterable[Row], cents: int, reason: str) -> None:
    """Spread what goes back over recoveries in the order given, each down to zero at most."""
    left = cents
    for row in rows:
        part = min(left, row.collected_cents - row.refunded_cents)
        if part > 0:
            await adjust_recovery(tx, AdjustRecovery(recovery_id=row.id, refunded_cents=part, reason=reason))
            left -= part


async def take_off_excess(
    tx: Transaction, matter: Row, kind: RecoveryClass, collected_cents: int, owed_cents: int, reason: str
) -> None:
    """Take off what was collected above what is owed from now on: a penalty counts after mitigation (INF-12).

    What was taken off before, for an earlier decision, is not taken off again.
    """
    if collected_cents <= owed_cents:
        return
    rows = await recoveries.of_case(tx.connection, str(matter.id), kind)
    taken = sum(row.refunded_cents for row in rows)
    await take_off(tx, rows, max(0, collected_cents - owed_cents - taken), reason)
