"""kill -9 of the database, or of the process that imports, in the middle of a liquidation: it completes, once."""

import asyncio
import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from deploy.embedded import Embedded
from services.accounts.usecases.imports.rows import COLUMNS, Kind
from services.accounts.usecases.verify_ledger import verify_ledger
from shared.database import Database, audit_log
from tests.conftest import FreshDatabase

ROWS, BATCH, CENTS = 20_000, 1_000, 100_00
BAD = 40
PROGRAM = "from deploy.cli.main import app; app()"


def write(kind: Kind, path: Path) -> Path:
    """Entries of 100.00, liquidated at 60.00; every five hundredth liquidation has no amount."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[kind][: 6 if kind is Kind.ENTRIES else 4])
        for n in range(ROWS):
            case = f"A-100-00{n % 4}"
            if kind is Kind.ENTRIES:
                writer.writerow((f"E{n}", "Importer-1", "2004-05-10", case, "100.00", "2004-05-10"))
            else:
                writer.writerow((f"E{n}", case, "2005-03-01", "60.00" if n % (ROWS // BAD) else "60"))
    return path


@pytest.fixture
def database(fresh_database: FreshDatabase) -> str:
    url = fresh_database("accounts")
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO orders (case_number, case_name, kind, country, issued_on)"
            " SELECT 'A-100-00' || n, 'Alpha', 'AD', 'CN', '2001-05-10' FROM generate_series(0, 3) n"
        )
        connection.execute(
            "INSERT INTO accounts (case_number, account) SELECT case_number, account FROM orders,"
            " unnest(ARRAY['CASH', 'CLEARING', 'SPECIAL', 'IMPORTER_REFUNDS_PAYABLE', 'GENERAL_FUND']) account"
        )
    return url


def importing(url: str, kind: Kind, path: Path) -> "subprocess.Popen[str]":
    """The command an operator types."""
    command = [sys.executable, "-c", PROGRAM, "import", kind.lower(), str(path)]
    options = ["--batch", str(BATCH), "--data-dir", str(path.parent / "nothing-runs-here")]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "DATABASE_URL": url, "COLUMNS": "200"}
    return subprocess.Popen(command + options, env=environment, stdout=subprocess.PIPE, text=True)


def finished(process: "subprocess.Popen[str]") -> str:
    """What it printed; the test fails when the command did."""
    printed, _ = process.communicate()
    assert process.returncode == 0, printed
    return printed


def wait_until_under_way(url: str) -> None:
    """Until some batches are in and more are to come."""
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            row = connection.execute("SELECT rows_read FROM imports WHERE kind = 'LIQUIDATIONS'").fetchone()
            if row is not None and row[0] >= 3 * BATCH:
                assert row[0] < ROWS - 3 * BATCH, "it was over before the kill"
                return
            time.sleep(0.01)


async def assert_liquidated_once(url: str) -> None:
    database = Database(url, application_name="test", pool_size=1)
    try:
        async with database.reading() as connection:
            assert await audit_log.verify(connection) == []
        found = await verify_ledger(database)
    finally:
        await database.close()
    assert found.problems == []
    good = ROWS - BAD
    assert found.posting_count == ROWS + 2 * good
    with psycopg.connect(url) as connection:
        counted = connection.execute(
            "SELECT rows_read, rows_kept, rows_set_aside, amount_cents, finished_at IS NOT NULL FROM imports"
            " WHERE kind = 'LIQUIDATIONS'"
        ).fetchall()
        special = connection.execute("SELECT sum(balance_cents) FROM accounts WHERE account = 'SPECIAL'").fetchone()
        aside = connection.execute("SELECT count(*) FROM import_rows_set_aside").fetchone()
    assert counted == [(ROWS, good, BAD, good * 60_00, True)]
    assert special == (good * 60_00,)
    assert aside == (BAD,)


@pytest.mark.timeout(300)
def test_acct_19_an_import_killed_in_the_middle_goes_on_where_it_was(database: str, tmp_path: Path) -> None:
    finished(importing(database, Kind.ENTRIES, write(Kind.ENTRIES, tmp_path / "entries.csv")))
    path = write(Kind.LIQUIDATIONS, tmp_path / "liquidations.csv")
    killed = importing(database, Kind.LIQUIDATIONS, path)
    wait_until_under_way(database)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL

    printed = finished(importing(database, Kind.LIQUIDATIONS, path))
    assert f"{ROWS:,} rows, {ROWS - BAD:,} posted" in printed
    asyncio.run(assert_liquidated_once(database))
    with (tmp_path / "liquidations.set-aside.csv").open(newline="") as file:
        header, *aside = csv.reader(file)
    assert header[:2] == ["row_number", "reasons"]
    assert [int(row[0]) for row in aside] == [1 + n for n in range(0, ROWS, ROWS // BAD)]
    assert aside[0][1].startswith("AMOUNT_MALFORMED")

    finished(importing(database, Kind.LIQUIDATIONS, path))
    asyncio.run(assert_liquidated_once(database))


@pytest.mark.timeout(300)
def test_acct_19_a_database_killed_in_the_middle_is_waited_for(
    database: str, servers: Embedded, tmp_path: Path
) -> None:
    assert servers.postgresql is not None
    finished(importing(database, Kind.ENTRIES, write(Kind.ENTRIES, tmp_path / "entries.csv")))
    work = importing(database, Kind.LIQUIDATIONS, write(Kind.LIQUIDATIONS, tmp_path / "liquidations.csv"))
    wait_until_under_way(database)
    servers.postgresql.kill()
    time.sleep(0.5)
    servers.postgresql.start()
    finished(work)
    asyncio.run(assert_liquidated_once(database))
