"""Release the hold on the liquidation of an entry (PEN-06)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.text import clean_text
from services.enforcement.usecases.records.holds import release_holds
from services.enforcement.usecases.records.keeping import locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseHold:
    """An entry may be liquidated again: its rate does not depend on the records."""

    demand_id: UUID
    entry_number: str
    reason: str


async def release_hold(tx: Transaction, command: ReleaseHold) -> dict[str, JSON]:
    """Release one entry because the missing record does not bear on its rate.

    Raises:
        BadInput: no reason.
        NotFound: no such demand, or the entry is not held.
    """
    reason = clean_text(command.reason, field="reason")
    record = await locked_demand(tx, command.demand_id)
    if not await release_holds(tx, record.id, [command.entry_number]):
        raise NotFound("This demand holds no such entry.", field="entryNumber")
    tx.audit("release_liquidation_hold", f"record-demands/{record.id}", reason=reason)
    return {"demand_id": str(record.id)}
