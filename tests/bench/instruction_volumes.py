"""An instruction of 10,000 entries and one of 100,000 on one order each, applied: the cost of an entry stays the same.

The entries come from a file, with their value; the rate is above, below or at what was deposited, with interest.
"""

import asyncio
import csv
import shutil
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from deploy.embedded import Embedded
from services.accounts.domain.instructions.messages import Mode
from services.accounts.domain.refunds import InterestSource
from services.accounts.storage.tables import liquidations
from services.accounts.usecases.imports.rows import ENTRY_COLUMNS, Kind
from services.accounts.usecases.instructions.apply import apply_instructions
from services.accounts.usecases.instructions.liquidate_by_instruction import (
    LiquidateByInstruction,
    liquidate_by_instruction,
)
from shared.clock import SimulatedClock
from shared.database import Cause, Database, UnitOfWork
from tests.bench.ledger_volumes import fresh, import_file

SIZES: Final = {"A-100-001": 10_000, "A-100-002": 100_000}
LINEAR: Final = 1.5
_CAUSE: Final = Cause(actor="bench", correlation_id="bench")
_DAY: Final = date(2004, 3, 1)


def measure() -> bool:
    """Print what each instruction takes; whether an entry of the larger costs no more than half as much again."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=True, environment={}) as servers:
            print("\nliquidation by instruction, with interest")
            return asyncio.run(_measure(fresh(servers, "instructions"), folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(url: str, folder: Path) -> bool:
    database = Database(url, application_name="bench", pool_size=1)
    uow = UnitOfWork(database, SimulatedClock(datetime(2005, 3, 1, 17, tzinfo=UTC)))
    each = []
    try:
        for case, size in SIZES.items():
            path = folder / f"{case}.csv"
            _write(path, case, size)
            import_file(url, Kind.ENTRIES, path)
            started = time.perf_counter()
            await _instruct(uow, case)
            await apply_instructions(uow, source=InterestSource.GENERAL_FUND)
            each.append((time.perf_counter() - started) / size)
            assert await _liquidated(database, case) == size, "entries were left out"
            print(f"  {size:>9,} entries {each[-1] * size:7.1f} s, {each[-1] * 1e6:4.0f} us each", flush=True)
    finally:
        await database.close()
    print(f"  an entry of the larger costs {each[-1] / each[0]:.2f} times one of the smaller, at most {LINEAR}")
    return each[-1] / each[0] <= LINEAR


async def _instruct(uow: UnitOfWork, case: str) -> None:
    command = LiquidateByInstruction(
        case_number=case,
        reference="bench",
        entry_from=_DAY,
        entry_to=None,
        mode=Mode.RATE,
        rate_percent=Decimal("12.00"),
    )
    async with uow.begin(_CAUSE) as tx:
        await liquidate_by_instruction(tx, command)


def _write(path: Path, case: str, size: int) -> None:
    """Entries of a hundred days, worth $10,000.00, with security of 10, 12 or 15 percent of it."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ENTRY_COLUMNS)
        for n in range(size):
            day = _DAY + timedelta(days=n % 100)
            deposit = ("1000.00", "1200.00", "1500.00")[n % 3]
            goods = ("Alpha", "Beta", "10000.00")
            writer.writerow(
                (f"{case}-{n:07}", f"IMPORTER-{n % 500}", day, case, deposit, day, "CASH", "", "", "", *goods)
            )


async def _liquidated(database: Database, case: str) -> int:
    query = sa.select(sa.func.count()).where(liquidations.c.case_number == case)
    async with database.reading() as connection:
        return int((await connection.execute(query)).scalar_one())


if __name__ == "__main__":
    sys.exit(0 if measure() else 1)
