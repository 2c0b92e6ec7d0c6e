"""Register a debt, record the steps before it goes to the Treasury, and disputes of it (DBT-01 to DBT-03)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.enforcement.domain.debts.balances import BILL_DUE, Balance
from services.enforcement.domain.debts.set_off import Capacity, ClaimLaw, FourSteps, Step
from services.enforcement.domain.matters.states import illegal
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.storage.debts import queries
from services.enforcement.storage.debts.queries import Row
from services.enforcement.usecases.matters.keeping import check_day
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound

STEP_COLUMNS: Final = {
    Step.NOTICE: "notice_given_on",
    Step.INSPECTION: "inspection_offered_on",
    Step.REVIEW: "review_offered_on",
    Step.AGREEMENT: "agreement_offered_on",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterDebt:
    """A duty bill, or a debt under another law, US cents.

    Attributes:
        liquidated_on: of a duty bill, from which its interest runs; None of another debt.
        delinquent_since: the day after it was due; None for 30 days after the bill.
        fixed: legally fixed.
    """

    debtor_number: str
    capacity: Capacity
    law: ClaimLaw
    description: str
    principal_cents: int
    billed_on: date
    liquidated_on: date | None
    delinquent_since: date | None
    fixed: bool
    looks_fraudulent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordStep:
    """One of the four steps before a debt goes to the Treasury, taken."""

    debt_id: UUID
    step: Step
    taken_on: date
    document: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeDebt:
    """The debtor disputes a debt, or no longer does."""

    debt_id: UUID
    disputed: bool
    reason: str


async def register_debt(tx: Transaction, command: RegisterDebt) -> dict[str, JSON]:
    """Keep a debt; a bill is due 30 days after its issue (DBT-01).

    Raises:
        BadInput: nothing owed, a day in the future, a duty bill without its liquidation or another debt with one.
    """
    check_day(tx, command.billed_on, "billedOn")
    if command.principal_cents <= 0:
        raise BadInput("A debt is more than zero.", field="principal")
    if command.liquidated_on is not None and (command.law is ClaimLaw.OTHER or command.liquidated_on > tx.today):
        raise BadInput("Only a duty bill has a day of liquidation, which has passed.", field="liquidatedOn")
    values = {
        "debtor_number": parse_number(command.debtor_number, field="debtorNumber"),
        "capacity": command.capacity,
        "law": command.law,
        "description": clean_text(command.description, field="description"),
        "principal_cents": command.principal_cents,
        "liquidated_on": command.liquidated_on,
        "billed_on": command.billed_on,
        "delinquent_since": command.delinquent_since or BILL_DUE.deadline(command.billed_on) + timedelta(days=1),
        "fixed": command.fixed,
        "looks_fraudulent": command.looks_fraudulent,
    }
    debt_id = await queries.add(tx.connection, values)
    tx.audit("register_debt", f"debts/{debt_id}", after={"principal_cents": command.principal_cents})
    return {"debt_id": str(debt_id)}


async def record_step(tx: Transaction, command: RecordStep) -> dict[str, JSON]:
    """Record the written notice, or an opportunity offered (DBT-03).

    Raises:
        Refused: the debt is under the tariff laws or closed.

    Source: 31 USC 3716(a).
    """
    check_day(tx, command.taken_on, "takenOn")
    document = clean_text(command.document, field="document")
    debt = await open_debt(tx, command.debt_id)
    if debt.law != ClaimLaw.OTHER:
        raise illegal(command.step, debt.law, rule="DBT-02", citation="31 USC 3701(d)(3)")
    await queries.save(tx.connection, debt.id, {STEP_COLUMNS[command.step]: command.taken_on})
    after: dict[str, JSON] = {"step": command.step.value, "taken_on": command.taken_on.isoformat()}
    tx.audit("record_debt_step", f"debts/{debt.id}", after=after, reason=document)
    return {"debt_id": str(debt.id)}


async def dispute_debt(tx: Transaction, command: DisputeDebt) -> dict[str, JSON]:
    """Record that a debt is disputed, or that the dispute ended (DBT-04)."""
    reason = clean_text(command.reason, field="reason")
    debt = await open_debt(tx, command.debt_id)
    await queries.save(tx.connection, debt.id, {"disputed": command.disputed})
    tx.audit("dispute_debt", f"debts/{debt.id}", after={"disputed": command.disputed}, reason=reason)
    return {"debt_id": str(debt.id)}


async def open_debt(tx: Transaction, debt_id: UUID) -> Row:
    """The debt, locked.

    Raises:
        NotFound: no such debt.
        Refused: it is closed.
    """
    debt = await queries.lock(tx.connection, debt_id)
    if debt is None:
        raise NotFound(f"There is no debt {debt_id}.", field="debtId")
    if debt.closed_on is not None:
        raise illegal("COLLECT", "closed", rule="DBT-01", citation="19 USC 1505(b)")
    return debt


def balance_of(debt: Row) -> Balance:
    """What is owed and paid of it."""
    return Balance(
        principal_cents=debt.principal_cents,
        interest_cents=debt.interest_cents,
        paid_cents=debt.paid_cents,
        released_cents=debt.released_cents,
    )


def steps_of(debt: Row) -> FourSteps:
    """Which of the four steps are recorded."""
    return FourSteps(
        notice_given=debt.notice_given_on is not None,
        inspection_offered=debt.inspection_offered_on is not None,
        review_offered=debt.review_offered_on is not None,
        agreement_offered=debt.agreement_offered_on is not None,
    )
