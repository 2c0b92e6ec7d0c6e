"""Reopen a failure that was left to section 1592, because that penalty was cancelled (PEN-09)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.penalties.states import FailureEvent, move
from services.enforcement.domain.text import clean_text
from services.enforcement.storage import penalties
from services.enforcement.usecases.records.keeping import locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenFailure:
    """The failure and why it is reopened."""

    demand_id: UUID
    release_number: str
    reason: str


async def reopen_failure(tx: Transaction, command: ReopenFailure) -> dict[str, JSON]:
    """Put the failure under review again.

    Raises:
        BadInput: no reason is given.
        NotFound: no such demand, or no failure of that release.
        Refused: it was not left to section 1592.
    """
    reason = clean_text(command.reason, field="reason")
    record = await locked_demand(tx, command.demand_id)
    known = (await penalties.failures_by_demand(tx.connection, [record.id])).get(record.id, [])
    failure = next((one for one in known if one.release_number == command.release_number), None)
    if failure is None:
        raise NotFound(f"Release {command.release_number[:40]} has no failure.", field="releaseNumber")
    state = move(failure.state, FailureEvent.REOPEN)
    await penalties.save_failure(
        tx.connection, record.id, failure.release_number, state=state, reason=None, decided_on=None
    )
    tx.audit(
        "reopen_failure",
        f"record-demands/{record.id}/{failure.release_number}",
        before={"state": failure.state},
        after={"state": state},
        reason=reason,
    )
    return {"demand_id": str(record.id)}
