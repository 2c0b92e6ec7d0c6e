"""How long an identity is kept, and its end: the person's key is deleted (INF-29)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.states import ContactState
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.informants import queries, recoveries
from services.enforcement.usecases.informants.acting import Row, contact_of
from shared.calendar import add_years
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.refusals import Refused

NAME: Final = "destroy-identities"
BATCH: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class DestroyIdentity:
    """The identity of a closed contact is destroyed."""

    contact_id: UUID
    reason: str
    role: str


async def destroy_identity(tx: Transaction, command: DestroyIdentity, *, years: int) -> dict[str, JSON]:
    """Destroy the identity of a closed contact by deleting its key.

    Args:
        tx: the transaction.
        command: the contact.
        years: the period of the agency's records schedule, counted from the day the contact was closed.

    Raises:
        Refused: the contact or one of its cases is open, or the records schedule still runs (INF_STEP_OUT_OF_ORDER).

    Source: INF-29 (design choice); 19 CFR 161.15.
    """
    contact = await contact_of(tx, command.contact_id)
    clean_text(command.reason, field="reason")
    if contact.state != ContactState.CLOSED or not await _cases_over(tx, contact):
        message = "Only of a closed contact whose cases are all over the identity is destroyed."
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message=message)])
    last_day = keep_until(contact.closed_on, years)
    if tx.today <= last_day:
        message = f"The records schedule keeps it until {last_day.isoformat()}."
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message=message)])
    await _destroy(tx, contact)
    return {"contact_id": str(contact.id)}


def keep_until(closed_on: date, years: int) -> date:
    """Last day on which the identity of a contact closed on a day is kept (INF-29, CLK-05)."""
    return add_years(closed_on, years)


async def run(uow: UnitOfWork, *, years: int) -> None:
    """The job: destroy what the records schedule no longer keeps, batch after batch (INF-29)."""
    destroyed = BATCH
    while destroyed == BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            due = await queries.closed_with_keys(tx.connection, add_years(tx.today, -years), BATCH)
            over = [one for one in due if tx.today > keep_until(one.closed_on, years) and await _cases_over(tx, one)]
            for contact in over:
                await _destroy(tx, contact)
            destroyed = len(over)


async def _cases_over(tx: Transaction, contact: Row) -> bool:
    return contact.group_id is None or await recoveries.cases_over(tx.connection, contact.group_id)


async def _destroy(tx: Transaction, contact: Row) -> None:
    await queries.destroy(tx.connection, contact.pseudonym)
    tx.audit("destroy_identity", f"restricted/{contact.id}")
