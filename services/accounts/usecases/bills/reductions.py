"""A reversed refund reduces the determination that rested on it: proposed at once, decided by an officer (BILL-10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.bills.law import CITATION
from services.accounts.domain.bills.overpayment import reductions_of
from services.accounts.storage.bills import reductions as storage
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.reduce import ReduceDetermination, reduce_determination
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ReversedRefund:
    """A refund that was taken back; ``distributed_cents`` of it had hit money already paid out."""

    refund_id: UUID
    case_number: str
    refunded_on: date
    distributed_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideReduction:
    """A proposed reduction, whether it is made, and why."""

    reduction_id: UUID
    approve: bool
    reason: str


async def propose_reductions(tx: Transaction, refund: ReversedRefund) -> None:
    """Propose to take a reversed refund off the determinations made since it, the newest first.

    Nothing moves before an officer approves; the order's book is locked by the caller.

    Source: BILL-10 (design choice).
    """
    resting = await storage.resting_on(tx.connection, refund.case_number, refund.refunded_on)
    cuts = reductions_of(refund.distributed_cents, dict(resting))
    await storage.propose(
        tx.connection,
        [
            {
                "determination_id": determination_id,
                "refund_id": refund.refund_id,
                "cut_cents": cents,
                "proposed_on": tx.today,
                "proposed_by": tx.cause.actor,
            }
            for determination_id, cents in cuts.items()
        ],
    )
    for determination_id, cents in cuts.items():
        tx.audit(
            "propose_reduction",
            f"overpayments/{determination_id}",
            after={"cut_cents": cents},
            reason=f"refund {refund.refund_id} was reversed",
        )


async def decide_reduction(tx: Transaction, command: DecideReduction) -> dict[str, JSON]:
    """Make a proposed reduction, or turn it down.

    Approved, the determination falls by the proposed amount as ``reduce_determination`` says, never below zero.

    Raises:
        BadInput: no reason.
        NotFound: no such proposal.
        Refused: it is decided, the caller took the refund back, or the caller made the determination.

    Source: BILL-10; money moves by two people.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    case_number = await storage.case_of(tx.connection, command.reduction_id)
    if case_number is None:
        raise NotFound(f"no reduction {command.reduction_id}", field="reductionId")
    await working.lock_cases(tx, [case_number])
    row = await storage.find(tx.connection, command.reduction_id)
    if row.approved is not None:
        raise Refused([_refusal("ILLEGAL_TRANSITION", "It was decided already.")])
    if row.proposed_by == tx.cause.actor:
        message = "Whoever took the refund back cannot decide what follows from it: money moves by two people."
        raise Refused([_refusal("SAME_PERSON", message)])
    if command.approve:
        amount = max(0, row.amount_cents - row.cut_cents)
        await reduce_determination(
            tx,
            ReduceDetermination(determination_id=row.determination_id, amount_cents=amount, reason=command.reason),
        )
    await storage.decide(
        tx.connection,
        row.id,
        approved=command.approve,
        decision_reason=command.reason,
        decided_on=tx.today,
        decided_by=tx.cause.actor,
    )
    tx.audit(
        "decide_reduction",
        f"overpayments/{row.determination_id}",
        after={"approved": command.approve},
        reason=command.reason,
    )
    return {"reduction_id": str(row.id)}


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="BILL-10", citation=CITATION, message=message, field="reductionId")
