"""Entries imported and liquidated, 10,000 to 1,000,000, beside a raw COPY and beside a function called row by row.

The COPY puts the same rows into the same tables with the same indexes, in a database of their own, without triggers.
The function is a small ledger of its own that moves money between two accounts: it is called once a movement, and each
call is a transaction. All three run on a server with the settings that operators run: what is committed is on the disk.
"""

import asyncio
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import asyncpg
import psycopg

from deploy.embedded import Embedded
from deploy.embedded.databases import make_database, url_for
from services.accounts.usecases.imports.rows import COLUMNS, Kind
from shared.database.migrations import migrate

MIGRATIONS: Final = Path(__file__).parents[2] / "services" / "accounts" / "storage" / "migrations"
SIZES: Final = (10_000, 100_000, 1_000_000)
TIMES_COPY: Final = 4.0
TENTH: Final = 0.1
MEMORY_MB: Final = 400
_ORDERS: Final = 50
_SAMPLE: Final = 1_000
_FIRST: Final = date(2002, 1, 1)
_COPIED: Final = {
    "entries": "number, importer_number, filed_on, imported_at",
    "deposits": "id, entry_number, case_number, amount_cents, deposited_on, instrument, in_clearing, rule, code",
    "liquidations": "entry_number, case_number, liquidated_on, deemed, provisional, collected_cents, assessed_cents,"
    " transfer_cents, refund_cents, bill_cents, interest_cents, rule, code, recorded_at",
    "journals": "case_number, sequence, recorded_at, actor, correlation_id, posting_count, total_cents, previous_hash,"
    " hash",
    "postings": "number, case_number, sequence, line, movement, debit, credit, amount_cents, effective_on,"
    " entry_number, component, rule, code",
}
_OPEN_BOOKS: Final = """
INSERT INTO orders (case_number, case_name, kind, country, issued_on)
SELECT 'A-100-' || lpad(n::text, 3, '0'), 'Order ' || n, 'AD', 'CN', '2001-05-10' FROM generate_series(0, %s) n;
"""
_OPEN_ACCOUNTS: Final = """
INSERT INTO accounts (case_number, account) SELECT case_number, account FROM orders, unnest(ARRAY[
    'CASH', 'CLEARING', 'SPECIAL', 'IMPORTER_REFUNDS_PAYABLE', 'GENERAL_FUND']) AS account
"""

# The yardstick: what a ledger in SQL does for one movement. Both accounts are locked in order, the movement and its two
# sides are written, both balances move, the chain goes on; the entry or its liquidation is written with it.
_BY_ROW: Final = """
CREATE TABLE row_accounts (id text PRIMARY KEY, balance_cents bigint NOT NULL DEFAULT 0, version bigint DEFAULT 0);
CREATE TABLE row_entries (number text PRIMARY KEY, case_number text, cents bigint, filed_on date);
CREATE TABLE row_liquidations (entry_number text PRIMARY KEY REFERENCES row_entries, assessed bigint, on_day date);
CREATE TABLE row_movements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, debit text NOT NULL REFERENCES row_accounts,
    credit text NOT NULL REFERENCES row_accounts, cents bigint NOT NULL CHECK (cents > 0), effective_on date NOT NULL,
    entry_number text NOT NULL REFERENCES row_entries, recorded_at timestamptz NOT NULL DEFAULT now(), hash text);
CREATE TABLE row_sides (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, movement_id bigint NOT NULL REFERENCES row_movements,
    account text NOT NULL REFERENCES row_accounts, cents bigint NOT NULL, before_cents bigint NOT NULL,
    after_cents bigint NOT NULL, version bigint NOT NULL);
CREATE INDEX ON row_sides (account, version);
CREATE INDEX ON row_movements (entry_number);
CREATE FUNCTION move_money(kind text, from_account text, to_account text, moved bigint, day date, entry text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    source row_accounts;
    target row_accounts;
    movement bigint;
BEGIN
    PERFORM 1 FROM row_accounts WHERE id IN (from_account, to_account) ORDER BY id FOR UPDATE;
    IF kind = 'DEPOSIT' THEN
        INSERT INTO row_entries VALUES (entry, split_part(to_account, '/', 1), moved, day);
    ELSIF kind = 'LIQUIDATION_TRANSFER' THEN
        INSERT INTO row_liquidations VALUES (entry, moved, day);
    END IF;
    INSERT INTO row_movements (kind, debit, credit, cents, effective_on, entry_number, hash)
    VALUES (kind, from_account, to_account, moved, day, entry,
        encode(sha256(convert_to(concat_ws(',', kind, from_account, to_account, moved, day, entry), 'UTF8')), 'hex'))
    RETURNING id INTO movement;
    UPDATE row_accounts SET balance_cents = balance_cents - moved, version = version + 1 WHERE id = from_account
        RETURNING * INTO source;
    UPDATE row_accounts SET balance_cents = balance_cents + moved, version = version + 1 WHERE id = to_account
        RETURNING * INTO target;
    INSERT INTO row_sides (movement_id, account, cents, before_cents, after_cents, version) VALUES
        (movement, from_account, -moved, source.balance_cents + moved, source.balance_cents, source.version),
        (movement, to_account, moved, target.balance_cents - moved, target.balance_cents, target.version);
    RETURN movement;
END $$;
"""

Movement = tuple[str, str, str, int, date, str]


def measure() -> bool:
    """Print the table; whether every figure is within its yardstick."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=True, environment={}) as servers:
            print(f"\nentries imported and liquidated on {_ORDERS} orders, with their journals")
            start, _ = _import_all(fresh(servers, "nothing"), folder, 0)
            print(f"  starting the command for two files without rows: {start:.1f} s, in every time below", flush=True)
            within = [_size(servers, folder, size, start) for size in SIZES]
            return all(within)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _size(servers: Embedded, folder: Path, size: int, start: float) -> bool:
    """Move some row by row, import and liquidate ``size`` entries, COPY the same rows; print all three.

    Of row by row a sample is timed, on tables that are still small and fast, right before ours.
    """
    by_row = asyncio.run(_row_by_row(fresh(servers, f"by_row_{size}", tables=False)))
    url = fresh(servers, f"ours_{size}")
    ours, memory = _import_all(url, folder, size)
    assert _count(url, "liquidations") == size, "rows were set aside"
    copied = _copy(servers, url, folder, size)
    times, tenth, each = ours / copied, ours / (by_row * size), (ours - start) / size
    print(
        f"  {size:>9,} entries {ours:7.1f} s, {each * 1e6:4.0f} us each without the start; {times:4.2f} times the COPY"
        f" ({copied:.1f} s), {times / TIMES_COPY:.2f} of the yardstick; {tenth:.3f} of row by row"
        f" ({by_row * 1e6:,.0f} us each), {tenth / TENTH:.2f} of the yardstick; {memory:.0f} MB,"
        f" {memory / MEMORY_MB:.2f} of it",
        flush=True,
    )
    if size < max(SIZES):  # what starting the command costs weighs on small files
        return memory <= MEMORY_MB
    return times <= TIMES_COPY and tenth <= TENTH and memory <= MEMORY_MB


def _import_all(url: str, folder: Path, size: int) -> tuple[float, float]:
    """Import both files of ``size`` entries: seconds, and the larger memory of the two commands, MB."""
    files = {kind: folder / f"{kind.lower()}-{size}.csv" for kind in Kind}
    for kind, path in files.items():
        _write(kind, path, size)
    started = time.perf_counter()
    memory = max(import_file(url, kind, path) for kind, path in files.items())
    seconds = time.perf_counter() - started
    for path in files.values():
        path.unlink()
    return seconds, memory


def fresh(servers: Embedded, name: str, *, tables: bool = True) -> str:
    """The URL of a new database of the accounts, with their tables and fifty orders, or empty."""
    own = servers.settings_for("accounts")["DATABASE_URL"]
    password = own.partition("://")[2].partition("@")[0].partition(":")[2]
    with psycopg.connect(servers.admin_database_url, autocommit=True) as admin:
        make_database(admin, name, owner="accounts")
    url = url_for(own, database=name, user="accounts", password=password)
    if tables:
        migrate(url, MIGRATIONS)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_OPEN_BOOKS, (_ORDERS - 1,))
            connection.execute(_OPEN_ACCOUNTS)
    return url


def import_file(url: str, kind: Kind, path: Path) -> float:
    """What an operator types, as a process of its own; its largest memory, MB."""
    program = "from deploy.cli.main import app; app()"
    command = [
        sys.executable,
        "-c",
        program,
        "import",
        kind.lower(),
        str(path),
        "--data-dir",
        str(path.parent / "none"),
    ]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "DATABASE_URL": url}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"import of {path.name} failed"
    return used.ru_maxrss / 1024


def _copy(servers: Embedded, source: str, folder: Path, size: int) -> float:
    """Seconds that a COPY of the rows of ``source`` takes, into a database with the same tables."""
    name = f"copy_{size}"
    fresh(servers, name)
    admin = servers.admin_database_url
    with psycopg.connect(source) as ours, psycopg.connect(admin, dbname=name, autocommit=True) as theirs:
        theirs.execute("SET session_replication_role = replica")  # no triggers, no keys of other tables
        seconds = 0.0
        for table, columns in _COPIED.items():
            path = folder / f"{table}.copy"
            with path.open("wb") as file, ours.cursor().copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as out:
                for chunk in out:
                    file.write(chunk)
            started = time.perf_counter()
            with path.open("rb") as file, theirs.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                while data := file.read(1 << 20):
                    into.write(data)
            seconds += time.perf_counter() - started
            path.unlink()
    return seconds


async def _row_by_row(url: str) -> float:
    """Seconds an entry takes when every movement is a call of the function."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_BY_ROW)
        accounts = [f"{_case(n)}/{name}" for n in range(_ORDERS) for name in ("CASH", "CLEARING", "SPECIAL", "REFUNDS")]
        await connection.executemany("INSERT INTO row_accounts (id) VALUES ($1)", [(account,) for account in accounts])
        call = await connection.prepare("SELECT move_money($1, $2, $3, $4, $5, $6)")
        started = time.perf_counter()
        for movement in (one for part in (_deposits(_SAMPLE), _liquidations(_SAMPLE)) for one in part):
            await call.fetchval(*movement)
        return (time.perf_counter() - started) / _SAMPLE
    finally:
        await connection.close()


def _deposits(size: int) -> Iterator[Movement]:
    for n in range(size):
        yield "DEPOSIT", f"{_case(n)}/CASH", f"{_case(n)}/CLEARING", _cents(n), _filed(n), _number(n)


def _liquidations(size: int) -> Iterator[Movement]:
    for n in range(size):
        clearing, day, transfer = f"{_case(n)}/CLEARING", _liquidated(n), min(_assessed(n), _cents(n))
        yield "LIQUIDATION_TRANSFER", clearing, f"{_case(n)}/SPECIAL", transfer, day, _number(n)
        if transfer < _cents(n):
            yield "EXCESS_DEPOSIT_REFUND", clearing, f"{_case(n)}/REFUNDS", _cents(n) - transfer, day, _number(n)


def _write(kind: Kind, path: Path, size: int) -> None:
    """A file of what the movements are about."""
    width = 6 if kind is Kind.ENTRIES else 4
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[kind][:width])
        for n in range(size):
            if kind is Kind.ENTRIES:
                row = (_number(n), f"IMPORTER-{n % 5_000}", _filed(n), _case(n), _money(_cents(n)), _filed(n))
            else:
                row = (_number(n), _case(n), _liquidated(n), _money(_assessed(n)))  # type: ignore[assignment]
            writer.writerow(row)


def _number(n: int) -> str:
    return f"E{n:09}"


def _case(n: int) -> str:
    return f"A-100-{n % _ORDERS:03}"


def _cents(n: int) -> int:
    return 100_000 + n % 9_000_000


def _assessed(n: int) -> int:
    """As deposited, half of it, or twice."""
    return (_cents(n), _cents(n) // 2, _cents(n) * 2, _cents(n))[n % 4]


def _filed(n: int) -> date:
    return _FIRST + timedelta(days=n % 1_400)


def _liquidated(n: int) -> date:
    return _filed(n) + timedelta(days=314)


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(count)


if __name__ == "__main__":
    sys.exit(0 if measure() else 1)
