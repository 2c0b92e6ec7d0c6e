"""Record a request for more time (REC-13)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.records.demands import request_extension as requested
from services.enforcement.domain.records.rules import refuse_extension_request
from services.enforcement.domain.records.states import DemandEvent, allow
from services.enforcement.domain.text import clean_text
from services.enforcement.events.records import ExtensionRequested
from services.enforcement.storage import records
from services.enforcement.usecases.records.keeping import as_it_stood, keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any

EXTENSION_DAYS_MAX: Final = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestExtension:
    """The recordkeeper's written or electronic request."""

    demand_id: UUID
    received_on: date
    days: int | None
    reason: str


async def request_extension(tx: Transaction, command: RequestExtension) -> dict[str, JSON]:
    """Keep the request; it waits for its decision while the clock runs on.

    Raises:
        BadInput: an absurd period, or a reason that cannot be kept.
        NotFound: no such demand.
        Refused: what REC-13 refuses, all at once, or a request is waiting already.
    """
    if command.days is not None and command.days > EXTENSION_DAYS_MAX:
        raise BadInput(f"Ask for at most {EXTENSION_DAYS_MAX} days at once.", field="days")
    record = await locked_demand(tx, command.demand_id)
    if record.demand.due_on is None:
        allow(record.demand.state, DemandEvent.REQUEST_EXTENSION)
    refuse_if_any(
        refuse_extension_request(
            due_on=record.demand.due,
            received_on=command.received_on,
            days=command.days,
            reason=command.reason,
            today=tx.today,
        )
    )
    assert command.days is not None, "a request without a period is refused"
    demand = requested(await as_it_stood(tx, record, command.received_on), command.days)
    await records.insert_extension_request(
        tx.connection,
        record.id,
        number=len(record.extension_requests) + 1,
        received_on=command.received_on,
        days=command.days,
        reason=clean_text(command.reason, field="reason"),
    )
    await keep(tx, record, demand)
    tx.record(
        ExtensionRequested(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            acted_on=tx.today,
            received_on=command.received_on,
            days=command.days,
        )
    )
    tx.audit(
        "request_extension",
        f"record-demands/{record.id}",
        after={"received_on": command.received_on.isoformat(), "days": command.days},
        reason=command.reason,
    )
    return {"demand_id": str(record.id)}
