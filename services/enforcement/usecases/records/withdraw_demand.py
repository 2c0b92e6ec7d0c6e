"""Withdraw a demand (section 10.7)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.records.demands import pass_due_date, withdraw
from services.enforcement.domain.text import clean_text
from services.enforcement.usecases.records.keeping import keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawDemand:
    """The withdrawal and why."""

    demand_id: UUID
    reason: str


async def withdraw_demand(tx: Transaction, command: WithdrawDemand) -> dict[str, JSON]:
    """Take an open demand back.

    Raises:
        BadInput: no reason is given.
        NotFound: no such demand.
        Refused: it is satisfied, failed or withdrawn already.
    """
    reason = clean_text(command.reason, field="reason")
    record = await locked_demand(tx, command.demand_id)
    before = pass_due_date(record.demand, tx.today)
    await keep(tx, record, withdraw(before), withdrawal_reason=reason)
    tx.audit("withdraw_demand", f"record-demands/{record.id}", before={"state": before.state}, reason=reason)
    return {"demand_id": str(record.id)}
