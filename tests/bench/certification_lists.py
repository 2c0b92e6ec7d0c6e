"""Work queue, officers' list, public list and the closing of a window over 20,000 certifications, beside the bare SQL.

The bare SQL is what each of them sends to the database, statement by statement, sent again by the driver alone.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import psycopg
from sqlalchemy import event

from deploy.embedded import Embedded
from services.certification.app import MIGRATIONS
from services.certification.domain.states import State
from services.certification.storage.queries.lists import ReceivedKey, certifications_page, received
from services.certification.storage.queries.work_queue import WorkFilter, work_page
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from shared.clock import SimulatedClock
from shared.database import Cause, Database, UnitOfWork
from shared.database.migrations import migrate
from shared.service.memory import settle_memory

YARDSTICK = 3.0
_RUNS = 15
_PAGE = 101
_LARGEST = "A-100-001"
_DAY = date(2005, 8, 20)

# 2,000 producers, 500 orders, 20,000 certifications: 1,240 on the largest order, about 38 on each other. 7,474 of them
# are under review or returned; 600 others have a standing flag, 100 of those are being verified.
_SEED = """
INSERT INTO producers (id, name, kind, registered_at)
SELECT uuidv7(), 'Producer ' || n, 'PRODUCER', now() FROM generate_series(1, 2000) n;
INSERT INTO orders (case_number, case_name, kind, country, product_group_id, issued_on)
SELECT 'A-100-' || lpad(n::text, 3, '0'), 'Order ' || n, 'AD', 'CN', 'GROUP-' || n, '2001-05-10'
FROM generate_series(1, 500) n;
INSERT INTO notices (fiscal_year, state, publish_on, close_on, return_by, form_version, drafted_at, published_at)
VALUES (2005, 'PUBLISHED', '2005-06-01', '2005-08-01', '2005-08-16', '1', now(), now());
INSERT INTO notice_orders
    (notice_id, case_number, fiscal_year, position, published, case_name, list_version, special_account_cents, as_of)
SELECT notices.id, case_number, 2005, row_number() OVER (ORDER BY case_number), true, case_name, 1, 100000000,
       '2005-06-01'
FROM orders, notices;
CREATE TEMP TABLE filed AS
SELECT case_number, producers.id AS producer_id, producers.name, row_number() OVER () AS number
FROM orders JOIN LATERAL (
    SELECT id, name FROM producers ORDER BY hashtext(producers.id::text || orders.case_number)
    LIMIT CASE WHEN case_number = 'A-100-001' THEN 1240 WHEN case_number <= 'A-100-298' THEN 38 ELSE 37 END
) producers ON true;
INSERT INTO lineages (case_number, root_producer_id) SELECT case_number, producer_id FROM filed;
INSERT INTO certifications
    (certification_number, notice_id, case_number, fiscal_year, producer_id, lineage_id, claimant_name, state, channel,
     received_on, received_at, version, version_received_on, retain_until, confidentiality_claimed,
     total_cents, prior_cents, net_cents, claimed_cents, correct_by)
SELECT '2005-' || lpad(number::text, 6, '0'), notices.id, filed.case_number, 2005, producer_id, lineages.id, filed.name,
       CASE WHEN filed.case_number <= 'A-100-298' THEN 'ACCEPTED' WHEN number % 10 > 0 THEN 'UNDER_REVIEW'
            ELSE 'RETURNED' END, 'ELECTRONIC', '2005-06-20', now(), 1, '2005-06-20', '2010-06-20', false,
       cents, 0, cents, cents, date '2005-08-20' + (number % 20)::int
FROM filed JOIN lineages ON lineages.case_number = filed.case_number AND root_producer_id = producer_id, notices,
     LATERAL (SELECT 1000000 + (hashtext(filed.name || filed.case_number) % 500000) AS cents) amounts;
INSERT INTO certification_versions (certification_id, version, cause, received_on, form, recorded_at)
SELECT id, 1, 'FILED', received_on, '{}', now() FROM certifications;
INSERT INTO certification_expenditures (certification_id, version, category, amount_cents)
SELECT id, 1, 'Q09', total_cents FROM certifications;
INSERT INTO certification_parts (certification_id, version, group_id, case_numbers, total_cents, prior_cents)
SELECT id, 1, '', '{}', total_cents, 0 FROM certifications;
INSERT INTO risk_flags (certification_id, case_number, fiscal_year, kind, severity, state, message, figures, others,
     basis_digest, raised_on)
SELECT id, case_number, 2005, 'YEAR_ON_YEAR', (ARRAY['LOW', 'MEDIUM', 'HIGH'])[1 + number % 3], 'OPEN',
       'The total is 3 times that of fiscal year 2004.', '[]', '{}', id::text, '2005-06-20'
FROM (SELECT *, row_number() OVER (ORDER BY id) AS number FROM certifications WHERE case_number > 'A-100-001') numbered
WHERE state = 'ACCEPTED' AND number % 18 = 0;
INSERT INTO verifications (certification_id, version, state, reason, opened_by, opened_on)
SELECT certification_id, 1, 'OPEN', 'Flagged.', 'bench', '2005-08-01' FROM risk_flags ORDER BY id LIMIT 100;
"""


def measure() -> bool:
    """Print each beside its bare SQL, as ratios; whether all stay within the yardstick."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=False) as servers:
            url = servers.settings_for("certification")["DATABASE_URL"]
            migrate(url, MIGRATIONS)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(_SEED)
                connection.execute("ANALYZE")
            settle_memory()  # as the service itself does
            return asyncio.run(_measure(url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Undo(Exception):
    """Rolls a measured command back, so that the next run finds what this one found."""


async def _measure(url: str) -> bool:
    database = Database(url, application_name="bench", pool_size=2)
    uow = UnitOfWork(database, SimulatedClock(datetime(2005, 8, 20, 14, tzinfo=UTC)))
    key = ReceivedKey(case_number=_LARGEST, fiscal_year=2005, after=None, limit=_PAGE, today=_DAY)

    async def queue() -> None:
        async with database.reading() as connection:
            assert len(await work_page(connection, WorkFilter(), after=None, limit=_PAGE)) == _PAGE

    async def page() -> None:
        async with database.reading() as connection:
            rows = await certifications_page(
                connection,
                case_number=None,
                fiscal_year=2005,
                state=State.ACCEPTED,
                producer_ids=None,
                after=None,
                limit=_PAGE,
            )
        assert len(rows) == _PAGE

    async def public() -> None:
        async with database.reading() as connection:
            assert len((await received(connection, [key]))[key]) == _PAGE

    async def closing() -> None:
        with suppress(_Undo):
            async with uow.begin(Cause(actor="bench", correlation_id="bench")) as tx:
                await certify_claims(tx, CertifyClaims(case_number=_LARGEST, fiscal_year=2005))
                await tx.write_record()
                raise _Undo

    bare = await asyncpg.connect(url)
    print("\n20,000 certifications of 2,000 producers on 500 orders, times the bare SQL")
    try:
        within = [
            await _beside(what, step, database, bare)
            for what, step in (
                ("work queue, 101 rows", queue),
                ("officers' list, 101 rows", page),
                ("public list, 101 rows", public),
                ("closing 1,240 claims", closing),
            )
        ]
    finally:
        await bare.close()
        await database.close()
    return all(within)


Step = Callable[[], Awaitable[None]]
Statements = list[tuple[str, Sequence[Any]]]


async def _statements(database: Database, step: Step) -> Statements:
    """What ``step`` sends to the database."""
    sent: Statements = []

    def note(_c: object, _k: object, statement: str, parameters: Any, _x: object, many: bool) -> None:
        sent.extend((statement, one) for one in (parameters if many else [parameters]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await step()
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    return sent


async def _replay(bare: "asyncpg.Connection[asyncpg.Record]", statements: Statements) -> None:
    transaction = bare.transaction()
    await transaction.start()
    for statement, parameters in statements:
        await bare.fetch(statement, *parameters)
    await transaction.rollback()


async def _beside(what: str, step: Step, database: Database, bare: "asyncpg.Connection[asyncpg.Record]") -> bool:
    """The two take turns; the medians are compared."""
    await step()
    statements = await _statements(database, step)
    ours, alone = [], []
    for _ in range(_RUNS):
        started = time.perf_counter()
        await step()
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        await _replay(bare, statements)
        alone.append(time.perf_counter() - started)
    ratio = median(ours) / median(alone)
    times = f"{median(ours) * 1000:.1f} ms, bare {median(alone) * 1000:.1f} ms, {len(statements)} statements"
    print(f"  {what:<26} {ratio:5.2f} times, {ratio / YARDSTICK:5.2f} of the yardstick   ({times})")
    return ratio <= YARDSTICK
