"""Hold a claim back from certification while it is verified: proposed by one officer, approved by another."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.verification import RUNNING, HoldEvent, HoldState, needs_text, next_hold_state
from services.certification.storage.queries import verification
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.verification.loading import open_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeHold:
    """What happens to the hold, and why."""

    verification_id: UUID
    event: HoldEvent
    reason: str


async def change_hold(tx: Transaction, command: ChangeHold) -> dict[str, JSON]:
    """Propose, approve, refuse or release a hold.

    Raises:
        NotFound: there is no such verification.
        Refused: the verification is over, the hold does not stand there, no reason, or the proposer would approve.

    Source:
        VERI-01: opening a verification delays nothing; a hold needs a reason and an approver.
    """
    opened = await open_locked(tx, command.verification_id)
    before = opened.verification
    refuse_if_any(needs_text(command.reason, "REASONS_MISSING", "Say why.", "reason"))
    state = next_hold_state(
        before.hold_state,
        command.event,
        running=before.state in RUNNING,
        same_person=before.hold_proposed_by == tx.cause.actor,
    )
    values = {"hold_state": state.value}
    if state is HoldState.PROPOSED:
        values |= {"hold_reason": command.reason, "hold_proposed_by": tx.cause.actor}
    await verification.update_verification(
        tx.connection,
        before.id,
        {**values, "hold_decided_by": None if state is HoldState.PROPOSED else tx.cause.actor},
    )
    tx.audit(
        f"{command.event.value}_verification_hold",
        opened.subject,
        before={"hold_state": before.hold_state.value},
        after={"hold_state": state.value},
        reason=command.reason,
    )
    certification = opened.certification
    await republish_claims(
        tx, OrderYear(case_number=certification.certification.case_number, notice=certification.notice)
    )
    return {"verification_id": str(before.id)}
