"""BILL-05, BILL-06, BILL-10: however and whenever payments are recorded, bill, charges and money come out the same."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.accounts.domain.bills.flows import Settled
from services.accounts.domain.bills.interest import Receipt, state_bill
from services.accounts.domain.bills.kinds import BillKind, PaidBy
from services.accounts.domain.bills.law import InterestDestination, InterestMethod
from services.accounts.domain.bills.states import COLLECTABLE, BillState
from services.accounts.domain.ledger import LEGS, Account
from services.accounts.storage.bills.records import Bill
from services.accounts.usecases.bills.working import BillAtWork
from tests.unit.accounts.bills.rates import RATES

BILLED = date(2006, 3, 1)
LAST = date(2007, 3, 31)


def a_bill(cents: int, method: InterestMethod) -> Bill:
    return Bill(
        id=UUID(int=1),
        number="B-0000001",
        kind=BillKind.OVERPAYMENT,
        case_number="A-990-830",
        determination_id=UUID(int=2),
        lineage_id="lineage-Alpha",
        producer_id="producer-Alpha",
        principal_cents=cents,
        original_cents=cents,
        method=method,
        interest_destination=InterestDestination.GENERAL_FUND,
        state=BillState.ISSUED,
        proposed_by="collector",
        bill_on=BILLED,
        charged_cents=0,
        settled=Settled(interest_cents=0, principal_cents=0, excess_cents=0),
        notice_on=None,
        response_by=None,
        next_on=None,
        warned=(),
        closed_on=None,
        closed_reason=None,
    )


class Book:
    """A bill as it is stored between two commands, and the accounts its money moved."""

    def __init__(self, bill: Bill) -> None:
        self.bill = bill
        self.work = BillAtWork(bill, [], [], None, RATES, BILLED)
        self.balances: Counter[Account] = Counter()

    def open(self, today: date) -> BillAtWork:
        """The bill under work on a day, from what was stored."""
        self.work = BillAtWork(self.bill, self.work.payments, self.work.posted, None, RATES, today)
        return self.work

    def store(self) -> None:
        """Keep what the work changed."""
        self.work.finish()
        self.bill = self.work.bill
        for _, movement, cents in self.work.flows:
            debit, credit = LEGS[movement]
            self.balances[debit] -= cents
            self.balances[credit] += cents

    def agrees(self, today: date) -> None:
        """Stored sums, net charges and money are those of one statement computed afresh."""
        receipts = [payment.receipt for payment in self.work.payments]
        fresh = state_bill(self.bill.terms, receipts, today - timedelta(days=1), RATES)
        settled = self.bill.settled
        assert (settled.interest_cents, settled.principal_cents) == (
            fresh.interest_paid_cents,
            fresh.principal_paid_cents,
        )
        assert settled.excess_cents == fresh.excess_cents
        assert sum(posted.amount_cents for posted in self.work.posted) == fresh.charged_cents
        assert self.balances[Account.GENERAL_FUND] == settled.interest_cents
        assert self.balances[Account.SPECIAL] == settled.principal_cents
        assert self.balances[Account.PRODUCER_PAYABLE] == settled.excess_cents
        assert -self.balances[Account.CASH] == sum(receipt.amount_cents for receipt in receipts)


STEPS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 90), st.integers(0, 900_000)),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(
    cents=st.integers(1, 2_000_000),
    method=st.sampled_from([InterestMethod.P30_SIMPLE, InterestMethod.DAILY_COMPOUND, InterestMethod.NONE]),
    steps=STEPS,
    share=st.integers(0, 100),
)
def test_bill_05_commands_in_any_order_agree_with_one_statement(
    cents: int, method: InterestMethod, steps: list[tuple[int, int, int]], share: int
) -> None:
    book = Book(a_bill(cents, method))
    today = BILLED
    for number, (days, late, paid) in enumerate(steps):
        today = min(LAST, today + timedelta(days=days))
        work = book.open(today)
        if paid and work.bill.state in COLLECTABLE:
            received_on = max(BILLED, today - timedelta(days=late))
            receipt = Receipt(id=UUID(int=10 + number), received_on=received_on, amount_cents=paid)
            work.pay(receipt, PaidBy.PAYMENT)
        book.store()
        book.agrees(today)
    work = book.open(today)
    work.reduce(cents * share // 100, "Reversed")
    book.store()
    book.agrees(today)
    again = book.open(today)
    assert (again.flows, again.new_charges, again.moved_payments) == ([], [], []), "a replay changes nothing"
