"""Withdraw a certification."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.states import Event, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.loading import load_locked
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawCertification:
    """The producer claims nothing any more."""

    certification_id: UUID
    reason: str | None


async def withdraw_certification(tx: Transaction, command: WithdrawCertification) -> dict[str, JSON]:
    """Withdraw, as long as no distribution is frozen; claims already certified get a new version.

    Raises:
        NotFound: there is no such certification.
        Refused: its state or a frozen distribution forbids it.

    Source:
        CERT-17.
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    state = next_state(before.state, Event.WITHDRAW, loaded.circumstances(tx.today))
    await certifications.update_certification(
        tx.connection, before.id, {"state": state.value, "reasons": command.reason}
    )
    tx.audit(
        "withdraw_certification",
        loaded.subject,
        before={"state": before.state.value},
        after={"state": state.value},
        reason=command.reason,
    )
    await republish_claims(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))
    return {"certification_id": str(before.id)}
