"""Entries, liquidations and collections on a real database: ACCT-02 to ACCT-14, S09, S16."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.accounts.domain.collection import PaymentBasis
from services.accounts.domain.eligibility import Snapshot2010
from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.storage.tables import collections, deposits, liquidations, orders, postings
from services.accounts.usecases.import_entries import ImportEntries, import_entries
from services.accounts.usecases.record_collections import Collection, RecordCollections, record_collections
from services.accounts.usecases.record_liquidations import RecordLiquidations, record_liquidations
from services.accounts.usecases.record_payment import RecordPayment, record_payment
from services.accounts.usecases.reverse_collection import ReverseCollection, reverse_collection
from shared.errors import BadInput, NotFound
from tests.integration.accounts.conftest import (
    CASE,
    Desk,
    a_claim,
    a_liquidation,
    an_entry,
    claims_certified,
    notice_published,
)

CVD = "C-990-811"


def a_collection(
    number: str, *, case_number: str = CASE, received_on: date = date(2005, 5, 10), **cents: Any
) -> Collection:
    amounts = {"duty_cents": 0, "interest_cents": 0, "delinquency_cents": 0, "equitable_cents": 0} | cents
    basis = amounts.pop("payment_basis", PaymentBasis.ORDINARY)
    return Collection(
        entry_number=number, case_number=case_number, received_on=received_on, payment_basis=basis, **amounts
    )


async def collect(desk: Desk, *rows: Collection) -> None:
    await desk.done(record_collections, RecordCollections(collections=rows))


async def test_acct_02_a_deposit_enters_the_clearing_account_of_its_order(desk: Desk) -> None:
    await desk.open(CVD)
    await desk.deposit("E1", 10_000_00)
    await desk.deposit("E2", 3_000_00, case_number=CVD)
    assert await desk.balances() == {Account.CASH: -10_000_00, Account.CLEARING: 10_000_00}
    assert await desk.balances(CVD) == {Account.CASH: -3_000_00, Account.CLEARING: 3_000_00}
    rows = await desk.rows(postings, "entry_number", "debit", "credit", "amount_cents", "fiscal_year", "rule", "code")
    assert rows[0] == ("E1", "CASH", "CLEARING", 10_000_00, 2004, "ELIG-06", "IN_PROGRAM")
    assert (await desk.verified()).control_total_cents == 13_000_00


async def test_acct_03_table_e4_a_bond_brings_no_money(desk: Desk) -> None:
    await desk.deposit("E4", 5_000_00, instrument=Instrument.BOND)
    assert await desk.balances() == {}
    totals = await desk.liquidate(a_liquidation("E4", 5_000_00))
    assert (totals["special_account_cents"], totals["bill_cents"]) == (0, 5_000_00)
    assert await desk.balances() == {}


async def test_s09_liquidation_money_flow(desk: Desk) -> None:
    for number, cents in (("E1", 10_000_00), ("E2", 12_000_00), ("E3", 8_000_00)):
        await desk.deposit(number, cents)
    assert (await desk.balances())[Account.CLEARING] == 30_000_00
    totals = await desk.liquidate(
        a_liquidation("E1", 7_500_00),
        a_liquidation("E2", 12_000_00),
        a_liquidation("E3", 20_000_00, interest_cents=742_00),
    )
    assert totals == {
        "liquidations": 3,
        "special_account_cents": 27_500_00,
        "general_fund_cents": 0,
        "refund_cents": 2_500_00,
        "bill_cents": 12_742_00,
    }
    assert await desk.balances() == {
        Account.CASH: -30_000_00,
        Account.SPECIAL: 27_500_00,
        Account.IMPORTER_REFUNDS_PAYABLE: 2_500_00,
    }
    # ACCT-05 splits 5,884.80 over 12,000.00 and 742.00; 115.20 of delinquency interest comes before.
    await collect(desk, a_collection("E3", duty_cents=5_542_12, interest_cents=342_68, delinquency_cents=115_20))
    balances = await desk.balances()
    assert balances[Account.SPECIAL] == 33_384_80
    assert balances[Account.GENERAL_FUND] == 115_20
    verified = await desk.verified()
    assert verified.control_total_cents == 33_384_80


async def test_acct_05_a_payment_without_parts_is_split_over_both_orders_and_ordinary_duty(desk: Desk) -> None:
    await desk.open(CVD)
    two = an_entry("E1", 1_00)
    deposits_of_both = (*two.deposits, replace(two.deposits[0], case_number=CVD))
    await desk.done(import_entries, ImportEntries(entries=(replace(two, deposits=deposits_of_both),)))
    await desk.liquidate(
        a_liquidation("E1", 6_001_00, interest_cents=612_34),
        a_liquidation("E1", 3_001_00, interest_cents=306_17, case_number=CVD),
    )
    payment = RecordPayment(
        entry_number="E1", received_on=date(2005, 4, 1), amount_cents=5_000_00, ordinary_due_cents=1_000_00
    )
    assert await desk.done(record_payment, payment) == {
        "special_account_cents": 3_028_04 + 1_514_02,
        "general_fund_cents": 0,
        "ordinary_cents": 457_94,
    }
    assert (await desk.balances())[Account.SPECIAL] == 3_028_04 + 1_00
    assert (await desk.balances(CVD))[Account.SPECIAL] == 1_514_02 + 1_00
    assert await desk.refused(record_payment, replace(payment, amount_cents=7_000_00)) == {"amount": "MORE_THAN_BILLED"}
    with pytest.raises(NotFound):
        await desk.run(record_payment, replace(payment, entry_number="E9"))


async def test_s09_a_payment_pays_delinquency_interest_first(desk: Desk) -> None:
    await desk.deposit("E3", 8_000_00)
    await desk.liquidate(a_liquidation("E3", 20_000_00, interest_cents=742_00))
    payment = RecordPayment(
        entry_number="E3", received_on=date(2005, 5, 10), amount_cents=6_000_00, delinquency_due_cents=115_20
    )
    done = await desk.done(record_payment, payment)
    assert (done["special_account_cents"], done["general_fund_cents"]) == (5_884_80, 115_20)


async def test_s16_repeal_and_the_cut_off_of_2010(desk: Desk) -> None:
    canada = "A-122-850"
    await desk.open(canada, country="CA")
    desk.on(date(2013, 5, 1))
    snapshots = {
        "E4": Snapshot2010(unliquidated=True, in_litigation=False, liquidation_ordered=False),
        "E5": Snapshot2010(unliquidated=True, in_litigation=True, liquidation_ordered=False),
        "E6": Snapshot2010(unliquidated=True, in_litigation=False, liquidation_ordered=True),
    }
    facts = [
        ("E1", date(2006, 5, 10), 10_000_00, date(2008, 2, 1), CASE),
        ("E2", date(2007, 9, 30), 4_000_00, date(2009, 6, 1), CASE),
        ("E4", date(2006, 8, 15), 12_500_00, date(2011, 5, 2), CASE),
        ("E5", date(2006, 3, 3), 9_000_00, date(2011, 5, 2), CASE),
        ("E6", date(2005, 11, 11), 3_250_50, date(2011, 5, 2), CASE),
        ("E8", date(2005, 2, 2), 5_000_00, date(2006, 2, 2), canada),
    ]
    entries = [
        an_entry(n, cents, case, filed_on=filed, snapshot=snapshots.get(n)) for n, filed, cents, _, case in facts
    ]
    entries.append(an_entry("E3", 7_000_00, filed_on=date(2007, 10, 1)))
    entries.append(an_entry("E7", 500_00, filed_on=date(2004, 1, 20)))
    await desk.done(import_entries, ImportEntries(entries=tuple(entries)))
    assert (await desk.balances())[Account.GENERAL_FUND] == 7_000_00

    await desk.liquidate(
        *(a_liquidation(n, cents, case_number=case, liquidated_on=on) for n, _, cents, on, case in facts),
        a_liquidation("E7", 2_300_25, liquidated_on=date(2005, 1, 15)),
    )
    await collect(desk, a_collection("E7", received_on=date(2013, 4, 4), duty_cents=1_800_25))
    own, other = await desk.balances(), await desk.balances(canada)
    assert own[Account.SPECIAL] - 500_00 == 28_050_75  # E7's own deposit beside the scenario's amounts
    assert own[Account.GENERAL_FUND] + other[Account.GENERAL_FUND] == 24_500_00
    codes = {row[0]: row[1:] for row in await desk.rows(liquidations, "entry_number", "rule", "code")}
    assert codes["E4"] == ("ELIG-04", "CRA_EXCLUDED")
    assert codes["E8"] == ("ELIG-05", "NAFTA_COUNTRY")
    fiscal_years = await desk.rows(postings, "entry_number", "movement", "fiscal_year")
    assert ("E7", "COLLECTION", 2013) in fiscal_years
    await desk.verified()


async def test_elig_03_a_deposit_after_the_repeal_never_enters_clearing_and_is_not_refunded_from_it(desk: Desk) -> None:
    desk.on(date(2010, 1, 4))
    await desk.deposit("E3", 7_000_00, filed_on=date(2007, 10, 1))
    assert await desk.rows(deposits, "in_clearing", "rule", "code") == [(False, "ELIG-03", "ENTRY_AFTER_REPEAL")]
    await desk.liquidate(a_liquidation("E3", 9_000_00, liquidated_on=date(2009, 1, 5)))
    assert await desk.rows(liquidations, "transfer_cents", "refund_cents", "bill_cents") == [(0, 0, 2_000_00)]
    await collect(desk, a_collection("E3", received_on=date(2009, 3, 2), duty_cents=2_000_00))
    assert await desk.balances() == {Account.CASH: -9_000_00, Account.GENERAL_FUND: 9_000_00}
    await desk.verified()


async def test_elig_01_a_revocation_before_1999_takes_the_order_out(desk: Desk) -> None:
    await desk.receive("order.revoked", {"case_number": CASE, "revoked_on": "1998-12-31"})
    await desk.deposit("E1", 100_00)
    assert await desk.balances() == {Account.CASH: -100_00, Account.GENERAL_FUND: 100_00}


async def test_acct_09_a_judgment_on_a_bond_brings_its_interest(desk: Desk) -> None:
    desk.on(date(2016, 4, 1))
    for number in ("E1", "E2"):
        await desk.deposit(number, 1_00)
        await desk.liquidate(a_liquidation(number, 200_001_00, interest_cents=60_000_00))
    cents: dict[str, Any] = {"duty_cents": 200_000_00, "interest_cents": 60_000_00, "delinquency_cents": 190_000_00}
    day = date(2016, 3, 15)
    await collect(
        desk,
        a_collection(
            "E1", received_on=day, equitable_cents=50_000_00, payment_basis=PaymentBasis.COURT_JUDGMENT, **cents
        ),
    )
    assert (await desk.balances())[Account.SPECIAL] == 500_000_00 + 2_00
    await collect(desk, a_collection("E2", received_on=day, **cents))
    balances = await desk.balances()
    assert balances[Account.SPECIAL] == 760_000_00 + 2_00
    assert balances[Account.GENERAL_FUND] == 190_000_00


async def test_acct_10_and_acct_11_provisional_and_deemed_liquidations_are_not_billed(desk: Desk) -> None:
    for number, cents in (("P1", 5_000_00), ("P2", 5_000_00), ("D1", 9_000_00)):
        await desk.deposit(number, cents)
    await desk.liquidate(
        a_liquidation("P1", 6_200_00, provisional=True),
        a_liquidation("P2", 4_100_00, provisional=True),
        a_liquidation("D1", None, deemed=True),
    )
    rows = await desk.rows(liquidations, "entry_number", "transfer_cents", "refund_cents", "bill_cents")
    assert rows == [("D1", 9_000_00, 0, 0), ("P1", 5_000_00, 0, 0), ("P2", 4_100_00, 900_00, 0)]


@pytest.mark.parametrize(("assessed", "code"), [(1_012_50, "DE_MINIMIS"), (985_00, "DE_MINIMIS")])
async def test_acct_12_the_feed_must_liquidate_a_small_difference_as_entered(
    desk: Desk, assessed: int, code: str
) -> None:
    await desk.deposit("E1", 1_000_00)
    command = RecordLiquidations(liquidations=(a_liquidation("E1", assessed),))
    assert await desk.refused(record_liquidations, command) == {"liquidations[0].assessed": code}
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    assert (await desk.balances())[Account.SPECIAL] == 1_000_00


async def test_acct_12_the_whole_entry_counts_and_20_dollars_are_not_disregarded(desk: Desk) -> None:
    await desk.open(CVD)
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_020_00))
    await desk.deposit("E2", 1_000_00)
    await desk.liquidate(a_liquidation("E2", 1_010_00, net_difference_cents=500_00))
    assert (await desk.balances())[Account.SPECIAL] == 2_000_00


async def test_every_bad_row_of_an_import_is_named_and_nothing_is_stored(desk: Desk) -> None:
    await desk.deposit("E1", 100_00)
    await desk.close(2004)
    command = ImportEntries(
        entries=(
            an_entry("E1", 100_00, deposited_on=date(2004, 10, 1)),
            an_entry("E2", 0, deposited_on=date(2004, 10, 1)),
            an_entry("E3", 100_00, "A-999-999", deposited_on=date(2004, 10, 1)),
            an_entry("E3", 100_00, deposited_on=date(2004, 9, 30)),
            an_entry("E4", 100_00, filed_on=date(2005, 11, 30)),
        )
    )
    assert await desk.refused(import_entries, command) == {
        "entries[0].number": "ENTRY_KNOWN",
        "entries[1].deposits[0].amount": "AMOUNT_NOT_POSITIVE",
        "entries[2].deposits[0].caseNumber": "ORDER_NOT_REGISTERED",
        "entries[3].number": "REPEATED_IN_BATCH",
        "entries[3].deposits[0].depositedOn": "FISCAL_YEAR_CLOSED",
        "entries[4].filedOn": "DATE_IN_FUTURE",
        "entries[4].deposits[0].depositedOn": "DATE_IN_FUTURE",
    }


async def test_every_bad_row_of_a_liquidation_batch_is_named_and_nothing_is_stored(desk: Desk) -> None:
    for number in ("E1", "E2", "E3", "E4", "E5"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    rows = (
        a_liquidation("E1", 1_000_00),
        a_liquidation("E9", 1_000_00),
        a_liquidation("E2", None),
        a_liquidation("E3", 1_500_00, deemed=True),
        a_liquidation("E4", 1_000_00, liquidated_on=date(2004, 5, 9)),
        a_liquidation("E4", 1_000_00),
        a_liquidation("E5", -1, interest_cents=-1),
        a_liquidation("E5", 1, case_number="A-999-999"),
    )
    assert await desk.refused(record_liquidations, RecordLiquidations(liquidations=rows)) == {
        "liquidations[0].entryNumber": "ALREADY_LIQUIDATED",
        "liquidations[1].entryNumber": "ENTRY_NOT_UNDER_ORDER",
        "liquidations[2].assessed": "ASSESSED_MISSING",
        "liquidations[3].assessed": "DEEMED_AS_ENTERED",
        "liquidations[4].liquidatedOn": "LIQUIDATED_BEFORE_FILED",
        "liquidations[5].entryNumber": "REPEATED_IN_BATCH",
        "liquidations[6].assessed": "AMOUNT_NEGATIVE",
        "liquidations[6].interest1677g": "AMOUNT_NEGATIVE",
        "liquidations[7].caseNumber": "ORDER_NOT_REGISTERED",
    }


async def test_elig_04_a_liquidation_after_2010_needs_the_three_facts(desk: Desk) -> None:
    desk.on(date(2012, 1, 3))
    await desk.deposit("E1", 1_000_00)
    command = RecordLiquidations(liquidations=(a_liquidation("E1", 1_000_00, liquidated_on=date(2011, 3, 1)),))
    assert await desk.refused(record_liquidations, command) == {"liquidations[0].entryNumber": "SNAPSHOT_MISSING"}


async def test_acct_04_a_collection_needs_a_bill_and_is_not_more_than_it(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.deposit("E2", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 3_000_00, interest_cents=50_00))
    rows = (
        a_collection("E2", duty_cents=1),
        a_collection("E1", duty_cents=1_500_00),
        a_collection("E1", duty_cents=500_01, interest_cents=50_01),
        a_collection("E1"),
    )
    assert await desk.refused(record_collections, RecordCollections(collections=rows)) == {
        "collections[0].entryNumber": "NOT_LIQUIDATED",
        "collections[2].duty": "MORE_THAN_BILLED",
        "collections[2].interest1677g": "MORE_THAN_BILLED",
        "collections[3]": "AMOUNT_NOT_POSITIVE",
        "collections[3].duty": "MORE_THAN_BILLED",
        "collections[3].interest1677g": "MORE_THAN_BILLED",
    }
    await collect(desk, a_collection("E1", duty_cents=2_000_00), a_collection("E1", interest_cents=50_00))
    assert (await desk.balances())[Account.SPECIAL] == 3_050_00


async def test_a_batch_has_a_size(desk: Desk) -> None:
    with pytest.raises(BadInput, match="1 to 10000 rows, not 0"):
        await desk.run(import_entries, ImportEntries(entries=()))


async def test_a_repeated_command_is_done_once_and_answers_the_same(desk: Desk) -> None:
    command = ImportEntries(entries=(an_entry("E1", 100_00),))
    first = await desk.run(import_entries, command, key="same")
    before = await desk.stored()
    assert await desk.run(import_entries, command, key="same") == first
    assert await desk.stored() == before


async def test_acct_19_a_collection_is_taken_back_by_a_reversal_and_can_be_collected_again(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 3_000_00, interest_cents=50_00))
    await collect(desk, a_collection("E1", duty_cents=2_000_00, interest_cents=50_00, delinquency_cents=7_00))
    ((collection_id,),) = await desk.rows(collections, "id")
    before = await desk.rows(postings, "number", "amount_cents", "debit", "credit")
    command = ReverseCollection(collection_id=collection_id, reason="check returned unpaid")
    await desk.done(reverse_collection, command)
    rows = await desk.rows(
        postings, "number", "amount_cents", "debit", "credit", "movement", "reverses", "effective_on"
    )
    assert [row[:4] for row in rows[: len(before)]] == before
    assert [(row[1], row[2], row[3], row[4], row[5]) for row in rows[len(before) :]] == [
        (2_000_00, "SPECIAL", "CASH", "REVERSAL", 3),
        (50_00, "SPECIAL", "CASH", "REVERSAL", 4),
        (7_00, "GENERAL_FUND", "CASH", "REVERSAL", 5),
    ]
    assert {row[6] for row in rows[len(before) :]} == {date(2005, 11, 29)}
    assert await desk.balances() == {Account.CASH: -1_000_00, Account.SPECIAL: 1_000_00}
    assert await desk.refused(reverse_collection, command) == {"collectionId": "ALREADY_REVERSED"}
    await collect(desk, a_collection("E1", duty_cents=2_000_00, interest_cents=50_00))
    await desk.verified()
    with pytest.raises(NotFound):
        await desk.run(reverse_collection, replace(command, collection_id=uuid4()))
    with pytest.raises(BadInput):
        await desk.run(reverse_collection, replace(command, reason=" "))


async def test_18_2_an_account_whose_money_is_taken_back_after_a_distribution_is_in_deficit(desk: Desk) -> None:
    await desk.deposit("E1", 1_00)
    await desk.liquidate(a_liquidation("E1", 101_00))
    await collect(desk, a_collection("E1", duty_cents=100_00))
    await desk.receive("notice.published", notice_published(CASE))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 500_00)))
    await desk.close(2005)
    await desk.distribute()
    ((collection_id,),) = await desk.rows(collections, "id")
    await desk.done(reverse_collection, ReverseCollection(collection_id=collection_id, reason="check returned unpaid"))
    assert (await desk.balances())[Account.SPECIAL] == -100_00
    assert await desk.rows(orders, "special_state") == [("DEFICIT",)]
    await desk.verified()

    desk.on(date(2006, 11, 1))
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 400_00), fiscal_year=2006))
    await desk.close(2006)
    row = await desk.distribution(await desk.distribute(year=2006))
    assert (row.method, row.available_cents, row.carry_forward_cents) == ("ZERO", -100_00, -100_00)
    assert await desk.rows(orders, "special_state") == [("DEFICIT",)]
    await desk.fund(100_00, on=date(2006, 10, 20))
    assert await desk.rows(orders, "special_state") == [("OPEN",)]
