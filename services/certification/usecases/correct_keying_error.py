"""Put right what Customs keyed in wrongly of an accepted certification (CERT-19)."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Form
from services.certification.domain.keying import CITATION, KeyingState, keying_findings
from services.certification.domain.review import Review, acceptance_findings, review
from services.certification.storage.queries import certifications, keying
from services.certification.usecases.assess_risk import assess_order_year
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.file_certification import stated_values
from services.certification.usecases.loading import Loaded, facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectKeyingError:
    """The whole certification as the paper states it, and how the error came about."""

    certification_id: UUID
    form: Form
    tax_fingerprint: str | None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideKeyingCorrection:
    """A correction that raises the net claim, and whether a second officer makes it."""

    correction_id: UUID
    approve: bool
    reason: str


async def correct_keying_error(
    tx: Transaction, command: CorrectKeyingError, *, sealed_tax_number: bytes | None
) -> dict[str, JSON]:
    """Make a new version that says what the paper says; one that raises the net claim waits for a second officer.

    The certification stays accepted and keeps its day of receipt: the error was Customs'.

    Raises:
        NotFound: there is no such certification.
        Refused: it did not come on paper, is not accepted, a distribution is frozen or paid, nothing changes, another
            correction waits, or as corrected it could not be accepted.

    Source:
        CERT-19, CERT-12; 19 CFR 159.63(c).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    refuse_if_any([*_findings(loaded, command.form, command.reason), *await _waiting(tx, before.id)])
    found = await _acceptable(tx, loaded, command.form)
    raises = found.amounts.net_cents > before.net_cents
    correction_id = await keying.add(
        tx.connection,
        {
            "certification_id": before.id,
            "version": before.version,
            "state": (KeyingState.PENDING if raises else KeyingState.MADE).value,
            "reason": command.reason,
            "net_before_cents": before.net_cents,
            "net_after_cents": found.amounts.net_cents,
            "proposed_on": tx.today,
            "proposed_by": tx.cause.actor,
            "sealed_tax_number": sealed_tax_number,
            "tax_fingerprint": command.tax_fingerprint,
        },
        command.form,
    )
    if raises:
        tx.audit("propose_keying_correction", loaded.subject, reason=command.reason)
    else:
        stated = (command.form, sealed_tax_number, command.tax_fingerprint)
        await _make(tx, loaded, stated, found, command.reason)
    return {"correction_id": str(correction_id)}


async def decide_keying_correction(tx: Transaction, command: DecideKeyingCorrection) -> dict[str, JSON]:
    """Make a correction that raises the net claim, or refuse it.

    Raises:
        NotFound: there is no such correction.
        Refused: it does not wait, the caller proposed it, no reason, or it can no longer be made.

    Source:
        CERT-19; the net claim rises by two people only.
    """
    correction = await keying.find(tx.connection, command.correction_id)
    if correction is None:
        raise NotFound("there is no such correction", field="correctionId")
    loaded = await load_locked(tx, correction.certification_id)
    correction = await keying.find(tx.connection, command.correction_id)
    assert correction is not None, "a correction is never removed"
    if correction.state is not KeyingState.PENDING:
        raise Refused([_refusal("ILLEGAL_TRANSITION", f"The correction is {correction.state}.", "correctionId")])
    if correction.proposed_by == tx.cause.actor:
        raise Refused([_refusal("SAME_PERSON", "Whoever proposed a correction cannot make it.", "correctionId")])
    if not command.reason.strip():
        raise Refused([_refusal("REASONS_MISSING", "Say why.", "reason")])
    if command.approve:
        stated = await keying.stated(tx.connection, correction.id)
        refuse_if_any(_findings(loaded, stated[0], command.reason))
        if loaded.certification.version != correction.version:
            message = "The certification has another version by now; refuse this correction and propose it anew."
            raise Refused([_refusal("VERSION_CHANGED", message, "correctionId")])
        await _make(tx, loaded, stated, await _acceptable(tx, loaded, stated[0]), correction.reason)
    else:
        tx.audit("refuse_keying_correction", loaded.subject, reason=command.reason)
    await keying.decide(
        tx.connection,
        correction.id,
        {
            "state": (KeyingState.MADE if command.approve else KeyingState.REFUSED).value,
            "decided_on": tx.today,
            "decided_by": tx.cause.actor,
            "decision_reason": command.reason,
        },
    )
    return {"correction_id": str(correction.id)}


def _findings(loaded: Loaded, form: Form, reason: str) -> list[Refusal]:
    certification = loaded.certification
    return keying_findings(
        certification.state,
        loaded.form,
        form,
        case_number=certification.case_number,
        frozen=loaded.frozen,
        reason=reason,
    )


async def _waiting(tx: Transaction, certification_id: UUID) -> list[Refusal]:
    if not await keying.pending_for(tx.connection, certification_id):
        return []
    return [_refusal("CORRECTION_WAITS", "Another correction waits for a second officer.", "certificationId")]


async def _acceptable(tx: Transaction, loaded: Loaded, form: Form) -> Review:
    """The review of the certification as corrected; it must stand as an accepted one does."""
    facts = await facts_of(tx, loaded)
    found = review(form, facts)
    refuse_if_any(acceptance_findings(found, facts))
    return found


async def _make(
    tx: Transaction, loaded: Loaded, stated: tuple[Form, bytes | None, str | None], found: Review, reason: str
) -> None:
    before = loaded.certification
    form, sealed_tax_number, fingerprint = stated
    version = before.version + 1
    await certifications.insert_version(
        tx.connection,
        certification_id=before.id,
        version=version,
        cause="KEYING_ERROR",
        received_on=before.version_received_on,
        form=form,
        expenditures=by_category(form.expenditures),
        sealed_tax_number=sealed_tax_number,
        at=tx.now,
    )
    values = {
        **stated_values(form),
        "total_cents": found.amounts.total_cents,
        "prior_cents": found.amounts.prior_cents,
        "net_cents": found.amounts.net_cents,
        "version": version,
        "tax_fingerprint": fingerprint,
    }
    await certifications.update_certification(tx.connection, before.id, values)
    await certifications.insert_parts(tx.connection, before.id, version, found.parts)
    tx.audit(
        "correct_keying_error",
        loaded.subject,
        before={"net_cents": before.net_cents, "version": before.version},
        after={"net_cents": found.amounts.net_cents, "version": version},
        reason=reason,
    )
    await assess_order_year(tx, before.case_number, before.fiscal_year)
    await republish_claims(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule="CERT-19", citation=CITATION, message=message, field=field)
