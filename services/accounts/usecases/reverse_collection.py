"""Take back a collection whose payment turned out not to be one (ACCT-19: reversed, never edited)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.ledger import Draft, reversal
from services.accounts.domain.transitions import SpecialAccountEvent
from services.accounts.storage import books, entries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import batch, ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refused

_CITATION = "19 CFR 159.64(b)(1)(iii)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReverseCollection:
    """The collection to take back, and why."""

    collection_id: UUID
    reason: str


async def reverse_collection(tx: Transaction, command: ReverseCollection) -> dict[str, JSON]:
    """Post the reversal of everything the collection posted, today, and open its bill again by as much.

    What was posted stays; money that a distribution paid out meanwhile leaves the account lower, negative if need be
    (ACCT-15).

    Raises:
        BadInput: no reason.
        NotFound: no such collection.
        Refused: it was taken back already.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    case_number = (await _found(tx, command.collection_id)).case_number
    locked = await books.lock_books(tx.connection, [case_number])
    found = await _found(tx, command.collection_id)
    if found.reversed_on is not None:
        message = f"It was taken back on {found.reversed_on.isoformat()}."
        raise Refused(
            [batch.refusal("ALREADY_REVERSED", message, "collectionId", "ACCT-19", "19 CFR 159.64(b)(1)(iii)")]
        )
    posted = await books.postings_of_collection(tx.connection, found.id)
    lines = [reversal(number, posting, tx.today) for number, posting in posted]
    draft = Draft(case_number=case_number, postings=lines, source=f"reversal:{found.id}")
    await ledger.post(tx, locked, [draft], states={case_number: SpecialAccountEvent.REFUND})
    await entries.set_reversed(tx.connection, found.id, tx.today)
    tx.audit("reverse_collection", f"collections/{found.id}", reason=command.reason)
    return {"entry_number": found.entry_number}


async def _found(tx: Transaction, collection_id: UUID) -> AnyRow:
    found = await entries.find_collection(tx.connection, collection_id)
    if found is None:
        raise NotFound(f"no collection {collection_id}", field="collectionId")
    return found
