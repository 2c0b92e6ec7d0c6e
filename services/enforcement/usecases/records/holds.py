"""Holds on the liquidation of entries whose special rate rests on demanded records (PEN-06, design choice)."""

from collections.abc import Sequence
from uuid import UUID

from services.enforcement.events.liquidation import LiquidationHeld, LiquidationReleased
from services.enforcement.storage import holds
from shared.database import Transaction


async def hold_liquidation(tx: Transaction, demand_id: UUID, entry_numbers: Sequence[str]) -> None:
    """Hold entries when the demand issues, so that they can still be liquidated at another rate (PEN-06).

    Source: 19 CFR 163.6(b)(2)(i); 19 USC 1509(g)(2)(C)(i).
    """
    await holds.insert(tx.connection, demand_id, entry_numbers, held_on=tx.today)
    for number in entry_numbers:
        tx.record(LiquidationHeld(demand_id=demand_id, entry_number=number, held_on=tx.today))


async def release_holds(tx: Transaction, demand_id: UUID, entry_numbers: Sequence[str] | None = None) -> list[str]:
    """Release the holds of a demand, or of some of its entries; gives the entries that were held."""
    released = await holds.release(tx.connection, demand_id, entry_numbers, released_on=tx.today)
    for number in released:
        tx.record(LiquidationReleased(demand_id=demand_id, entry_number=number, released_on=tx.today))
    return released
