"""Settlement by instruction from the messages to the books: the tables of S01, S02, S07, S08, S09 and S15."""

from datetime import date

import pytest
import sqlalchemy as sa

from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.refunds import InterestSource
from services.accounts.storage.bills.tables import interest_rates
from services.accounts.storage.instructions.tables import instructed_liquidations, left_out_entries
from services.accounts.storage.tables import deposits, liquidations, postings
from tests.integration.accounts.conftest import Desk, a_liquidation
from tests.integration.accounts.instructing import CVD, Case


async def eight_percent(desk: Desk) -> None:
    """One rate for all days, as the rule file's vectors have it; what is published is never changed but here."""
    async with desk.database.writing() as connection:
        await connection.execute(sa.text("ALTER TABLE interest_rates DISABLE TRIGGER USER"))
        await connection.execute(sa.text("GRANT UPDATE ON interest_rates TO CURRENT_USER"))
        await connection.execute(sa.update(interest_rates).values(underpayment_percent=8, overpayment_percent=8))


async def s01(desk: Desk) -> Case:
    """The case of S01 up to its order, with the six entries of its table."""
    desk.on(date(2025, 12, 1))
    await eight_percent(desk)
    case = Case(desk)
    await case.suspend("2024-04-10")
    await case.rates("2024-04-10", "10.00", exporter="Alpha", producer="Alpha")
    await case.rates("2024-06-24", "11.00", exporter="Alpha", producer="Alpha")
    await case.order("2024-08-01", "2024-07-31", suspended_from="2024-04-10", lapsed_from="2024-08-08")
    alpha = {"exporter": "Alpha", "producer": "Alpha"}
    await case.enter("E0", "2024-04-09", "0.00", "0.00", **alpha)
    await case.enter("E1", "2024-05-02", "10000.00", "100000.00", **alpha)
    await case.enter("E2", "2024-05-03", "10000.00", "100000.00", **alpha)
    await case.enter("E3", "2024-06-24", "5500.00", "50000.00", **alpha)
    await case.enter("E4", "2024-07-31", "11000.00", "100000.00", **alpha)
    await case.enter("E5", "2024-08-01", "11000.00", "100000.00", **alpha)
    return case


async def test_s01_provisional_definitive_and_interest(desk: Desk) -> None:
    case = await s01(desk)
    days = {"interest_from": "2024-08-01", "suspension_lifted_on": "2025-11-01"}
    await case.liquidate("2024-05-03", "2024-05-03", rate_percent="8.00", **days)
    await case.liquidate("2024-04-01", "2024-12-31", rate_percent="12.00", **days)
    await case.apply()
    assert await case.settled() == {
        "E0": ("NOT_COVERED", "assess=0.00 collect=0.00 refund=0.00 interest=N"),
        "E1": ("PROVISIONAL", "assess=10000.00 collect=0.00 refund=0.00 interest=N"),
        "E2": ("PROVISIONAL", "assess=8000.00 collect=0.00 refund=2000.00 interest=N"),
        "E3": ("PROVISIONAL", "assess=5500.00 collect=0.00 refund=0.00 interest=N"),
        "E4": ("DEFINITIVE_NO_INTEREST", "assess=12000.00 collect=1000.00 refund=0.00 interest=N"),
        "E5": ("DEFINITIVE_INTEREST", "assess=12000.00 collect=1000.00 refund=0.00 interest=Y"),
    }
    rows = {
        row[0]: row[1:]
        for row in await desk.rows(
            liquidations, "entry_number", "liquidated_on", "interest_cents", "bill_cents", "provisional"
        )
    }
    assert rows["E5"] == (date(2025, 12, 1), 112_53, 1000_00, False)
    assert rows["E1"] == (date(2025, 12, 1), 0, 0, True)
    assert (await desk.balances(CVD))[Account.IMPORTER_REFUNDS_PAYABLE] == 2000_00
    await desk.verified()


async def test_s02_the_gap_and_automatic_liquidation_asm_07(desk: Desk) -> None:
    desk.on(date(2025, 6, 2))
    case = Case(desk)
    await case.suspend("2023-08-18")
    await case.send("provisional-measures-lapsed", effective_to="2023-12-16")
    await case.send("suspension-reinstated", effective_from="2024-04-24")
    await case.order("2024-04-25", "2024-04-24", suspended_from="2023-08-18", lapsed_from="2023-12-16")
    await case.enter("E1", "2023-12-15", "4800.00", "80000.00")
    await case.enter("E2", "2023-12-16", "0.00", "80000.00")
    await case.enter("E3", "2024-01-15", "0.00", "80000.00")
    await case.enter("E4", "2024-04-24", "5600.00", "80000.00")
    await case.liquidate(
        "2023-12-16", "2024-04-23", ground="WITHOUT_CVD", reason="GAP", mode="ZERO", suspension_lifted_on="2024-04-25"
    )
    gap = {"first": "2023-12-16", "last": "2024-04-23", "reason": "GAP"}
    await case.liquidate("2023-08-18", "2024-12-31", ground="AUTOMATIC", mode="AT_DEPOSIT_RATE", exclude_ranges=[gap])
    await case.apply()
    nothing = "assess=0.00 collect=0.00 refund=0.00 interest=N"
    assert await case.settled() == {
        "E1": ("PROVISIONAL", "assess=4800.00 collect=0.00 refund=0.00 interest=N"),
        "E2": ("GAP", nothing),
        "E3": ("GAP", nothing),
        "E4": ("DEFINITIVE_NO_INTEREST", "assess=5600.00 collect=0.00 refund=0.00 interest=N"),
    }
    await desk.verified()


async def test_s07_a_case_without_an_order_gives_deposits_back_asm_11(desk: Desk) -> None:
    desk.on(date(2024, 7, 10))
    case = Case(desk)
    await case.suspend("2024-04-10")
    await case.enter("E1", "2024-05-06", "4800.00", "200000.00", exporter="X")
    await case.enter("E2", "2024-05-07", "100.00", "4000.00", instrument=Instrument.BOND)
    entries = {"first": "2024-04-10", "last": "2024-06-23", "reason": None}
    await case.send(
        "suspension-terminated",
        reason="TERMINATED",
        entries=entries,
        first_free_on="2024-06-24",
        refund="ALL",
        firms=[{"exporter": "*", "producer": "*"}],
    )
    await case.liquidate(
        "2024-04-10",
        "2024-06-23",
        ground="WITHOUT_CVD",
        reason="TERMINATED",
        mode="ZERO",
        suspension_lifted_on="2024-06-24",
        target_on="2024-09-22",
        deemed_after="2024-12-24",
    )
    await case.apply()
    refunded = await desk.rows(postings, "movement", "amount_cents", "effective_on", "entry_number")
    assert refunded[1:] == [("REFUND_FROM_GENERAL_FUND", 4800_00, date(2024, 6, 24), "E1")]
    assert await desk.rows(deposits, "entry_number", "returned_on") == [
        ("E1", date(2024, 6, 24)),
        ("E2", date(2024, 6, 24)),
    ]
    assert await case.settled() == {
        "E1": ("NOT_COVERED", "assess=0.00 collect=0.00 refund=0.00 interest=N"),
        "E2": ("NOT_COVERED", "assess=0.00 collect=0.00 refund=0.00 interest=N"),
    }
    assert await desk.balances(CVD) == {Account.CASH: -4800_00, Account.IMPORTER_REFUNDS_PAYABLE: 4800_00}
    await desk.verified()


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        pytest.param(
            True, ("RETROACTIVE", "assess=9000.00 collect=0.00 refund=0.00 interest=N"), id="a-confirmed-by-both"
        ),
        pytest.param(
            False, ("REFUND_ALL", "assess=0.00 collect=0.00 refund=9000.00 interest=N"), id="b-c-not-confirmed"
        ),
    ],
)
async def test_s08_critical_circumstances(desk: Desk, confirmed: bool, expected: tuple[str, str]) -> None:
    desk.on(date(2025, 12, 1))
    case = Case(desk)
    await case.suspend("2024-05-10", retroactive_from="2024-03-01")
    await case.order(
        "2024-08-26",
        "2024-08-20",
        suspended_from="2024-05-10",
        lapsed_from="2024-09-07",
        duties_reach_back_to="2024-03-01",
        critical_confirmed=confirmed,
    )
    await case.enter("E1", "2024-03-15", "9000.00", "100000.00")
    await case.liquidate("2024-03-01", "2024-12-31", rate_percent="9.60", interest_from="2024-08-26")
    await case.apply()
    assert await case.settled() == {"E1": expected}
    await desk.verified()


async def test_s08_d_the_final_reaches_further(desk: Desk) -> None:
    desk.on(date(2025, 12, 1))
    case = Case(desk)
    await case.suspend("2024-05-10")
    await case.send(
        "suspension-amended",
        retroactive_from="2024-02-10",
        firms=[{"exporter": "*", "producer": "*"}],
        manual_review_before="2024-03-01",
    )
    await case.order(
        "2024-08-26",
        "2024-08-20",
        suspended_from="2024-05-10",
        lapsed_from="2024-09-07",
        duties_reach_back_to="2024-02-10",
        critical_confirmed=True,
    )
    await case.enter("E1", "2024-03-15", "9000.00", "100000.00")
    await case.enter("E2", "2024-02-12", "1000.00", "9375.00")
    await case.liquidate("2024-02-10", None, rate_percent="9.60", interest_from="2024-08-26")
    await case.apply()
    assert await case.settled() == {
        "E1": ("RETROACTIVE", "assess=9000.00 collect=0.00 refund=0.00 interest=N"),
        "E2": ("RETROACTIVE", "assess=900.00 collect=0.00 refund=100.00 interest=N"),
    }


@pytest.mark.parametrize("injury", ["SPECIAL", "GENERAL"])
async def test_s09_threat_only(desk: Desk, injury: str) -> None:
    desk.on(date(2025, 12, 1))
    case = Case(desk)
    await case.suspend("2024-11-01")
    await case.order(
        "2025-02-18", "2025-02-14", injury_rule=injury, suspended_from="2024-11-01", lapsed_from="2025-03-01"
    )
    for number, day in (("E1", "2024-12-02"), ("E2", "2025-02-13"), ("E3", "2025-02-14"), ("E4", "2025-02-18")):
        await case.enter(number, day, "3000.00", "100000.00")
    days = {"interest_from": "2025-02-18", "suspension_lifted_on": "2025-11-01"}
    await case.liquidate("2025-02-18", "2025-02-18", rate_percent="3.50", **days)
    await case.liquidate("2024-11-01", "2025-02-17", rate_percent="3.00", **days)
    await case.apply()
    before = (
        ("REFUND_ALL", "assess=0.00 collect=0.00 refund=3000.00 interest=N")
        if injury == "SPECIAL"
        else ("PROVISIONAL", "assess=3000.00 collect=0.00 refund=0.00 interest=N")
    )
    assert await case.settled() == {
        "E1": before,
        "E2": before,
        "E3": ("DEFINITIVE_NO_INTEREST", "assess=3000.00 collect=0.00 refund=0.00 interest=N"),
        "E4": ("DEFINITIVE_INTEREST", "assess=3500.00 collect=500.00 refund=0.00 interest=Y"),
    }
    await desk.verified()


async def test_s15_one_firm_reviewed_the_others_liquidated_automatically_asm_08(desk: Desk) -> None:
    desk.on(date(2025, 1, 6))
    case = Case(desk)
    await case.suspend("2021-12-20")
    await case.send("provisional-measures-lapsed", effective_to="2022-04-19")
    await case.send("suspension-reinstated", effective_from="2022-05-20")
    await case.order("2022-05-24", "2022-05-20", suspended_from="2021-12-20", lapsed_from="2022-04-19")
    for number, day, deposit in (
        ("X1", "2022-03-01", "9000.00"),
        ("X2", "2022-05-02", "0.00"),
        ("X3", "2022-09-01", "9000.00"),
    ):
        await case.enter(number, day, deposit, "100000.00", exporter="Firm  X")
    await case.enter("Y1", "2022-09-01", "9000.00", "100000.00", exporter="Firm Y")
    firm_x = [{"exporter": "firm x", "producer": "*"}]
    await case.liquidate(
        "2021-12-20", "2022-12-31", ground="AUTOMATIC", mode="AT_DEPOSIT_RATE", excluded_firms=firm_x,
        interest_from="2022-05-24",
    )  # fmt: skip
    await case.liquidate("2021-12-20", "2022-12-31", firms=firm_x, rate_percent="6.50", interest_from="2022-05-24")
    await case.apply()
    assert await case.settled() == {
        "X1": ("PROVISIONAL", "assess=6500.00 collect=0.00 refund=2500.00 interest=N"),
        "X2": ("GAP", "assess=0.00 collect=0.00 refund=0.00 interest=N"),
        "X3": ("DEFINITIVE_INTEREST", "assess=6500.00 collect=0.00 refund=2500.00 interest=Y"),
        "Y1": ("DEFINITIVE_INTEREST", "assess=9000.00 collect=0.00 refund=0.00 interest=N"),
    }
    await desk.verified()
