"""What is collected of a matter, and set-off of refunds (DBT-04, DBT-05, CUL-08)."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from services.enforcement.domain.debts.set_off import (
    Capacity,
    Person,
    apply,
    refuse_set_off,
)
from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.matters.states import MatterEvent, MatterState
from services.enforcement.domain.text import clean_text
from services.enforcement.events.matters import DebtSettled
from services.enforcement.events.parties import DebtOffsetApplied
from services.enforcement.storage.debts.queries import is_credited
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import matters, set_offs
from services.enforcement.usecases.informants.recoveries import keep_applied
from services.enforcement.usecases.matters.holds import PETITION_OPEN
from services.enforcement.usecases.matters.keeping import locked_matter, tell_penalty_now, unpaid, write_history
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import refuse_if_any

Kind = Literal["PENALTY", "DUTIES"]
Means = Literal["SET_OFF", "COMPROMISE", "SALE"]
_COLLECTED: Final = {"PENALTY": "penalty_collected_cents", "DUTIES": "duties_collected_cents"}
_RECOVERED: Final = {"PENALTY": RecoveryClass.PENALTY, "DUTIES": RecoveryClass.DUTIES_WITHHELD}
_FIXED: Final = frozenset({MatterState.COLLECTION, MatterState.DECIDED, MatterState.SUPPLEMENTAL})


@dataclass(frozen=True, kw_only=True, slots=True)
class SetOffRefund:
    """A refund due to somebody, to be set off against a debt of a matter, US cents."""

    matter_id: UUID
    of_penalty: bool
    refund_reference: str
    refund_cents: int
    payee_number: str
    payee_capacity: Capacity


async def collected(tx: Transaction, reference: str, kind: str, amount_cents: int, received_on: date) -> Row | None:
    """Count what accounts collected on a matter, as of the day Customs received it (CLK-04).

    A mitigated penalty paid in time but told after the calendar let the whole revive is mitigated again (RLF-06).

    Returns:
        The matter as it stood; None when the reference is not a matter's.
    """
    try:
        matter_id = UUID(reference)
    except ValueError:
        return None
    matter = await queries.lock(tx.connection, matters, matter_id)
    if matter is None:
        return None
    column = _COLLECTED[kind]
    total = getattr(matter, column) + amount_cents
    await queries.save(tx.connection, matters, matter.id, {column: total})
    state, event = matter.state, f"{kind}_COLLECTED"
    await write_history(tx, matter.id, event, before=state, after=state, on=received_on, reason=str(amount_cents))
    if kind == "PENALTY":
        await _restore_mitigation(tx, matter, total, received_on)
    return matter


async def settle(tx: Transaction, matter: Row, kind: Kind, cents: int, *, means: Means, source: UUID, on: date) -> None:
    """Count what enforcement itself applied, tell accounts, and post the recovery unless a sale's is posted whole."""
    if cents == 0:
        return
    settlement_id = f"{source}:{kind}"
    tx.record(
        DebtSettled(
            settlement_id=settlement_id,
            kind=kind,
            reference=str(matter.id),
            means=means,
            applied_cents=cents,
            settled_on=on,
        )
    )
    if means != "SALE":
        recovered = RecoveryClass.COMPROMISE_PAYMENT if means == "COMPROMISE" else _RECOVERED[kind]
        await keep_applied(
            tx,
            source_id=settlement_id,
            case_reference=str(matter.id),
            kind=recovered,
            cents=cents,
            received_on=on,
        )


async def set_off_refund(tx: Transaction, command: SetOffRefund) -> dict[str, JSON]:
    """Set a refund off against what the same person owes: fixed, undisputed, no petition open (DBT-04, DBT-05).

    Accounts enters it by ``debt.settled``.

    Raises:
        BadInput: nothing is owed, or no refund.
        Conflict: the refund was set off before.
        Refused: DBT_DISPUTED, or another person.
    """
    matter = await locked_matter(tx, command.matter_id)
    kind: Kind = "PENALTY" if command.of_penalty else "DUTIES"
    owed = unpaid(matter)
    debt = owed.penalty_cents if command.of_penalty else owed.duties_cents
    if command.refund_cents <= 0 or debt <= 0 or matter.closed_on is not None:
        raise BadInput("There is no refund, or nothing is owed.", field="refund")
    in_suit = matter.state == MatterState.LITIGATION
    refuse_if_any(
        refuse_set_off(
            Person(matter.importer_number, Capacity.PRINCIPAL),
            Person(command.payee_number, command.payee_capacity),
            fixed=matter.state in _FIXED or not command.of_penalty,
            disputed=in_suit or (not command.of_penalty and matter.review_open),
            penalty_petition_open=command.of_penalty and matter.state in PETITION_OPEN,
        )
    )
    reference = clean_text(command.refund_reference, field="refundReference", longest=100)
    used = await queries.refund_used(tx.connection, reference)
    if used or await is_credited(tx.connection, "SET_OFF", reference):
        raise Conflict("This refund was set off before.", field="refundReference")
    result = apply(command.refund_cents, debt)
    values = {
        "matter_id": matter.id,
        "kind": kind,
        "refund_reference": reference,
        "applied_cents": result.applied_cents,
        "set_off_on": tx.today,
    }
    set_off_id = await queries.insert_row(tx.connection, set_offs, values)
    total = getattr(matter, _COLLECTED[kind]) + result.applied_cents
    await queries.save(tx.connection, matters, matter.id, {_COLLECTED[kind]: total})
    state = matter.state
    await write_history(tx, matter.id, "SET_OFF", before=state, after=state, on=tx.today, reason=reference)
    await settle(tx, matter, kind, result.applied_cents, means="SET_OFF", source=set_off_id, on=tx.today)
    tx.record(
        DebtOffsetApplied(
            importer_number=matter.importer_number,
            acted_on=tx.today,
            debt_id=matter.id,
            applied_cents=result.applied_cents,
            remaining_cents=result.remaining_cents,
        )
    )
    return {"matter_id": str(matter.id), "remaining_cents": result.remaining_cents}


async def _restore_mitigation(tx: Transaction, matter: Row, total_cents: int, received_on: date) -> None:
    decision = await queries.last_decision(tx.connection, matter.id)
    last = await queries.last_step(tx.connection, matter.id)
    if (
        decision is None
        or last is None
        or last.event != MatterEvent.PAYMENT_PERIOD_PASSED
        or received_on > matter.pay_by
        or total_cents < decision.mitigated_cents
    ):
        return
    mitigated = {"state": MatterState.DECIDED, "penalty_owed_cents": decision.mitigated_cents}
    await queries.save(tx.connection, matters, matter.id, mitigated)
    event, after = "PAID_IN_TIME", MatterState.DECIDED
    await write_history(tx, matter.id, event, before=matter.state, after=after, on=received_on, reason="RLF-06")
    tell_penalty_now(tx, matter, decision.mitigated_cents, tx.today)
