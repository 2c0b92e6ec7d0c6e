"""Put a minor error right with the producer's help."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.review import review
from services.certification.domain.states import Event, next_state
from services.certification.storage.queries import certifications
from services.certification.storage.queries.certifications import MinorErrorRow
from services.certification.usecases.loading import facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolveMinorError:
    """What was wrong, what it should be, and how the reviewer learned it."""

    certification_id: UUID
    field: str
    before: str | None
    after: str | None
    note: str


async def resolve_minor_error(tx: Transaction, command: ResolveMinorError) -> dict[str, JSON]:
    """Annotate a minor error; the certification as stated stays as it is and is not returned for it.

    Raises:
        NotFound: there is no such certification.
        Refused: it is not under review, or the review finds no minor error in that field.

    Source:
        CERT-14; 19 CFR 159.63(c).
    """
    loaded = await load_locked(tx, command.certification_id)
    next_state(loaded.certification.state, Event.RESOLVE_MINOR_ERROR, loaded.circumstances(tx.today))
    found = review(loaded.form, await facts_of(tx, loaded))
    if command.field not in {each.field for each in found.minor}:
        raise Refused([_not_minor(command.field)])
    await certifications.add_minor_error(
        tx.connection,
        MinorErrorRow(
            certification_id=loaded.certification.id,
            field=command.field,
            before=command.before,
            after=command.after,
            note=command.note,
            resolved_on=tx.today,
        ),
    )
    tx.audit("resolve_minor_error", loaded.subject, after={"field": command.field}, reason=command.note)
    return {"certification_id": str(loaded.certification.id)}


def _not_minor(field: str) -> Refusal:
    return Refusal(
        code="NOT_A_MINOR_ERROR",
        rule="CERT-14",
        citation="19 CFR 159.63(c)",
        message=f"The review finds no minor error in {field}.",
        field="field",
    )
