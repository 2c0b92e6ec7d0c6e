"""Refunds of over-payments: the basis of each, what may be credited, and no double use (OFF-13, OFF-14)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.audits.findings import Direction, FindingClass, RefundBasis
from services.enforcement.domain.audits.offsets import RefundAllocation, net, refundable
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.states import DETERMINED, OffsetState
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.events.audits import RefundEligibilityDecided
from services.enforcement.storage.audits import findings, queries
from services.enforcement.storage.audits import refunds as stored
from services.enforcement.storage.audits.report_tables import refunds as refunds_table
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.figures import reckon
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note, tell
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused


class OtherUse(StrEnum):
    """What else an over-payment is asked for."""

    REFUND = "REFUND"
    PROTEST_CREDIT = "PROTEST_CREDIT"


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideRefundBasis:
    """The basis of some over-payments, as the port or Center director finds it."""

    audit_id: UUID
    items: tuple[str, ...]
    basis: RefundBasis
    reason: str
    allocation: RefundAllocation


@dataclass(frozen=True, kw_only=True, slots=True)
class CreditRefund:
    """The credit of what is refundable."""

    audit_id: UUID
    allocation: RefundAllocation


@dataclass(frozen=True, kw_only=True, slots=True)
class UseOverPayment:
    """A refund or protest credit of the over-payment of a line, outside an audit's offset."""

    entry_number: str
    line_number: int
    finding_class: FindingClass
    use: OtherUse
    reason: str


async def decide_refund_basis(tx: Transaction, command: DecideRefundBasis) -> dict[str, JSON]:
    """Keep on what an over-payment could be refunded, if on anything; the audit opens no new right (OFF-13).

    Raises:
        BadInput: no reason, no items, or an item that is no over-payment of the audit.
        NotFound: no such audit.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    marked = await findings.mark(tx.connection, audit, command.items, Direction.OVER, refund_basis=command.basis.value)
    if not command.items or marked != set(command.items):
        raise BadInput("Name over-payments of the audit.", field="items")
    await note(tx, audit, "DECIDE_REFUND_BASIS", audit.state, reason)
    cents = await refundable_now(tx.connection, audit, tx.today, command.allocation)
    tell(
        tx,
        audit,
        RefundEligibilityDecided,
        finding_numbers=sorted(command.items),
        basis=command.basis,
        refundable_cents=cents,
    )
    return answer(audit.id)


async def credit_refund(tx: Transaction, command: CreditRefund) -> dict[str, JSON]:
    """Credit toward a refund what the offset left over and has a basis, once a computation (OFF-13).

    Raises:
        Conflict: the offset is not determined, or the refund was credited already.
        NotFound: no such audit.
        Refused: nothing is refundable (OFF_REFUND_NOT_AUTHORISED).
    """
    audit = await locked_audit(tx, command.audit_id)
    if audit.offset_state not in {*DETERMINED, OffsetState.SUPERSEDED_BY_INVESTIGATION}:
        raise Conflict("The offset is not determined.")
    cents = await refundable_now(tx.connection, audit, tx.today, command.allocation)
    if not cents:
        raise Refused([refusal("OFF_REFUND_NOT_AUTHORISED")])
    if await stored.refund_of(tx.connection, audit.id) is not None:
        raise Conflict("The refund was credited already.")
    row = {
        "audit_id": audit.id,
        "computation_version": audit.computation_version,
        "allocation": command.allocation,
        "amount_cents": cents,
        "credited_by": tx.cause.actor,
        "credited_on": tx.today,
    }
    await queries.insert_rows(tx.connection, refunds_table, [row])
    await note(tx, audit, "CREDIT_REFUND", audit.state)
    return answer(audit.id)


async def refundable_now(
    connection: AsyncConnection, audit: AuditRecord, today: date, allocation: RefundAllocation
) -> int:
    """What may be credited toward a refund now, US cents; 0 until the offset is allowed, in whole or in part.

    Projected dollars are never refunded: only what was found on identified entries has a basis (OFF-13). An
    investigation on every issue ends the paragraph, not the statute's bar: nothing is credited (AUD-09).
    """
    if audit.offset_state not in {OffsetState.ALLOWED, OffsetState.ALLOWED_IN_PART}:
        return 0
    outcome = await reckon(connection, audit, today)
    items = await findings.over_payments_by_basis(connection, audit, today, outcome.uses)
    return refundable(net(outcome.sums), items, allocation)


async def use_over_payment(tx: Transaction, command: UseOverPayment) -> dict[str, JSON]:
    """Keep that an over-payment is refunded or credited otherwise; no offset uses it afterwards (OFF-14).

    Raises:
        BadInput: a number or reason that cannot be kept.
        Conflict: it was refunded or credited already.
        Refused: an offset used it (OFF_ALREADY_CONSUMED).
    """
    entry = parse_number(command.entry_number, field="entryNumber")
    reason = clean_text(command.reason, field="reason")
    await findings.lock_over_payments(tx.connection)
    line = (entry, command.line_number, command.finding_class)
    if await stored.consumed(tx.connection, *line):
        raise Refused([refusal("OFF_ALREADY_CONSUMED", field="entryNumber")])
    if not await stored.keep_refunded(tx.connection, *line, kind=command.use, by=tx.cause.actor, on=tx.today):
        raise Conflict("The over-payment was refunded or credited already.", field="entryNumber")
    place = f"entries/{entry}/lines/{command.line_number}/{command.finding_class}"
    tx.audit("use_over_payment", place, after={"use": command.use}, reason=reason)
    return {"entry_number": entry}
