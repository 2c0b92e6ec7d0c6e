"""Return a materially incorrect or incomplete certification."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from services.certification.domain.deadlines import correct_by
from services.certification.domain.review import Review, confidentiality_refusal, review
from services.certification.domain.states import Event, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.loading import facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Defect:
    """A defect the officer found."""

    code: str
    message: str
    field: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnCertification:
    """The certification goes back to the producer."""

    certification_id: UUID
    defects: tuple[Defect, ...]
    late_return_reason: str | None


async def return_certification(tx: Transaction, command: ReturnCertification) -> dict[str, JSON]:
    """Return it with every material defect, the officer's and those the review finds; its 10 days start today.

    Raises:
        NotFound: there is no such certification.
        Refused: it is not under review, the return deadline has passed without an override, only minor errors were
            found (CERT-14), or it claims confidentiality and must be rejected (CERT-16).

    Source:
        CERT-12 to CERT-16; 19 CFR 159.63(c).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    found = review(loaded.form, await facts_of(tx, loaded))
    reason = (command.late_return_reason or "").strip()
    state = next_state(
        before.state, Event.FIND_MATERIAL_DEFECT, loaded.circumstances(tx.today, late_return=bool(reason))
    )
    if found.confidentiality_claimed:
        raise Refused([confidentiality_refusal()])
    defects = _defects(found, command.defects)
    if not defects:
        raise Refused([_minor_only()])
    late = tx.today > loaded.notice.return_by
    due = correct_by(tx.today)
    await certifications.update_certification(
        tx.connection,
        before.id,
        {
            "state": state.value,
            "returned_on": tx.today,
            "correct_by": due,
            "defects": defects,
            "flags": sorted({*before.flags, *(["LATE_RETURN"] if late else [])}),
        },
    )
    tx.audit(
        "return_certification",
        loaded.subject,
        before={"state": before.state.value},
        after={"state": state.value, "correct_by": due.isoformat(), "defects": [each["code"] for each in defects]},
        reason=reason or None,
    )
    return {"certification_id": str(before.id)}


def _defects(found: Review, officers: Sequence[Defect]) -> list[dict[str, str | None]]:
    """Every material defect once; what the review knows to be minor is left out."""
    minor = {(each.code, each.field) for each in found.minor}
    material = [asdict(each) for each in found.material]
    known = {(each.code, each.field) for each in found.material}
    added = [
        {
            "code": each.code,
            "rule": "CERT-12",
            "citation": "19 CFR 159.63(c)",
            "message": each.message,
            "field": each.field,
        }
        for each in officers
        if (each.code, each.field) not in minor | known
        and not (each.field is None and each.code in {code for code, _ in minor | known})
    ]
    return [*material, *added]


def _minor_only() -> Refusal:
    return Refusal(
        code="MINOR_ERROR_ONLY",
        rule="CERT-14",
        citation="19 CFR 159.63(c)",
        message="No material defect was found; a certification is not returned for minor errors or omissions.",
        field="defects",
    )
