"""Confirm the receipt of a demand: the clock starts (REC-11, REC-16)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.records.demands import receive
from services.enforcement.domain.records.rules import ReceiptProof, refuse_receipt
from services.enforcement.domain.text import clean_text
from services.enforcement.events.published import RecordDemandIssued
from services.enforcement.usecases.records.keeping import keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmReceipt:
    """The receipt and its proof."""

    demand_id: UUID
    received_on: date
    proof: ReceiptProof | None
    proof_reference: str | None


async def confirm_receipt(tx: Transaction, command: ConfirmReceipt) -> dict[str, JSON]:
    """Set the due date and publish ``record-demand.issued``.

    Raises:
        NotFound: no such demand.
        Refused: no written or electronic demand, no proof, or a day that cannot be.
    """
    record = await locked_demand(tx, command.demand_id)
    demand = receive(record.demand, command.received_on)
    issued_on = record.head.demanded_on
    refuse_if_any(
        refuse_receipt(
            channel=record.head.channel,
            issued_on=issued_on,
            received_on=command.received_on,
            proof=command.proof,
            today=tx.today,
        )
    )
    reference = None
    if command.proof_reference is not None:
        reference = clean_text(command.proof_reference, field="proofReference", longest=200)
    tx.record(
        RecordDemandIssued(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            issued_on=issued_on,
            received_on=command.received_on,
            due_on=demand.due,
            release_count=len(record.releases),
        )
    )
    await keep(tx, record, demand, proof=command.proof, proof_reference=reference)
    tx.audit(
        "confirm_receipt",
        f"record-demands/{record.id}",
        after={"received_on": command.received_on.isoformat(), "due_on": demand.due.isoformat()},
    )
    return {"demand_id": str(record.id)}
