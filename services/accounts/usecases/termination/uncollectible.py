"""Give importers' bills up, by two people: properly accounted for, they no longer keep an account open (TERM-01)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.storage import books
from services.accounts.storage.reliquidations import queries as reliquidations
from services.accounts.storage.termination import queries as termination
from services.accounts.usecases import batch
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused

_CITATION = "19 CFR 159.64(d)(1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeUncollectible:
    """An entry whose bills under an order are to be given up, and why."""

    entry_number: str
    case_number: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveUncollectible:
    """The proposal to approve."""

    proposal_id: UUID


async def propose_uncollectible(tx: Transaction, command: ProposeUncollectible) -> dict[str, JSON]:
    """Propose that an entry's unpaid bills are uncollectible. No money moves; a later payment is taken all the same.

    Raises:
        BadInput: no reason.
        NotFound: the entry is not liquidated under the order.
        Refused: it is proposed or approved already.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    key = (command.entry_number, command.case_number)
    await books.lock_books(tx.connection, [command.case_number])
    if key not in await reliquidations.standings(tx.connection, [key]):
        raise NotFound(f"entry {key[0]} is not liquidated under {key[1]}", field="entryNumber")
    proposal_id = await termination.propose_uncollectible(
        tx.connection,
        {
            "entry_number": command.entry_number,
            "case_number": command.case_number,
            "reason": command.reason,
            "proposed_by": tx.cause.actor,
            "proposed_on": tx.today,
        },
    )
    if proposal_id is None:
        raise Refused([_refusal("ALREADY_PROPOSED", "That is proposed, or approved, already.", "entryNumber")])
    tx.audit("propose_uncollectible", f"uncollectible-bills/{proposal_id}", reason=command.reason)
    return {"proposal_id": str(proposal_id)}


async def approve_uncollectible(tx: Transaction, command: ApproveUncollectible) -> dict[str, JSON]:
    """Approve what somebody else proposed.

    Raises:
        NotFound: no such proposal.
        Refused: the caller proposed it, or it is approved already.
    """
    found = await termination.find_uncollectible(tx.connection, command.proposal_id)
    if found is None:
        raise NotFound(f"no proposal {command.proposal_id}", field="proposalId")
    if found.approved_on is not None:
        raise Refused([_refusal("ALREADY_APPROVED", "It is approved already.", "proposalId")])
    if found.proposed_by == tx.cause.actor:
        raise Refused([_refusal("SAME_PERSON", "Whoever proposed it cannot approve it.", "proposalId")])
    await termination.approve_uncollectible(tx.connection, found.id, tx.cause.actor, tx.today)
    tx.audit("approve_uncollectible", f"uncollectible-bills/{found.id}")
    return {"proposal_id": str(found.id)}


def _refusal(code: str, message: str, field: str) -> Refusal:
    return batch.refusal(code, message, field, "TERM-01", _CITATION)
