"""Settlement by instruction from the messages to the books: the tables of S01, S02, S07, S08, S09 and S15."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.accounts.domain.assessment.settlement import interest_1677g
from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.storage.bills import rates
from services.accounts.storage.bills.tables import interest_rates
from services.accounts.storage.instructions.queries import set_record_hold
from services.accounts.storage.instructions.tables import left_out_entries, record_holds
from services.accounts.storage.tables import deposits, liquidations, postings
from services.accounts.usecases.imports.rows import Kind
from services.accounts.usecases.instructions.watch import watch_instructions
from services.accounts.usecases.record_liquidations import RecordLiquidations, record_liquidations
from tests.integration.accounts.conftest import Desk, a_liquidation
from tests.integration.accounts.instructing import ANYBODY, CVD, Case
from tests.integration.accounts.test_imports import aside, liquidation_fields, taken


async def eight_percent(desk: Desk) -> None:
    """One rate for all days, as the rule file's vectors have it; what is published is never changed but here."""
    async with desk.database.writing() as connection:
        await connection.execute(sa.text("ALTER TABLE interest_rates DISABLE TRIGGER USER"))
        await connection.execute(sa.text("GRANT UPDATE ON interest_rates TO CURRENT_USER"))
        await connection.execute(sa.update(interest_rates).values(underpayment_percent=8, overpayment_percent=8))


async def hold(case: Case, *numbers: str, released: bool = False) -> None:
    """A court holds entries, or no longer does."""
    await case.send("entry-hold", court_reference="25-00001", entry_numbers=list(numbers), released=released)


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


async def test_17_2_rule_1_the_feed_may_not_liquidate_a_suspended_entry_without_an_instruction(desk: Desk) -> None:
    case = await s01(desk)
    on = date(2025, 11, 3)
    row = a_liquidation("E1", 9000_00, case_number=CVD, liquidated_on=on)
    command = RecordLiquidations(liquidations=(row,))
    assert await desk.refused(record_liquidations, command) == {"liquidations[0].entryNumber": "ENTRY_SUSPENDED"}
    assert [(one.rule, bool(one.citation)) for one in (await desk.run(record_liquidations, command)).refusals] == [
        ("ASM-07", True)
    ]
    # Not suspended; deemed by law; instructed: the feed may.
    await desk.liquidate(a_liquidation("E0", 0, case_number=CVD, liquidated_on=on))
    await desk.liquidate(a_liquidation("E3", None, case_number=CVD, liquidated_on=on, deemed=True))
    await case.liquidate("2024-05-02", "2024-05-02", rate_percent="9.00")
    await desk.liquidate(row)
    await desk.verified()


async def test_17_2_rule_1_a_file_sets_suspended_and_held_entries_aside(desk: Desk) -> None:
    case = await s01(desk)
    await case.liquidate("2024-05-02", "2024-05-03", rate_percent="9.00")
    await hold(case, "E2")
    rows = [liquidation_fields(number, "9000.00", CVD, liquidated_on="2025-11-03") for number in ("E1", "E2", "E4")]
    progress = await taken(desk, Kind.LIQUIDATIONS, rows)
    assert await aside(desk, progress) == {2: ["ENTRY_HELD"], 3: ["ENTRY_SUSPENDED"]}


async def test_pen_06_an_entry_waits_while_records_of_its_special_rate_are_demanded(desk: Desk) -> None:
    case = await s01(desk)
    demand, other = str(uuid4()), str(uuid4())
    for one in (demand, other):
        await desk.receive("liquidation-hold.placed", {"demand_id": one, "entry_number": "E1", "held_on": "2025-11-03"})
    await case.liquidate("2024-05-02", "2024-05-03", rate_percent="9.00")
    await case.apply()
    assert set(await case.settled()) == {"E2"}
    assert await desk.rows(left_out_entries, "entry_number", "code") == [("E1", "RECORDS_DEMANDED")]
    row = a_liquidation("E1", 900_000, case_number=CVD, liquidated_on=date(2025, 11, 3))
    command = RecordLiquidations(liquidations=(row,))
    assert await desk.refused(record_liquidations, command) == {"liquidations[0].entryNumber": "RECORDS_DEMANDED"}
    released = {"entry_number": "E1", "released_on": "2025-11-20"}
    await desk.receive("liquidation-hold.released", {"demand_id": demand, **released})
    assert await desk.refused(record_liquidations, command) == {"liquidations[0].entryNumber": "RECORDS_DEMANDED"}
    await desk.receive("liquidation-hold.released", {"demand_id": other, **released})
    await desk.liquidate(row)
    await desk.verified()


async def test_pen_06_an_older_word_does_not_undo_a_newer_and_no_hold_stops_what_the_law_deems(desk: Desk) -> None:
    await s01(desk)
    demand = uuid4()
    async with desk.database.writing() as connection:
        await set_record_hold(connection, "E1", demand, 8, released=True)
        await set_record_hold(connection, "E1", demand, 7, released=False)
        await set_record_hold(connection, "E2", demand, 9, released=False)
    assert await desk.rows(record_holds, "entry_number", "released") == [("E1", True), ("E2", False)]
    on = date(2025, 11, 3)
    await desk.liquidate(a_liquidation("E2", None, case_number=CVD, liquidated_on=on, deemed=True))


async def test_asm_10_a_held_entry_waits_for_its_court_and_another_instruction(desk: Desk) -> None:
    case = await s01(desk)
    await hold(case, "E1")
    await case.liquidate("2024-05-02", "2024-05-03", rate_percent="9.00")
    await case.apply()
    assert set(await case.settled()) == {"E2"}
    assert await desk.rows(left_out_entries, "entry_number", "code") == [("E1", "ENTRY_HELD")]
    row = a_liquidation("E1", None, case_number=CVD, liquidated_on=date(2025, 11, 3), deemed=True)
    assert await desk.refused(record_liquidations, RecordLiquidations(liquidations=(row,))) == {
        "liquidations[0].entryNumber": "ENTRY_HELD"
    }
    await hold(case, "E1", released=True)
    await case.liquidate("2024-05-02", "2024-05-03", ground="COURT", rate_percent="7.00")
    await case.apply()
    assert (await case.settled())["E1"] == ("PROVISIONAL", "assess=7000.00 collect=0.00 refund=3000.00 interest=N")


async def test_17_2_messages_may_come_in_any_order_and_twice(desk: Desk) -> None:
    desk.on(date(2025, 12, 1))
    case = Case(desk)
    case.number = 2
    await case.liquidate("2024-04-10", None, rate_percent="8.00")
    late = Case(desk)
    late.number = 1
    await late.order("2024-08-01", "2024-07-31", suspended_from="2024-04-10", lapsed_from="2024-08-08")
    late.number = 0
    await case.enter("E1", "2024-05-02", "10000.00", "100000.00")
    await case.apply()
    assert await case.settled() == {}
    assert [row["waits_for"] for row in await case.state()] == ["MESSAGE_MISSING"]
    await late.suspend("2024-04-10")
    await case.apply()
    assert (await case.settled())["E1"][1] == "assess=8000.00 collect=0.00 refund=2000.00 interest=N"

    before = await desk.stored()
    for name, payload in [*late.sent, *case.sent]:
        await desk.receive(name, payload)
    await case.apply()
    await watch_instructions(desk.uow)
    assert await desk.stored() == before


async def test_17_2_a_message_that_moves_nothing_does_not_hold_up_the_next(desk: Desk) -> None:
    desk.on(date(2025, 12, 1))
    case = Case(desk)
    await case.suspend("2024-04-10")
    await case.order("2024-08-01", "2024-07-31", suspended_from="2024-04-10", lapsed_from="2024-08-08")
    await case.send("conditional-delivery", effective_from="2024-08-01")
    await case.send(
        "investigation-resumed",
        cause="VIOLATION",
        deemed_preliminary_on="2024-04-05",
        suspension_from="2024-04-10",
        provisional_lapse_on="2024-08-08",
    )
    await case.enter("E1", "2024-05-02", "10000.00", "100000.00")
    await case.liquidate("2024-04-10", None, rate_percent="8.00")
    await case.apply()
    assert (await case.settled())["E1"][1] == "assess=8000.00 collect=0.00 refund=2000.00 interest=N"


async def test_17_2_rule_4_a_refund_of_the_reach_back_leaves_entries_of_the_suspension(desk: Desk) -> None:
    desk.on(date(2024, 7, 1))
    case = Case(desk)
    await case.suspend("2024-05-10", retroactive_from="2024-03-01")
    await case.enter("E1", "2024-03-15", "900.00", "10000.00")
    await case.enter("E2", "2024-05-10", "900.00", "10000.00")
    await case.send(
        "suspension-terminated",
        reason="RETROACTIVE_ENDED",
        entries={"first": "2024-03-01", "last": "2024-06-30", "reason": None},
        first_free_on="2024-06-20",
        refund="RETROACTIVE_ONLY",
        firms=[ANYBODY],
    )
    await case.apply()
    assert await desk.rows(deposits, "entry_number", "returned_on") == [("E1", date(2024, 6, 20)), ("E2", None)]
    await desk.verified()


async def test_17_2_rule_5_a_refund_is_posted_on_its_day_unless_that_year_is_closed(desk: Desk) -> None:
    desk.on(date(2024, 11, 4))
    case = Case(desk)
    await case.suspend("2024-04-10")
    await case.enter("E1", "2024-05-06", "4800.00", "200000.00")
    await desk.close(2024)
    await case.send(
        "security-refund",
        reason="SPECIAL_RULE",
        entries={"first": "2024-04-10", "last": None, "reason": None},
        firms=[ANYBODY],
        interest_basis="19 USC 1677g",
    )
    await case.send(
        "suspension-terminated",
        reason="TERMINATED",
        entries={"first": "2024-04-10", "last": "2024-06-23", "reason": None},
        first_free_on="2024-06-24",
        refund="ALL",
        firms=[ANYBODY],
    )
    await case.apply()
    rows = [row for row in await desk.rows(postings, "component", "amount_cents", "effective_on") if row[2].month == 11]
    async with desk.database.reading() as connection:
        published = await rates.in_force(connection)
    interest = interest_1677g(4800_00, published.runs(date(2024, 5, 6), date(2024, 11, 3), overpayment=True))
    assert interest > 180_00
    assert rows == [("DUTY", 4800_00, date(2024, 11, 4)), ("INTEREST_ON_REFUND", interest, date(2024, 11, 4))]
    assert [row["state"] for row in await case.state()] == ["APPLIED", "APPLIED"]
    await desk.verified()


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("10.02", "assess=10000.00 collect=0.00 refund=0.00 interest=N"),
        ("9.99", "assess=10000.00 collect=0.00 refund=0.00 interest=N"),
        ("9.98", "assess=9980.00 collect=0.00 refund=20.00 interest=N"),
    ],
)
async def test_acct_12_below_20_dollars_an_entry_liquidates_as_entered(desk: Desk, percent: str, expected: str) -> None:
    case = await s01(desk)
    await case.liquidate("2024-05-02", "2024-05-02", rate_percent=percent)
    await case.apply()
    assert (await case.settled())["E1"][1] == expected


async def test_asm_03_a_bond_is_security_and_bears_no_interest(desk: Desk) -> None:
    case = await s01(desk)
    await case.enter("B1", "2024-05-04", "10000.00", "100000.00", instrument=Instrument.BOND)
    await case.enter("B2", "2024-08-02", "10000.00", "100000.00", instrument=Instrument.BOND)
    await case.liquidate("2024-05-04", "2024-05-04", rate_percent="12.00", interest_from="2024-08-01")
    await case.liquidate("2024-08-02", "2024-08-02", rate_percent="12.00", interest_from="2024-08-01")
    await case.apply()
    assert await case.settled() == {
        "B1": ("PROVISIONAL", "assess=10000.00 collect=0.00 refund=0.00 interest=N"),
        "B2": ("DEFINITIVE_INTEREST", "assess=12000.00 collect=2000.00 refund=0.00 interest=N"),
    }
    bills = await desk.rows(liquidations, "entry_number", "bill_cents", "interest_cents")
    assert bills == [("B1", 10000_00, 0), ("B2", 12000_00, 0)]
    await desk.verified()


async def test_asm_09_what_is_not_liquidated_in_six_months_is_deemed_to_be(desk: Desk) -> None:
    case = await s01(desk)
    await case.enter("U1", "2024-05-04", "500.00")
    async with desk.database.writing() as connection:
        await connection.execute(sa.text("UPDATE entries SET entered_value_cents = NULL WHERE number = 'U1'"))
    days = {"target_on": "2026-02-20", "deemed_after": "2026-06-01"}
    await case.liquidate("2024-05-02", "2024-05-04", rate_percent="9.00", **days)
    await case.apply()
    assert await desk.rows(left_out_entries, "entry_number", "code") == [("U1", "VALUE_MISSING")]
    await watch_instructions(desk.uow)
    assert await desk.events("liquidation-target.near") == []
    desk.on(date(2026, 2, 6))
    for _ in range(2):
        await watch_instructions(desk.uow)
    (told,) = await desk.events("liquidation-target.near")
    assert (told["target_on"], told["case_number"]) == ("2026-02-20", CVD)
    desk.on(date(2026, 6, 1))
    await watch_instructions(desk.uow)
    await case.apply()
    assert "U1" not in await case.settled()
    desk.on(date(2026, 6, 2))
    for _ in range(2):
        await watch_instructions(desk.uow)
        await case.apply()
    assert (await case.settled())["U1"] == (None, "assess=500.00 collect=0.00 refund=0.00 interest=N")
    rows = await desk.rows(liquidations, "entry_number", "liquidated_on", "deemed", "bill_cents")
    assert ("U1", date(2026, 6, 1), True, 0) in rows
    assert await desk.rows(left_out_entries, "entry_number") == []


async def test_asm_09_an_instruction_that_comes_after_its_six_months_finds_everything_deemed(desk: Desk) -> None:
    case = await s01(desk)
    await case.liquidate("2024-05-02", "2024-05-03", rate_percent="12.00", deemed_after="2025-06-02")
    await case.apply()
    assert await case.settled() == dict.fromkeys(
        ("E1", "E2"), (None, "assess=10000.00 collect=0.00 refund=0.00 interest=N")
    )


async def test_17_2_an_entry_imported_after_its_instruction_is_liquidated_under_it(desk: Desk) -> None:
    case = await s01(desk)
    await case.liquidate("2024-05-01", "2024-05-31", rate_percent="8.00", deemed_after="2026-05-01")
    await case.apply()
    desk.on(date(2026, 5, 20))
    await case.enter("L1", "2024-05-20", "1000.00", "10000.00")
    await case.apply()
    assert (await case.settled())["L1"] == ("PROVISIONAL", "assess=800.00 collect=0.00 refund=200.00 interest=N")
    rows = {row[0]: row[1] for row in await desk.rows(liquidations, "entry_number", "liquidated_on")}
    assert rows["L1"] == rows["E1"] == date(2025, 12, 1)


async def test_asm_07_who_may_be_another_firm_is_left_out(desk: Desk) -> None:
    case = await s01(desk)
    await case.enter("N1", "2024-05-04", "1000.00", "10000.00")
    await case.enter("N2", "2024-05-04", "1000.00", "10000.00", exporter="Beta", producer="Beta")
    alpha = [{"exporter": "alpha", "producer": "*"}]
    await case.liquidate("2024-05-04", "2024-05-04", mode="AT_DEPOSIT_RATE", excluded_firms=alpha)
    await case.apply()
    assert set(await case.settled()) == {"N2"}
    assert await desk.rows(left_out_entries, "entry_number", "code") == [("N1", "FIRM_UNKNOWN")]


async def test_sus_20_orders_that_ended_give_later_security_back(desk: Desk) -> None:
    case = await s01(desk)
    await case.send("order-ended", how="RESCINDED", effective_on="2024-07-31", interest=False)
    await case.apply()
    returned = [row[0] for row in await desk.rows(deposits, "entry_number", "returned_on") if row[1] is not None]
    assert returned == ["E4", "E5"]
    await desk.verified()
