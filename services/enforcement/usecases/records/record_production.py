"""Record what was produced, and what the officer makes of it (REC-10, REC-12)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.records.demands import (
    LineKey,
    ProductionForm,
    ProductionOutcome,
    produce,
)
from services.enforcement.domain.records.rules import refuse_production
from services.enforcement.domain.records.states import DemandEvent, allow
from services.enforcement.events.records import ProducedRecord, RecordsProduced
from services.enforcement.storage import records
from services.enforcement.storage.records import DemandRecord, Production
from services.enforcement.usecases.records.keeping import as_it_stood, keep, locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ProducedLine:
    """One record of one release as it was produced."""

    release_number: str
    record_code: str
    outcome: ProductionOutcome
    form: ProductionForm
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordProduction:
    """A production."""

    demand_id: UUID
    produced_on: date
    lines: tuple[ProducedLine, ...]


async def record_production(tx: Transaction, command: RecordProduction) -> dict[str, JSON]:
    """Append the production. The demand is satisfied once every line was accepted by the due date; late production
    is kept all the same.

    Raises:
        BadInput: no lines, a line twice, or a line that was not demanded.
        NotFound: no such demand.
        Refused: what REC-10 refuses, or the demand's clock never ran.
    """
    record = await locked_demand(tx, command.demand_id)
    _check_lines(record, [(one.release_number, one.record_code) for one in command.lines])
    received_on = record.demand.received_on
    if received_on is None:
        allow(record.demand.state, DemandEvent.PRODUCE)
    assert received_on is not None, "before receipt production is refused"
    outcomes = [(one.outcome, one.reason) for one in command.lines]
    refuse_if_any(
        refuse_production(received_on=received_on, produced_on=command.produced_on, outcomes=outcomes, today=tx.today)
    )
    accepted = {
        (one.release_number, one.record_code): command.produced_on
        for one in command.lines
        if one.outcome is ProductionOutcome.ACCEPTED
    }
    demand = produce(await as_it_stood(tx, record, command.produced_on), accepted)
    await records.insert_productions(tx.connection, record.id, _productions(command), recorded_at=tx.now)
    await keep(tx, record, demand)
    tx.record(
        RecordsProduced(
            demand_id=record.id,
            importer_number=record.head.importer_number,
            acted_on=tx.today,
            produced_on=command.produced_on,
            lines=tuple(
                ProducedRecord(release_number=one.release_number, record_code=one.record_code, outcome=one.outcome)
                for one in command.lines
            ),
        )
    )
    tx.audit(
        "record_production",
        f"record-demands/{record.id}",
        after={"produced_on": command.produced_on.isoformat(), "lines": len(command.lines), "accepted": len(accepted)},
    )
    return {"demand_id": str(record.id)}


def _check_lines(record: DemandRecord, produced: Sequence[LineKey]) -> None:
    demanded = {line.key for line in record.demand.lines}
    if not produced:
        raise BadInput("Name the records that were produced.", field="lines")
    for position, key in enumerate(produced):
        if key not in demanded:
            raise BadInput(f"Record {key[1]} of release {key[0]} was not demanded.", field=f"lines[{position}]")
    if max(Counter(produced).values()) > 1:
        raise BadInput("A record of a release can stand in a production only once.", field="lines")


def _productions(command: RecordProduction) -> list[Production]:
    return [
        Production(
            release_number=one.release_number,
            record_code=one.record_code,
            produced_on=command.produced_on,
            outcome=one.outcome,
            form=one.form,
            reason=one.reason.strip(),
        )
        for one in command.lines
    ]
