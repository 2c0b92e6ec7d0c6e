"""Payments, offsets and compromise of a debt (DBT-01 to DBT-04, CMP-08)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.enforcement.domain.compromise.law import GENERAL_LIMIT_CENTS
from services.enforcement.domain.compromise.offers import (
    Authority,
    refuse_amount,
    refuse_general_authority,
    refuse_mixed_authority,
)
from services.enforcement.domain.debts.balances import interest_of_payment
from services.enforcement.domain.debts.set_off import (
    Capacity,
    ClaimLaw,
    FourSteps,
    Person,
    TreasuryAct,
    apply,
    refuse_set_off,
    refuse_treasury_offset,
)
from services.enforcement.domain.matters.states import illegal
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import DebtOffsetApplied
from services.enforcement.storage.debts import queries
from services.enforcement.storage.debts.queries import Row
from services.enforcement.storage.matters.queries import refund_used
from services.enforcement.usecases.debts.keeping import balance_of, open_debt, steps_of
from services.enforcement.usecases.matters.keeping import check_day, locked_matter
from services.enforcement.usecases.matters.rates import rate_table
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import refuse_if_any

Means = Literal["PAYMENT", "TREASURY_OFFSET", "SET_OFF", "COMPROMISE"]
_NO_STEPS = FourSteps(notice_given=False, inspection_offered=False, review_offered=False, agreement_offered=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PayDebt:
    """A payment on a debt, US cents."""

    debt_id: UUID
    reference: str
    amount_cents: int
    paid_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SendToTreasury:
    """A debt, or the debt of a matter, for the Treasury's offset programme or its collection."""

    debt_id: UUID | None
    matter_id: UUID | None
    act: TreasuryAct


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplyTreasuryOffset:
    """A federal payment due to the debtor, US cents."""

    debt_id: UUID
    payment_reference: str
    payment_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SetOffAgainstDebt:
    """A refund customs owes, US cents."""

    debt_id: UUID
    refund_reference: str
    refund_cents: int
    payee_number: str
    payee_capacity: Capacity


@dataclass(frozen=True, kw_only=True, slots=True)
class CompromiseDebt:
    """An accepted settlement of a debt for less, US cents."""

    debt_id: UUID
    authority: Authority
    accepted_cents: int
    payment_reference: str
    reason: str


async def pay_debt(tx: Transaction, command: PayDebt) -> dict[str, JSON]:
    """Record a payment: it discharges principal first, which bears interest for the whole periods before (DBT-01).

    Raises:
        BadInput: zero or less, a day in the future, or more than is owed with interest.
        Conflict: the payment was recorded before.
        Refused: no interest rate is known for a period.
    """
    check_day(tx, command.paid_on, "paidOn")
    debt = await open_debt(tx, command.debt_id)
    balance = balance_of(debt)
    interest = 0
    if debt.liquidated_on is not None:
        rates = await rate_table(tx.connection)
        interest = interest_of_payment(balance, command.amount_cents, debt.liquidated_on, command.paid_on, rates)
    if not 0 < command.amount_cents <= balance.left_cents + interest:
        raise BadInput("A payment is more than zero and at most what is owed.", field="amount")
    charged = {"interest_cents": debt.interest_cents + interest}
    cents = command.amount_cents
    remaining = balance.left_cents + interest - cents
    await _credit(tx, debt, "PAYMENT", command.reference, cents, cents, remaining, command.paid_on, charged)
    return {"debt_id": str(debt.id)}


async def send_to_treasury(tx: Transaction, command: SendToTreasury) -> dict[str, JSON]:
    """Notify a debt to the Treasury, or transfer it: never one under the tariff laws (DBT-02, DBT-03).

    Raises:
        BadInput: neither a debt nor a matter is named, or both.
        Refused: DBT_TARIFF_DEBT_EXCLUDED, each step missing, or it was sent before.
    """
    if (command.debt_id is None) is (command.matter_id is None):
        raise BadInput("Name a debt or a matter.", field="debtId")
    if command.debt_id is None:
        assert command.matter_id is not None, "checked above"
        await locked_matter(tx, command.matter_id)
        refuse_if_any(refuse_treasury_offset(ClaimLaw.TARIFF, _NO_STEPS))
    assert command.debt_id is not None, "a matter's debt is always refused"
    debt = await open_debt(tx, command.debt_id)
    refuse_if_any(refuse_treasury_offset(ClaimLaw(debt.law), steps_of(debt)))
    column = "treasury_notified_on" if command.act is TreasuryAct.NOTICE else "transferred_on"
    if getattr(debt, column) is not None:
        raise illegal(command.act, "sent", rule="DBT-03", citation="31 USC 3716(c)(6), 3711(g)")
    await queries.save(tx.connection, debt.id, {column: tx.today})
    tx.audit("send_to_treasury", f"debts/{debt.id}", after={column: tx.today.isoformat()})
    return {"debt_id": str(debt.id)}


async def apply_treasury_offset(tx: Transaction, command: ApplyTreasuryOffset) -> dict[str, JSON]:
    """Apply a federal payment to a debt the Treasury was notified of; the payee is told (DBT-03).

    Raises:
        BadInput: no payment.
        Refused: DBT_TARIFF_DEBT_EXCLUDED, a step missing, or the Treasury was not notified.

    Source: 31 USC 3716(a), (c).
    """
    if command.payment_cents <= 0:
        raise BadInput("A payment is more than zero.", field="payment")
    debt = await open_debt(tx, command.debt_id)
    refuse_if_any(refuse_treasury_offset(ClaimLaw(debt.law), steps_of(debt)))
    if debt.treasury_notified_on is None and debt.transferred_on is None:
        raise illegal("APPLY_TREASURY_OFFSET", "not notified", rule="DBT-03", citation="31 USC 3716(c)(6)")
    await _offset(tx, debt, "TREASURY_OFFSET", command.payment_reference, command.payment_cents)
    return {"debt_id": str(debt.id)}


async def set_off_against_debt(tx: Transaction, command: SetOffAgainstDebt) -> dict[str, JSON]:
    """Set a refund customs owes off against a debt of the same person, fixed and undisputed (DBT-04).

    Raises:
        BadInput: no refund.
        Conflict: the refund was set off before.
        Refused: DBT_DISPUTED, or another person or capacity.
    """
    if command.refund_cents <= 0:
        raise BadInput("A refund is more than zero.", field="refund")
    debt = await open_debt(tx, command.debt_id)
    refuse_if_any(
        refuse_set_off(
            Person(debt.debtor_number, Capacity(debt.capacity)),
            Person(command.payee_number, command.payee_capacity),
            fixed=debt.fixed,
            disputed=debt.disputed,
            penalty_petition_open=False,
        )
    )
    if await refund_used(tx.connection, command.refund_reference.strip()):
        raise Conflict("This refund was set off before.", field="refundReference")
    await _offset(tx, debt, "SET_OFF", command.refund_reference, command.refund_cents)
    return {"debt_id": str(debt.id)}


async def compromise_debt(tx: Transaction, command: CompromiseDebt) -> dict[str, JSON]:
    """Settle an ordinary debt for less under 31 USC 3711; claims under the customs laws go by section 1617 (CMP-08).

    Raises:
        Refused: the wrong statute, above its limit without interest, a debt that looks fraudulent, or no less.
    """
    reason = clean_text(command.reason, field="reason")
    debt = await open_debt(tx, command.debt_id)
    balance = balance_of(debt)
    refuse_if_any(
        [
            *refuse_mixed_authority(command.authority, tariff=debt.law == ClaimLaw.TARIFF),
            *refuse_general_authority(
                balance.unpaid_principal_cents,
                limit_cents=GENERAL_LIMIT_CENTS.on(tx.today),
                looks_fraudulent=debt.looks_fraudulent,
            ),
            *refuse_amount(command.accepted_cents, balance.left_cents),
        ]
    )
    released = balance.left_cents - command.accepted_cents
    values = {"released_cents": debt.released_cents + released}
    cents = command.accepted_cents
    await _credit(tx, debt, "COMPROMISE", command.payment_reference, cents, cents, 0, tx.today, values)
    tx.audit("compromise_debt", f"debts/{debt.id}", after={"released_cents": released}, reason=reason)
    return {"debt_id": str(debt.id)}


async def _offset(tx: Transaction, debt: Row, means: Means, reference: str, available_cents: int) -> None:
    """Apply the lesser of payment and debt, with the interest a duty bill bears, and tell the payee."""
    balance = balance_of(debt)
    interest = 0
    if debt.liquidated_on is not None:
        rates = await rate_table(tx.connection)
        interest = interest_of_payment(balance, available_cents, debt.liquidated_on, tx.today, rates)
    result = apply(available_cents, balance.left_cents + interest)
    charged = {"interest_cents": debt.interest_cents + interest}
    applied, remaining = result.applied_cents, result.remaining_cents
    await _credit(tx, debt, means, reference, available_cents, applied, remaining, tx.today, charged)
    tx.record(
        DebtOffsetApplied(
            importer_number=debt.debtor_number,
            acted_on=tx.today,
            debt_id=debt.id,
            applied_cents=applied,
            remaining_cents=remaining,
        )
    )


async def _credit(
    tx: Transaction,
    debt: Row,
    means: Means,
    reference: str,
    available_cents: int,
    applied_cents: int,
    remaining_cents: int,
    on: date,
    values: dict[str, int],
) -> None:
    """Keep what was applied and what is left; a debt paid in full is closed."""
    credit = {
        "debt_id": debt.id,
        "means": means,
        "reference": clean_text(reference, field="reference", longest=100),
        "available_cents": available_cents,
        "applied_cents": applied_cents,
        "remaining_cents": remaining_cents,
        "on_day": on,
    }
    if not await queries.credit(tx.connection, credit):
        raise Conflict("This payment was applied before.", field="reference")
    changed: dict[str, object] = {**values, "paid_cents": debt.paid_cents + applied_cents}
    if remaining_cents == 0:
        changed["closed_on"] = on
    await queries.save(tx.connection, debt.id, changed)
    tx.audit("credit_debt", f"debts/{debt.id}", after={"means": means, "applied_cents": applied_cents})
