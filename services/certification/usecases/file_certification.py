"""File a certification, electronically or keyed in from paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.deadlines import registered_on, retain_until
from services.certification.domain.eligibility import SUPPORTING, lineage_root
from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Channel, Form
from services.certification.domain.lines import line_period_findings
from services.certification.domain.notices import NoticeState
from services.certification.domain.review import form_findings
from services.certification.domain.states import (
    LIVE,
    OPEN,
    Circumstances,
    Event,
    State,
    illegal,
    next_state,
    submitted,
)
from services.certification.storage.queries import certifications, learned, notices
from services.certification.storage.queries.certifications import CertificationRow
from services.certification.storage.queries.notices import NoticeOrderRow, NoticeRow
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.loading import amendments_in_force
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class FileCertification:
    """A certification as it comes in.

    Attributes:
        notice_id: the notice it answers.
        producer_id: the claimant.
        form: everything it states.
        tax_fingerprint: tells the tax number from another one, of a repeated command and of other claimants; see
            ``Vault``.
        received_on: day a paper filing was received, if not today.
    """

    notice_id: UUID
    producer_id: UUID
    form: Form
    tax_fingerprint: str | None
    received_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """A filing that is stored, and the order's year it belongs to."""

    certification_id: UUID
    year: OrderYear


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """What a filing replaces, or the one received after it that governs, where paper is keyed in late (CERT-17)."""

    replaced: CertificationRow | None = None
    overtaken_by: CertificationRow | None = None


async def file_certification(
    tx: Transaction, command: FileCertification, *, sealed_tax_number: bytes | None
) -> dict[str, JSON]:
    """Register a certification and give it its number.

    An electronic one that lacks an element or does not add up is refused, nothing is stored; one on paper is
    registered with its defects. One received late is registered as denied; one received in time replaces the
    producer's earlier one and keeps its number, or is replaced itself where another one was received after it.

    Raises:
        NotFound: no such published notice or producer.
        BadInput: a day of receipt in the future or for an electronic filing.
        Refused: the form's own defects, all at once; an order the notice does not name; an earlier final decision.

    Source:
        CERT-01 to CERT-05, CERT-17; 19 CFR 159.63(a)-(b).
    """
    registered = await register(tx, command, sealed_tax_number=sealed_tax_number)
    await republish_claims(tx, registered.year)
    return {"certification_id": str(registered.certification_id)}


async def register(tx: Transaction, command: FileCertification, *, sealed_tax_number: bytes | None) -> Registered:
    """Check and store one filing; every way in, one by one or many at once, comes through here.

    The caller publishes the order's claims anew when all of its filings are stored.

    Raises:
        NotFound, BadInput, Refused: see ``file_certification``.
    """
    received_on = day_of_receipt(command.received_on, command.form.channel, tx.today)
    year = await _order_year(tx.connection, command)
    if year is None:
        refuse_if_any([*_door_findings(command.form, received_on), _order_not_named()])
    assert year is not None, "refused otherwise"
    refuse_if_any([*_door_findings(command.form, received_on), *await window_findings(tx.connection, command.form)])
    return await store_filing(tx, command, year, received_on, sealed_tax_number=sealed_tax_number)


async def store_filing(
    tx: Transaction,
    command: FileCertification,
    year: tuple[NoticeRow, NoticeOrderRow],
    received_on: date,
    *,
    sealed_tax_number: bytes | None,
) -> Registered:
    """Store a filing that passed the door under its order's year, which the caller has locked.

    Raises:
        Refused: an earlier final decision, or a correction that is overdue, bars a fresh filing.
    """
    notice, line = year
    received_on = registered_on(received_on, notice.publish_on)
    state = submitted(received_on, notice.close_on)
    lineage_id = await _lineage(tx.connection, command, line)
    room = await _make_room(tx, command, notice, lineage_id, received_on, state)
    state = State.SUPERSEDED if room.overtaken_by else state
    values = {
        **stated_values(command.form),
        "certification_number": await _number(tx.connection, notice.fiscal_year, room.replaced or room.overtaken_by),
        "notice_id": notice.id,
        "case_number": line.case_number,
        "fiscal_year": notice.fiscal_year,
        "producer_id": command.producer_id,
        "lineage_id": lineage_id,
        "channel": command.form.channel.value,
        "received_on": received_on,
        "received_at": tx.now,
        "version": 1,
        "version_received_on": received_on,
        "retain_until": retain_until(received_on),
        "tax_fingerprint": command.tax_fingerprint,
        "replaces_id": room.replaced.id if room.replaced else None,
        **_outcome(state, command.form, notice, received_on),
    }
    certification_id = await certifications.insert_certification(tx.connection, values)
    await store_version(tx, certification_id, 1, "FILED", received_on, command.form, sealed_tax_number)
    tx.audit(
        "file_certification",
        f"certifications/{values['certification_number']}",
        after={"state": values["state"], "received_on": received_on.isoformat(), "net_cents": values["net_cents"]},
    )
    return Registered(certification_id=certification_id, year=OrderYear(case_number=line.case_number, notice=notice))


async def window_findings(connection: AsyncConnection, form: Form) -> list[Refusal]:
    """Lines of an electronic filing outside the life of its order; paper is reviewed with them (EXP-02)."""
    if form.channel is not Channel.ELECTRONIC or not form.lines or form.case_number is None:
        return []
    order = (await learned.orders_by_case(connection, [form.case_number])).get(form.case_number)
    return [] if order is None else line_period_findings(form, order.issued_on, order.revoked_on)


def day_of_receipt(stated: date | None, channel: Channel, today: date) -> date:
    """The day a filing counts as received: today, or for paper the day stamped on it.

    Raises:
        BadInput: a day for an electronic filing, or one in the future.
    """
    if stated is None:
        return today
    if channel is Channel.ELECTRONIC:
        raise BadInput("receivedOn is for paper filings only", field="receivedOn")
    if stated > today:
        raise BadInput("receivedOn lies in the future", field="receivedOn")
    return stated


def stated_values(form: Form) -> dict[str, Any]:
    """The columns that follow from what the form states; amounts in US cents, zero where nothing is stated."""
    total = sum(by_category(form.expenditures).values()) if form.expenditures else form.total_cents or 0
    prior = form.prior_cents or 0
    return {
        "claimant_name": (form.claimant_name or "").strip(),
        "confidentiality_claimed": form.confidentiality_claimed,
        "total_cents": total,
        "prior_cents": prior,
        "net_cents": total - prior,
        "claimed_cents": total - prior if form.net_cents is None else form.net_cents,
    }


async def store_version(
    tx: Transaction,
    certification_id: UUID,
    version: int,
    cause: str,
    received_on: date,
    form: Form,
    sealed_tax_number: bytes | None,
) -> None:
    """Store one version of a certification."""
    await certifications.insert_version(
        tx.connection,
        certification_id=certification_id,
        version=version,
        cause=cause,
        received_on=received_on,
        form=form,
        expenditures=by_category(form.expenditures),
        sealed_tax_number=sealed_tax_number,
        at=tx.now,
    )


def _door_findings(form: Form, received_on: date) -> list[Refusal]:
    """What an electronic filing is refused for; paper is registered and reviewed as it is."""
    return form_findings(form, received_on) if form.channel is Channel.ELECTRONIC else []


async def _order_year(
    connection: AsyncConnection, command: FileCertification
) -> tuple[NoticeRow, NoticeOrderRow] | None:
    notice = (await notices.notices_by_id(connection, [command.notice_id])).get(command.notice_id)
    if notice is None or notice.state is NoticeState.DRAFT:
        raise NotFound("there is no such published notice", field="noticeId")
    if command.producer_id not in await learned.producers_by_id(connection, [command.producer_id]):
        raise NotFound("there is no such domestic producer", field="producerId")
    if command.form.case_number is None:
        return None
    year = await notices.lock_order_year(connection, command.form.case_number, notice.fiscal_year)
    return year if year is not None and year[0].id == notice.id else None


async def _lineage(connection: AsyncConnection, command: FileCertification, line: NoticeOrderRow) -> UUID:
    """The claimant's lineage under the order; a successor continues its listed predecessor's (PROD-04)."""
    assert line.list_version is not None, "a published notice has a list"
    key = (line.case_number, line.list_version)
    listing = (await learned.producer_lists_by_version(connection, [key])).get(key, [])
    recorded = await amendments_in_force(connection, line.case_number)
    supporters = [entry.producer_id for entry in listing if entry.role in SUPPORTING]
    root = lineage_root(command.form, command.producer_id, supporters, recorded)
    return await certifications.lineage(connection, line.case_number, root)


async def _make_room(
    tx: Transaction,
    command: FileCertification,
    notice: NoticeRow,
    lineage_id: UUID,
    received_on: date,
    state: State,
) -> _Room:
    """Supersede the producer's earlier certification by a timely one, unless that one was received later (CERT-17)."""
    filed = await certifications.filed_under(tx.connection, lineage_id, notice.id)
    earlier = [row for row in filed if row.producer_id == command.producer_id]
    if state is State.LATE_DENIED:
        return _Room()
    governing = [row for row in earlier if row.state in LIVE or row.state is State.WITHDRAWN]
    later = next((row for row in governing if row.received_on > received_on), None)
    if later is not None:
        return _Room(overtaken_by=later)
    live = next((row for row in earlier if row.state in LIVE), None)
    if live is None:
        final = next((row for row in earlier if _final(row)), None)
        if final is not None:
            raise illegal(f"Certification {final.certification_number} is {final.state} for this fiscal year.")
        return _Room()
    if live.state is State.RETURNED and live.correct_by is not None and received_on > live.correct_by:
        # It lapsed that day, whether or not the job has come by: a lapsed one is final for the year (CERT-13).
        raise illegal(f"Certification {live.certification_number} lapsed: no correction came by {live.correct_by}.")
    now = Circumstances(today=received_on, close_on=notice.close_on, return_by=notice.return_by)
    superseded = next_state(live.state, Event.REPLACE, now)
    await certifications.update_certification(tx.connection, live.id, {"state": superseded.value})
    tx.audit(
        "supersede_certification",
        f"certifications/{live.certification_number}",
        before={"state": live.state.value},
        after={"state": superseded.value},
    )
    return _Room(replaced=live)


def _final(row: CertificationRow) -> bool:
    """Whether an earlier decision bars a fresh filing; a confidentiality claim or a withdrawal does not (CERT-16)."""
    return row.state in {State.REJECTED, State.LAPSED} and row.reason_code != "CONFIDENTIALITY_CLAIMED"


async def _number(connection: AsyncConnection, fiscal_year: int, replaced: CertificationRow | None) -> str:
    if replaced is not None:
        return replaced.certification_number
    return await certifications.next_number(connection, fiscal_year)


def _outcome(state: State, form: Form, notice: NoticeRow, received_on: date) -> dict[str, Any]:
    """State and reason of a new filing; a "no" to item 12 claims nothing and is withdrawn at once (CERT-09)."""
    if state in OPEN and form.desires_distribution is False:
        now = Circumstances(today=received_on, close_on=notice.close_on, return_by=notice.return_by)
        return {
            "state": next_state(state, Event.WITHDRAW, now).value,
            "reason_code": "NO_DISTRIBUTION_DESIRED",
        }
    return {"state": state.value, "reason_code": "LATE" if state is State.LATE_DENIED else None}


def _order_not_named() -> Refusal:
    return Refusal(
        code="ORDER_NOT_IN_NOTICE",
        rule="CERT-01",
        citation="19 CFR 159.63(b)",
        message="A certification names one order of the notice it answers.",
        field="caseNumber",
    )
