"""Refund an importer because a court ordered it (REFD-02)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reliquidation import Cause, Standing, order_refund
from services.accounts.usecases import batch, ledger
from services.accounts.usecases.reliquidations.charging import CITATION, Decided, carry_out, open_books
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCourtRefund:
    """What a court ordered back on one entry under one order, US cents.

    Attributes:
        interest_owed_cents: interest awarded to the importer on it (REFD-05).
        reference: court and docket.
    """

    entry_number: str
    case_number: str
    refunded_on: date
    duty_cents: int
    interest_cents: int
    interest_owed_cents: int
    reference: str
    interest_source: InterestSource = InterestSource.GENERAL_FUND


async def record_court_refund(tx: Transaction, command: RecordCourtRefund) -> dict[str, JSON]:
    """Refund the importer at once, whatever the balance (REFD-03); each order's part hits its own Special Account.

    What is refunded is no longer assessed: a reliquidation that follows the judgment refunds nothing twice.

    Raises:
        BadInput: no docket.
        NotFound: the entry is not liquidated under the order.
        Refused: a day that is over or to come, or more than was paid.
    """
    if not command.reference.strip():
        raise BadInput("name court and docket", field="courtReference")
    key = (command.entry_number, command.case_number)
    locked, standings = await open_books(tx, [key])
    if command.case_number not in locked.by_case:
        raise Refused([batch.unknown_order(command.case_number, "caseNumber")])
    if key not in standings:
        raise NotFound(f"entry {key[0]} is not liquidated under {key[1]}", field="entryNumber")
    refuse_if_any(batch.not_in_future(command.refunded_on, tx.today, "refundedOn"))
    refuse_if_any(ledger.closed_year(locked, command.refunded_on, field="refundedOn"))
    refuse_if_any(_refusals(standings[key], command))
    decided = Decided(
        key=key,
        cause=Cause.COURT_REFUND,
        on=command.refunded_on,
        standing=standings[key],
        change=order_refund(standings[key], command.duty_cents, command.interest_cents),
        interest_owed_cents=command.interest_owed_cents,
        reference=command.reference,
    )
    (done,) = await carry_out(tx, locked, [decided], command.interest_source)
    tx.audit(
        "record_court_refund",
        f"refunds/{done.id}",
        after={"special_cents": done.charge.special_cents},
        reason=command.reference,
    )
    return {"refund_id": str(done.id)}


def _refusals(standing: Standing, command: RecordCourtRefund) -> Iterator[Refusal]:
    if min(command.duty_cents, command.interest_cents, command.interest_owed_cents) < 0:
        yield _refusal("AMOUNT_NEGATIVE", "A refund is not negative.", "duty")
    if not command.duty_cents + command.interest_cents:
        yield _refusal("AMOUNT_NOT_POSITIVE", "Nothing is refunded.", "duty")
    if command.duty_cents > standing.paid_duty_cents:
        yield _refusal("MORE_THAN_PAID", f"{format_money(standing.paid_duty_cents)} of duty was paid.", "duty")
    if command.interest_cents > standing.paid_interest_cents:
        message = f"{format_money(standing.paid_interest_cents)} of interest was paid."
        yield _refusal("MORE_THAN_PAID", message, "interest1677g")
    if command.refunded_on < standing.liquidated_on:
        message = f"The entry was liquidated on {standing.liquidated_on.isoformat()}."
        yield _refusal("REFUNDED_BEFORE_LIQUIDATION", message, "refundedOn")


def _refusal(code: str, message: str, field: str) -> Refusal:
    return batch.refusal(code, message, field, "REFD-02", CITATION)
