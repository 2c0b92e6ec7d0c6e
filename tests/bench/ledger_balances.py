"""An account's balance on a day as known at an instant, among ten million postings: by its plan, and in milliseconds.

The postings come from the database itself, without their triggers, in journals of 2,000; what the triggers keep is
filled in from them the way the migration fills it. Two connections write them, and their key comes after them.
"""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import psycopg

from deploy.embedded import Embedded
from services.accounts.domain.ledger import Account
from services.accounts.storage.balances import AsOf, balances_as_of, plan_of
from shared.database import Database
from shared.database.migrations import migrate

MIGRATIONS: Final = Path(__file__).parents[2] / "services" / "accounts" / "storage" / "migrations"
MILLISECONDS: Final = 10.0
POSTINGS: Final = 10_000_000
_ORDERS: Final = 50
_LINES: Final = 2_000
_LOOKED_UP: Final = 200
_FIRST: Final = date(2001, 10, 1)
_RECORDED: Final = datetime(2001, 10, 1, tzinfo=UTC)

_BEFORE: Final = f"""
INSERT INTO orders (case_number, case_name, kind, country, issued_on)
SELECT 'A-100-' || lpad(n::text, 3, '0'), 'Order ' || n, 'AD', 'CN', '2001-05-10'
FROM generate_series(0, {_ORDERS - 1}) n;
INSERT INTO accounts (case_number, account) SELECT case_number, unnest(ARRAY['CASH', 'CLEARING']) FROM orders;
INSERT INTO journals (case_number, sequence, recorded_at, actor, correlation_id, posting_count, total_cents,
    previous_hash, hash)
SELECT case_number, sequence, timestamptz '2001-10-01 00:00Z' + sequence * interval '1 hour', 'bench', 'bench',
    {_LINES}, {_LINES} * 100, '', ''
FROM orders, generate_series(1, {POSTINGS // _ORDERS // _LINES}) sequence;
ALTER TABLE postings DROP CONSTRAINT pk_postings
"""
_POST: Final = f"""
INSERT INTO postings (case_number, sequence, line, movement, debit, credit, amount_cents, effective_on, entry_number,
    component, rule, code)
SELECT case_number, sequence, line, 'DEPOSIT', 'CASH', 'CLEARING', 100,
    date '2001-10-01' + (sequence * 20 + line %% 100)::integer,
    'E' || case_number || sequence || line, 'DUTY', 'ELIG-06', 'IN_PROGRAM'
FROM journals, generate_series(1, {_LINES}) line WHERE abs(hashtext(case_number)) %% 2 = %s
"""
_AFTER: Final = """
ALTER TABLE postings ADD CONSTRAINT pk_postings PRIMARY KEY (case_number, sequence, line);
CREATE TEMPORARY TABLE days AS
SELECT case_number, sequence, effective_on, sum(amount_cents) AS cents FROM postings GROUP BY 1, 2, 3;
ANALYZE journals, days;
INSERT INTO balance_changes (case_number, account, sequence, effective_on, cents, recorded_at)
SELECT case_number, account, sequence, effective_on, sign * cents, recorded_at
FROM days JOIN journals USING (case_number, sequence) CROSS JOIN (VALUES ('CASH', -1), ('CLEARING', 1))
    AS side (account, sign)
ORDER BY case_number, account, sequence, effective_on;
ANALYZE accounts, balance_changes;
SELECT count(close_balance_block(case_number, sequence)) FROM (
    SELECT case_number, sequence FROM journals ORDER BY case_number, sequence) AS in_turn;
ANALYZE balance_blocks, block_balances
"""


def measure() -> bool:
    """Print the time of a look-up and what its plan reads; whether both are as they must be."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=False, environment={}) as servers:
            url = servers.settings_for("accounts")["DATABASE_URL"]
            migrate(url, MIGRATIONS)
            _fill(servers.admin_database_url)
            return asyncio.run(_look_up(url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(url: str) -> None:
    _run(url, ("ALTER SYSTEM SET max_wal_size = '16GB'", "SELECT pg_reload_conf()"))
    _run(url, _BEFORE.split(";\n"))
    with ThreadPoolExecutor() as both:
        for done in [both.submit(_run, url, (_POST,), (half,)) for half in (0, 1)]:
            done.result()
    _run(url, _AFTER.split(";\n"))


def _run(url: str, statements: Iterable[str], values: Sequence[int] | None = None) -> None:
    """Run statements without triggers, with room to sort in."""
    options = "-c session_replication_role=replica -c maintenance_work_mem=512MB -c work_mem=256MB"
    with psycopg.connect(url, dbname="accounts", autocommit=True, options=options) as connection:
        for statement in statements:
            connection.execute(statement, values)


async def _look_up(url: str) -> bool:
    chance = random.Random(1)  # noqa: S311
    database = Database(url, application_name="bench", pool_size=1)
    times = []
    try:
        async with database.reading() as connection:
            for _ in range(_LOOKED_UP):
                key = AsOf(
                    f"A-100-{chance.randrange(_ORDERS):03}",
                    chance.choice((Account.CASH, Account.CLEARING)),
                    _FIRST + timedelta(days=chance.randrange(2_200)),
                    chance.choice((None, _RECORDED + timedelta(hours=chance.randrange(110)))),
                )
                started = time.perf_counter()
                await balances_as_of(connection, [key])
                times.append((time.perf_counter() - started) * 1000)
            plan = await plan_of(connection, key)
    finally:
        await database.close()
    scans = plan.count("Seq Scan")
    print(
        f"\nbalance on a day as known at an instant, among {POSTINGS:,} postings on {_ORDERS} orders:"
        f" median {median(times):.1f} ms, {median(times) / MILLISECONDS:.2f} of the yardstick;"
        f" slowest of {_LOOKED_UP} {max(times):.1f} ms; {scans} sequential scans in its plan"
    )
    return median(times) < MILLISECONDS and scans == 0
