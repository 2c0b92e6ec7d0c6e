"""Record a payment on a bill: interest first, then principal, the rest back or to another bill (BILL-06)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.bills.interest import Receipt
from services.accounts.domain.bills.kinds import PaidBy
from services.accounts.domain.bills.law import CITATION
from services.accounts.domain.bills.rates import RateMissing
from services.accounts.domain.bills.states import IllegalBillTransition
from services.accounts.storage.bills import queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.working import BillAtWork
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordBillPayment:
    """A payment, US cents.

    Attributes:
        received_on: day Customs received it; it decides the period, whenever it is recorded.
        credit_bill_id: another bill of the same producer that takes the excess, at its request; returned otherwise.
    """

    bill_id: UUID
    received_on: date
    amount_cents: int
    credit_bill_id: UUID | None = None


async def record_bill_payment(tx: Transaction, command: RecordBillPayment) -> dict[str, JSON]:
    """Apply a payment as of the day it was received; interest charged too much since then is taken back.

    The payment, the charges it changes, the postings and the events commit together.

    Raises:
        BadInput: an amount of zero or less, or a day of receipt in the future.
        NotFound: no such bill.
        Refused: the bill takes no payment in its state, the payment came before the bill, the other bill is somebody
            else's, or a rate is missing.

    Source: BILL-05, BILL-06, BILL-08; 19 CFR 159.64(b)(3).
    """
    if command.amount_cents <= 0:
        raise BadInput("a payment is more than zero", field="amount")
    if command.received_on > tx.today:
        raise BadInput("the payment was not received yet", field="receivedOn")
    wanted = [bill_id for bill_id in (command.bill_id, command.credit_bill_id) if bill_id is not None]
    cases = [(await _found(tx, bill_id)).case_number for bill_id in wanted]
    locked = await working.lock_cases(tx, cases)
    by_id = {bill.id: bill for bill in await queries.lock(tx.connection, wanted)}
    work = await working.load(tx, [by_id[bill_id] for bill_id in dict.fromkeys(wanted)])
    await _apply(tx, command, work)
    await working.store(tx, work, locked, received_on=command.received_on)
    tx.audit(
        "record_bill_payment",
        f"bills/{command.bill_id}",
        after={"amount_cents": command.amount_cents, "received_on": command.received_on.isoformat()},
    )
    return {"bill_id": str(command.bill_id)}


async def _apply(tx: Transaction, command: RecordBillPayment, work: list[BillAtWork]) -> None:
    paid, *others = work
    if others and others[0].bill.producer_id != paid.bill.producer_id:
        raise Refused([_refusal("OTHER_DEBTOR", "Excess is credited to a bill of the same producer only.")])
    if any(one.bill.bill_on is not None and command.received_on < one.bill.bill_on for one in work):
        raise Refused([_refusal("BEFORE_BILL", "The payment was received before the bill was issued.")])
    ids = iter(await queries.new_ids(tx.connection, 2))
    try:
        first = command.amount_cents
        if others and paid.bill.bill_on is not None:
            first = min(first, paid.due_on_receipt(command.received_on))
        paid.pay(Receipt(id=next(ids), received_on=command.received_on, amount_cents=first), PaidBy.PAYMENT)
        rest = command.amount_cents - first
        if others and rest:
            others[0].pay(Receipt(id=next(ids), received_on=command.received_on, amount_cents=rest), PaidBy.CREDIT)
    except IllegalBillTransition as error:
        raise working.refuse_transition(error) from None
    except RateMissing as error:
        raise Refused([working.rate_missing(error)]) from None


async def _found(tx: Transaction, bill_id: UUID) -> AnyRow:
    found = await queries.find(tx.connection, bill_id)
    if found is None:
        raise NotFound(f"no bill {bill_id}", field="billId")
    return found


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="BILL-06", citation=CITATION, message=message, field="receivedOn")
