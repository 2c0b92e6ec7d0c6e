"""Withdraw a filing that waits for its notice."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.storage.queries import held
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawHeldFiling:
    """The producer wants the filing not to be registered."""

    held_filing_id: UUID
    reason: str | None


async def withdraw_held_filing(tx: Transaction, command: WithdrawHeldFiling) -> dict[str, JSON]:
    """Take a filing back while it is held: the notice, when it comes, registers nothing of it.

    Raises:
        NotFound: there is no such filing.
        Refused: its notice is out, so that it is a certification and withdrawn as one; or it was withdrawn before.

    Source:
        CERT-02, CERT-17; 19 CFR 159.63(a).
    """
    filing = await held.lock_held(tx.connection, command.held_filing_id)
    if filing is None:
        raise NotFound("there is no such held filing", field="heldFilingId")
    if filing.certification_id is not None:
        raise Refused([_not_held("Its notice is published: withdraw the certification it was registered as.")])
    if filing.withdrawn_on is not None:
        raise Refused([_not_held(f"It was withdrawn on {filing.withdrawn_on.isoformat()}.")])
    await held.mark_withdrawn(tx.connection, filing.id, tx.today, command.reason)
    tx.audit(
        "withdraw_held_filing",
        f"held-filings/{filing.id}",
        before={"withdrawn_on": None},
        after={"withdrawn_on": tx.today.isoformat()},
        reason=command.reason,
    )
    return {"held_filing_id": str(filing.id)}


def _not_held(message: str) -> Refusal:
    return Refusal(
        code="ILLEGAL_TRANSITION",
        rule="CERT-17",
        citation="19 CFR 159.63(a)",
        message=message,
        field="heldFilingId",
    )
