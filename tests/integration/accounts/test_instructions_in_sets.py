"""Many entries by one instruction: as the rules decide each, in batches, once, in a fixed number of statements."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.accounts.domain.assessment.classes import CaseDays, classify
from services.accounts.domain.assessment.settlement import Outcome, interest_1677g, settle_by_class
from services.accounts.domain.bills.rates import InterestRates
from services.accounts.domain.instructions.messages import Firm, Mode
from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.refunds import InterestSource
from services.accounts.storage.bills import rates
from services.accounts.storage.entries import Goods
from services.accounts.storage.instructions import applying
from services.accounts.storage.instructions.tables import instructed_liquidations
from services.accounts.storage.tables import liquidations, postings
from services.accounts.usecases.import_entries import Deposit, Entry, ImportEntries, import_entries
from services.accounts.usecases.instructions.apply import apply_batch
from services.accounts.usecases.instructions.confirm_release import (
    ConfirmReleaseConditions,
    confirm_release_conditions,
)
from services.accounts.usecases.instructions.liquidate_by_instruction import (
    LiquidateByInstruction,
    liquidate_by_instruction,
)
from shared.database import Cause
from shared.money import percentage_of
from tests.integration.accounts.conftest import CASE, Desk, an_entry
from tests.integration.accounts.instructing import CVD, Case

TODAY = date(2025, 12, 1)
ORDER, BOUNDARY, SUSPENDED, LAPSED = date(2024, 8, 1), date(2024, 7, 25), date(2024, 3, 10), date(2024, 7, 8)
DAYS = CaseDays(boundary_on=BOUNDARY, order_on=ORDER, suspended_from=SUSPENDED, lapsed_from=LAPSED)
GENERAL_FUND = InterestSource.GENERAL_FUND


async def a_case(desk: Desk) -> Case:
    """A case with a gap, up to its order."""
    desk.on(TODAY)
    case = Case(desk)
    await case.suspend(SUSPENDED.isoformat())
    await case.send("provisional-measures-lapsed", effective_to=LAPSED.isoformat())
    await case.send("suspension-reinstated", effective_from=BOUNDARY.isoformat())
    await case.order(
        ORDER.isoformat(),
        BOUNDARY.isoformat(),
        suspended_from=SUSPENDED.isoformat(),
        lapsed_from=LAPSED.isoformat(),
    )
    return case


def random_entries(random: Random, count: int, prefix: str = "R") -> list[Entry]:
    """Entries before, in, between and after everything, with cash, bonds, both and neither."""
    found = []
    for i in range(count):
        day = date(2024, 2, 20) + timedelta(days=random.randrange(250))
        value = random.choice([0, 1, 99, 12_345, 1_000_000, random.randrange(10**9)])
        amounts = [(Instrument.CASH, max(1, value // 10 + random.choice([0, 0, 150, -150])))]
        if random.random() < 0.3:
            amounts = random.choice([[(Instrument.BOND, value // 9)], [*amounts, (Instrument.BOND, value // 50)]])
        deposits = tuple(
            Deposit(case_number=CVD, amount_cents=cents, deposited_on=day, instrument=instrument)
            for instrument, cents in amounts
        )
        goods = Goods(exporter="Alpha", producer="Alpha", entered_value_cents=value)
        number = f"{prefix}{i:05}"
        found.append(Entry(number=number, importer_number="I-1", filed_on=day, deposits=deposits, goods=goods))
    return found


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rules say of one entry."""

    entry_class: str
    outcome: Outcome
    interest_cents: int
    refund_interest_cents: int


def expected(entry: Entry, published: InterestRates, mode: Mode, percent: str) -> Expected:
    """One entry by the pure rules: ASM-02 to ASM-05, RATE-07, ACCT-12."""
    entry_class = classify(entry.filed_on, DAYS)
    security = sum(deposit.amount_cents for deposit in entry.deposits)
    cash = sum(deposit.amount_cents for deposit in entry.deposits if deposit.instrument is Instrument.CASH)
    duty = {
        Mode.RATE: percentage_of(entry.goods.entered_value_cents or 0, Decimal(percent)),
        Mode.AT_DEPOSIT_RATE: security,
        Mode.ZERO: 0,
    }[mode]
    outcome = settle_by_class(entry_class, security, duty)
    owed = returned = 0
    if outcome.interest and cash:
        last = TODAY - timedelta(days=1)
        owed = interest_1677g(outcome.collect_cents, published.runs(entry.filed_on, last))
        overpaid = min(outcome.refund_cents, cash)
        returned = interest_1677g(overpaid, published.runs(entry.filed_on, last, overpayment=True))
    net = outcome.collect_cents + owed - outcome.refund_cents - returned
    if 0 < abs(net) < 20_00:
        outcome = Outcome(assessed_cents=security, collect_cents=0, refund_cents=0, interest=outcome.interest)
        owed = returned = 0
    return Expected(entry_class.value, outcome, owed, returned)


@pytest.mark.parametrize(("mode", "seed"), [(Mode.RATE, 1), (Mode.RATE, 2), (Mode.AT_DEPOSIT_RATE, 3), (Mode.ZERO, 4)])
async def test_asm_02_to_05_a_set_settles_as_the_rules_settle_each_and_money_is_conserved(
    desk: Desk, mode: Mode, seed: int
) -> None:
    random = seeded(seed)
    case = await a_case(desk)
    entries = random_entries(random, 150)
    await desk.done(import_entries, ImportEntries(entries=tuple(entries)))
    percent = f"{random.randrange(800, 1300) / 100:.2f}"
    await case.liquidate(
        "2024-01-01",
        None,
        mode=mode.value,
        rate_percent=percent if mode is Mode.RATE else None,
        interest_from=ORDER.isoformat(),
    )
    await case.apply(at_once=40)
    async with desk.database.reading() as connection:
        published = await rates.in_force(connection)
        rows = (
            await connection.execute(
                sa.select(
                    instructed_liquidations, liquidations.c.assessed_cents, liquidations.c.interest_cents
                ).join_from(
                    instructed_liquidations,
                    liquidations,
                    liquidations.c.entry_number == instructed_liquidations.c.entry_number,
                )
            )
        ).all()
    found = {
        row.entry_number: Expected(
            row.entry_class,
            Outcome(
                assessed_cents=row.assessed_cents,
                collect_cents=row.collect_cents,
                refund_cents=row.refund_cents,
                interest=row.entry_class == "DEFINITIVE_INTEREST",
            ),
            row.interest_cents,
            row.refund_interest_cents,
        )
        for row in rows
    }
    assert found == {entry.number: expected(entry, published, mode, percent) for entry in entries}
    for row in rows:
        assert row.security_cents + row.collect_cents == row.assessed_cents + row.refund_cents, row.entry_number
    assert sum((await desk.balances(CVD)).values()) == 0
    (state,) = await case.state()
    assert (state["entry_count"], state["refund_cents"]) == (150, sum(row.refund_cents for row in rows))
    await desk.verified()


async def test_17_2_an_application_that_ends_in_the_middle_goes_on_where_it_stopped(desk: Desk) -> None:
    case = await a_case(desk)
    entries = random_entries(seeded(5), 60)
    await desk.done(import_entries, ImportEntries(entries=tuple(entries)))
    await case.liquidate("2024-01-01", None, rate_percent="9.00", interest_from=ORDER.isoformat())
    async with desk.uow.begin(cause()) as tx:
        (instruction_id,) = await applying.waiting(tx.connection, tx.today)
    async with desk.uow.begin(cause()) as tx:
        assert await apply_batch(tx, instruction_id, GENERAL_FUND, 25)
    kept = await desk.stored()

    class Killed(Exception):
        pass

    async def killed() -> None:
        async with desk.uow.begin(cause()) as tx:
            assert await apply_batch(tx, instruction_id, GENERAL_FUND, 25)
            raise Killed

    with pytest.raises(Killed):
        await killed()
    assert await desk.stored() == kept
    await case.apply(at_once=25)
    (state,) = await case.state()
    assert (state["state"], state["entry_count"]) == ("APPLIED", 60)
    assert len(await case.settled()) == 60
    assert len(await desk.events("instruction.applied")) == 3
    await desk.verified()


def seeded(seed: int) -> Random:
    """The same numbers at every run."""
    return Random(seed)  # noqa: S311


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """The statements that are sent."""
    sent: list[str] = []

    def note(*event: Any) -> None:
        sent.append(event[2])

    sa.event.listen(desk.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(desk.database.engine.sync_engine, "before_cursor_execute", note)


async def count_statements(desk: Desk, case: Case, prefix: str, count: int) -> int:
    """Statements of one instruction over ``count`` entries."""
    entries = random_entries(seeded(6), count, prefix)
    await desk.done(import_entries, ImportEntries(entries=tuple(entries)))
    await case.liquidate("2024-01-01", None, rate_percent="9.00", interest_from=ORDER.isoformat())
    with statements(desk) as sent:
        async with desk.uow.begin(cause()) as tx:
            *_, instruction_id = await applying.waiting(tx.connection, tx.today)
            assert not await apply_batch(tx, instruction_id, GENERAL_FUND, 5_000)
    return len(sent)


async def test_17_2_an_instruction_takes_as_many_statements_for_2000_entries_as_for_10(desk: Desk) -> None:
    case = await a_case(desk)
    few = await count_statements(desk, case, "F", 10)
    assert await count_statements(desk, case, "M", 2_000) == few
    assert len(await case.settled()) == 2_010


def paper(**other: Any) -> LiquidateByInstruction:
    """An instruction for A-990-801, whose order is of 1 June 1998."""
    values: dict[str, Any] = {
        "case_number": CASE,
        "reference": "message 5001",
        "entry_from": date(2004, 1, 1),
        "entry_to": date(2004, 12, 31),
        "mode": Mode.RATE,
        "rate_percent": Decimal("12.00"),
        "liquidated_on": date(2005, 11, 1),
    }
    return LiquidateByInstruction(**(values | other))


async def deposited(desk: Desk, *rows: tuple[str, int, int]) -> None:
    """Entries of 10 May 2004 with cash and value."""
    goods = [Goods(exporter="Alpha", producer="Beta", entered_value_cents=value) for _, _, value in rows]
    entries = [an_entry(number, cents, goods=of) for (number, cents, _), of in zip(rows, goods, strict=True)]
    await desk.done(import_entries, ImportEntries(entries=tuple(entries)))


@pytest.mark.parametrize("source", list(InterestSource))
async def test_acct_03_asm_04_an_instruction_on_paper_moves_program_money(desk: Desk, source: InterestSource) -> None:
    await deposited(desk, ("E1", 1000_00, 10000_00), ("E2", 1500_00, 10000_00), ("E3", 50_00, 100_00))
    await desk.done(liquidate_by_instruction, paper(interest_source=source))
    async with desk.database.reading() as connection:
        published = await rates.in_force(connection)
    first, last = date(2004, 5, 10), date(2005, 10, 31)
    owed = interest_1677g(200_00, published.runs(first, last))
    returned = {
        cents: interest_1677g(cents, published.runs(first, last, overpayment=True)) for cents in (300_00, 38_00)
    }
    rows = await desk.rows(
        liquidations, "entry_number", "assessed_cents", "bill_cents", "interest_cents", "provisional"
    )
    assert rows == [("E1", 1200_00, 200_00, owed, False), ("E2", 1200_00, 0, 0, False), ("E3", 12_00, 0, 0, False)]
    interest = sum(returned.values())
    balances = await desk.balances()
    borne = interest if source is InterestSource.SPECIAL_ACCOUNT else 0
    assert balances[Account.SPECIAL] == 1000_00 + 1200_00 + 12_00 - borne
    assert balances.get(Account.GENERAL_FUND, 0) == borne - interest
    assert balances[Account.IMPORTER_REFUNDS_PAYABLE] == 300_00 + 38_00 + interest
    await desk.verified()


async def test_acct_10_entries_before_the_commissions_notice_are_under_the_cap(desk: Desk) -> None:
    case_number = "A-990-803"
    await desk.receive(
        "order.issued",
        {
            "case_number": case_number,
            "case_name": "Alpha goods",
            "kind": "AD",
            "country": "CN",
            "issued_on": "2004-06-01",
        },
    )
    goods = Goods(entered_value_cents=100000_00)
    entry = an_entry("E1", 5000_00, case_number, goods=goods)
    later = an_entry("E2", 5000_00, case_number, goods=goods, filed_on=date(2004, 5, 28))
    await desk.done(import_entries, ImportEntries(entries=(entry, later)))
    command = paper(case_number=case_number, rate_percent=Decimal("6.20"), boundary_on=date(2004, 5, 25))
    await desk.done(liquidate_by_instruction, command)
    rows = await desk.rows(
        liquidations, "entry_number", "assessed_cents", "bill_cents", "interest_cents", "provisional"
    )
    assert rows == [("E1", 5000_00, 0, 0, True), ("E2", 6200_00, 1200_00, 0, False)]


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"case_number": "A-999-999"}, {"caseNumber": "ORDER_NOT_REGISTERED"}),
        ({"entry_to": date(2003, 1, 1)}, {"entryTo": "RANGE_REVERSED"}),
        ({"rate_percent": None}, {"ratePercent": "RATE_WITH_MODE"}),
        ({"mode": Mode.ZERO}, {"ratePercent": "RATE_WITH_MODE"}),
        ({"rate_percent": Decimal(-1)}, {"ratePercent": "RATE_NEGATIVE"}),
        ({"liquidated_on": date(2030, 1, 1)}, {"liquidatedOn": "DATE_IN_FUTURE"}),
        ({"suspension_lifted_on": date(2005, 11, 2)}, {"suspensionLiftedOn": "BEFORE_LIFTED"}),
        (
            {"excluded_ranges": ((date(2004, 2, 1), date(2004, 1, 1)),)},
            {"excludeRanges[0].last": "RANGE_REVERSED"},
        ),
    ],
)
async def test_asm_08_a_paper_instruction_that_cannot_be_is_refused(
    desk: Desk, other: dict[str, Any], refused: dict[str, str]
) -> None:
    assert await desk.refused(liquidate_by_instruction, paper(**other)) == refused


async def test_dist_09_a_paper_instruction_does_not_reach_into_a_closed_year(desk: Desk) -> None:
    await desk.close(2005)
    command = paper(liquidated_on=date(2005, 9, 30))
    assert await desk.refused(liquidate_by_instruction, command) == {"liquidatedOn": "FISCAL_YEAR_CLOSED"}


async def test_asm_07_firms_and_ranges_are_left_out(desk: Desk) -> None:
    await deposited(desk, ("E1", 1000_00, 10000_00))
    for other in (
        {"firms": (Firm("Gamma", "*"),)},
        {"excluded_firms": (Firm("alpha", "BETA"),)},
        {"excluded_ranges": ((date(2004, 5, 10), date(2004, 5, 10)),)},
    ):
        await desk.done(liquidate_by_instruction, paper(**other))
    assert await desk.rows(liquidations, "entry_number") == []
    await desk.done(liquidate_by_instruction, paper(firms=(Firm("ALPHA ", "*"),)))
    assert await desk.rows(liquidations, "entry_number") == [("E1",)]


async def test_ord_09_conditions_are_kept_for_an_entry_under_the_order_alone(desk: Desk) -> None:
    await deposited(desk, ("E1", 1000_00, 10000_00))
    command = ConfirmReleaseConditions(
        entry_number="E2", case_number=CASE, information=True, records=True, undertaking=True
    )
    assert await desk.refused(confirm_release_conditions, command) == {"entryNumber": "ENTRY_NOT_UNDER_ORDER"}


async def test_asm_05_no_rate_is_guessed_and_the_instruction_waits(desk: Desk) -> None:
    await deposited(desk, ("E1", 1000_00, 10000_00))
    desk.on(date(2027, 12, 1))
    await desk.done(liquidate_by_instruction, paper(liquidated_on=date(2027, 11, 1)))
    case = Case(desk, CASE)
    await case.apply()
    assert [(row["state"], row["waits_for"]) for row in await case.state()] == [("WAITING", "RATE_MISSING")]
    assert await desk.rows(liquidations, "entry_number") == []
    assert len(await desk.rows(postings, "number")) == 1


def cause() -> Cause:
    return Cause(actor="job:test", correlation_id=str(uuid4()))


def test_samples_hold_every_class() -> None:
    seen: Sequence[str] = sorted({classify(entry.filed_on, DAYS) for entry in random_entries(seeded(1), 150)})
    assert seen == ["DEFINITIVE_INTEREST", "DEFINITIVE_NO_INTEREST", "GAP", "NOT_COVERED", "PROVISIONAL"]
