"""Before an offset: notice, review, repayment agreement (BILL-07)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.accounts.domain.bills.course import Plan
from services.accounts.domain.bills.kinds import ReviewOutcome
from services.accounts.domain.bills.law import OFFSET_RESPONSE
from services.accounts.domain.bills.states import BillEvent, BillState, IllegalBillTransition
from services.accounts.events.bills import OffsetNotified
from services.accounts.storage.bills import collecting, queries
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.working import BillAtWork
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveOffsetNotice:
    """The bill whose debtor is told today that it will be offset."""

    bill_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AskBillReview:
    """A debtor's request for a review.

    Attributes:
        late_reason: why an officer admits a request received after ``responseBy``; empty for one in time.
    """

    bill_id: UUID
    received_on: date
    grounds: str
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideBillReview:
    """How a review ended; a changed debt is reduced by ``reduceDetermination`` or ``reduceDebt`` besides."""

    bill_id: UUID
    outcome: ReviewOutcome
    reasons: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignRepaymentAgreement:
    """A written agreement to repay, with instalments as day and US cents."""

    bill_id: UUID
    reference: str
    instalments: tuple[tuple[date, int], ...]


async def give_offset_notice(tx: Transaction, command: GiveOffsetNotice) -> dict[str, JSON]:
    """Date the notice today; the debtor has until ``responseBy``, offset is possible from the day after it.

    Raises:
        NotFound: no such bill.
        Refused: the bill is not past due, or the debtor was told already.

    Source: BILL-07; 31 USC 3716(a): notice of type, amount and intention, records, review, repayment agreement.
    """
    one = await _at_work(tx, command.bill_id)
    if one.bill.state is not BillState.PAST_DUE:
        raise Refused([_refusal("ILLEGAL_TRANSITION", f"The bill is {one.bill.state}, not past due.")])
    if one.bill.notice_on is not None:
        raise Refused([_refusal("ALREADY_NOTIFIED", f"Notice was given on {one.bill.notice_on.isoformat()}.")])
    response_by = OFFSET_RESPONSE.deadline(tx.today)
    one.bill = replace(one.bill, notice_on=tx.today, response_by=response_by)
    await working.store(tx, [one])
    tx.record(
        OffsetNotified(
            case_number=one.bill.case_number,
            bill_id=str(one.bill.id),
            bill_number=one.bill.number,
            lineage_id=one.bill.lineage_id,
            producer_id=one.bill.producer_id,
            notice_on=tx.today,
            response_by=response_by,
        )
    )
    tx.audit("give_offset_notice", f"bills/{one.bill.id}", after={"response_by": response_by.isoformat()})
    return {"bill_id": str(one.bill.id)}


async def ask_bill_review(tx: Transaction, command: AskBillReview) -> dict[str, JSON]:
    """Open a review: offset is blocked until it is decided, interest goes on.

    A request in time, or before any notice, is the debtor's right; a late one is admitted by an officer with a reason.

    Raises:
        BadInput: no grounds, or a day in the future.
        NotFound: no such bill.
        Refused: ``REVIEW_LATE`` without a reason to admit it; ``ILLEGAL_TRANSITION`` in another state.

    Source: BILL-07, 18.4; 31 USC 3716(a)(3).
    """
    if not command.grounds.strip():
        raise BadInput("give the grounds of the request", field="grounds")
    if command.received_on > tx.today:
        raise BadInput("the request was not received yet", field="receivedOn")
    one = await _at_work(tx, command.bill_id)
    response_by, late_reason = one.bill.response_by, command.late_reason.strip()
    late = response_by is not None and command.received_on > response_by
    if late and not late_reason and one.bill.state in (BillState.PAST_DUE, BillState.OFFSET_READY):
        message = "The request came after the last day to respond; an officer may admit it with a reason."
        raise Refused([_refusal("REVIEW_LATE", message, "lateReason")])
    # A request received in time may be recorded when the notice has matured already: it was the debtor's right.
    if not late and one.bill.state is BillState.OFFSET_READY:
        late_reason = late_reason or "Received in time and recorded later."
        late = True
    _happen(one, BillEvent.ADMIT_LATE_REVIEW if late else BillEvent.ASK_REVIEW)
    await collecting.open_review(
        tx.connection,
        bill_id=one.bill.id,
        received_on=command.received_on,
        grounds=command.grounds,
        late_reason=late_reason or None,
        opened_by=tx.cause.actor,
    )
    await working.store(tx, [one])
    tx.audit("ask_bill_review", f"bills/{one.bill.id}", reason=late_reason or command.grounds)
    return {"bill_id": str(one.bill.id)}


async def decide_bill_review(tx: Transaction, command: DecideBillReview) -> dict[str, JSON]:
    """Close a review; the bill is past due again.

    Raises:
        BadInput: no reasons.
        NotFound: no such bill.
        Refused: no review is open.

    Source: BILL-07, 18.4.
    """
    if not command.reasons.strip():
        raise BadInput("give the reasons", field="reasons")
    one = await _at_work(tx, command.bill_id)
    _happen(one, BillEvent.DECIDE_REVIEW)
    await collecting.decide_review(
        tx.connection,
        one.bill.id,
        outcome=command.outcome.value,
        reasons=command.reasons,
        decided_on=tx.today,
        decided_by=tx.cause.actor,
    )
    await working.store(tx, [one])
    tx.audit("decide_bill_review", f"bills/{one.bill.id}", after={"outcome": command.outcome}, reason=command.reasons)
    return {"bill_id": str(one.bill.id)}


async def sign_repayment_agreement(tx: Transaction, command: SignRepaymentAgreement) -> dict[str, JSON]:
    """Keep a repayment agreement; while its instalments are paid the bill is not offset.

    Raises:
        BadInput: no reference, or instalments that are none, not positive, not in order or due before today.
        NotFound: no such bill.
        Refused: the bill is neither past due nor ready for offset, or the instalments are less than what is owed.

    Source: BILL-07; 31 USC 3716(a)(4).
    """
    _check_instalments(command, tx.today)
    one = await _at_work(tx, command.bill_id)
    _happen(one, BillEvent.SIGN_AGREEMENT)
    if sum(cents for _, cents in command.instalments) < one.unpaid_cents:
        message = "The instalments come to less than what is owed today; a lower sum is a compromise."
        raise Refused([_refusal("LESS_THAN_OWED", message, "instalments")])
    paid = one.bill.settled
    one.plan = Plan(paid_before_cents=paid.interest_cents + paid.principal_cents, instalments=command.instalments)
    await collecting.add_agreement(
        tx.connection,
        {
            "bill_id": one.bill.id,
            "reference": command.reference,
            "signed_on": tx.today,
            "signed_by": tx.cause.actor,
            "paid_before_cents": one.plan.paid_before_cents,
        },
        command.instalments,
    )
    await working.store(tx, [one])
    tx.audit("sign_repayment_agreement", f"bills/{one.bill.id}", after={"reference": command.reference})
    return {"bill_id": str(one.bill.id)}


async def _at_work(tx: Transaction, bill_id: UUID) -> BillAtWork:
    found = await queries.lock(tx.connection, [bill_id])
    if not found:
        raise NotFound(f"no bill {bill_id}", field="billId")
    (one,) = await working.load(tx, found)
    return one


def _happen(one: BillAtWork, event: BillEvent) -> None:
    try:
        one.happen(event)
    except IllegalBillTransition as error:
        raise working.refuse_transition(error) from None


def _check_instalments(command: SignRepaymentAgreement, today: date) -> None:
    days = [day for day, _ in command.instalments]
    in_order = days == sorted(set(days)) and all(day >= today for day in days)
    if not command.reference.strip():
        raise BadInput("name the signed document", field="reference")
    if not days or not in_order or any(cents <= 0 for _, cents in command.instalments):
        raise BadInput(
            "instalments are more than zero each, on days from today on in order, one a day", field="instalments"
        )


def _refusal(code: str, message: str, field: str = "billId") -> Refusal:
    return Refusal(
        code=code, rule=OFFSET_RESPONSE.rule, citation=OFFSET_RESPONSE.citation, message=message, field=field
    )
