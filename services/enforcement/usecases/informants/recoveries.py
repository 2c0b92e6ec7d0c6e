"""What was recovered in any case, whether or not somebody's information led to it (INF-12, INF-16, INF-22)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.enforcement.domain.informants.recovery import (
    Disposition,
    RecoveryClass,
    RecoveryItem,
    check_property,
    is_provisional,
)
from services.enforcement.domain.text import clean_text, parse_case
from services.enforcement.events.awards import RecoveryAdjusted, RecoveryPosted
from services.enforcement.storage.informants import recoveries
from services.enforcement.usecases.informants.acting import Row
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import refuse_if_any


class HoldKind(StrEnum):
    """What could still reduce a recovery (INF-22)."""

    PETITION = "PETITION"
    PROTEST = "PROTEST"
    REFUND_CLAIM = "REFUND_CLAIM"


_COLLECTED: Final = {"PENALTY": RecoveryClass.PENALTY, "DUTIES": RecoveryClass.DUTIES_WITHHELD}


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordRecovery:
    """A recovery, amounts in US cents; of property not sold, its appraised value."""

    case_reference: str
    kind: RecoveryClass
    collected_cents: int
    expenses_cents: int
    liens_cents: int
    received_on: date
    sold_on: date | None
    appraised_cents: int | None
    disposition: Disposition | None
    forfeited: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustRecovery:
    """Money paid back, US cents."""

    recovery_id: UUID
    refunded_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldRecovery:
    """Something that could reduce a recovery is open."""

    recovery_id: UUID
    kind: HoldKind


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseHold:
    """It was decided."""

    hold_id: UUID


async def keep_collected(
    tx: Transaction,
    *,
    source_id: str,
    case_reference: str,
    kind: str,
    cents: int,
    received_on: date,
    hold: HoldKind | None = None,
) -> None:
    """Keep what accounts collected, once (INF-12); held while something open could reduce it (INF-22)."""
    await keep_applied(
        tx,
        source_id=source_id,
        case_reference=case_reference,
        kind=_COLLECTED[kind],
        cents=cents,
        received_on=received_on,
        hold=hold,
    )


async def keep_applied(
    tx: Transaction,
    *,
    source_id: str,
    case_reference: str,
    kind: RecoveryClass,
    cents: int,
    received_on: date,
    expenses_cents: int = 0,
    sold_on: date | None = None,
    hold: HoldKind | None = None,
) -> UUID | None:
    """Keep what enforcement itself applied to a debt: a set-off, a compromise, a tender, a sale (INF-12).

    Returns:
        The recovery; None when it is kept already.
    """
    return await _keep(
        tx,
        {
            "source_id": source_id,
            "case_reference": case_reference,
            "kind": kind,
            "collected_cents": cents,
            "expenses_cents": expenses_cents,
            "liens_cents": 0,
            "appraised_cents": 0,
            "received_on": received_on,
            "sold_on": sold_on,
        },
        hold,
    )


async def record_recovery(tx: Transaction, command: RecordRecovery) -> dict[str, JSON]:
    """Keep a fine, a bond, a sale, a remission payment or property (INF-12, INF-16 to INF-18).

    Raises:
        BadInput: an amount below zero, nothing recovered, a day in the future, a sale without its day.
        Refused: property not forfeited, or without an appraised value.

    Source: 19 USC 1613(a), 1619(a), (b), (e); 19 CFR 161.16(a).
    """
    amounts = (command.collected_cents, command.expenses_cents, command.liens_cents, command.appraised_cents or 0)
    if min(amounts) < 0:
        raise BadInput("Amounts cannot be negative.", field="collected")
    if max(command.received_on, command.sold_on or command.received_on) > tx.today:
        raise BadInput("A recovery cannot lie in the future.", field="receivedOn")
    if (command.kind is RecoveryClass.FORFEITURE_SALE_PROCEEDS) is (command.sold_on is None):
        raise BadInput("Sale proceeds, and nothing else, have a day of sale.", field="soldOn")
    is_property = command.kind is RecoveryClass.FORFEITED_PROPERTY
    if is_property:
        refuse_if_any(
            check_property(
                forfeited=command.forfeited,
                disposition=command.disposition,
                appraised_cents=command.appraised_cents,
            )
        )
    if is_property is (command.collected_cents > 0):
        raise BadInput("Property has a value, everything else an amount collected.", field="collected")
    recovery_id = await _keep(
        tx,
        {
            "case_reference": parse_case(command.case_reference, field="caseReference"),
            "kind": command.kind,
            "collected_cents": command.collected_cents,
            "expenses_cents": command.expenses_cents,
            "liens_cents": command.liens_cents,
            "appraised_cents": command.appraised_cents or 0 if is_property else 0,
            "disposition": command.disposition if is_property else None,
            "received_on": command.received_on,
            "sold_on": command.sold_on,
        },
    )
    return {"recovery_id": str(recovery_id)}


async def _keep(tx: Transaction, values: dict[str, object], hold: HoldKind | None = None) -> UUID | None:
    recovery_id = await recoveries.add(tx.connection, values)
    if recovery_id is None:
        return None
    if hold is not None:
        await recoveries.open_hold(tx.connection, recovery_id, hold, tx.today)
    row = await recoveries.by_id(tx.connection, recovery_id)
    assert row is not None
    item = RecoveryItem(kind=RecoveryClass(row.kind), sold_on=row.sold_on, held=row.held)
    tx.record(
        RecoveryPosted(
            recovery_id=str(recovery_id),
            case_reference=row.case_reference,
            kind=row.kind,
            collected_cents=row.collected_cents,
            expenses_cents=row.expenses_cents + row.liens_cents,
            provisional=is_provisional(item, tx.today),
            received_on=row.received_on,
        )
    )
    tx.audit("record_recovery", f"recoveries/{recovery_id}", after={"collected_cents": row.collected_cents})
    return recovery_id


async def _locked(tx: Transaction, recovery_id: UUID) -> Row:
    row = await recoveries.lock(tx.connection, recovery_id)
    if row is None:
        raise NotFound(f"There is no recovery {recovery_id}.", field="recoveryId")
    return row


async def adjust_recovery(tx: Transaction, command: AdjustRecovery) -> dict[str, JSON]:
    """Count a refund, a restoration of proceeds or a surplus returned (INF-22).

    An award already made stays; the ceiling is computed anew.

    Raises:
        BadInput: zero or less, or more than was collected.

    Source: 19 USC 1613, 1618, 1520(a)(3).
    """
    row = await _locked(tx, command.recovery_id)
    if not 0 < command.refunded_cents <= row.collected_cents - row.refunded_cents:
        raise BadInput("A refund is more than zero and no more than what is left.", field="refunded")
    reason = clean_text(command.reason, field="reason")
    await recoveries.adjust(tx.connection, row.id, command.refunded_cents, reason, tx.today)
    tx.record(
        RecoveryAdjusted(
            recovery_id=str(row.id),
            case_reference=row.case_reference,
            delta_cents=-command.refunded_cents,
            reason=reason,
            adjusted_on=tx.today,
        )
    )
    tx.audit("adjust_recovery", f"recoveries/{row.id}", reason=reason)
    return {"recovery_id": str(row.id)}


async def hold_recovery(tx: Transaction, command: HoldRecovery) -> dict[str, JSON]:
    """Make a recovery provisional while a petition, protest or refund claim is open (INF-22)."""
    row = await _locked(tx, command.recovery_id)
    hold_id = await recoveries.open_hold(tx.connection, row.id, command.kind, tx.today)
    tx.audit("hold_recovery", f"recoveries/{row.id}", after={"kind": command.kind})
    return {"recovery_id": str(row.id), "hold_id": str(hold_id)}


async def release_hold(tx: Transaction, command: ReleaseHold) -> dict[str, JSON]:
    """The petition, protest or refund claim is decided (INF-22)."""
    recovery_id = await recoveries.close_hold(tx.connection, command.hold_id, tx.today)
    if recovery_id is None:
        raise NotFound("There is no such open hold.", field="holdId")
    tx.audit("release_recovery", f"recoveries/{recovery_id}")
    return {"recovery_id": str(recovery_id), "hold_id": str(command.hold_id)}
