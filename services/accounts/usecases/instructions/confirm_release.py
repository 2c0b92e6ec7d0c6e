"""Keep what an importer furnished for delivery of its goods (ORD-09)."""

from dataclasses import dataclass

from services.accounts.storage.entries import positions
from services.accounts.storage.instructions import queries
from services.accounts.usecases import batch
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmReleaseConditions:
    """What is confirmed now of an entry under one order; what is not may be confirmed later."""

    entry_number: str
    case_number: str
    information: bool
    records: bool
    undertaking: bool


async def confirm_release_conditions(tx: Transaction, command: ConfirmReleaseConditions) -> dict[str, JSON]:
    """Keep the conditions as they are confirmed now, in place of what was.

    Raises:
        Refused: the entry has no deposit, or bond, under the order.

    Source: ORD-09, 19 USC 1671h.
    """
    key = (command.entry_number, command.case_number)
    if key not in await positions(tx.connection, [key]):
        message = f"Entry {command.entry_number} is not imported under {command.case_number}."
        raise Refused([batch.refusal("ENTRY_NOT_UNDER_ORDER", message, "entryNumber", "ORD-09", "19 USC 1671h")])
    await queries.set_release_conditions(
        tx.connection,
        key,
        information=command.information,
        records=command.records,
        undertaking=command.undertaking,
        by=tx.cause.actor,
        at=tx.now,
    )
    tx.audit(
        "confirm_release_conditions",
        f"entries/{command.entry_number}/{command.case_number}",
        after={
            "information": command.information,
            "records": command.records,
            "undertaking": command.undertaking,
        },
    )
    return {"entry_number": command.entry_number}
