"""Reject a certification."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.certification.domain.eligibility import Ownership, excluded_by_acquisition, opponents_of
from services.certification.domain.producers import normalised
from services.certification.domain.review import Facts, Review, review
from services.certification.domain.states import Circumstances, Event, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.loading import Loaded, facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused

CONFIDENTIALITY = "CONFIDENTIALITY_CLAIMED"
NOT_SATISFACTORY = "NOT_SATISFACTORY"
# Facts an officer may establish beyond what the form states; a failed list check is the review's alone (PROD-02).
ESTABLISHED_BY_OFFICER = frozenset({"NOT_A_PRODUCER", "NOT_MEMBER_AT_PETITION", "CEASED_PRODUCTION"})
ACQUIRED = "ACQUIRED_BY_OPPONENT_AFFILIATE"


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectCertification:
    """The certification gets no distribution.

    Attributes:
        certification_id: which one.
        code: the reason code for the letter.
        reasons: the officer's reasons.
        acquirer: who acquired the claimant, as the officer found (PROD-08).
        controls: who controls whom, as the officer found: names per controlling company.
        acts_differently: companies whose shared subsidiary makes them act differently, as the officer found.
    """

    certification_id: UUID
    code: str
    reasons: str
    acquirer: str | None = None
    controls: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acts_differently: frozenset[str] = frozenset()


async def reject_certification(tx: Transaction, command: RejectCertification) -> dict[str, JSON]:
    """Reject it for one reason: confidentiality claimed, ineligibility on facts, or defects past curing.

    Raises:
        NotFound: there is no such certification.
        Refused: it is not under review, the code is no reason for rejection, the facts do not bear it, or the
            certification can still be returned.

    Source:
        CERT-12, CERT-15, CERT-16, PROD-01 to PROD-08; 19 CFR 159.63(c), (e), 159.61(b).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    if not command.reasons.strip():
        raise Refused([_refusal("REASONS_MISSING", "CERT-12", "A rejection needs its reasons.", "reasons")])
    facts = await facts_of(tx, loaded)
    event, now = _decide(command, loaded, facts, review(loaded.form, facts), loaded.circumstances(tx.today))
    state = next_state(before.state, event, now)
    await certifications.update_certification(
        tx.connection,
        before.id,
        {"state": state.value, "reason_code": command.code, "reasons": command.reasons},
    )
    tx.audit(
        "reject_certification",
        loaded.subject,
        before={"state": before.state.value},
        after={"state": state.value, "reason_code": command.code},
        reason=command.reasons,
    )
    await republish_claims(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))
    return {"certification_id": str(before.id)}


def _decide(
    command: RejectCertification, loaded: Loaded, facts: Facts, found: Review, now: Circumstances
) -> tuple[Event, Circumstances]:
    """Which event of the life of a certification the rejection is."""
    if command.code == CONFIDENTIALITY:
        return Event.FIND_CONFIDENTIALITY_CLAIM, now
    if command.code == NOT_SATISFACTORY:
        late = Event.STILL_DEFECTIVE if now.corrections else Event.DENY_FOR_DEFECT_FOUND_LATE
        return late, now
    borne_out = {refusal.code for refusal in found.ineligible} | ESTABLISHED_BY_OFFICER
    if command.code in borne_out or (command.code == ACQUIRED and _acquired(command, loaded, facts)):
        return Event.FIND_INELIGIBLE, Circumstances(
            today=now.today, close_on=now.close_on, return_by=now.return_by, eligible=False
        )
    message = "The facts on record do not bear this reason out."
    raise Refused([_refusal("REASON_NOT_BORNE_OUT", "PROD-09", message, "code")])


def _acquired(command: RejectCertification, loaded: Loaded, facts: Facts) -> bool:
    """Whether the officer's findings of control make the acquirer an affiliate of an opponent (PROD-08)."""
    acquirer = normalised(command.acquirer or loaded.form.acquirer or "")
    ownership = Ownership(
        controls={
            normalised(parent): frozenset(normalised(child) for child in children)
            for parent, children in command.controls.items()
        },
        acts_differently=frozenset(normalised(company) for company in command.acts_differently),
    )
    return bool(acquirer) and excluded_by_acquisition(acquirer, opponents_of(facts.listing), ownership)


def _refusal(code: str, rule: str, message: str, field_: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation="19 CFR 159.63(c)", message=message, field=field_)
