"""Give up the rest of a bill, by two people; the deficit stays to be carried (BILL-10)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.bills.kinds import WriteOffKind
from services.accounts.domain.bills.law import CITATION
from services.accounts.domain.bills.states import BillEvent, IllegalBillTransition, advance
from services.accounts.events.bills import BillClosed
from services.accounts.storage.bills import collecting, queries
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.working import BillAtWork
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeWriteOff:
    """A bill whose rest is to be given up.

    Attributes:
        accepted_cents: of a compromise, what the debtor pays for the rest, US cents; zero for a write-off.
    """

    bill_id: UUID
    kind: WriteOffKind
    accepted_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveWriteOff:
    """The proposal to approve."""

    write_off_id: UUID


async def propose_write_off(tx: Transaction, command: ProposeWriteOff) -> dict[str, JSON]:
    """Propose to write off what is unpaid, or to accept less for it.

    Raises:
        BadInput: no reason, or an accepted amount that does not fit the kind.
        NotFound: no such bill.
        Refused: the bill is closed, a proposal waits already, or the compromise is not below what is owed.

    Source: BILL-10.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    if (command.kind is WriteOffKind.COMPROMISE) != (command.accepted_cents > 0) or command.accepted_cents < 0:
        raise BadInput("a compromise accepts more than zero, a write-off nothing", field="accepted")
    one = await _at_work(tx, command.bill_id)
    try:
        advance(one.bill.state, BillEvent.WRITE_OFF)
    except IllegalBillTransition as error:
        raise working.refuse_transition(error) from None
    if await collecting.open_write_off(tx.connection, one.bill.id) is not None:
        raise Refused([_refusal("ALREADY_PROPOSED", "A proposal for this bill waits for approval.", "billId")])
    if command.accepted_cents >= one.unpaid_cents:
        message = f"Only {format_money(one.unpaid_cents)} is owed; a compromise is for less."
        raise Refused([_refusal("NOT_LOWER", message, "accepted")])
    paid = one.bill.settled
    write_off_id = await collecting.add_write_off(
        tx.connection,
        {
            "bill_id": one.bill.id,
            "kind": command.kind.value,
            "accepted_cents": command.accepted_cents,
            "paid_before_cents": paid.interest_cents + paid.principal_cents,
            "reason": command.reason,
            "proposed_by": tx.cause.actor,
            "proposed_on": tx.today,
        },
    )
    await working.store(tx, [one])
    tx.audit("propose_write_off", f"bills/{one.bill.id}", after={"kind": command.kind}, reason=command.reason)
    return {"write_off_id": str(write_off_id), "bill_id": str(one.bill.id)}


async def approve_write_off(tx: Transaction, command: ApproveWriteOff) -> dict[str, JSON]:
    """Give up what is unpaid. No money moves: the account's deficit is carried on.

    Raises:
        NotFound: no such proposal.
        Refused: the caller proposed it, it is approved already, the compromise is not paid, or the bill is closed.

    Source: BILL-10, 18.4.
    """
    proposal = await collecting.find_write_off(tx.connection, command.write_off_id)
    if proposal is None:
        raise NotFound(f"no proposal {command.write_off_id}", field="writeOffId")
    one = await _at_work(tx, proposal.bill_id)
    proposal = await collecting.open_write_off(tx.connection, one.bill.id)
    if proposal is None or proposal.id != command.write_off_id:
        raise Refused([_refusal("ILLEGAL_TRANSITION", "The proposal was approved already.", "writeOffId")])
    if proposal.proposed_by == tx.cause.actor:
        message = "Whoever proposed a write-off cannot approve it: money moves by two people."
        raise Refused([_refusal("SAME_PERSON", message, "writeOffId")])
    settled = one.bill.settled
    paid_since = settled.interest_cents + settled.principal_cents - proposal.paid_before_cents
    if paid_since < proposal.accepted_cents:
        message = f"Of the compromise {format_money(proposal.accepted_cents - paid_since)} is not paid yet."
        raise Refused([_refusal("COMPROMISE_NOT_PAID", message, "writeOffId")])
    unpaid = one.unpaid_cents
    try:
        one.close(BillEvent.WRITE_OFF, proposal.reason)
    except IllegalBillTransition as error:
        raise working.refuse_transition(error) from None
    await working.store(tx, [one])
    await collecting.approve_write_off(
        tx.connection, proposal.id, approved_by=tx.cause.actor, approved_on=tx.today, written_off_cents=unpaid
    )
    tx.record(
        BillClosed(
            case_number=one.bill.case_number,
            bill_id=str(one.bill.id),
            bill_number=one.bill.number,
            lineage_id=one.bill.lineage_id,
            producer_id=one.bill.producer_id,
            outcome="WRITTEN_OFF",
            unpaid_cents=unpaid,
            closed_on=tx.today,
        )
    )
    tx.audit("approve_write_off", f"bills/{one.bill.id}", after={"unpaid_cents": unpaid}, reason=proposal.reason)
    return {"write_off_id": str(proposal.id), "bill_id": str(one.bill.id)}


async def _at_work(tx: Transaction, bill_id: UUID) -> BillAtWork:
    found = await queries.lock(tx.connection, [bill_id])
    if not found:
        raise NotFound(f"no bill {bill_id}", field="billId")
    (one,) = await working.load(tx, found)
    return one


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule="BILL-10", citation=CITATION, message=message, field=field)
