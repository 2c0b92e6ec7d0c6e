"""Accept a certification."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.review import acceptance_findings, review
from services.certification.domain.states import LIVE, OPEN, Event, State, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.assess_risk import standing_flags
from services.certification.usecases.claims import OrderYear, republish_if_certified
from services.certification.usecases.loading import Loaded, facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptCertification:
    """The reviewer is satisfied."""

    certification_id: UUID


async def accept_certification(tx: Transaction, command: AcceptCertification) -> dict[str, JSON]:
    """Accept it with the amounts the system works with; its version is frozen (CERT-19).

    Raises:
        NotFound: there is no such certification.
        Refused: it is not under review; or, all at once, every material defect, every failed test of eligibility, a
            claim to confidentiality, every HIGH flag nobody cleared, an open window while a sister certification may
            arrive.

    Source:
        CERT-06, CERT-07, CERT-12, CERT-19, EXP-07, PROD-09, VERI-01; 19 CFR 159.63(c).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    facts = await facts_of(tx, loaded)
    found = review(loaded.form, facts)
    if before.state is State.UNDER_REVIEW:
        flags = await standing_flags(tx, before.case_number, before.fiscal_year, before.id)
        refuse_if_any([*acceptance_findings(found, facts), *await _rival(tx, loaded), *flags])
    state = next_state(
        before.state,
        Event.ACCEPT,
        loaded.circumstances(tx.today, defective=bool(found.material), eligible=not found.ineligible),
    )
    amounts = {
        "total_cents": found.amounts.total_cents,
        "prior_cents": found.amounts.prior_cents,
        "net_cents": found.amounts.net_cents,
    }
    await certifications.update_certification(tx.connection, before.id, {**amounts, "state": state.value})
    await certifications.insert_parts(tx.connection, before.id, before.version, found.parts)
    tx.audit(
        "accept_certification",
        loaded.subject,
        before={"state": before.state.value},
        after={"state": state.value, "version": before.version, **amounts},
    )
    await republish_if_certified(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))
    return {"certification_id": str(before.id)}


async def _rival(tx: Transaction, loaded: Loaded) -> list[Refusal]:
    """Another producer's accepted certification for the same lineage (CERT-01)."""
    filed = await certifications.filed_under(
        tx.connection, loaded.certification.lineage_id, loaded.certification.notice_id
    )
    if not any(row.id != loaded.certification.id and row.state in LIVE - OPEN for row in filed):
        return []
    return [
        Refusal(
            code="LINEAGE_ALREADY_CLAIMED",
            rule="CERT-01",
            citation="19 CFR 159.61(b)(1)(i)",
            message="Another producer's certification was accepted for the same listed producer.",
            field="producerId",
        )
    ]
