"""Reopen a failure left to section 1592 whose penalty was cancelled (PEN-09), or close one without action (10.8)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.penalties.states import FailureEvent, move
from services.enforcement.domain.text import clean_text
from services.enforcement.storage import penalties
from services.enforcement.usecases.records.holds import release_holds
from services.enforcement.usecases.records.keeping import locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound

CLOSED_BY_OFFICER: Final = "CLOSED_BY_OFFICER"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenFailure:
    """The failure and why it is reopened."""

    demand_id: UUID
    release_number: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseFailure:
    """The failure and why nothing follows from it."""

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
    return await _move(tx, command, FailureEvent.REOPEN, kept=None, on=None)


async def close_failure(tx: Transaction, command: CloseFailure) -> dict[str, JSON]:
    """Close a failure under review without action; its entry is held from liquidation no more.

    Raises:
        BadInput: no reason is given.
        NotFound: no such demand, or no failure of that release.
        Refused: it is decided already.

    Source: section 10.8; PEN-02, PEN-03 ("not to exceed": no penalty is one of the officer's choices).
    """
    answer = await _move(tx, command, FailureEvent.CLOSE_NO_ACTION, kept=CLOSED_BY_OFFICER, on=tx.today)
    record = await locked_demand(tx, command.demand_id)
    entries = [one.entry_number for one in record.releases if one.release_number == command.release_number]
    await release_holds(tx, record.id, entries)
    return answer


async def _move(
    tx: Transaction, command: ReopenFailure | CloseFailure, event: FailureEvent, *, kept: str | None, on: date | None
) -> dict[str, JSON]:
    """Move a failure by an officer's word; ``kept`` is the reason code and ``on`` the day of the decision."""
    reason = clean_text(command.reason, field="reason")
    record = await locked_demand(tx, command.demand_id)
    known = (await penalties.failures_by_demand(tx.connection, [record.id])).get(record.id, [])
    failure = next((one for one in known if one.release_number == command.release_number), None)
    if failure is None:
        raise NotFound(f"Release {command.release_number[:40]} has no failure.", field="releaseNumber")
    state = move(failure.state, event)
    await penalties.save_failure(
        tx.connection, record.id, failure.release_number, state=state, reason=kept, decided_on=on
    )
    tx.audit(
        "reopen_failure" if event is FailureEvent.REOPEN else "close_failure",
        f"record-demands/{record.id}/{failure.release_number}",
        before={"state": failure.state},
        after={"state": state},
        reason=reason,
    )
    return {"demand_id": str(record.id)}
