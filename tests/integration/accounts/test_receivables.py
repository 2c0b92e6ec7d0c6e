"""What enforcement has accounts collect and pay, and the rates Customs publishes (BILL-04)."""

from datetime import date
from uuid import UUID

import pytest

from services.accounts.domain.ledger import Account
from services.accounts.domain.receivables import BOOK
from services.accounts.events.debts_consumed import ReceivableNotKnownYet
from services.accounts.storage import statements
from services.accounts.storage.bills.tables import interest_rates
from services.accounts.storage.receivables.tables import award_payments, receivables
from services.accounts.usecases.bills.load_rates import RatesLoaded, load_rates
from services.accounts.usecases.receivables.settle import (
    Award,
    CollectReceivable,
    collect_receivable,
    pay_award,
    release_award,
)
from shared.database import Cause
from shared.errors import BadInput
from tests.integration.accounts.conftest import CASE, Desk

HEADER = "begin_date,end_date,underpayment_pct,overpayment_pct,corporate_overpayment_pct,source,verified"
PENALTY = {
    "penalty_id": "019a0000-0000-7000-8000-000000000001",
    "demand_id": "019a0000-0000-7000-8000-000000000002",
    "importer_number": "Importer-1",
    "amount_cents": 1_000_000,
    "assessed_on": "2005-11-01",
}
DUTIES = {
    "demand_id": "demand-1",
    "case_reference": "case-7",
    "importer_number": "Importer-1",
    "amount_cents": 500_000,
    "demanded_on": "2005-11-01",
}
AWARD = {"request_id": "request-1", "payee_reference": "opaque-1", "amount_cents": 60_000, "requested_on": "2005-11-20"}


async def only_receivable(desk: Desk) -> UUID:
    ((receivable_id,),) = await desk.rows(receivables, "id")
    assert isinstance(receivable_id, UUID)
    return receivable_id


async def test_inf_12_what_is_collected_is_told_to_enforcement(desk: Desk) -> None:
    for _ in range(2):
        await desk.receive("duties.demanded", DUTIES)
    receivable_id = await only_receivable(desk)
    assert await desk.rows(receivables, "kind", "case_reference", "due_on") == [("DUTIES", "case-7", date(2005, 12, 1))]
    too_much = CollectReceivable(receivable_id=receivable_id, received_on=date(2005, 11, 29), amount_cents=500_001)
    assert await desk.refused(collect_receivable, too_much) == {"amount": "MORE_THAN_BILLED"}
    part = CollectReceivable(receivable_id=receivable_id, received_on=date(2005, 11, 28), amount_cents=200_000)
    await desk.done(collect_receivable, part)
    (told,) = await desk.events("money.recovered")
    assert {name: told[name] for name in ("case_reference", "reference", "kind", "amount_cents", "received_on")} == {
        "case_reference": "case-7",
        "reference": "demand-1",
        "kind": "DUTIES",
        "amount_cents": 200_000,
        "received_on": "2005-11-28",
    }
    assert await desk.balances(BOOK) == {Account.CASH: -200_000, Account.GENERAL_FUND: 200_000}
    await desk.verified()


async def test_a_penalty_that_came_down_is_owed_less(desk: Desk) -> None:
    await desk.receive("penalty.assessed", PENALTY)
    reduced = {**PENALTY, "amount_cents": 400_000, "reduced_on": "2005-11-10"}
    await desk.receive("penalty.reduced", reduced)
    receivable_id = await only_receivable(desk)
    command = CollectReceivable(receivable_id=receivable_id, received_on=date(2005, 11, 29), amount_cents=400_001)
    assert await desk.refused(collect_receivable, command) == {"amount": "MORE_THAN_BILLED"}


async def test_dbt_04_cmp_05_what_enforcement_applied_is_entered_and_not_told_back(desk: Desk) -> None:
    settled = {
        "settlement_id": "set-off-1:DUTIES",
        "kind": "DUTIES",
        "reference": "demand-1",
        "means": "SET_OFF",
        "applied_cents": 398_000,
        "settled_on": "2005-11-20",
    }
    with pytest.raises(ReceivableNotKnownYet):
        await desk.receive("debt.settled", settled)
    await desk.receive("duties.demanded", DUTIES)
    await desk.receive("debt.settled", settled)
    assert await desk.rows(receivables, "amount_cents", "collected_cents") == [(500_000, 398_000)]
    assert await desk.events("money.recovered") == []
    assert await desk.balances(BOOK) == {Account.CASH: -398_000, Account.GENERAL_FUND: 398_000}
    command = CollectReceivable(
        receivable_id=await only_receivable(desk), received_on=date(2005, 11, 29), amount_cents=102_001
    )
    assert await desk.refused(collect_receivable, command) == {"amount": "MORE_THAN_BILLED"}
    await desk.receive("duties.reduced", {"demand_id": "demand-1", "amount_cents": 398_000, "reduced_on": "2005-11-21"})
    assert await desk.rows(receivables, "amount_cents", "collected_cents") == [(398_000, 398_000)]
    await desk.verified()


async def test_cul_11_cul_12_a_tender_is_taken_in_and_what_goes_back_shows_as_overpaid(desk: Desk) -> None:
    tender = {
        "importer_number": "Importer-1",
        "acted_on": "2005-11-10",
        "disclosure_id": "disclosure-1",
        "matter_id": "case-7",
        "amount_cents": 100_000,
        "tendered_cents": 100_000,
    }
    await desk.receive("tender.received", tender)
    await desk.receive("tender.received", {**tender, "amount_cents": 20_000, "tendered_cents": 120_000})
    assert await desk.rows(receivables, "kind", "case_reference", "amount_cents", "collected_cents") == [
        ("DUTIES", "case-7", 120_000, 120_000)
    ]
    reduced = {**tender, "refund_cents": 50_000, "tendered_cents": 70_000}
    await desk.receive("tender.reduced", reduced)
    (row,) = await desk.rows(receivables, "amount_cents", "collected_cents")
    assert row == (70_000, 120_000)
    assert await desk.balances(BOOK) == {Account.CASH: -120_000, Account.GENERAL_FUND: 120_000}
    await desk.verified()


async def test_an_award_is_paid_once_by_two_people_and_says_nothing_of_the_payee(desk: Desk) -> None:
    for _ in range(2):
        await desk.receive("award-payment.requested", AWARD)
    award = Award(request_id="request-1")
    assert await desk.refused(pay_award, award, actor="approver") == {"requestId": "ILLEGAL_TRANSITION"}
    await desk.done(release_award, award)
    assert await desk.refused(pay_award, award) == {"requestId": "SAME_PERSON"}
    await desk.done(pay_award, award, actor="approver")
    assert await desk.refused(pay_award, award, actor="approver") == {"requestId": "ILLEGAL_TRANSITION"}
    (told,) = await desk.events("award.paid")
    assert told == {
        "request_id": "request-1",
        "payee_reference": "opaque-1",
        "amount_cents": 60_000,
        "paid_on": "2005-11-29",
    }
    assert await desk.rows(award_payments, "paid_on") == [(date(2005, 11, 29),)]
    await desk.verified()


async def test_the_book_of_receivables_is_no_order(desk: Desk) -> None:
    await desk.receive("duties.demanded", DUTIES)
    async with desk.database.reading() as connection:
        assert set(await statements.special_balances(connection, date(2005, 11, 29), None)) == {CASE}


async def load(desk: Desk, *rows: str) -> RatesLoaded:
    async with desk.uow.begin(Cause(actor="operator", correlation_id="test")) as tx:
        return await load_rates(tx, [HEADER, *rows])


async def test_bill_04_the_published_rates_are_there_and_are_continued(desk: Desk) -> None:
    before = await desk.rows(interest_rates, "begin_on", "end_on", "underpayment_percent")
    assert (before[0][0], before[-1][1]) == (date(1974, 7, 1), date(2026, 3, 31))
    unverified = await load(desk, "2026-04-01,2026-06-30,6,6,5,an article,no")
    assert (unverified.added, unverified.refused) == (0, ("2026-04-01: not verified (an article)",))
    again = "2026-01-01,2026-03-31,7,7,6,CBP notice,yes"
    added = await load(desk, again, "2026-04-01,2026-06-30,6.5,6.5,5.5,CBP notice,yes")
    assert added.added == 1
    assert (await load(desk, again)).added == 0
    assert len(await desk.rows(interest_rates, "begin_on")) == len(before) + 1


@pytest.mark.parametrize(
    "row",
    [
        "2026-07-01,2026-09-30,6,6,5,CBP notice,yes",
        "2026-04-01,2026-06-29,6,6,5,CBP notice,yes",
        "2026-01-01,2026-03-31,8,8,7,CBP notice,yes",
        "2026-04-01,2026-06-30,six,6,5,CBP notice,yes",
    ],
)
async def test_bill_04_a_table_with_a_fault_is_not_loaded(desk: Desk, row: str) -> None:
    before = await desk.stored()
    with pytest.raises(BadInput):
        await load(desk, row)
    assert await desk.stored() == before
