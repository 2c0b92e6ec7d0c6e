"""What enforcement tells liquidation: entries held while records of their special rate are demanded (PEN-06)."""

from typing import Any, ClassVar, Final
from uuid import UUID

from services.accounts.storage.instructions.queries import set_record_hold
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class _Hold(Consumed):
    """About one entry, for one demand."""

    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"

    demand_id: UUID
    entry_number: str


class LiquidationHeld(_Hold):
    """The entry is not to be liquidated."""

    event_type: ClassVar[str] = "gov.customs.enforcement.liquidation-hold.placed.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.liquidation-hold.placed.*"


class LiquidationReleased(_Hold):
    """The entry may be liquidated."""

    event_type: ClassVar[str] = "gov.customs.enforcement.liquidation-hold.released.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.liquidation-hold.released.*"


async def on_liquidation_held(tx: Transaction, event: LiquidationHeld, envelope: Envelope) -> None:
    """Hold the entry (PEN-06)."""
    await _set(tx, event, envelope, released=False)


async def on_liquidation_released(tx: Transaction, event: LiquidationReleased, envelope: Envelope) -> None:
    """Release the entry; one that an instruction left out waits for another (PEN-06)."""
    await _set(tx, event, envelope, released=True)


async def _set(tx: Transaction, event: _Hold, envelope: Envelope, *, released: bool) -> None:
    await set_record_hold(tx.connection, event.entry_number, event.demand_id, envelope.sequence, released=released)
    tx.audit(
        "release_entry" if released else "hold_entry",
        f"entries/{event.entry_number}",
        after={"demand_id": str(event.demand_id)},
    )


RECORD_HOLD_SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(LiquidationHeld, on_liquidation_held),
    Subscription(LiquidationReleased, on_liquidation_released),
)
