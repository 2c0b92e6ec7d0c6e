"""Reliquidations and refunds on a real database: REFD-01 to REFD-06, ACCT-12, -13, -15, -16, REPT-03, S10."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.eligibility import Snapshot2010
from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reliquidation import Cause
from services.accounts.storage import entries
from services.accounts.storage.reliquidations import queries, refunds
from services.accounts.storage.reliquidations.tables import refunds as refunds_table
from services.accounts.storage.tables import orders, vintage_uses
from services.accounts.usecases.record_collections import RecordCollections, record_collections
from services.accounts.usecases.reliquidations.court_refund import RecordCourtRefund, record_court_refund
from services.accounts.usecases.reliquidations.record import (
    RecordReliquidations,
    Reliquidation,
    record_reliquidations,
)
from services.accounts.usecases.reliquidations.reverse_refund import ReverseRefund, reverse_refund
from services.accounts.usecases.reverse_collection import ReverseCollection, reverse_collection
from services.accounts.usecases.verify_ledger import verify_ledger
from tests.integration.accounts.conftest import (
    CASE,
    Desk,
    a_claim,
    a_liquidation,
    claims_certified,
    notice_published,
)
from tests.integration.accounts.test_entries import a_collection

OTHER = "C-990-811"


def a_reliquidation(
    number: str,
    assessed_cents: int,
    *,
    case_number: str = CASE,
    on: date = date(2005, 5, 2),
    cause: Cause = Cause.PROTEST,
    interest_cents: int = 0,
    **other: Any,
) -> Reliquidation:
    """A reliquidation."""
    return Reliquidation(
        entry_number=number,
        case_number=case_number,
        reliquidated_on=on,
        cause=cause,
        assessed_cents=assessed_cents,
        interest_cents=interest_cents,
        **other,
    )


def a_batch(*rows: Reliquidation, source: InterestSource = InterestSource.GENERAL_FUND) -> RecordReliquidations:
    """A command."""
    return RecordReliquidations(reliquidations=rows, interest_source=source)


def a_court_refund(number: str, duty_cents: int, interest_cents: int = 0, **other: Any) -> RecordCourtRefund:
    """A court's refund."""
    values: dict[str, Any] = {
        "case_number": CASE,
        "refunded_on": date(2005, 11, 1),
        "interest_owed_cents": 0,
    } | other
    return RecordCourtRefund(
        entry_number=number, duty_cents=duty_cents, interest_cents=interest_cents, reference="Ct. 05-00001", **values
    )


async def unpaid(desk: Desk, number: str, case_number: str = CASE) -> tuple[int, int]:
    """Unpaid duty and interest of an entry."""
    key = (number, case_number)
    async with desk.database.reading() as connection:
        bill = (await entries.open_bills(connection, [key]))[key]
    return bill.unpaid_duty_cents, bill.unpaid_interest_cents


async def charged(desk: Desk) -> list[tuple[Any, ...]]:
    """Special, General Fund and appropriation parts of the refunds, and what was distributed of them."""
    return await desk.rows(
        refunds_table, "special_cents", "general_fund_cents", "appropriation_cents", "distributed_cents"
    )


async def state(desk: Desk, case_number: str = CASE) -> str:
    """State of a Special Account."""
    async with desk.database.reading() as connection:
        query = sa.select(orders.c.special_state).where(orders.c.case_number == case_number)
        return str((await connection.execute(query)).scalar_one())


async def test_s10_refund_after_distribution_absorbed_by_the_account(desk: Desk) -> None:
    await desk.deposit("E1", 460_000_00)
    await desk.deposit("E2", 10_000_00)
    await desk.liquidate(a_liquidation("E1", 460_000_00), a_liquidation("E2", 48_000_00, interest_cents=2_000_00))
    paid = a_collection("E2", duty_cents=38_000_00, interest_cents=2_000_00, received_on=date(2005, 3, 20))
    await desk.done(record_collections, RecordCollections(collections=(paid,)))
    assert await desk.balances() == {
        Account.CASH: -510_000_00,
        Account.SPECIAL: 510_000_00,
    }
    await desk.receive("notice.published", notice_published(CASE))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 510_000_00)))
    await desk.close(2005)
    await desk.distribute()

    desk.on(date(2006, 2, 10))
    await desk.fund(65_000_00, on=date(2005, 12, 1))
    done = await desk.done(
        record_reliquidations,
        a_batch(a_reliquidation("E2", 10_000_00, on=date(2006, 2, 10), request_filed_on=date(2005, 5, 2))),
    )
    assert done["special_account_cents"] == 40_000_00
    assert (await desk.balances())[Account.SPECIAL] == 25_000_00
    assert (await desk.balances())[Account.IMPORTER_REFUNDS_PAYABLE] == 40_000_00
    assert await charged(desk) == [(40_000_00, 0, 0, 40_000_00)]
    assert await state(desk) == "OPEN"
    (event,) = await desk.events("refund.charged")
    assert event == {
        "case_number": CASE,
        "fiscal_year": 2006,
        "refunds": 1,
        "duty_cents": 38_000_00,
        "interest_cents": 2_000_00,
        "special_cents": 40_000_00,
        "distributed_cents": 40_000_00,
        "balance_after_cents": 25_000_00,
    }
    (recorded,) = await desk.events("reliquidation.recorded")
    assert recorded["net_change_cents"] == -40_000_00
    assert await desk.events("special-account.went-negative") == []
    async with desk.database.reading() as connection:
        assert await refunds.distributed(connection, CASE) == 40_000_00
        assert await queries.reliquidation_totals(connection, 2006) == {CASE: (1, -40_000_00)}
        assert await queries.reliquidation_totals(connection, 2005) == {}

    await desk.fund(110_000_00, on=date(2006, 2, 10))
    desk.on(date(2006, 11, 1))
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    claims = (a_claim("0001", "Alpha", 300_000_00), a_claim("0002", "Beta", 240_000_00))
    await desk.receive("claims.certified", claims_certified(*claims, fiscal_year=2006))
    await desk.close(2006)
    shares = await desk.shares(await desk.distribute(year=2006))
    assert [share.share_cents for share in shares.values()] == [75_000_00, 60_000_00]
    await desk.verified()


async def test_refd_03_a_refund_is_paid_at_once_whatever_the_balance(desk: Desk) -> None:
    """ACCT-15: the account goes below zero, the importer does not wait; a later receipt makes it good again."""
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.receive("notice.published", notice_published(CASE))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 5_000_00)))
    await desk.close(2005)
    await desk.distribute()
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 0, on=date(2005, 11, 29))))
    assert (await desk.balances())[Account.SPECIAL] == -1_000_00
    assert await state(desk) == "DEFICIT"
    (event,) = await desk.events("special-account.went-negative")
    assert event == {"case_number": CASE, "fiscal_year": 2006, "balance_cents": -1_000_00}
    await desk.fund(1_000_00, on=date(2005, 11, 29))
    assert await state(desk) == "OPEN"
    await desk.verified()


async def test_acct_16_the_undistributed_part_is_reversed_first(desk: Desk) -> None:
    """REFD-06: 600 of 1,000 were paid out; a refund of 700 hits 400 that were not, and 300 that were."""
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.receive("notice.published", notice_published(CASE))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 600_00)))
    await desk.close(2005)
    await desk.distribute()
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 900_00, on=date(2005, 11, 29))))
    assert await charged(desk) == [(100_00, 0, 0, 0)]
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 300_00, on=date(2005, 11, 29))))
    assert (await charged(desk))[1] == (600_00, 0, 0, 300_00)
    async with desk.database.reading() as connection:
        assert await refunds.distributed(connection, CASE) == 300_00


async def test_refd_06_a_refund_of_what_was_not_distributed_is_no_overpayment(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 400_00)))
    assert await charged(desk) == [(600_00, 0, 0, 0)]
    await desk.fund(100_00, on=date(2005, 3, 2))
    await desk.receive("notice.published", notice_published(CASE))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 450_00)))
    await desk.close(2005)
    await desk.distribute()
    # What was refunded is not paid out: 400.00 of the entry were left, and 50.00 came from the later receipt.
    assert [used for (used,) in await desk.rows(vintage_uses, "amount_cents")] == [400_00, 50_00]


async def test_refd_02_each_orders_part_hits_its_own_account(desk: Desk) -> None:
    await desk.open(OTHER)
    await desk.deposit("E1", 1_000_00)
    await desk.deposit("E2", 700_00, case_number=OTHER)
    await desk.liquidate(a_liquidation("E1", 1_000_00), a_liquidation("E2", 700_00, case_number=OTHER))
    batch = a_batch(a_reliquidation("E1", 900_00, cause=Cause.COURT), a_reliquidation("E2", 650_00, case_number=OTHER))
    await desk.done(record_reliquidations, batch)
    assert (await desk.balances())[Account.SPECIAL] == 900_00
    assert (await desk.balances(OTHER))[Account.SPECIAL] == 650_00


async def test_refd_01_money_out_of_the_program_is_refunded_from_the_general_fund(desk: Desk) -> None:
    """ACCT-14: it never was in the Special Account, so that account does not bear it."""
    desk.on(date(2011, 6, 1))
    facts = Snapshot2010(unliquidated=True, in_litigation=False, liquidation_ordered=False)
    await desk.deposit("E1", 1_000_00, filed_on=date(2006, 8, 15), snapshot=facts)
    await desk.deposit("E2", 1_000_00, filed_on=date(2007, 10, 1))
    rows = [a_liquidation(number, 1_000_00, liquidated_on=date(2011, 3, 1)) for number in ("E1", "E2")]
    await desk.liquidate(*rows)
    assert await desk.balances() == {Account.CASH: -2_000_00, Account.GENERAL_FUND: 2_000_00}
    batch = a_batch(*(a_reliquidation(number, 100_00, on=date(2011, 5, 2)) for number in ("E1", "E2")))
    done = await desk.done(record_reliquidations, batch)
    assert done["general_fund_cents"] == 1_800_00
    assert await desk.balances() == {
        Account.CASH: -2_000_00,
        Account.GENERAL_FUND: 200_00,
        Account.IMPORTER_REFUNDS_PAYABLE: 1_800_00,
    }
    await desk.verified()


async def test_acct_04_an_increase_is_billed_and_later_collected(desk: Desk) -> None:
    """Several in a row: up, up, down below what was paid, up again."""
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_200_00, interest_cents=10_00))
    done = await desk.done(
        record_reliquidations,
        a_batch(a_reliquidation("E1", 1_500_00, cause=Cause.VOLUNTARY, on=date(2005, 5, 30), interest_cents=25_00)),
    )
    assert done["bill_cents"] == 315_00
    assert done["refund_cents"] == 0
    assert await unpaid(desk, "E1") == (500_00, 25_00)
    paid = a_collection("E1", duty_cents=500_00, interest_cents=25_00, received_on=date(2005, 6, 10))
    await desk.done(record_collections, RecordCollections(collections=(paid,)))
    await desk.done(
        record_reliquidations,
        a_batch(a_reliquidation("E1", 800_00, on=date(2005, 7, 1), interest_cents=5_00)),
    )
    assert (await desk.balances())[Account.SPECIAL] == 805_00
    assert await unpaid(desk, "E1") == (0, 0)
    await desk.done(
        record_reliquidations,
        a_batch(a_reliquidation("E1", 900_00, cause=Cause.REMAND, on=date(2005, 8, 1), interest_cents=5_00)),
    )
    assert await unpaid(desk, "E1") == (100_00, 0)
    async with desk.database.reading() as connection:
        bills = (await queries.bills(connection, [("E1", CASE)]))[("E1", CASE)]
        assert [(bill.issued_on, bill.duty_cents, bill.interest_cents) for bill in bills] == [
            (date(2005, 3, 1), 0, 5_00),
            (date(2005, 8, 1), 100_00, 0),
        ]
        assert await queries.reliquidation_totals(connection, 2005) == {CASE: (3, -305_00)}
    assert set((await too_much(desk, "E1", 100_01)).values()) == {"MORE_THAN_BILLED"}
    await desk.verified()


async def too_much(desk: Desk, number: str, cents: int) -> dict[str | None, str]:
    """Collect more than is unpaid."""
    row = a_collection(number, duty_cents=cents, received_on=date(2005, 8, 2))
    return await desk.refused(record_collections, RecordCollections(collections=(row,)))


async def test_acct_03_an_unpaid_bill_falls_before_anything_is_refunded(desk: Desk) -> None:
    """A bond brought no money: of 5,000 billed, 4,000 were paid; 3,000 are due now."""
    await desk.deposit("E1", 5_000_00, instrument=Instrument.BOND)
    await desk.liquidate(a_liquidation("E1", 5_000_00))
    paid = a_collection("E1", duty_cents=4_000_00)
    await desk.done(record_collections, RecordCollections(collections=(paid,)))
    done = await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 3_000_00)))
    assert done["refund_cents"] == 1_000_00
    assert (await desk.balances())[Account.SPECIAL] == 3_000_00
    assert await unpaid(desk, "E1") == (0, 0)


async def test_acct_11_a_deemed_liquidation_is_reliquidated_like_any_other(desk: Desk) -> None:
    await desk.deposit("E1", 9_000_00)
    await desk.liquidate(a_liquidation("E1", None, deemed=True))
    await desk.done(
        record_reliquidations,
        a_batch(a_reliquidation("E1", 14_000_00, cause=Cause.VOLUNTARY, on=date(2005, 5, 30))),
    )
    assert await unpaid(desk, "E1") == (5_000_00, 0)


async def test_acct_10_the_deposit_caps_a_provisional_entry_at_reliquidation_too(desk: Desk) -> None:
    await desk.deposit("E1", 5_000_00)
    await desk.liquidate(a_liquidation("E1", 4_100_00, provisional=True))
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 6_200_00, cause=Cause.COURT)))
    assert await unpaid(desk, "E1") == (900_00, 0)


async def test_refd_05_who_bears_interest_on_a_refund_is_a_policy(desk: Desk) -> None:
    for number in ("E1", "E2"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00), a_liquidation("E2", 1_000_00))
    rows = [a_reliquidation(number, 900_00, interest_owed_cents=7_00) for number in ("E1", "E2")]
    await desk.done(record_reliquidations, a_batch(rows[0]))
    assert (await desk.balances())[Account.GENERAL_FUND] == -7_00
    await desk.done(record_reliquidations, a_batch(rows[1], source=InterestSource.SPECIAL_ACCOUNT))
    balances = await desk.balances()
    assert balances[Account.GENERAL_FUND] == -7_00
    assert balances[Account.SPECIAL] == 1_800_00 - 7_00
    assert balances[Account.IMPORTER_REFUNDS_PAYABLE] == 200_00 + 14_00
    await desk.verified()


async def test_refd_02_a_court_refund_is_not_refunded_twice_by_the_reliquidation_after_it(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.done(record_court_refund, a_court_refund("E1", 300_00))
    assert (await desk.balances())[Account.SPECIAL] == 700_00
    later = a_reliquidation("E1", 700_00, cause=Cause.COURT, on=date(2005, 11, 2))
    assert (await desk.done(record_reliquidations, a_batch(later)))["refund_cents"] == 0
    async with desk.database.reading() as connection:
        assert await queries.reliquidation_totals(connection, 2006) == {CASE: (1, 0)}


async def test_refd_02_a_court_refund_is_refused_beyond_what_was_paid(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_500_00, interest_cents=50_00))
    assert await desk.refused(record_court_refund, a_court_refund("E1", 1_000_01, 1)) == {
        "duty": "MORE_THAN_PAID",
        "interest1677g": "MORE_THAN_PAID",
    }
    assert await desk.refused(record_court_refund, a_court_refund("E1", 0)) == {"duty": "AMOUNT_NOT_POSITIVE"}
    early = a_court_refund("E1", 1_00, refunded_on=date(2005, 2, 1))
    assert await desk.refused(record_court_refund, early) == {"refundedOn": "REFUNDED_BEFORE_LIQUIDATION"}


async def test_bill_10_a_refund_is_taken_back_when_its_judgment_is_reversed(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    value = await desk.done(record_court_refund, a_court_refund("E1", 300_00, interest_owed_cents=4_00))
    command = ReverseRefund(refund_id=UUID(value["refund_id"]), reason="judgment reversed on appeal")
    assert await desk.refused(reverse_refund, command) == {"refundId": "SAME_PERSON"}
    await desk.done(reverse_refund, command, actor="another")
    assert await desk.balances() == {Account.CASH: -1_000_00, Account.SPECIAL: 1_000_00}
    assert (await desk.events("refund.reversed"))[0]["special_cents"] == 300_00
    assert await desk.refused(reverse_refund, command, actor="another") == {"refundId": "ALREADY_REVERSED"}
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 0, cause=Cause.COURT, on=date(2005, 11, 29))))
    assert await desk.balances() == {Account.CASH: -1_000_00, Account.IMPORTER_REFUNDS_PAYABLE: 1_000_00}
    await desk.verified()


async def test_bill_10_only_the_last_change_of_an_entry_is_taken_back(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    first = await desk.done(record_court_refund, a_court_refund("E1", 300_00))
    await desk.done(record_court_refund, a_court_refund("E1", 100_00))
    command = ReverseRefund(refund_id=UUID(first["refund_id"]), reason="judgment reversed on appeal")
    assert await desk.refused(reverse_refund, command, actor="another") == {"refundId": "LATER_CHANGE"}


async def test_acct_19_a_payment_that_bounces_after_a_refund_is_owed_again(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 2_000_00))
    row = a_collection("E1", duty_cents=1_000_00)
    await desk.done(record_collections, RecordCollections(collections=(row,)))
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 1_700_00)))
    async with desk.database.reading() as connection:
        (collected,) = (await entries.collections_by_entry(connection, ["E1"]))["E1"]
    await desk.done(reverse_collection, ReverseCollection(collection_id=collected.id, reason="check returned unpaid"))
    assert await unpaid(desk, "E1") == (1_000_00, 0)
    assert (await desk.balances())[Account.SPECIAL] == 700_00


async def test_rept_03_iii_uncollected_follows_the_bills_of_reliquidations(desk: Desk) -> None:
    """An increase is a bill of its own year; a decrease lowers the newest bill; payments pay the oldest."""
    for number in ("E1", "E2", "E3"):
        await desk.deposit(number, 1_000_00)
    earlier = date(2004, 9, 1)
    await desk.liquidate(
        a_liquidation("E1", 1_400_00, liquidated_on=earlier),
        a_liquidation("E2", 6_000_00, interest_cents=30_00),
        a_liquidation("E3", 2_000_00),
    )
    await desk.done(
        record_reliquidations,
        a_batch(
            a_reliquidation("E1", 1_900_00, cause=Cause.COURT, on=date(2005, 4, 1)),
            a_reliquidation("E2", 5_000_00, cause=Cause.COURT, on=date(2005, 4, 1), interest_cents=20_00),
        ),
    )
    rows = (
        a_collection("E1", duty_cents=600_00, received_on=date(2005, 5, 1)),
        a_collection("E2", duty_cents=1_500_00, interest_cents=20_00, received_on=date(2005, 5, 1)),
        a_collection("E3", duty_cents=250_00, received_on=date(2005, 5, 1)),
        a_collection("E3", duty_cents=750_00, received_on=date(2005, 10, 5)),
    )
    await desk.done(record_collections, RecordCollections(collections=rows))
    await desk.done(
        record_reliquidations, a_batch(a_reliquidation("E2", 1_000_00, cause=Cause.COURT, on=date(2005, 11, 1)))
    )
    async with desk.database.reading() as connection:
        # E1 owes 300.00 of its increase, E2 2,500.00 of its bill, E3 750.00 at the year's end.
        assert await queries.uncollected_bills(connection, 2005) == {CASE: (3, 300_00 + 2_500_00 + 750_00)}
        # Of E1's bill of 2004 400.00 were unpaid when that year ended.
        assert await queries.uncollected_bills(connection, 2004) == {CASE: (1, 400_00)}
        assert await queries.uncollected_bills(connection, 2006) == {}


async def test_acct_12_and_acct_13_bad_rows_are_all_named_and_nothing_is_stored(desk: Desk) -> None:
    for number in ("E1", "E2", "E3", "E4", "E5", "E6"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(*(a_liquidation(f"E{n}", 1_000_00) for n in range(1, 6)))
    rows = (
        a_reliquidation("E1", 985_00, cause=Cause.VOLUNTARY),
        a_reliquidation("E2", 900_00, cause=Cause.VOLUNTARY, on=date(2005, 5, 31)),
        a_reliquidation("E3", 900_00, request_filed_on=date(2005, 5, 31), on=date(2005, 9, 1)),
        a_reliquidation("E4", -1, case_number="A-000-000"),
        a_reliquidation("E5", 900_00, on=date(2005, 2, 28), interest_owed_cents=-1),
        a_reliquidation("E6", 900_00),
        a_reliquidation("E1", 900_00, cause=Cause.COURT_REFUND),
    )
    assert await desk.refused(record_reliquidations, a_batch(*rows)) == {
        "reliquidations[6].entryNumber": "REPEATED_IN_BATCH",
        "reliquidations[1].reliquidatedOn": "VOLUNTARY_TOO_LATE",
        "reliquidations[2].requestFiledOn": "PROTEST_TOO_LATE",
        "reliquidations[3].caseNumber": "ORDER_NOT_REGISTERED",
        "reliquidations[4].interestOwedToImporter": "AMOUNT_NEGATIVE",
        "reliquidations[4].reliquidatedOn": "RELIQUIDATED_BEFORE_LAST",
        "reliquidations[5].entryNumber": "NOT_LIQUIDATED",
        "reliquidations[6].cause": "NOT_A_RELIQUIDATION",
    }
    small = a_batch(a_reliquidation("E1", 985_00, cause=Cause.VOLUNTARY))
    assert await desk.refused(record_reliquidations, small) == {"reliquidations[0].assessed": "DE_MINIMIS"}
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 985_00)))


async def test_dist_09_a_reliquidation_is_not_dated_in_a_closed_year(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.close(2005)
    row = a_reliquidation("E1", 900_00, on=date(2005, 9, 30))
    assert await desk.refused(record_reliquidations, a_batch(row)) == {
        "reliquidations[0].reliquidatedOn": "FISCAL_YEAR_CLOSED"
    }


async def test_refd_01_a_batch_costs_the_same_statements_whatever_its_size(desk: Desk) -> None:
    counts = []
    for size in (2, 60):
        numbers = [f"E{size}-{n}" for n in range(size)]
        for number in numbers:
            await desk.deposit(number, 1_000_00)
        await desk.liquidate(*(a_liquidation(number, 1_000_00) for number in numbers))
        statements: list[str] = []

        def count(*args: Any, into: list[str] = statements) -> None:
            into.append(args[2])

        engine = desk.database.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", count)
        await desk.done(record_reliquidations, a_batch(*(a_reliquidation(number, 900_00) for number in numbers)))
        sa.event.remove(engine, "before_cursor_execute", count)
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_refd_04_the_ledgers_verification_finds_a_refund_that_was_tampered_with(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    await desk.done(record_court_refund, a_court_refund("E1", 300_00))
    await desk.verified()
    async with desk.database.writing() as connection:
        await connection.execute(sa.update(refunds_table).values(interest_owed_cents=1))
    (problem,) = (await verify_ledger(desk.database)).problems
    assert problem.endswith("its postings and the receipts it reversed do not agree")
