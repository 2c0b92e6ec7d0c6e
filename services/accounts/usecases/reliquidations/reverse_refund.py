"""Take a refund back because its judgment, or the reliquidation behind it, was reversed (BILL-10, ACCT-19)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.ledger import Account, Draft, changes, reversal
from services.accounts.events.reliquidations import RefundReversed
from services.accounts.storage import books
from services.accounts.storage.reliquidations import queries as reliquidations
from services.accounts.storage.reliquidations import refunds
from services.accounts.storage.reliquidations.refunds import Refund
from services.accounts.usecases import batch, ledger
from services.accounts.usecases.bills.reductions import ReversedRefund, propose_reductions
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ReverseRefund:
    """The refund to take back, and why."""

    refund_id: UUID
    reason: str


async def reverse_refund(tx: Transaction, command: ReverseRefund) -> dict[str, JSON]:
    """Post the reversal of a refund today, let stand again what was assessed before, and tell of it.

    What was posted stays (ACCT-19). The importer owes the money again; the Special Account has it back at once, and
    the reduction of determinations that rested on the refund is proposed (BILL-10).

    Raises:
        BadInput: no reason.
        NotFound: no such refund.
        Refused: it was taken back already, the caller recorded it, or a later change of the entry stands.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    case_number = (await _found(tx, command.refund_id)).key[1]
    locked = await books.lock_books(tx.connection, [case_number])
    refund = await _found(tx, command.refund_id)
    newest = await reliquidations.newest(tx.connection, refund.key)
    refuse_if_any(_refusals(refund, newest, tx.cause.actor))
    lines = [
        reversal(number, posting, tx.today) for number, posting in await refunds.postings_of(tx.connection, refund)
    ]
    await ledger.post(tx, locked, [Draft(case_number=case_number, postings=lines, source=f"refund:{refund.id}")])
    await refunds.set_reversed(tx.connection, refund.id, tx.today, tx.cause.actor)
    await reliquidations.set_reversed(tx.connection, refund.id, tx.today)
    given_back = changes(lines)[Account.SPECIAL]
    tx.record(
        RefundReversed(
            case_number=case_number,
            fiscal_year=FiscalYear.of(tx.today).year,
            special_cents=given_back,
            distributed_cents=refund.distributed_cents,
            balance_after_cents=locked.by_case[case_number].balances[Account.SPECIAL] + given_back,
        )
    )
    await propose_reductions(
        tx,
        ReversedRefund(
            refund_id=refund.id,
            case_number=case_number,
            refunded_on=refund.refunded_on,
            distributed_cents=refund.distributed_cents,
        ),
    )
    tx.audit("reverse_refund", f"refunds/{refund.id}", after={"special_cents": given_back}, reason=command.reason)
    return {"refund_id": str(refund.id)}


async def _found(tx: Transaction, refund_id: UUID) -> Refund:
    found = await refunds.find(tx.connection, refund_id)
    if found is None:
        raise NotFound(f"no refund {refund_id}", field="refundId")
    return found


def _refusals(refund: Refund, newest: UUID | None, actor: str) -> Iterator[Refusal]:
    if refund.reversed_on is not None:
        yield _refusal("ALREADY_REVERSED", f"It was taken back on {refund.reversed_on.isoformat()}.")
    elif newest != refund.id:
        yield _refusal("LATER_CHANGE", "The entry was changed again after this refund; take that back first.")
    if refund.recorded_by == actor:
        yield _refusal("SAME_PERSON", "Whoever recorded a refund cannot take it back: money moves by two people.")


def _refusal(code: str, message: str) -> Refusal:
    return batch.refusal(code, message, "refundId", "BILL-10", "19 CFR 159.64(b)(2)")
