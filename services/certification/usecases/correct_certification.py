"""Receive the correction of a returned certification."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.corrections import correction_findings
from services.certification.domain.deadlines import retain_until
from services.certification.domain.forms import Channel, Form
from services.certification.domain.review import form_findings
from services.certification.domain.states import Event, State, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.file_certification import (
    day_of_receipt,
    stated_values,
    store_version,
    window_findings,
)
from services.certification.usecases.loading import Loaded, load_locked, note_review
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectCertification:
    """The whole certification, stated anew; see ``FileCertification``."""

    certification_id: UUID
    form: Form
    tax_fingerprint: str | None
    received_on: date | None


async def correct_certification(
    tx: Transaction, command: CorrectCertification, *, sealed_tax_number: bytes | None
) -> dict[str, JSON]:
    """Put a corrected version under review; one that desires no distribution any more is withdrawn (CERT-09).

    Raises:
        NotFound: there is no such certification.
        BadInput: a day of receipt for an electronic correction, in the future or before the return.
        Refused: it is not returned, the correction is late (CERT-13), names another order, changes more than the
            listed defects, or (electronic) is still incomplete. Nothing changes then.

    Source:
        CERT-09, CERT-13, CERT-15; 19 CFR 159.63(c).
    """
    received_on = day_of_receipt(command.received_on, command.form.channel, tx.today)
    loaded = await load_locked(tx, command.certification_id)
    certification = loaded.certification
    if certification.returned_on and received_on < certification.returned_on:
        raise BadInput("receivedOn lies before the return", field="receivedOn")
    if certification.state is State.RETURNED and certification.correct_by and received_on > certification.correct_by:
        raise Refused([_late(certification.correct_by)])
    state = next_state(certification.state, Event.RECEIVE_CORRECTION, loaded.circumstances(received_on))
    window = await window_findings(tx.connection, command.form)
    refuse_if_any([*_findings(command.form, loaded, received_on), *window])
    declined = command.form.desires_distribution is False
    if declined:
        state = next_state(state, Event.WITHDRAW, loaded.circumstances(received_on))
    version = certification.version + 1
    await store_version(tx, certification.id, version, "CORRECTED", received_on, command.form, sealed_tax_number)
    await certifications.update_certification(
        tx.connection,
        certification.id,
        {
            **stated_values(command.form),
            "state": state.value,
            "reason_code": "NO_DISTRIBUTION_DESIRED" if declined else None,
            "version": version,
            "version_received_on": received_on,
            "retain_until": retain_until(received_on),
            "tax_fingerprint": command.tax_fingerprint,
            "corrections": certification.corrections + 1,
        },
    )
    if not declined:
        await note_review(tx, certification.id)
    tx.audit(
        "correct_certification",
        loaded.subject,
        before={"state": certification.state.value, "version": certification.version},
        after={"state": state.value, "version": version},
    )
    if declined:
        await republish_claims(tx, OrderYear(case_number=certification.case_number, notice=loaded.notice))
    return {"certification_id": str(certification.id)}


def _findings(form: Form, loaded: Loaded, received_on: date) -> list[Refusal]:
    findings = correction_findings(loaded.form, form, [defect.get("field") for defect in loaded.certification.defects])
    if form.case_number != loaded.certification.case_number:
        findings.append(
            Refusal(
                code="ORDER_NOT_IN_NOTICE",
                rule="CERT-01",
                citation="19 CFR 159.63(b)",
                message=f"The certification stands under {loaded.certification.case_number}.",
                field="caseNumber",
            )
        )
    if form.channel is Channel.ELECTRONIC:
        findings += form_findings(form, received_on)
    return findings


def _late(correct_by: date) -> Refusal:
    return Refusal(
        code="CORRECTION_LATE",
        rule="CERT-13",
        citation="19 CFR 159.63(c)",
        message=f"The corrected certification had to be received by {correct_by.isoformat()}.",
    )
