"""Follow an oral demand by a written or electronic one (REC-09)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.enforcement.domain.records.demands import DemandChannel, follow_in_writing
from services.enforcement.domain.records.rules import refuse_demand
from services.enforcement.storage.records import lines_of
from services.enforcement.usecases.records.keeping import keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowOralDemand:
    """The written or electronic demand that follows."""

    demand_id: UUID
    channel: DemandChannel
    issued_on: date


async def follow_oral_demand(tx: Transaction, command: FollowOralDemand) -> dict[str, JSON]:
    """Keep the demand that can start the clock. What lapsed in the meantime carries no penalty any more (REC-04).

    Raises:
        BadInput: the channel is oral again, or the day is before the oral demand.
        NotFound: no such demand.
        Refused: it is not oral any more, or REC-04 refuses it on the new day.
    """
    if command.channel is DemandChannel.ORAL:
        raise BadInput("An oral demand is followed by a written or an electronic one.", field="channel")
    record = await locked_demand(tx, command.demand_id)
    demand = follow_in_writing(record.demand)
    if record.head.oral_on is not None and command.issued_on < record.head.oral_on:
        raise BadInput(f"The oral demand was made on {record.head.oral_on.isoformat()}.", field="issuedOn")
    lines = lines_of(record.releases, command.issued_on)
    refuse_if_any(
        refuse_demand(
            capacity=record.head.capacity,
            purpose=record.head.purpose,
            production_days=demand.production_days,
            issued_on=command.issued_on,
            lines=lines,
            today=tx.today,
        )
    )
    await keep(tx, record, replace(demand, lines=lines), channel=command.channel, issued_on=command.issued_on)
    tx.audit(
        "follow_oral_demand",
        f"record-demands/{record.id}",
        after={"channel": command.channel, "issued_on": command.issued_on.isoformat()},
    )
    return {"demand_id": str(record.id)}
