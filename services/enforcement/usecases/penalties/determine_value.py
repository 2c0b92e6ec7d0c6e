"""The appraised value of a penalised release is finally determined: the ceiling is recomputed (PEN-05)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.penalties.ceilings import recompute
from services.enforcement.events.published import PenaltyReduced
from services.enforcement.storage import penalties
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class DetermineValue:
    """The value finally determined."""

    penalty_id: UUID
    appraised_value_cents: int


async def determine_value(tx: Transaction, command: DetermineValue) -> dict[str, JSON]:
    """Keep the value; a penalty above the new ceiling comes down to it.

    What is owed comes down with it, published as ``penalty.reduced``, unless mitigation left less already (PEN-11).

    Raises:
        BadInput: a negative value.
        NotFound: no such penalty.
    """
    if command.appraised_value_cents < 0:
        raise BadInput("An appraised value cannot be negative.", field="appraisedValue")
    record = await penalties.lock_penalty(tx.connection, command.penalty_id)
    if record is None:
        raise NotFound(f"There is no penalty {command.penalty_id}.", field="penaltyId")
    penalty = record.penalty
    revised = recompute(
        penalty.amount_cents,
        command.appraised_value_cents,
        penalty.culpability,
        penalty.certificate,
        penalty.failed_as_of,
    )
    await penalties.save_appraisal(
        tx.connection,
        record.id,
        appraised_value_cents=command.appraised_value_cents,
        ceiling_cents=revised.ceiling_cents,
        amount_cents=revised.amount_cents,
    )
    if revised.amount_cents < record.owed_cents:
        tx.record(
            PenaltyReduced(
                penalty_id=record.id,
                demand_id=penalty.demand_id,
                importer_number=penalty.importer_number,
                assessed_on=penalty.assessed_on,
                amount_cents=revised.amount_cents,
                reduced_on=tx.today,
            )
        )
    tx.audit(
        "determine_value",
        f"penalties/{record.id}",
        before={"appraised_value_cents": penalty.appraised_value_cents, "amount_cents": penalty.amount_cents},
        after={"appraised_value_cents": command.appraised_value_cents, "amount_cents": revised.amount_cents},
    )
    return {"demand_id": str(penalty.demand_id), "penalty_id": str(record.id)}
