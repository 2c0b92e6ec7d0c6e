"""Filings received before their notice: held, and registered on the day of its publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.forms import Channel, Form
from services.certification.domain.review import form_findings
from services.certification.storage.queries import held, learned, notices
from services.certification.usecases.file_certification import (
    FileCertification,
    day_of_receipt,
    store_filing,
    window_findings,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldFiling:
    """A certification for a fiscal year whose notice is not out; see ``FileCertification``."""

    fiscal_year: int
    producer_id: UUID
    form: Form
    tax_fingerprint: str | None
    received_on: date | None


async def hold_filing(tx: Transaction, command: HoldFiling, *, sealed_tax_number: bytes | None) -> dict[str, JSON]:
    """Keep a filing until the order's notice for the year is published.

    It is checked as a filing is, but for the notice it cannot know yet: that it does not name the right one is found
    by the review.

    Raises:
        NotFound: no such producer.
        BadInput: a day of receipt in the future or for an electronic filing.
        Refused: the form's own defects, all at once; an order not known; a notice that is out already.

    Source:
        CERT-02, CERT-05; 19 CFR 159.63(a)-(b).
    """
    received_on = day_of_receipt(command.received_on, command.form.channel, tx.today)
    if command.producer_id not in await learned.producers_by_id(tx.connection, [command.producer_id]):
        raise NotFound("there is no such domestic producer", field="producerId")
    case_number = command.form.case_number or ""
    findings = _door_findings(command.form, received_on)
    if not await held.lock_order(tx.connection, case_number):
        findings.append(_refusal("ORDER_NOT_IN_NOTICE", "CERT-01", "It names no order known here.", "caseNumber"))
    elif await held.is_noticed(tx.connection, case_number, command.fiscal_year):
        findings.append(
            _refusal("NOTICE_PUBLISHED", "CERT-02", "The notice is published; file under it.", "fiscalYear")
        )
    refuse_if_any([*findings, *await window_findings(tx.connection, command.form)])
    held_id = await held.insert_held(
        tx.connection,
        command.form,
        {
            "producer_id": command.producer_id,
            "case_number": case_number,
            "fiscal_year": command.fiscal_year,
            "sealed_tax_number": sealed_tax_number,
            "tax_fingerprint": command.tax_fingerprint,
            "received_on": received_on,
            "received_at": tx.now,
        },
    )
    tx.audit(
        "hold_filing",
        f"held-filings/{held_id}",
        after={"case_number": case_number, "fiscal_year": command.fiscal_year, "received_on": received_on.isoformat()},
    )
    return {"held_filing_id": str(held_id)}


async def register_held(tx: Transaction, notice_id: UUID, fiscal_year: int, case_numbers: Sequence[str]) -> int:
    """Register what waited for a notice just published, in order of arrival, as received on its day.

    Returns:
        How many were registered.

    Source:
        CERT-02: held and registered on day 0 in order of arrival.
    """
    arrived = await held.waiting(tx.connection, fiscal_year, case_numbers)
    for filing in arrived:
        year = await notices.lock_order_year(tx.connection, filing.case_number, fiscal_year)
        assert year is not None, "the notice was just published"
        registered = await store_filing(
            tx,
            FileCertification(
                notice_id=notice_id,
                producer_id=filing.producer_id,
                form=filing.form,
                tax_fingerprint=filing.tax_fingerprint,
                received_on=filing.received_on,
            ),
            year,
            filing.received_on,
            sealed_tax_number=filing.sealed_tax_number,
        )
        await held.mark_registered(tx.connection, filing.id, registered.certification_id)
        tx.audit(
            "register_held_filing",
            f"held-filings/{filing.id}",
            after={"certification_id": str(registered.certification_id)},
        )
    return len(arrived)


def _door_findings(form: Form, received_on: date) -> list[Refusal]:
    """What an electronic filing is refused for, without the notice; paper is registered as it is."""
    if form.channel is not Channel.ELECTRONIC:
        return []
    return [each for each in form_findings(form, received_on) if each.field != "noticePublishedOn"]


def _refusal(code: str, rule: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation="19 CFR 159.63(a)", message=message, field=field)
