"""The walls of the ledger: balanced and whole by constraint, append-only, chained, exact under concurrency."""

import asyncio
import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.accounts.domain.ledger import Account
from services.accounts.storage.balances import AsOf, balances_as_of, plan_of
from services.accounts.storage.tables import METADATA, journals, postings
from services.accounts.usecases.fiscal_years import CloseFiscalYear, close_fiscal_year
from services.accounts.usecases.import_entries import ImportEntries, import_entries
from services.accounts.usecases.record_liquidations import RecordLiquidations, record_liquidations
from services.accounts.usecases.verify_ledger import verify_ledger
from shared.database import Database
from shared.database.migrations import drift
from tests.integration.accounts.conftest import CASE, Desk, a_liquidation, an_entry

JOURNAL = (
    "INSERT INTO journals (case_number, sequence, recorded_at, actor, correlation_id, posting_count, total_cents,"
    " previous_hash, hash) VALUES ('A-990-801', 2, now(), 'x', 'x', 2, 300, 'x', 'x')"
)


def a_posting(line: int, cents: int, debit: str = "CASH", credit: str = "CLEARING", day: str = "2005-03-01") -> str:
    return f"('{CASE}', 2, {line}, 'DEPOSIT', '{debit}', '{credit}', {cents}, '{day}')"


INTO = "INSERT INTO postings (case_number, sequence, line, movement, debit, credit, amount_cents, effective_on) VALUES "


async def execute(database: Database, *statements: str) -> None:
    async with database.writing() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([a_posting(1, 100)], "do not make up the journal"),
        ([a_posting(1, 100), a_posting(2, 100)], "do not make up the journal"),
        ([a_posting(1, 100), a_posting(3, 200)], "do not make up the journal"),
        ([a_posting(1, 400), a_posting(2, -100)], "ck_postings_positive"),
        ([a_posting(1, 300), a_posting(2, 0)], "ck_postings_positive"),
        ([a_posting(1, 100), a_posting(2, 200, credit="CASH")], "ck_postings_moves"),
        ([a_posting(1, 100), a_posting(2, 200, debit="PETTY_CASH")], "ck_postings_debit_known"),
        ([a_posting(1, 100), a_posting(2, 200, "CLEARING", "SPECIAL")], "ck_accounts_not_negative"),
        ([a_posting(1, 100), a_posting(2, 200, day="2003-09-30")], "closed fiscal year"),
    ],
)
async def test_acct_19_the_database_refuses_what_does_not_balance(desk: Desk, lines: list[str], reason: str) -> None:
    await desk.deposit("E1", 50)
    await desk.close(2003)
    before = await desk.stored()
    with pytest.raises(IntegrityError, match=reason):
        await execute(desk.database, JOURNAL, INTO + ", ".join(lines))
    assert await desk.stored() == before


async def test_acct_19_a_whole_journal_passes_and_takes_no_more_postings_later(desk: Desk) -> None:
    await desk.deposit("E1", 50_00)
    await execute(desk.database, JOURNAL, INTO + ", ".join([a_posting(1, 100), a_posting(2, 200)]))
    for lines in ([a_posting(3, 300)], [a_posting(3, 100), a_posting(4, 200)]):
        with pytest.raises(IntegrityError, match="do not make up the journal"):
            await execute(desk.database, INTO + ", ".join(lines))
    with pytest.raises(IntegrityError, match=r"postings_\d_pkey"):
        await execute(desk.database, INTO + ", ".join([a_posting(1, 100), a_posting(2, 200)]))


async def test_acct_19_postings_without_a_journal_or_a_book_are_refused(desk: Desk) -> None:
    with pytest.raises(IntegrityError, match="do not make up the journal"):
        await execute(desk.database, INTO + a_posting(1, 100))
    with pytest.raises(IntegrityError, match="orders"):
        await execute(desk.database, JOURNAL.replace(CASE, "A-999-999"))


@pytest.mark.parametrize("table", ["journals", "postings", "vintage_uses", "annual_reports"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
async def test_acct_19_the_ledger_is_append_only_twice(desk: Desk, table: str, statement: str) -> None:
    column = "fiscal_year" if table == "annual_reports" else "amount_cents" if table != "journals" else "actor"
    text = statement.format(table, column, column)
    with pytest.raises(DBAPIError, match="permission denied"):
        await execute(desk.database, text)
    # The owner may grant itself the right again; then the trigger is there.
    with pytest.raises(DBAPIError, match="append-only"):
        await execute(desk.database, f"GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER", text)


async def test_verify_finds_what_was_changed_behind_its_back(desk: Desk) -> None:
    await desk.fund(100_00)
    await desk.fund(200_00)
    assert (await desk.verified()).control_total_cents == 300_00
    unlocked = [
        f"{act}"
        for table in ("postings", "journals")
        for act in (f"ALTER TABLE {table} DISABLE TRIGGER USER", f"GRANT UPDATE, DELETE ON {table} TO CURRENT_USER")
    ]
    await execute(
        desk.database,
        *unlocked,
        "UPDATE postings SET amount_cents = 101 WHERE number = 1",
        "UPDATE accounts SET balance_cents = 7 WHERE account = 'SPECIAL'",
        "DELETE FROM journals WHERE sequence = 3",
    )
    problems = (await verify_ledger(desk.database)).problems
    assert f"{CASE}: journal 1 does not match its hash" in problems
    assert f"{CASE}: journal 1 is not whole" in problems
    assert f"{CASE}: journal 3 is missing" in problems
    assert any("SPECIAL is kept as 7 cents" in problem for problem in problems)


async def test_verify_finds_an_entry_whose_liquidation_and_postings_do_not_agree(desk: Desk) -> None:
    await desk.deposit("E1", 100_00)
    await desk.deposit("E2", 100_00)
    await desk.liquidate(a_liquidation("E1", 60_00))
    await execute(
        desk.database,
        "UPDATE liquidations SET transfer_cents = 61_00, refund_cents = 38_00, collected_cents = 99_00",
        "UPDATE deposits SET amount_cents = 1 WHERE entry_number = 'E2'",
    )
    assert (await verify_ledger(desk.database)).problems == [
        f"{CASE}: deposits, liquidation and postings of entry {number} do not agree" for number in ("E1", "E2")
    ]


async def test_verify_finds_a_cut_off_end(desk: Desk) -> None:
    await desk.fund(100_00)
    await execute(
        desk.database,
        "ALTER TABLE journals DISABLE TRIGGER USER",
        "GRANT DELETE ON journals TO CURRENT_USER",
        "DELETE FROM journals WHERE sequence = 2",
    )
    assert f"{CASE}: the book's head is not its last journal" in (await verify_ledger(desk.database)).problems


async def test_acct_06_balances_change_only_by_postings(desk: Desk) -> None:
    await desk.fund(100_00)
    before = await desk.balances()
    desk.on(date(2025, 1, 2))
    assert await desk.balances() == before
    await desk.verified()


async def test_two_officers_at_once_lose_nothing_and_chain_in_turn(desk: Desk) -> None:
    other = "C-990-811"
    await desk.open(other)

    def batch(number: int) -> ImportEntries:
        cases = (CASE, other) if number % 2 else (other, CASE)
        return ImportEntries(entries=tuple(an_entry(f"E{number}-{i}", 100 + i, case) for i, case in enumerate(cases)))

    results = await asyncio.gather(*(desk.run(import_entries, batch(number), key=f"k{number}") for number in range(12)))
    assert all(not result.refusals for result in results)
    total = (await desk.balances())[Account.CLEARING] + (await desk.balances(other))[Account.CLEARING]
    assert total == 12 * 201
    verified = await desk.verified()
    assert (verified.journal_count, verified.posting_count) == (24, 24)


async def test_one_entry_liquidated_twice_at_once_is_liquidated_once(desk: Desk) -> None:
    await desk.deposit("E1", 100_00)
    command = RecordLiquidations(liquidations=(a_liquidation("E1", 100_00),))
    results = await asyncio.gather(*(desk.run(record_liquidations, command, key=f"k{number}") for number in range(4)))
    assert sorted(len(result.refusals) for result in results) == [0, 1, 1, 1]
    assert (await desk.balances())[Account.SPECIAL] == 100_00
    await desk.verified()


async def test_no_posting_slips_into_a_year_while_it_closes(desk: Desk) -> None:
    imports = [
        desk.run(import_entries, ImportEntries(entries=(an_entry(f"E{number}", 100),)), key=f"k{number}")
        for number in range(6)
    ]
    close = desk.run(close_fiscal_year, CloseFiscalYear(fiscal_year=2004), key="close")
    *results, closed = await asyncio.gather(*imports, close)
    assert not closed.refusals
    done = [result for result in results if not result.refusals]
    codes = {refusal.code for result in results for refusal in result.refusals}
    assert codes <= {"FISCAL_YEAR_CLOSED"}
    assert len(await desk.rows(postings, "number")) == len(done)
    await desk.verified()


async def test_dist_09_a_fiscal_year_closes_once_and_only_after_its_end(desk: Desk) -> None:
    await desk.close(2005)
    assert await desk.refused(close_fiscal_year, CloseFiscalYear(fiscal_year=2005)) == {
        "fiscalYear": "FISCAL_YEAR_CLOSED"
    }
    assert await desk.refused(close_fiscal_year, CloseFiscalYear(fiscal_year=2004)) == {
        "fiscalYear": "FISCAL_YEAR_CLOSED"
    }
    assert await desk.refused(close_fiscal_year, CloseFiscalYear(fiscal_year=2006)) == {
        "fiscalYear": "FISCAL_YEAR_NOT_ENDED"
    }


async def test_the_migrated_schema_is_the_tables_in_code(desk: Desk) -> None:
    url = desk.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    assert drift(url, METADATA) == []


async def test_acct_19_a_balance_is_told_for_any_day_as_known_at_any_instant(desk: Desk) -> None:
    """Random journals, some recorded late: every balance in both times is what the postings add up to."""
    await desk.open("C-990-811")
    cases, chance = (CASE, "C-990-811"), random.Random(7)  # noqa: S311
    async with desk.database.writing() as connection:
        # Blocks of a few journals instead of thousands of changes.
        text = await connection.scalar(sa.text("SELECT pg_get_functiondef('close_balance_block'::regproc)"))
        await connection.execute(sa.text(text.replace("greatest(4096, 8 * last_block)", "20").replace(":", "\\:")))
    for number in range(70):
        day = date(2004, 10, 1) + timedelta(days=chance.randrange(300))
        desk.on(date(2005, 11, 1) + timedelta(days=number // 3 if chance.random() < 0.9 else 0))
        await desk.fund(chance.randrange(1, 10**6), case_number=chance.choice(cases), on=day)
    async with desk.database.reading() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM balance_blocks")) >= 4
        rows = (
            await connection.execute(
                sa.select(postings, journals.c.recorded_at).join(
                    journals,
                    (journals.c.case_number == postings.c.case_number) & (journals.c.sequence == postings.c.sequence),
                )
            )
        ).all()
        for _ in range(60):
            key = AsOf(
                chance.choice(cases),
                chance.choice((Account.CASH, Account.CLEARING, Account.SPECIAL)),
                chance.choice((None, date(2004, 9, 1) + timedelta(days=chance.randrange(400)))),
                chance.choice((None, chance.choice(rows).recorded_at)),
            )
            expected = sum(
                row.amount_cents * ((row.credit == key.account) - (row.debit == key.account))
                for row in rows
                if row.case_number == key.case_number
                and (key.effective_on is None or row.effective_on <= key.effective_on)
                and (key.recorded_at is None or row.recorded_at <= key.recorded_at)
            )
            assert await balances_as_of(connection, [key]) == {key: expected}, key
    await desk.verified()


async def test_acct_19_a_balance_on_a_day_is_found_without_reading_a_table_through(desk: Desk) -> None:
    async with desk.database.writing() as connection:
        await connection.execute(
            sa.text(
                "INSERT INTO balance_changes (case_number, account, sequence, effective_on, cents, recorded_at)"
                " SELECT 'A-1-' || n % 20, 'SPECIAL', n, DATE '2001-01-01' + n % 2000, 1, now()"
                " FROM generate_series(1, 20000) n"
            )
        )
        await connection.execute(
            sa.text(
                "INSERT INTO block_balances (case_number, account, block, effective_on, cents_through)"
                " SELECT 'A-1-' || n % 20, 'SPECIAL', n / 1000, DATE '2001-01-01' + n % 2000, n"
                " FROM generate_series(1, 20000) n ON CONFLICT DO NOTHING"
            )
        )
        await connection.execute(
            sa.text(
                "INSERT INTO balance_blocks (case_number, block, through_sequence, first_recorded_at, last_recorded_at)"
                " SELECT 'A-1-' || n % 20, n / 20, n, now(), now() FROM generate_series(20, 20000) n"
            )
        )
        await connection.execute(sa.text("ANALYZE balance_changes, block_balances, balance_blocks"))
        plan = await plan_of(connection, AsOf("A-1-3", Account.SPECIAL, date(2005, 1, 1), desk.clock.now()))
    assert "Seq Scan" not in plan
    for table in ("balance_changes", "block_balances", "balance_blocks"):
        assert f"pk_{table}" in plan
