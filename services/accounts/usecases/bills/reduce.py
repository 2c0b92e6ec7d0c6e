"""Reduce or cancel what is owed: split again, give back what was paid above the new share (BILL-10)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.bills import overpayment
from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.law import CITATION
from services.accounts.domain.bills.states import BillState, IllegalBillTransition
from services.accounts.events.bills import BillClosed, DeterminationReduced
from services.accounts.storage.bills import determinations, queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.working import BillAtWork
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ReduceDetermination:
    """A determination and its new, lower amount, US cents; zero cancels it."""

    determination_id: UUID
    amount_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReduceDebt:
    """A bill for an error or an overclaim and its new, lower principal, US cents; zero cancels it."""

    bill_id: UUID
    amount_cents: int
    reason: str


async def reduce_determination(tx: Transaction, command: ReduceDetermination) -> dict[str, JSON]:
    """Split a lower amount by the same weights, and bring every bill of the determination down to its new share.

    What a producer paid above it is returned at once, principal out of the Special Account and without interest; the
    interest charged is computed again on the new share. A share of zero cancels a bill that is open.

    Raises:
        BadInput: no reason, or an amount below zero.
        NotFound: no such determination.
        Refused: the amount is not lower than the present one, or the caller made the determination.

    Source: BILL-10 (design choice); 19 CFR 159.64(b)(3) for the split.
    """
    _check(command.reason, command.amount_cents)
    found = await _found(tx, command.determination_id)
    locked = await working.lock_cases(tx, [found.case_number])
    found = await _found(tx, command.determination_id)
    _refuse(command.amount_cents, found.amount_cents, found.determined_by, tx.cause.actor)
    shares = overpayment.split(command.amount_cents, await determinations.weights(tx.connection, found.id))
    bills = await queries.lock_of_determination(tx.connection, found.id)
    work = await working.load(tx, [bill for bill in bills if bill.state is not BillState.CANCELLED])
    for one in work:
        _bring_down(one, shares[one.bill.lineage_id], command.reason)
    await working.store(tx, work, locked)
    await determinations.reduce(
        tx.connection, found.id, command.amount_cents, shares, reduced_on=tx.today, reduced_by=tx.cause.actor
    )
    _tell_closed(tx, work)
    tx.record(
        DeterminationReduced(
            case_number=found.case_number,
            determination_id=str(found.id),
            amount_cents=command.amount_cents,
            reduced_on=tx.today,
        )
    )
    tx.audit(
        "reduce_determination",
        f"overpayments/{found.id}",
        before={"amount_cents": found.amount_cents},
        after={"amount_cents": command.amount_cents},
        reason=command.reason,
    )
    return {"determination_id": str(found.id)}


async def reduce_debt(tx: Transaction, command: ReduceDebt) -> dict[str, JSON]:
    """Bring one bill for an error or an overclaim down; what was paid above the new principal is returned.

    Raises:
        BadInput: no reason, or an amount below zero.
        NotFound: no such bill.
        Refused: the bill is a share of a determination, the amount is not lower, the caller proposed the bill, or it
            was cancelled.

    Source: BILL-10, BILL-11.
    """
    _check(command.reason, command.amount_cents)
    found = await queries.find(tx.connection, command.bill_id)
    if found is None:
        raise NotFound(f"no bill {command.bill_id}", field="billId")
    locked = await working.lock_cases(tx, [found.case_number])
    (one,) = await working.load(tx, await queries.lock(tx.connection, [command.bill_id]))
    if one.bill.kind is BillKind.OVERPAYMENT:
        message = "This bill is a share of a determination; reduce the determination."
        raise Refused([_refusal("SHARE_OF_DETERMINATION", message, "billId")])
    _refuse(command.amount_cents, one.bill.principal_cents, one.bill.proposed_by, tx.cause.actor)
    _bring_down(one, command.amount_cents, command.reason)
    await working.store(tx, [one], locked)
    _tell_closed(tx, [one])
    tx.audit(
        "reduce_debt",
        f"bills/{one.bill.id}",
        before={"principal_cents": one.before.principal_cents},
        after={"principal_cents": command.amount_cents},
        reason=command.reason,
    )
    return {"bill_id": str(one.bill.id)}


def _bring_down(one: BillAtWork, principal_cents: int, reason: str) -> None:
    try:
        one.reduce(principal_cents, reason)
    except IllegalBillTransition as error:
        raise working.refuse_transition(error) from None


def _tell_closed(tx: Transaction, work: list[BillAtWork]) -> None:
    for one in work:
        if one.bill.state is BillState.CANCELLED:
            tx.record(
                BillClosed(
                    case_number=one.bill.case_number,
                    bill_id=str(one.bill.id),
                    bill_number=one.bill.number,
                    lineage_id=one.bill.lineage_id,
                    producer_id=one.bill.producer_id,
                    outcome="CANCELLED",
                    unpaid_cents=0,
                    closed_on=tx.today,
                )
            )


async def _found(tx: Transaction, determination_id: UUID) -> AnyRow:
    found = await determinations.find(tx.connection, determination_id)
    if found is None:
        raise NotFound(f"no determination {determination_id}", field="determinationId")
    return found


def _check(reason: str, amount_cents: int) -> None:
    if not reason.strip():
        raise BadInput("give a reason", field="reason")
    if amount_cents < 0:
        raise BadInput("the amount is not negative", field="amount")


def _refuse(amount_cents: int, present_cents: int, proposer: str, actor: str) -> None:
    if amount_cents >= present_cents:
        message = f"The amount must be lower than the present {format_money(present_cents)}."
        raise Refused([_refusal("NOT_LOWER", message, "amount")])
    if proposer == actor:
        message = "Whoever proposed a debt cannot reduce it: money moves by two people."
        raise Refused([_refusal("SAME_PERSON", message, "reason")])


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule="BILL-10", citation=CITATION, message=message, field=field)
