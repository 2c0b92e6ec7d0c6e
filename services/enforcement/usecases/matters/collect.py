"""What is collected of a matter, and set-off of refunds (DBT-04, DBT-05, CUL-08)."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.enforcement.domain.debts.set_off import (
    Capacity,
    Person,
    apply,
    refuse_set_off,
)
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import matters, set_offs
from services.enforcement.usecases.matters.keeping import locked_matter, write_history
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import refuse_if_any

Kind = Literal["PENALTY", "DUTIES"]
_PETITION_OPEN = (MatterState.PETITIONED, MatterState.SUPPLEMENTAL)
_COLLECTED = {"PENALTY": "penalty_collected_cents", "DUTIES": "duties_collected_cents"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SetOffRefund:
    """A refund due to somebody, to be set off against a debt of a matter, US cents."""

    matter_id: UUID
    of_penalty: bool
    refund_reference: str
    refund_cents: int
    payee_number: str
    payee_capacity: Capacity


async def collected(tx: Transaction, reference: str, kind: str, amount_cents: int) -> bool:
    """Mark what accounts collected on a matter; False when the reference is not a matter's."""
    try:
        matter_id = UUID(reference)
    except ValueError:
        return False
    matter = await queries.lock(tx.connection, matters, matter_id)
    if matter is None:
        return False
    column = _COLLECTED[kind]
    total = getattr(matter, column) + amount_cents
    await queries.save(tx.connection, matters, matter.id, {column: total})
    state, event = matter.state, f"{kind}_COLLECTED"
    await write_history(tx, matter.id, event, before=state, after=state, on=tx.today, reason=str(amount_cents))
    return True


async def set_off_refund(tx: Transaction, command: SetOffRefund) -> dict[str, JSON]:
    """Set a refund off against what the same person owes: fixed, undisputed, no petition open (DBT-04, DBT-05).

    Raises:
        BadInput: nothing is owed, or no refund.
        Conflict: the refund was set off before.
        Refused: DBT_DISPUTED, or another person.
    """
    matter = await locked_matter(tx, command.matter_id)
    kind: Kind = "PENALTY" if command.of_penalty else "DUTIES"
    owed = matter.penalty_owed_cents if command.of_penalty else matter.duties_owed_cents
    debt = owed - getattr(matter, _COLLECTED[kind])
    if command.refund_cents <= 0 or debt <= 0 or matter.closed_on is not None:
        raise BadInput("There is no refund, or nothing is owed.", field="refund")
    fixed = matter.state in (MatterState.COLLECTION, MatterState.DUTY_DEMANDED, MatterState.DECIDED)
    refuse_if_any(
        refuse_set_off(
            Person(matter.importer_number, Capacity.PRINCIPAL),
            Person(command.payee_number, command.payee_capacity),
            fixed=fixed or not command.of_penalty,
            disputed=not command.of_penalty and matter.review_open,
            penalty_petition_open=command.of_penalty and matter.state in _PETITION_OPEN,
        )
    )
    reference = clean_text(command.refund_reference, field="refundReference", longest=100)
    if await queries.refund_used(tx.connection, reference):
        raise Conflict("This refund was set off before.", field="refundReference")
    result = apply(command.refund_cents, debt)
    values = {
        "matter_id": matter.id,
        "kind": kind,
        "refund_reference": reference,
        "applied_cents": result.applied_cents,
        "set_off_on": tx.today,
    }
    await queries.insert_row(tx.connection, set_offs, values)
    total = getattr(matter, _COLLECTED[kind]) + result.applied_cents
    await queries.save(tx.connection, matters, matter.id, {_COLLECTED[kind]: total})
    state = matter.state
    await write_history(tx, matter.id, "SET_OFF", before=state, after=state, on=tx.today, reason=reference)
    return {"matter_id": str(matter.id), "remaining_cents": result.remaining_cents}
