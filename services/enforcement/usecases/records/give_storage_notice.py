"""Record a notice of alternative storage (REC-06)."""

from dataclasses import dataclass
from datetime import date

from services.enforcement.domain.law import MODERNIZATION_ACT
from services.enforcement.domain.records.retention import refuse_storage_notice
from services.enforcement.domain.text import parse_number
from services.enforcement.storage import records
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveStorageNotice:
    """The recordkeeper's standing written notice, or of a change."""

    importer_number: str
    noticed_on: date
    starts_on: date
    is_change: bool


async def give_storage_notice(tx: Transaction, command: GiveStorageNotice) -> dict[str, JSON]:
    """Keep the notice.

    Raises:
        BadInput: a malformed number, or a day that cannot be.
        Refused: less than 30 calendar days before the start or change.
    """
    importer_number = parse_number(command.importer_number, field="importerNumber")
    if not MODERNIZATION_ACT <= command.noticed_on <= tx.today:
        raise BadInput("noticedOn is the day the notice came, not after today.", field="noticedOn")
    refuse_if_any(
        refuse_storage_notice(noticed_on=command.noticed_on, starts_on=max(command.starts_on, MODERNIZATION_ACT))
    )
    notice_id = await records.insert_storage_notice(
        tx.connection,
        importer_number=importer_number,
        noticed_on=command.noticed_on,
        starts_on=command.starts_on,
        is_change=command.is_change,
        recorded_at=tx.now,
    )
    tx.audit(
        "give_storage_notice",
        f"storage-notices/{notice_id}",
        after={"importer_number": importer_number, "starts_on": command.starts_on.isoformat()},
    )
    return {"notice_id": str(notice_id)}
