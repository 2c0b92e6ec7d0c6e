"""A payment that was stopped because an officer might share in it: another officer looks into it (INF-07)."""

from dataclasses import dataclass
from uuid import UUID

from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.informants import queries
from services.enforcement.usecases.informants.acting import claim_of
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasePayment:
    """The integrity referral of a claim is closed; its payment may be asked for again."""

    claim_id: UUID
    finding: str
    role: str


async def refuse_while_open(tx: Transaction, claim_id: UUID) -> None:
    """Nothing is paid while an integrity referral of the claim is open.

    Raises:
        Refused: INF_PROHIBITED_SHARING.

    Source: INF-07, 19 USC 1620.
    """
    if await queries.open_referral(tx.connection, claim_id) is not None:
        message = "An integrity referral of this claim is open; the payment stays stopped until it is closed."
        raise Refused([refusal("INF_PROHIBITED_SHARING", message=message)])


async def open_referral(tx: Transaction, claim_id: UUID, code: str) -> None:
    """Open an integrity referral; it stays in the restricted zone (INF-07)."""
    values = {"claim_id": claim_id, "opened_on": tx.today, "opened_by": tx.cause.actor, "reason": code}
    await queries.add_referral(tx.connection, values)


async def release_payment(tx: Transaction, command: ReleasePayment) -> dict[str, JSON]:
    """Close the referral with a finding: a payment may be asked for again, and its payee is looked at again.

    Raises:
        BadInput: no finding.
        NotFound: no such claim.
        Refused: nothing is stopped (INF_STEP_OUT_OF_ORDER), or by who opened the referral or keeps the contact
            (SEC_SAME_DECIDER).

    Source: INF-07, 19 USC 1620; 19 CFR 161.12.
    """
    claim = await claim_of(tx, command.claim_id)
    referral = await queries.open_referral(tx.connection, claim.id)
    if referral is None:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message="No payment of this claim is stopped.")])
    if tx.cause.actor in {referral.opened_by, claim.liaison}:
        raise Refused([refusal("SEC_SAME_DECIDER")])
    finding = clean_text(command.finding, field="finding")
    await queries.close_referrals(tx.connection, claim.id, by=tx.cause.actor, on=tx.today, finding=finding)
    tx.audit("release_payment", f"restricted/{claim.id}")
    return {"claim_id": str(claim.id)}
