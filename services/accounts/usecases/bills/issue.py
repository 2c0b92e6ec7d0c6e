"""Issue drafted bills: the second of two people (BILL-01, BILL-02)."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.law import CITATION, InterestDestination, InterestMethod
from services.accounts.domain.bills.states import BillEvent, BillState, IllegalBillTransition
from services.accounts.events.bills import BillIssued
from services.accounts.storage.bills import determinations, queries
from services.accounts.storage.bills.records import Bill
from services.accounts.usecases.bills import working
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueBills:
    """Drafts to issue: all of a determination, or single ones.

    Attributes:
        overpayment_method, debt_method: how bills issued today bear interest; named policies (BILL-05, BILL-11).
        interest_destination: where that interest goes; a named policy (BILL-08).
    """

    determination_id: UUID | None = None
    bill_ids: tuple[UUID, ...] = ()
    overpayment_method: InterestMethod = InterestMethod.P30_SIMPLE
    debt_method: InterestMethod = InterestMethod.NONE
    interest_destination: InterestDestination = InterestDestination.GENERAL_FUND


async def issue_bills(tx: Transaction, command: IssueBills) -> dict[str, JSON]:
    """Date the bills today, due in 30 days, and keep the interest method in force with each.

    Raises:
        BadInput: neither a determination nor bills are named.
        NotFound: no such determination or bill.
        Refused: ``SAME_PERSON``, whoever proposed a bill cannot issue it; ``ILLEGAL_TRANSITION``, one is no draft.

    Source: BILL-01, 19 CFR 159.64(b)(3); BILL-02, 19 CFR 24.3(e).
    """
    drafts = await _drafts(tx, command)
    if any(bill.proposed_by == tx.cause.actor for bill in drafts):
        raise Refused([_refusal("SAME_PERSON", "Whoever proposed a bill cannot issue it: money moves by two people.")])
    weights: dict[UUID, dict[str, int]] = {}
    for determination_id in {bill.determination_id for bill in drafts if bill.determination_id}:
        weights[determination_id] = await determinations.weights(tx.connection, determination_id)
    work = await working.load(tx, drafts)
    for one in work:
        try:
            one.happen(BillEvent.ISSUE)
        except IllegalBillTransition as error:
            raise working.refuse_transition(error) from None
        overpayment = one.bill.kind is BillKind.OVERPAYMENT
        method = command.overpayment_method if overpayment else command.debt_method
        one.bill = replace(one.bill, bill_on=tx.today, method=method, interest_destination=command.interest_destination)
    await working.store(tx, work)
    await queries.set_issuer(tx.connection, [bill.id for bill in drafts], tx.cause.actor)
    for one in work:
        _tell(tx, one.bill, weights)
    return {"bill_ids": [str(bill.id) for bill in drafts]}


async def _drafts(tx: Transaction, command: IssueBills) -> list[Bill]:
    if (command.determination_id is None) == (not command.bill_ids):
        raise BadInput("name a determination, or bills", field="determinationId")
    if command.determination_id is None:
        found = await queries.lock(tx.connection, command.bill_ids)
        if len(found) != len(set(command.bill_ids)):
            raise NotFound("one of the bills does not exist", field="billIds")
        return found
    found = await queries.lock_of_determination(tx.connection, command.determination_id)
    if not found:
        raise NotFound(f"no determination {command.determination_id}", field="determinationId")
    drafts = [bill for bill in found if bill.state is BillState.DRAFT]
    if not drafts:
        raise Refused([_refusal("ILLEGAL_TRANSITION", "No bill of this determination is a draft any more.")])
    return drafts


def _tell(tx: Transaction, bill: Bill, weights: dict[UUID, dict[str, int]]) -> None:
    weight = None if bill.determination_id is None else weights[bill.determination_id][bill.lineage_id]
    tx.record(
        BillIssued(
            case_number=bill.case_number,
            bill_id=str(bill.id),
            bill_number=bill.number,
            lineage_id=bill.lineage_id,
            producer_id=bill.producer_id,
            kind=bill.kind.value,
            amount_cents=bill.principal_cents,
            weight_cents=weight,
            bill_on=bill.terms.bill_on,
            due_on=bill.terms.due_on,
            pay_by=bill.terms.pay_by,
        )
    )
    tx.audit("issue_bill", f"bills/{bill.id}", after={"number": bill.number, "method": bill.method.value})


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="BILL-01", citation=CITATION, message=message, field="determinationId")
