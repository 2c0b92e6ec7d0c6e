"""Open a verification of a certification."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.verification import (
    RUNNING,
    VerificationState,
    already_running,
    needs_text,
    opening_findings,
)
from services.certification.storage.queries import verification
from services.certification.usecases.loading import load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenVerification:
    """The certification, and why it is verified."""

    certification_id: UUID
    reason: str


async def open_verification(tx: Transaction, command: OpenVerification) -> dict[str, JSON]:
    """Open it on any certification, accepted or not, paid or not; by itself it delays nothing.

    Raises:
        NotFound: there is no such certification.
        Refused: the five years are over, no reason, or another verification of it is not over.

    Source:
        VERI-01, VERI-02; 19 CFR 159.63(d).
    """
    loaded = await load_locked(tx, command.certification_id)
    certification = loaded.certification
    earlier = (await verification.verifications_of(tx.connection, [certification.id])).get(certification.id, [])
    refuse_if_any(
        [
            *opening_findings(tx.today, certification.retain_until),
            *needs_text(command.reason, "REASONS_MISSING", "Say why it is verified.", "reason"),
            *(already_running() for each in earlier if each.state in RUNNING),
        ]
    )
    version = await verification.latest_version(tx.connection, certification.id)
    verification_id = await verification.insert_verification(
        tx.connection,
        {
            "certification_id": certification.id,
            "version": version,
            "state": VerificationState.OPEN.value,
            "reason": command.reason,
            "opened_by": tx.cause.actor,
            "opened_on": tx.today,
        },
    )
    tx.audit(
        "open_verification",
        f"verifications/{verification_id}",
        after={"certification": certification.certification_number, "version": version},
        reason=command.reason,
    )
    return {"verification_id": str(verification_id)}
