"""Bills under work: brought up to the day, changed in memory, stored together in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.accounts.domain.bills import course, flows
from services.accounts.domain.bills.course import Plan, Standing
from services.accounts.domain.bills.flows import Settled
from services.accounts.domain.bills.interest import Application, Charge, Receipt, Statement, state_bill
from services.accounts.domain.bills.kinds import DeadlineWarning, PaidBy
from services.accounts.domain.bills.law import CITATION, InterestDestination
from services.accounts.domain.bills.rates import InterestRates, RateMissing
from services.accounts.domain.bills.states import BillEvent, BillState, IllegalBillTransition, advance
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.transitions import SpecialAccountState
from services.accounts.events import bills as events
from services.accounts.storage import books
from services.accounts.storage.bills import queries, rates, returned
from services.accounts.storage.bills.records import Bill, Payment, Posted
from services.accounts.storage.books import Books
from services.accounts.usecases import ledger
from shared.calendar import FiscalYear
from shared.database import Transaction
from shared.refusals import Refusal, Refused

_DAY = timedelta(days=1)
_CLOSED = (BillState.PAID, BillState.CANCELLED, BillState.WRITTEN_OFF)
# What each movement of a bill is about; the bill's number stands with every posting.
_COMPONENTS = {
    Movement.BILL_PRINCIPAL: "BILL_PRINCIPAL",
    Movement.BILL_PRINCIPAL_RETURNED: "BILL_PRINCIPAL",
    Movement.BILL_INTEREST_RECLASSIFIED: "BILL_PRINCIPAL",
    Movement.BILL_INTEREST: "BILL_INTEREST",
    Movement.BILL_INTEREST_RETURNED: "BILL_INTEREST",
    Movement.BILL_EXCESS: "BILL_EXCESS",
}
# Under BILL_INTEREST_DESTINATION = SPECIAL_ACCOUNT (BILL-08).
_TO_SPECIAL = {
    Movement.BILL_INTEREST: Movement.BILL_INTEREST_TO_SPECIAL,
    Movement.BILL_INTEREST_RETURNED: Movement.BILL_INTEREST_FROM_SPECIAL,
}


class BillAtWork:
    """One locked bill with its payments and charges, and what is to be written of it."""

    def __init__(
        self,
        bill: Bill,
        payments: Sequence[Payment],
        posted: Sequence[Posted],
        plan: Plan | None,
        table: InterestRates,
        today: date,
    ) -> None:
        self.bill, self.before = bill, bill
        self.payments = list(payments)
        self.posted = list(posted)
        self.plan = plan
        self.new_payments: list[Payment] = []
        self.new_charges: list[Posted] = []
        self.moved_payments: list[Payment] = []
        self.warnings: list[DeadlineWarning] = []
        self.flows: list[tuple[date, Movement, int]] = []
        self._table, self._today = table, today
        self._restate(today)
        self.pass_days()

    @property
    def statement(self) -> Statement:
        """The bill as it stands at the end of yesterday, with every payment received."""
        receipts = [payment.receipt for payment in self.payments]
        until = min(self._today, self.bill.closed_on or self._today)
        return state_bill(self.bill.terms, receipts, until - _DAY, self._table)

    @property
    def unpaid_cents(self) -> int:
        """Interest and principal owed now."""
        paid = self.bill.settled
        return self.bill.principal_cents - paid.principal_cents + self.bill.charged_cents - paid.interest_cents

    @property
    def recovered_cents(self) -> int:
        """Principal recovered since the bill was loaded; negative when given back."""
        return self.bill.settled.principal_cents - self.before.settled.principal_cents

    def due_on_receipt(self, received_on: date) -> int:
        """What a payment received on a day has to come to, to settle the bill."""
        enough = self.bill.principal_cents + self.bill.charged_cents + 10 * self.bill.original_cents
        trial = Receipt(id=UUID(int=0), received_on=received_on, amount_cents=enough)
        receipts = [*(payment.receipt for payment in self.payments), trial]
        statement = state_bill(self.bill.terms, receipts, self._today - _DAY, self._table)
        return enough - statement.excess_cents

    def happen(self, event: BillEvent) -> None:
        """Change the state.

        Raises:
            IllegalBillTransition: not listed in 18.4.
        """
        self.bill = replace(self.bill, state=advance(self.bill.state, event))

    def pay(self, receipt: Receipt, paid_by: PaidBy, from_case_number: str | None = None) -> None:
        """Apply a payment received on some day up to today (BILL-06)."""
        part, whole = (
            (BillEvent.OFFSET_PART, BillEvent.OFFSET_WHOLE)
            if paid_by is PaidBy.OFFSET
            else (BillEvent.PAY_PART, BillEvent.PAY_WHOLE)
        )
        advance(self.bill.state, part)
        nothing = Application(interest_cents=0, principal_cents=0, excess_cents=0)
        payment = Payment(receipt=receipt, applied=nothing, paid_by=paid_by, from_case_number=from_case_number)
        self.payments.append(payment)
        self.new_payments.append(payment)
        self._restate(receipt.received_on)
        self.happen(part if self.unpaid_cents else whole)

    def reduce(self, principal_cents: int, reason: str) -> None:
        """Bring the principal down; what was paid above it is given back, interest is computed again (BILL-10)."""
        self.bill = replace(self.bill, principal_cents=principal_cents)
        self._restate(self._today)
        if self.bill.state is BillState.WRITTEN_OFF:
            return
        self.happen(self._reduction(principal_cents))
        if self.bill.state is BillState.CANCELLED:
            self.bill = replace(self.bill, closed_reason=reason)

    def close(self, event: BillEvent, reason: str) -> None:
        """End the bill otherwise than by payment."""
        self.happen(event)
        self.bill = replace(self.bill, closed_reason=reason)

    def finish(self) -> None:
        """Set what follows from the rest, before storing."""
        closed = self.bill.state in _CLOSED
        self.bill = replace(
            self.bill,
            next_on=None if closed or self.bill.bill_on is None else course.next_day(self._standing(), self._today),
            closed_on=(self.before.closed_on or self._today) if closed else None,
            warned=(*self.bill.warned, *(warning.value for warning in self.warnings)),
        )

    def _reduction(self, principal_cents: int) -> BillEvent:
        if self.bill.state is BillState.PAID:
            return BillEvent.REDUCE
        if not principal_cents:
            return BillEvent.CANCEL
        settled = self.bill.bill_on is not None and not self.unpaid_cents
        return BillEvent.REDUCE_TO_PAID if settled else BillEvent.REDUCE

    def _standing(self) -> Standing:
        return Standing(
            state=self.bill.state,
            terms=self.bill.terms,
            statement=self.statement,
            response_by=self.bill.response_by,
            plan=self.plan,
        )

    def pass_days(self) -> None:
        """Let happen what the days up to today do, for example a notice that has matured."""
        if self.bill.bill_on is None:
            return
        for event in course.dated_events(self._standing(), self._today):
            self.happen(event)
        raised = [*self.bill.warned, *(warning.value for warning in self.warnings)]
        self.warnings += course.warnings(self._standing(), raised, self._today)

    def _restate(self, money_on: date) -> None:
        """Compute the bill again and note what differs from what is stored: charges, payments, money."""
        if self.bill.bill_on is None or self.bill.state is BillState.CANCELLED:
            return
        statement = self.statement
        settled = Settled(
            interest_cents=statement.interest_paid_cents,
            principal_cents=statement.principal_paid_cents,
            excess_cents=statement.excess_cents,
        )
        self.flows += [
            (self._today if _from_fund(movement) else money_on, movement, cents)
            for movement, cents in flows.flows(self.bill.settled, settled)
        ]
        self._recharge(statement.charges)
        self._reapply(statement)
        self.bill = replace(self.bill, settled=settled, charged_cents=statement.charged_cents)

    def _recharge(self, wanted: Sequence[Charge]) -> None:
        taken_back = {posted.reverses for posted in self.posted}
        standing = [one for one in self.posted if one.reverses is None and one.number not in taken_back]
        wrong = [posted for posted in standing if posted.charge not in wanted]
        missing = [charge for charge in wanted if charge not in {posted.charge for posted in standing}]
        number = len(self.posted)
        for posted in wrong:
            number += 1
            self._post(
                replace(posted, number=number, amount_cents=-posted.amount_cents, reverses=posted.number),
            )
        for charge in missing:
            number += 1
            self._post(
                Posted(
                    number=number,
                    period=charge.period,
                    first=charge.first,
                    last=charge.last,
                    principal_cents=charge.principal_cents,
                    amount_cents=charge.amount_cents,
                    reverses=None,
                )
            )

    def _post(self, posted: Posted) -> None:
        self.posted.append(posted)
        self.new_charges.append(posted)

    def _reapply(self, statement: Statement) -> None:
        new = {payment.receipt.id for payment in self.new_payments}
        again = [replace(payment, applied=statement.applied[payment.receipt.id]) for payment in self.payments]
        changed = [after for before, after in zip(self.payments, again, strict=True) if before != after]
        self.payments = again
        self.new_payments = [payment for payment in again if payment.receipt.id in new]
        moved = {payment.receipt.id: payment for payment in (*self.moved_payments, *changed)}
        self.moved_payments = [payment for key, payment in moved.items() if key not in new]


async def load(tx: Transaction, bills: Sequence[Bill]) -> list[BillAtWork]:
    """Locked bills brought up to today.

    Raises:
        Refused: ``RATE_MISSING``, a day that bears interest has no published rate (BILL-04).
    """
    ready, missing = await load_what_has_rates(tx, bills)
    if missing:
        raise Refused([rate_missing(min(missing.values(), key=lambda error: error.day))])
    return ready


async def load_what_has_rates(
    tx: Transaction, bills: Sequence[Bill]
) -> tuple[list[BillAtWork], dict[UUID, RateMissing]]:
    """Locked bills brought up to today, and those that cannot be for want of a rate."""
    ids = [bill.id for bill in bills]
    payments = await queries.payments(tx.connection, ids)
    charges = await queries.charges(tx.connection, ids)
    plans = await queries.plans(tx.connection, ids)
    in_force = await rates.in_force(tx.connection)
    ready: list[BillAtWork] = []
    missing: dict[UUID, RateMissing] = {}
    for bill in bills:
        try:
            paid, charged = payments.get(bill.id, []), charges.get(bill.id, [])
            ready.append(BillAtWork(bill, paid, charged, plans.get(bill.id), in_force, tx.today))
        except RateMissing as error:
            missing[bill.id] = error
    return ready, missing


async def store(
    tx: Transaction, work: Sequence[BillAtWork], locked: Books | None = None, *, received_on: date | None = None
) -> None:
    """Write bills at work: rows, postings and events, in a fixed number of statements.

    Args:
        work: bills locked in this transaction.
        locked: the books of their orders; may be left out when no money moves.
        received_on: day the money was received; today when left out.
    """
    for one in work:
        one.finish()
    changed = [one for one in work if one.bill != one.before]
    if changed:
        await queries.update_bills(tx.connection, [one.bill for one in changed])
    ended = [one.bill.id for one in work if one.plan and one.bill.state is not BillState.AGREEMENT]
    if ended:
        await queries.end_agreements(tx.connection, ended, tx.today)
    await queries.update_payments(tx.connection, [payment for one in work for payment in one.moved_payments])
    await queries.add_payments(
        tx.connection,
        [(one.bill.id, payment) for one in work for payment in one.new_payments],
        at=tx.now,
        by=tx.cause.actor,
    )
    await queries.add_charges(
        tx.connection, [(one.bill.id, posted) for one in work for posted in one.new_charges], tx.today
    )
    await returned.add(
        tx.connection,
        [
            (one.bill.producer_id, one.bill.lineage_id, cents, tx.today, one.bill.id)
            for one in work
            if (cents := one.bill.settled.excess_cents - one.before.settled.excess_cents)
        ],
    )
    await _post(tx, work, locked)
    for one in work:
        _tell(tx, one, received_on or tx.today)


def refuse_transition(error: IllegalBillTransition) -> Refused:
    """The refusal of an illegal transition."""
    return Refused([error.refusal])


def rate_missing(error: RateMissing) -> Refusal:
    """The refusal of an amount that cannot be computed."""
    message = f"No interest rate is published for {error.day.isoformat()}; load it first."
    return Refusal(code="RATE_MISSING", rule="BILL-04", citation=CITATION, message=message, field="billId")


async def lock_cases(tx: Transaction, case_numbers: Iterable[str]) -> Books:
    """Lock the books of orders; always before their bills."""
    return await books.lock_books(tx.connection, case_numbers)


async def _post(tx: Transaction, work: Collection[BillAtWork], locked: Books | None) -> None:
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for one in work:
        for day, movement, cents in one.flows:
            assert locked is not None, "money moves only in locked books"
            ended = locked.by_case[one.bill.case_number].state is SpecialAccountState.TERMINATED
            lines[one.bill.case_number] += _posting(
                one.bill, movement, cents, posting_day(locked, day, tx.today), ended
            )
    if any(lines.values()):
        assert locked is not None, "money moves only in locked books"
        drafts = [Draft(case_number=case, postings=some) for case, some in sorted(lines.items())]
        await ledger.post(tx, locked, drafts)


def _posting(bill: Bill, movement: Movement, cents: int, day: date, ended: bool) -> list[Posting]:
    """The posting of a movement; what is recovered for an account that has ended stays in the General Fund.

    Interest that goes to the Special Account needs no posting to become principal (BILL-08).
    """
    rule = "BILL-10" if _from_fund(movement) else "BILL-08"
    component = _COMPONENTS[movement]
    special = bill.interest_destination is InterestDestination.SPECIAL_ACCOUNT
    if (ended or special) and movement is Movement.BILL_INTEREST_RECLASSIFIED:
        return []
    movement = _TO_SPECIAL.get(movement, movement) if special else movement
    if ended and movement in (Movement.BILL_PRINCIPAL, Movement.BILL_INTEREST_TO_SPECIAL):
        movement, rule = Movement.INELIGIBLE_COLLECTION, "TERM-04"
    return [move(movement, cents, day, component=component, rule=rule, code=bill.number)]


def posting_day(locked: Books, day: date, today: date) -> date:
    """The day of receipt, unless its fiscal year is closed: money known later belongs to a later year (DIST-09)."""
    closed = locked.closed_through
    return today if closed is not None and FiscalYear.of(day).year <= closed else day


def _from_fund(movement: Movement) -> bool:
    return movement in (
        Movement.BILL_PRINCIPAL_RETURNED,
        Movement.BILL_INTEREST_RETURNED,
        Movement.BILL_INTEREST_RECLASSIFIED,
    )


def _tell(tx: Transaction, one: BillAtWork, received_on: date) -> None:
    bill = one.bill
    common = {
        "case_number": bill.case_number,
        "bill_id": str(bill.id),
        "bill_number": bill.number,
        "lineage_id": bill.lineage_id,
        "producer_id": bill.producer_id,
    }
    for posted in one.new_charges:
        tx.record(
            events.BillInterestCharged(
                **common, period=posted.period, amount_cents=posted.amount_cents, charged_on=tx.today
            )
        )
    if one.recovered_cents:
        tx.record(
            events.BillPrincipalRecovered(
                **common,
                principal_cents=one.recovered_cents,
                received_on=received_on if one.recovered_cents > 0 else tx.today,
                kind=bill.kind.value,
            )
        )
    for warning in one.warnings:
        tx.record(events.BillDeadlineNear(**common, kind=warning.value, deadline=_deadline(bill, warning)))
    if bill.state is not one.before.state and bill.state is BillState.PAID:
        tx.record(events.BillPaid(**common, paid_on=received_on))


def _deadline(bill: Bill, warning: DeadlineWarning) -> date:
    if warning is DeadlineWarning.RESPONSE_BY_NEAR:
        assert bill.response_by is not None, "a warning of a response follows a notice"
        return bill.response_by
    return bill.terms.pay_by
