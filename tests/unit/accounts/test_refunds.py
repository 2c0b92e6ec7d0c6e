"""REFD-03 to REFD-06, ACCT-16, TERM-04: where a refund's money comes from; money is conserved whatever happens."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.importer_bills import ImporterBill, changes, unpaid
from services.accounts.domain.ledger import Movement
from services.accounts.domain.refunds import Charge, InterestSource, Receipt, charge, interest_movement, postings
from services.accounts.domain.reliquidation import Standing, reassess
from services.accounts.domain.vintage import Lot, use_first_in_first_out

DAY = date(2005, 3, 1)


def a_receipt(number: int, undistributed: int, distributed: int = 0, on: date = DAY) -> Receipt:
    """A receipt."""
    return Receipt(
        posted_on=on, posting_number=number, undistributed_cents=undistributed, distributed_cents=distributed
    )


def test_acct_16_the_undistributed_part_of_all_receipts_comes_first() -> None:
    taken = charge(700, [a_receipt(1, 100, 300), a_receipt(2, 250, 500, date(2005, 2, 1))], terminated=False)
    assert [(use.posting_number, use.amount_cents, use.distributed) for use in taken.uses] == [
        (2, 250, False),
        (1, 100, False),
        (2, 350, True),
    ]
    assert (taken.special_cents, taken.distributed_cents) == (700, 350)


def test_refd_06_nothing_distributed_is_no_overpayment() -> None:
    assert charge(100, [a_receipt(1, 100)], terminated=False).distributed_cents == 0


def test_acct_14_what_never_was_in_the_account_comes_from_the_general_fund() -> None:
    taken = charge(700, [a_receipt(1, 100)], terminated=False)
    assert (taken.special_cents, taken.general_fund_cents) == (100, 600)


def test_term_04_the_appropriation_pays_for_a_terminated_account() -> None:
    taken = charge(700, [a_receipt(1, 100, 500)], terminated=True)
    assert (taken.special_cents, taken.appropriation_cents, taken.general_fund_cents) == (0, 600, 100)
    assert taken.distributed_cents == 0


@pytest.mark.parametrize(
    ("source", "special", "appropriation", "movement"),
    [
        (InterestSource.GENERAL_FUND, 100, 0, Movement.REFUND_FROM_GENERAL_FUND),
        (InterestSource.SPECIAL_ACCOUNT, 100, 0, Movement.REFUND),
        (InterestSource.SPECIAL_ACCOUNT, 0, 0, Movement.REFUND_FROM_GENERAL_FUND),
        (InterestSource.SPECIAL_ACCOUNT, 0, 100, Movement.REFUND_FROM_APPROPRIATION),
        (InterestSource.GENERAL_FUND, 0, 100, Movement.REFUND_FROM_APPROPRIATION),
    ],
)
def test_refd_05_who_bears_interest_owed_on_a_refund(
    source: InterestSource, special: int, appropriation: int, movement: Movement
) -> None:
    taken = Charge(
        special_cents=special,
        appropriation_cents=appropriation,
        general_fund_cents=0,
        distributed_cents=0,
        uses=(),
    )
    assert interest_movement(source, taken) is movement
    assert postings("E1", DAY, taken, 7, source)[-1].amount_cents == 7


@given(
    refund=st.integers(0, 10**6),
    parts=st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)), max_size=8),
    terminated=st.booleans(),
)
def test_refd_04_every_cent_of_a_refund_has_one_source(
    refund: int, parts: list[tuple[int, int]], terminated: bool
) -> None:
    receipts = [a_receipt(number, *part) for number, part in enumerate(parts)]
    taken = charge(refund, receipts, terminated=terminated)
    assert taken.special_cents + taken.appropriation_cents + taken.general_fund_cents == refund
    assert sum(line.amount_cents for line in postings("E1", DAY, taken, 0, InterestSource.GENERAL_FUND)) == refund
    for receipt in receipts:
        used = {use.distributed: use.amount_cents for use in taken.uses if use.posting_number == receipt.posting_number}
        assert used.get(False, 0) <= receipt.undistributed_cents
        assert used.get(True, 0) <= receipt.distributed_cents
    assert taken.distributed_cents <= max(0, refund - sum(undistributed for undistributed, _ in parts))


@dataclass
class Book:
    """One entry's money under one order and the account it goes to, US cents."""

    standing: Standing
    received: int
    special: int
    refunded: int = 0
    paid_out: int = 0
    distributed_refunds: int = 0
    receipts: list[Receipt] = field(default_factory=list)
    bills: list[ImporterBill] = field(default_factory=list)

    def collect(self, cents: int) -> None:
        """Collect up to what is unpaid."""
        part = min(cents, max(0, self.standing.assessed_cents - self.standing.paid_duty_cents))
        self.received += part
        self.special += part
        self.standing = replace(self.standing, paid_duty_cents=self.standing.paid_duty_cents + part)
        self.receipts.append(a_receipt(len(self.receipts) + 1, part))

    def distribute(self, cents: int) -> None:
        """Pay out of what the account holds."""
        part = min(cents, max(0, self.special))
        self.special -= part
        self.paid_out += part
        lots = [
            Lot(posted_on=one.posted_on, posting_number=one.posting_number, left_cents=one.undistributed_cents)
            for one in self.receipts
        ]
        used = {use.posting_number: use.amount_cents for use in use_first_in_first_out(lots, part)}
        self.receipts = [
            replace(
                one,
                undistributed_cents=one.undistributed_cents - used.get(one.posting_number, 0),
                distributed_cents=one.distributed_cents + used.get(one.posting_number, 0),
            )
            for one in self.receipts
        ]

    def reliquidate(self, cents: int) -> None:
        """Reassess: refund at once, whatever the balance."""
        change = reassess(self.standing, cents, 0)
        taken = charge(change.refund_cents, self.receipts, terminated=False)
        assert taken.general_fund_cents == 0, "all of it came through the Special Account"
        self.special -= taken.special_cents
        self.refunded += taken.special_cents
        self.distributed_refunds += taken.distributed_cents
        for use in taken.uses:
            (place,) = [i for i, one in enumerate(self.receipts) if one.posting_number == use.posting_number]
            one = self.receipts[place]
            self.receipts[place] = (
                replace(one, distributed_cents=one.distributed_cents - use.amount_cents)
                if use.distributed
                else replace(one, undistributed_cents=one.undistributed_cents - use.amount_cents)
            )
        paid = self.standing.paid_duty_cents - change.refund_duty_cents
        self.standing = replace(self.standing, assessed_cents=change.assessed_cents, paid_duty_cents=paid)
        self._bill(change.duty_change_cents)

    def _bill(self, change_cents: int) -> None:
        amounts = {bill.issued_on: bill.duty_cents for bill in self.bills}
        today = date.fromordinal(DAY.toordinal() + len(self.receipts) + self.refunded % 97)
        for bill in changes(self.bills, today, change_cents, 0):
            amounts[bill.issued_on] = amounts.get(bill.issued_on, 0) + bill.duty_cents
        self.bills = [
            ImporterBill(issued_on=day, duty_cents=cents, interest_cents=0) for day, cents in sorted(amounts.items())
        ]


STEPS = st.lists(
    st.tuples(st.sampled_from(("collect", "distribute", "reliquidate")), st.integers(0, 10**9)), max_size=25
)


@given(deposit=st.integers(0, 10**9), assessed=st.integers(0, 10**9), steps=STEPS)
def test_acct_19_any_sequence_conserves_money(deposit: int, assessed: int, steps: list[tuple[str, int]]) -> None:
    """What came in is in the account, with importers or with producers; an overpayment never exceeds the deficit."""
    transfer = min(deposit, assessed)
    standing = Standing(
        filed_on=DAY,
        liquidated_on=DAY,
        changed_on=DAY,
        deposited_cents=deposit,
        provisional=False,
        assessed_cents=assessed,
        interest_cents=0,
        paid_duty_cents=transfer,
        paid_interest_cents=0,
    )
    book = Book(standing=standing, received=transfer, special=transfer, receipts=[a_receipt(1, transfer)])
    if assessed > transfer:
        book.bills = [ImporterBill(issued_on=DAY, duty_cents=assessed - transfer, interest_cents=0)]
    for name, cents in steps:
        getattr(book, name)(cents)
        assert book.received == book.special + book.refunded + book.paid_out
        assert book.received - book.refunded == book.standing.paid_duty_cents
        assert book.standing.paid_duty_cents <= book.standing.assessed_cents
        assert max(0, -book.special) <= book.distributed_refunds
        due = book.standing.assessed_cents - book.standing.paid_duty_cents
        assert sum(bill.unpaid_duty_cents for bill in unpaid(book.bills, due, 0)) == due
        assert all(bill.duty_cents >= 0 for bill in book.bills)


def test_rept_03_iii_payments_pay_the_oldest_bill_and_a_decrease_lowers_the_newest() -> None:
    older = ImporterBill(issued_on=date(2004, 9, 1), duty_cents=400, interest_cents=30)
    newer = ImporterBill(issued_on=date(2005, 4, 1), duty_cents=500, interest_cents=0)
    assert changes([older, newer], date(2005, 5, 1), -600, -10) == [
        ImporterBill(issued_on=date(2004, 9, 1), duty_cents=-100, interest_cents=-10),
        ImporterBill(issued_on=date(2005, 4, 1), duty_cents=-500, interest_cents=0),
    ]
    assert changes([older], date(2005, 5, 1), 50, 5) == [
        ImporterBill(issued_on=date(2005, 5, 1), duty_cents=50, interest_cents=5)
    ]
    assert [bill.unpaid_duty_cents for bill in unpaid([older, newer], 600, 30)] == [100, 500]
    assert [bill.unpaid_interest_cents for bill in unpaid([older, newer], 600, 30)] == [30, 0]
