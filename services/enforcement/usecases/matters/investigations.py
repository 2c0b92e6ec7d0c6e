"""The commencement of a formal investigation, as recorded in writing (CUL-09)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.text import clean_text
from services.enforcement.events.matters import MatterInvestigationCommenced
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import matters
from services.enforcement.usecases.matters.keeping import check_day, locked_matter, write_history
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import Conflict


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordInvestigation:
    """The day on which Customs recorded in writing why it believed a violation possible."""

    matter_id: UUID
    recorded_on: date
    document: str


async def record_investigation(tx: Transaction, command: RecordInvestigation) -> dict[str, JSON]:
    """Keep the commencement of the investigation; told to the services alone, never to the person (section 11).

    Raises:
        Conflict: it is on record already; a written record does not change.

    Source: 19 USC 1592(c)(4); 19 CFR 162.74(g).
    """
    check_day(tx, command.recorded_on, "recordedOn")
    document = clean_text(command.document, field="document")
    matter = await locked_matter(tx, command.matter_id)
    if matter.investigation_recorded_on is not None:
        raise Conflict("The commencement is on record already.", field="recordedOn")
    await queries.save(tx.connection, matters, matter.id, {"investigation_recorded_on": command.recorded_on})
    state, event = matter.state, "RECORD_INVESTIGATION"
    await write_history(tx, matter.id, event, before=state, after=state, on=command.recorded_on, reason=document)
    tx.record(MatterInvestigationCommenced(matter_id=str(matter.id), recorded_on=command.recorded_on))
    return {"matter_id": str(matter.id)}
