"""Decide a request for more time: approve it, approve a shorter period, or deny it (REC-14, REC-15)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.records.demands import deny_extension, grant_extension, pass_due_date
from services.enforcement.domain.records.rules import refuse_extension_grant
from services.enforcement.domain.records.states import DemandEvent, allow
from services.enforcement.domain.text import clean_text
from services.enforcement.events.records import ExtensionDecided
from services.enforcement.storage import records
from services.enforcement.usecases.records.keeping import keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideExtension:
    """The decision; None approved days is a denial."""

    demand_id: UUID
    approved_days: int | None
    reason: str


async def decide_extension(tx: Transaction, command: DecideExtension) -> dict[str, JSON]:
    """Move the due date, or leave it; what the calendar did meanwhile is cured or takes effect.

    Raises:
        BadInput: no reason is given.
        NotFound: no such demand.
        Refused: no request waits, or more is approved than was asked.
    """
    reason = clean_text(command.reason, field="reason")
    record = await locked_demand(tx, command.demand_id)
    demand = pass_due_date(record.demand, tx.today)
    if command.approved_days is None:
        decided = deny_extension(demand, tx.today)
    else:
        allow(demand.state, DemandEvent.GRANT_EXTENSION)
        requested = demand.requested_days or 0
        refuse_if_any(refuse_extension_grant(requested_days=requested, approved_days=command.approved_days))
        decided = grant_extension(demand, command.approved_days, tx.today)
    await records.decide_extension_request(
        tx.connection,
        record.id,
        decided_on=tx.today,
        approved_days=command.approved_days or 0,
        reason=reason,
    )
    await keep(tx, record, decided)
    tx.record(
        ExtensionDecided(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            acted_on=tx.today,
            days=command.approved_days or 0,
            due_on=decided.due,
        )
    )
    tx.audit(
        "decide_extension",
        f"record-demands/{record.id}",
        before={"due_on": demand.due.isoformat(), "state": demand.state},
        after={"due_on": decided.due.isoformat(), "state": decided.state},
        reason=reason,
    )
    return {"demand_id": str(record.id)}
