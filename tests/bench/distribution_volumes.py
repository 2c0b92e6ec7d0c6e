"""Distributions of 10,000, 100,000 and 1,000,000 claims over 500 orders, beside the bare SQL of the same rows.

The service prepares, approves and pays a whole fiscal year: three commands through their use cases. The bare SQL
computes the shares once and inserts the same shares, payments, journals, postings and outbox rows into tables with the
same columns, constraints and indexes, in one transaction, without a check, a hash, a lock or a second computation.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import psycopg

from deploy.embedded import Embedded
from services.accounts.app import MIGRATIONS
from services.accounts.domain.liquidation import Instrument
from services.accounts.usecases.decide_distribution import ApproveDistributions, approve_distributions
from services.accounts.usecases.fiscal_years import CloseFiscalYear, close_fiscal_year
from services.accounts.usecases.import_entries import Deposit, Entry, ImportEntries, import_entries
from services.accounts.usecases.orders import OpenAccounts, open_accounts, plan_distributions
from services.accounts.usecases.pay_distribution import PayDistributions, pay_distributions
from services.accounts.usecases.prepare_distribution import PrepareDistributions, prepare_distributions
from services.accounts.usecases.record_liquidations import Liquidation, RecordLiquidations, record_liquidations
from shared.clock import SimulatedClock
from shared.database import Cause, Database, Transaction, UnitOfWork, run_command
from shared.database.migrations import migrate
from shared.service.memory import settle_memory

YARDSTICK = 3.0
_ORDERS = 500
_SIZES = {2005: 10_000, 2006: 100_000, 2007: 1_000_000}
_POOL_CENTS = 123_456_789_01

_CLAIMS = """
INSERT INTO claim_lists (case_number, fiscal_year, version, notice_id, certified_on)
SELECT 'A-{year}-' || lpad(n::text, 3, '0'), {year}, 1, 'notice', '{year}-09-01' FROM generate_series(1, {orders}) n;
ALTER TABLE certified_claims DROP CONSTRAINT fk_certified_claims_case_number_fiscal_year_claim_lists;
INSERT INTO certified_claims (case_number, fiscal_year, certification_number, certification_id, lineage_id,
    producer_id, claimant_name, state, net_cents, claimed_cents)
SELECT 'A-{year}-' || lpad((1 + n % {orders})::text, 3, '0'), {year}, '{year}-' || lpad(n::text, 7, '0'),
    'certification-' || n, 'lineage-' || n, 'producer-' || n / {orders}, 'Producer ' || n / {orders}, 'ACCEPTED', cents,
    cents
FROM generate_series(0, {claims} - 1) n, LATERAL (SELECT 50000000000 + hashint8(n)::bigint * 7 AS cents) amounts;
ALTER TABLE certified_claims ADD CONSTRAINT fk_certified_claims_case_number_fiscal_year_claim_lists
    FOREIGN KEY (case_number, fiscal_year) REFERENCES claim_lists ON DELETE CASCADE;
ANALYZE claim_lists, certified_claims;
"""

_BARE_TABLES = ("distribution_shares", "payments", "journals", "postings", "outbox")
_BARE = (
    """
INSERT INTO bare.distribution_shares (distribution_id, certification_number, claimant_name, lineage_id, producer_id,
    accepted, claimed_cents, net_cents, share_cents)
SELECT id, certification_number, claimant_name, lineage_id, producer_id, true, claimed_cents, net_cents,
    base + CASE WHEN row_number() OVER (PARTITION BY id ORDER BY remainder DESC, net_cents DESC, certification_number)
        <= div(sum(remainder) OVER (PARTITION BY id), whole) THEN 1 ELSE 0 END
FROM (
    SELECT *, div(pool::numeric * net_cents, whole) AS base, mod(pool::numeric * net_cents, whole) AS remainder
    FROM (
        SELECT d.id, c.*, d.available_cents AS pool, sum(c.net_cents) OVER (PARTITION BY d.id) AS whole
        FROM distributions AS d JOIN certified_claims AS c USING (case_number, fiscal_year)
        WHERE d.fiscal_year = $1
    ) AS totalled
) AS floored
""",
    """
INSERT INTO bare.payments (distribution_id, certification_number, producer_id, lineage_id, kind, amount_cents, paid_on)
SELECT distribution_id, certification_number, producer_id, lineage_id, 'DISTRIBUTION', share_cents, '2007-11-20'
FROM bare.distribution_shares JOIN distributions AS d ON d.id = distribution_id WHERE d.fiscal_year = $1
ORDER BY distribution_id, certification_number
""",
    """
INSERT INTO bare.journals (case_number, sequence, source, recorded_at, actor, correlation_id, posting_count,
    total_cents, previous_hash, hash)
SELECT d.case_number, 9, d.id::text, now(), 'bench', 'bench', count(*), sum(p.amount_cents), '', ''
FROM bare.payments AS p JOIN distributions AS d ON d.id = p.distribution_id WHERE d.fiscal_year = $1
GROUP BY d.case_number, d.id
""",
    """
INSERT INTO bare.postings (case_number, sequence, line, movement, debit, credit, amount_cents, effective_on,
    certification_number)
SELECT d.case_number, 9, row_number() OVER (PARTITION BY d.case_number ORDER BY p.certification_number), 'DISTRIBUTION',
    'SPECIAL', 'PRODUCER_PAYABLE', p.amount_cents, p.paid_on, p.certification_number
FROM bare.payments AS p JOIN distributions AS d ON d.id = p.distribution_id WHERE d.fiscal_year = $1
""",
    """
INSERT INTO bare.outbox (type, source, subject, about, key, data, correlation_id, recorded_at)
SELECT 'gov.customs.accounts.payment.issued.v1', '/customs/accounts',
    'customs.internal.accounts.v1.payment.issued.' || d.case_number, 'orders/' || d.case_number, d.case_number,
    jsonb_build_object('case_number', d.case_number, 'fiscal_year', d.fiscal_year, 'distribution_id', d.id,
        'certification_number', p.certification_number, 'lineage_id', p.lineage_id, 'producer_id', p.producer_id,
        'amount_cents', p.amount_cents, 'paid_on', '2007-11-20', 'kind', p.kind), 'bench', now()
FROM bare.payments AS p JOIN distributions AS d ON d.id = p.distribution_id WHERE d.fiscal_year = $1
ORDER BY d.case_number, p.certification_number
""",
    """
INSERT INTO bare.outbox (type, source, subject, about, key, data, correlation_id, recorded_at)
SELECT 'gov.customs.accounts.distribution.completed.v1', '/customs/accounts',
    'customs.public.accounts.v1.distribution.completed.' || d.case_number, 'orders/' || d.case_number, d.case_number,
    jsonb_build_object('case_number', d.case_number, 'distribution_id', d.id, 'payments', (
        SELECT jsonb_agg(jsonb_build_object('certification_number', s.certification_number, 'claimant_name',
            s.claimant_name, 'claimed_cents', s.net_cents, 'disbursed_cents', s.share_cents)
            ORDER BY s.certification_number)
        FROM bare.distribution_shares AS s WHERE s.distribution_id = d.id)), 'bench', now()
FROM distributions AS d WHERE d.fiscal_year = $1
""",
)


def measure() -> bool:
    """Print the times of each size beside the bare SQL; whether the largest stays within the yardstick.

    Of the smaller ones the times show that the cost grows with the claims and no faster; 500 books, journals and audit
    entries are most of 10,000 claims.
    """
    folder = Path(tempfile.mkdtemp(prefix="countervail-bench-"))
    folder.chmod(0o755)
    try:
        with Embedded(folder, durable=False) as servers:
            url = servers.settings_for("accounts")["DATABASE_URL"]
            migrate(url, MIGRATIONS)
            settle_memory()  # as the service itself does
            return asyncio.run(_measure(url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(url: str, sizes: Mapping[int, int] | None = None) -> bool:
    database = Database(url, application_name="bench", pool_size=2)
    bare = await asyncpg.connect(url)
    print(f"\ndistributions over {_ORDERS} orders: prepared, approved and paid, beside the bare SQL of the same rows")
    print(f"  {'claims':>9} {'prepare':>9} {'approve':>9} {'pay':>9} {'bare':>9} {'times':>6} {'us a claim':>11}")
    within = []
    try:
        for year, claims in (sizes or _SIZES).items():
            await _fill(database, url, year, claims)
            ours = await _ours(database, year)
            await _bare_tables(bare)
            alone = await _alone(bare, year)
            assert await _same(bare, year), "the bare SQL gives the same cents"
            ratio = sum(ours) / alone
            within.append(ratio <= YARDSTICK)
            steps = " ".join(f"{seconds:8.2f}s" for seconds in ours)
            print(f"  {claims:>9,} {steps} {alone:8.2f}s {ratio:6.2f} {sum(ours) / claims * 1e6:11.1f}", flush=True)
    finally:
        await bare.close()
        await database.close()
    return within[-1]


def _cases(year: int) -> list[str]:
    return [f"A-{year}-{n:03}" for n in range(1, _ORDERS + 1)]


async def _fill(database: Database, url: str, year: int, claims: int) -> None:
    """Orders with money in their Special Accounts, the year closed, its claims certified."""
    uow = UnitOfWork(database, SimulatedClock(datetime(year, 11, 20, 17, tzinfo=UTC)))
    async with uow.begin(Cause(actor="bench", correlation_id="bench")) as tx:
        for case in _cases(year):
            order = OpenAccounts(
                case_number=case,
                case_name=case,
                kind="AD",
                country="CN",
                product_group_id=None,
                issued_on=date(1998, 6, 1),
            )
            await open_accounts(tx, order)
        day = date(year, 3, 1)
        entries = [
            Entry(
                number=f"{case}-1",
                importer_number="Importer-1",
                filed_on=day,
                deposits=(
                    Deposit(
                        case_number=case, amount_cents=_POOL_CENTS + place, deposited_on=day, instrument=Instrument.CASH
                    ),
                ),
            )
            for place, case in enumerate(_cases(year))
        ]
        await import_entries(tx, ImportEntries(entries=tuple(entries)))
        rows = [
            Liquidation(
                entry_number=f"{case}-1",
                case_number=case,
                liquidated_on=day,
                assessed_cents=_POOL_CENTS + place,
                interest_cents=0,
            )
            for place, case in enumerate(_cases(year))
        ]
        await record_liquidations(tx, RecordLiquidations(liquidations=tuple(rows)))
        await plan_distributions(
            tx, notice_id="notice", fiscal_year=year, case_numbers=_cases(year), published_on=date(year, 6, 1)
        )
        await close_fiscal_year(tx, CloseFiscalYear(fiscal_year=year))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_CLAIMS.format(year=year, orders=_ORDERS, claims=claims))


async def _ours(database: Database, year: int) -> list[float]:
    uow = UnitOfWork(database, SimulatedClock(datetime(year, 11, 20, 18, tzinfo=UTC)))
    steps: Sequence[tuple[str, Callable[[Transaction, Any], Awaitable[dict[str, Any]]], object]] = (
        ("preparer", prepare_distributions, PrepareDistributions(fiscal_year=year)),
        ("approver", approve_distributions, ApproveDistributions(fiscal_year=year)),
        ("approver", pay_distributions, PayDistributions(fiscal_year=year)),
    )
    times = []
    for actor, use_case, command in steps:

        async def handler(tx: Transaction, step: Any = use_case, given: object = command) -> dict[str, Any]:
            return dict(await step(tx, given))

        started = time.perf_counter()
        result = await run_command(
            uow,
            cause=Cause(actor=actor, correlation_id="bench"),
            name=use_case.__name__,
            idempotency_key=f"{use_case.__name__}-{year}",
            command=command,
            handler=handler,
        )
        times.append(time.perf_counter() - started)
        assert result.value is not None, result.refusals
        assert len(result.value["orders"]) == _ORDERS, result.value["left_out"][:1]
    return times


async def _bare_tables(bare: "asyncpg.Connection[asyncpg.Record]") -> None:
    await bare.execute("DROP SCHEMA IF EXISTS bare CASCADE")
    await bare.execute("CREATE SCHEMA bare")
    for table in _BARE_TABLES:
        await bare.execute(f"CREATE TABLE bare.{table} (LIKE public.{table} INCLUDING ALL)")


async def _alone(bare: "asyncpg.Connection[asyncpg.Record]", year: int) -> float:
    started = time.perf_counter()
    async with bare.transaction():
        for statement in _BARE:
            await bare.execute(statement, year)
    return time.perf_counter() - started


async def _same(bare: "asyncpg.Connection[asyncpg.Record]", year: int) -> bool:
    return bool(
        await bare.fetchval(
            "SELECT NOT EXISTS (SELECT distribution_id, certification_number, share_cents FROM bare.distribution_shares"
            " EXCEPT SELECT distribution_id, certification_number, share_cents FROM distribution_shares)"
            " AND (SELECT count(*) FROM bare.distribution_shares) = (SELECT count(*) FROM distribution_shares AS s"
            " JOIN distributions AS d ON d.id = s.distribution_id WHERE d.fiscal_year = $1)",
            year,
        )
    )
