"""Determinations, bills, interest, offset on a real database: REFD-07, REFD-08, BILL-01 to -12, S11 to S13."""

from datetime import date

import sqlalchemy as sa

from services.accounts.domain.bills.law import InterestDestination, InterestMethod
from services.accounts.domain.ledger import Account
from services.accounts.storage.tables import payments
from services.accounts.usecases.bills.determine import DetermineOverpayment, determine_overpayment
from services.accounts.usecases.bills.issue import IssueBills, issue_bills
from services.accounts.usecases.bills.pass_days import pass_days
from services.accounts.usecases.bills.pay import RecordBillPayment, record_bill_payment
from services.accounts.usecases.bills.reduce import (
    ReduceDetermination,
    reduce_determination,
)
from tests.integration.accounts.billing import (
    BILLED,
    SHARES,
    bill,
    bills_by_producer,
    charges,
    days_pass,
    determine,
    into_deficit,
    one_bill,
    pay_bill,
)
from tests.integration.accounts.conftest import Desk


async def test_s11_bills_of_a_deficit(desk: Desk) -> None:
    await into_deficit(desk)
    assert (await desk.balances(BILLED))[Account.SPECIAL] == -10_000_000
    determination_id = await bill(desk, 10_000_000)
    found = await bills_by_producer(desk, determination_id)
    assert {name: row.principal_cents for name, row in found.items()} == SHARES
    assert {(row.state, row.bill_on, row.due_on, row.pay_by, row.method) for row in found.values()} == {
        ("ISSUED", date(2006, 3, 1), date(2006, 3, 31), date(2006, 3, 31), "P30_SIMPLE")
    }
    for name, cents in SHARES.items():
        await pay_bill(desk, found[name].id, cents, date(2006, 3, 1))
    assert Account.SPECIAL not in await desk.balances(BILLED), "the deficit is made good"
    recovered = await desk.events("bill.principal-recovered")
    assert {(event["lineage_id"], event["principal_cents"]) for event in recovered} == {
        (f"lineage-{name}", cents) for name, cents in SHARES.items()
    }
    assert len(await desk.events("bill.paid")) == 4
    await desk.verified()


async def test_s11_second_determination_on_the_same_gross_weights(desk: Desk) -> None:
    await into_deficit(desk, deficit_cents=11_000_000)
    first = await bill(desk, 10_000_000)
    for name, row in (await bills_by_producer(desk, first)).items():
        await pay_bill(desk, row.id, SHARES[name], date(2006, 3, 1))
    second = await determine(desk, 1_000_000)
    again = await bills_by_producer(desk, second)
    assert {name: row.principal_cents for name, row in again.items()} == {
        "Alpha": 549_794,
        "Beta": 276_872,
        "Gamma": 106_667,
        "Delta": 66_667,
    }


async def test_refd_07_a_determination_has_limits(desk: Desk) -> None:
    await into_deficit(desk)

    def of(cents: int) -> DetermineOverpayment:
        return DetermineOverpayment(
            case_number=BILLED, amount_cents=cents, expected_receipts_cents=0, reason="Reason", evidence="Evidence"
        )

    assert await desk.refused(determine_overpayment, of(10_000_001)) == {"amount": "DETERMINATION_TOO_LARGE"}
    assert await desk.refused(determine_overpayment, of(0)) == {"amount": "DETERMINATION_TOO_LARGE"}
    await determine(desk, 10_000_000)
    await desk.fund(6_000_000, case_number=BILLED, on=date(2006, 2, 10))
    assert await desk.refused(determine_overpayment, of(4_000_001)) == {"amount": "DETERMINATION_TOO_LARGE"}


async def test_refd_08_bills_of_a_lineage_never_exceed_what_it_received(desk: Desk) -> None:
    await into_deficit(desk, received={"Alpha": 9_000_000, "Beta": 9_000_000}, deficit_cents=10_000_000)
    await determine(desk, 10_000_000)
    stored = await bills_by_producer(desk)
    assert {row.principal_cents for row in stored.values()} == {5_000_000}


async def test_bill_01_whoever_proposed_a_bill_cannot_issue_it(desk: Desk) -> None:
    await into_deficit(desk)
    determination_id = await determine(desk, 10_000_000)
    command = IssueBills(determination_id=determination_id)
    assert await desk.refused(issue_bills, command, actor="collector") == {"determinationId": "SAME_PERSON"}
    await desk.done(issue_bills, command, actor="approver")
    assert await desk.refused(issue_bills, command, actor="approver") == {"determinationId": "ILLEGAL_TRANSITION"}


async def test_s12_interest_with_a_partial_payment_and_a_rate_change(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    await days_pass(desk, date(2006, 4, 30))
    assert await charges(desk) == []
    await days_pass(desk, date(2006, 5, 1))
    assert await charges(desk) == [27_616]
    desk.on(date(2006, 5, 15))
    await pay_bill(desk, bill_id, 2_000_000, date(2006, 5, 15))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.interest_paid_cents, row.principal_paid_cents, row.state) == (27_616, 1_972_384, "PAST_DUE")
    for day in (date(2006, 5, 31), date(2006, 6, 30), date(2006, 7, 30)):
        await days_pass(desk, day)
        await pass_days(desk.uow)
    assert await charges(desk) == [27_616, 16_268, 16_268, 18_515]
    desk.on(date(2006, 8, 3))
    await pay_bill(desk, bill_id, 2_878_667, date(2006, 8, 3))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.charged_cents, row.interest_paid_cents) == ("PAID", 78_667, 78_667)
    assert (row.principal_paid_cents, row.excess_cents) == (4_800_000, 0)
    balances = await desk.balances(BILLED)
    assert (balances[Account.GENERAL_FUND], Account.SPECIAL in balances) == (78_667, False)
    await desk.verified()


async def test_bill_08_interest_goes_to_the_special_account_where_the_policy_says_so(desk: Desk) -> None:
    await into_deficit(desk, received={"Alpha": 20_000_000}, deficit_cents=1_000_000)
    determination_id = await bill(desk, 1_000_000, interest_destination=InterestDestination.SPECIAL_ACCOUNT)
    bill_id = (await bills_by_producer(desk))["Alpha"].id
    await days_pass(desk, date(2006, 5, 31))
    await pay_bill(desk, bill_id, 1_011_506, date(2006, 5, 31))
    balances = await desk.balances(BILLED)
    assert balances[Account.SPECIAL] == 11_506
    assert Account.GENERAL_FUND not in balances
    # Reduced to half, half the interest was too much: it goes back out of the same account.
    reduce = ReduceDetermination(determination_id=determination_id, amount_cents=500_000, reason="reversed on appeal")
    await desk.done(reduce_determination, reduce, actor="approver")
    assert (await desk.balances(BILLED))[Account.SPECIAL] == -500_000 + 5_754
    await desk.verified()


async def test_bill_05_the_job_caught_up_at_once_gives_the_same(desk: Desk) -> None:
    await one_bill(desk)
    await days_pass(desk, date(2006, 7, 30))
    assert await charges(desk) == [27_616, 27_616, 27_616, 31_430]
    before = await desk.stored()
    await pass_days(desk.uow)
    assert await desk.stored() == before, "a second run changes nothing"
    assert len(await desk.events("bill.interest-charged")) == 4


async def test_bill_05_a_payment_recorded_late_takes_interest_back(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    await days_pass(desk, date(2006, 6, 15))
    assert await charges(desk) == [27_616, 27_616]
    await pay_bill(desk, bill_id, 4_800_000, date(2006, 4, 28))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.charged_cents, row.principal_paid_cents) == ("PAID", 0, 4_800_000)
    assert sorted(await charges(desk)) == [-27_616, -27_616, 27_616, 27_616]
    assert [event["amount_cents"] for event in await desk.events("bill.interest-charged")] == [
        27_616,
        27_616,
        -27_616,
        -27_616,
    ]


async def test_bill_05_a_late_record_moves_what_a_later_payment_went_to(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    await days_pass(desk, date(2006, 5, 15))
    await pay_bill(desk, bill_id, 2_000_000, date(2006, 5, 15))
    assert (await desk.balances(BILLED))[Account.GENERAL_FUND] == 27_616
    await pay_bill(desk, bill_id, 1_000_000, date(2006, 4, 20))
    row = (await bills_by_producer(desk))["Alpha"]
    first = 21_863  # 38,000.00 x 7 % x 30 / 365
    assert (row.charged_cents, row.interest_paid_cents) == (first, first)
    assert row.principal_paid_cents == 3_000_000 - first
    balances = await desk.balances(BILLED)
    assert balances[Account.GENERAL_FUND] == first
    assert balances[Account.SPECIAL] == -4_800_000 + 3_000_000 - first
    recovered = [event["principal_cents"] for event in await desk.events("bill.principal-recovered")]
    assert sum(recovered) == 3_000_000 - first
    await desk.verified()


async def test_bill_06_excess_is_returned_or_credited(desk: Desk) -> None:
    await into_deficit(desk, received={"Alpha": 20_000_000}, deficit_cents=5_000_000)
    first, second = await bill(desk, 2_000_000), await bill(desk, 3_000_000)
    ids = [(await bills_by_producer(desk, one))["Alpha"].id for one in (first, second)]
    await pay_bill(desk, ids[0], 2_500_000, date(2006, 3, 1), credit_bill_id=ids[1])
    credited = (await bills_by_producer(desk, second))["Alpha"]
    assert (credited.principal_paid_cents, credited.state) == (500_000, "ISSUED")
    await pay_bill(desk, ids[1], 2_600_000, date(2006, 3, 1))
    assert (await bills_by_producer(desk, second))["Alpha"].excess_cents == 100_000
    query = sa.select(payments).where(payments.c.bill_id.is_not(None))
    async with desk.database.reading() as connection:
        (returned,) = (await connection.execute(query)).all()
    assert (returned.kind, returned.amount_cents, returned.bill_id) == ("EXCESS_RETURNED", 100_000, ids[1])
    assert Account.SPECIAL not in await desk.balances(BILLED)
    await desk.verified()


async def test_bill_06_payments_that_cannot_be(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    early = RecordBillPayment(bill_id=bill_id, received_on=date(2006, 2, 28), amount_cents=1)
    assert await desk.refused(record_bill_payment, early) == {"receivedOn": "BEFORE_BILL"}
    await pay_bill(desk, bill_id, 4_800_000, date(2006, 3, 1))
    late = RecordBillPayment(bill_id=bill_id, received_on=date(2006, 3, 1), amount_cents=1)
    assert await desk.refused(record_bill_payment, late) == {"billId": "ILLEGAL_TRANSITION"}


async def test_bill_04_without_a_rate_nothing_is_charged_and_nothing_guessed(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    await days_pass(desk, date(2026, 5, 20))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, await charges(desk)) == ("ISSUED", []), "no rate is published for the second quarter of 2026"
    paid = RecordBillPayment(bill_id=bill_id, received_on=date(2026, 5, 20), amount_cents=1)
    assert await desk.refused(record_bill_payment, paid) == {"billId": "RATE_MISSING"}


async def test_bill_05_a_bill_keeps_the_method_of_its_day(desk: Desk) -> None:
    await into_deficit(desk, received={"Alpha": 20_000_000}, deficit_cents=1_000_000)
    await bill(desk, 1_000_000, overpayment_method=InterestMethod.DAILY_COMPOUND)
    row = (await bills_by_producer(desk))["Alpha"]
    desk.on(date(2006, 6, 10))
    await pay_bill(desk, row.id, 1_013_708, date(2006, 6, 10))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.charged_cents, row.excess_cents) == ("PAID", 13_708, 0)
