"""Start the review of a certification."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.states import Event, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.loading import load_locked, note_review
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class StartReview:
    """A reviewer takes the certification up."""

    certification_id: UUID


async def start_review(tx: Transaction, command: StartReview) -> dict[str, JSON]:
    """Put a certification under review, with every finding and flag (CERT-08's TOTAL_DECREASED) for the officer.

    Raises:
        NotFound: there is no such certification.
        Refused: it is not in the state RECEIVED.

    Source:
        CERT-12; 19 CFR 159.63(c).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    state = next_state(before.state, Event.START_REVIEW, loaded.circumstances(tx.today))
    await certifications.update_certification(tx.connection, before.id, {"state": state.value})
    found = await note_review(tx, before.id)
    tx.audit(
        "start_review",
        loaded.subject,
        before={"state": before.state.value},
        after={
            "state": state.value,
            "material": [finding.code for finding in found.material],
            "ineligible": [refusal.code for refusal in found.ineligible],
        },
    )
    return {"certification_id": str(before.id)}
