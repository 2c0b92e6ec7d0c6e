"""A database of the accounts, a clock that stands, and the way to run use cases and to hand over events."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.events.consumed import SUBSCRIPTIONS
from services.accounts.storage import books
from services.accounts.storage.distributions import Share, shares
from services.accounts.storage.tables import METADATA, distributions
from services.accounts.storage.verification import Verification
from services.accounts.usecases.decide_distribution import ApproveDistribution, approve_distribution
from services.accounts.usecases.fiscal_years import CloseFiscalYear, close_fiscal_year
from services.accounts.usecases.import_entries import Deposit, Entry, ImportEntries, import_entries
from services.accounts.usecases.pay_distribution import PayDistribution, pay_distribution
from services.accounts.usecases.prepare_distribution import PrepareDistribution, prepare_distribution
from services.accounts.usecases.record_liquidations import Liquidation, RecordLiquidations, record_liquidations
from services.accounts.usecases.verify_ledger import verify_ledger
from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, platform, run_command
from shared.events import Envelope
from tests.conftest import FreshDatabase

CASE = "A-990-801"
Command = TypeVar("Command")
UseCase = Callable[[Transaction, Any], Awaitable[dict[str, Any]]]


def order_issued(case_number: str = CASE, country: str = "CN") -> dict[str, Any]:
    """Payload of ``order.issued``."""
    return {
        "case_number": case_number,
        "case_name": f"Alpha goods {case_number}",
        "kind": "CVD" if case_number.startswith("C") else "AD",
        "country": country,
        "product_group_id": "alpha",
        "issued_on": "1998-06-01",
        "fr_citation": None,
    }


def notice_published(*case_numbers: str, fiscal_year: int = 2005) -> dict[str, Any]:
    """Payload of ``notice.published``."""
    return {
        "notice_id": f"notice-{fiscal_year}",
        "fiscal_year": fiscal_year,
        "fr_citation": "70 FR 31566",
        "published_on": f"{fiscal_year}-06-01",
        "close_on": f"{fiscal_year}-08-01",
        "return_by": f"{fiscal_year}-08-16",
        "orders": [
            {"case_number": number, "special_account_cents": 0, "as_of": f"{fiscal_year}-05-31"}
            for number in case_numbers
        ],
    }


def a_claim(number: str, name: str, net_cents: int, **other: object) -> dict[str, Any]:
    """One claim of ``claims.certified``."""
    return {
        "certification_number": number,
        "certification_id": f"certification-{number}",
        "lineage_id": f"lineage-{name}",
        "producer_id": f"producer-{name}",
        "claimant_name": name,
        "state": "ACCEPTED",
        "reason_code": None,
        "total_cents": net_cents,
        "prior_cents": 0,
        "net_cents": net_cents,
        "claimed_cents": net_cents,
        "confidentiality_claimed": False,
    } | other


def claims_certified(
    *claims: Mapping[str, Any], case_number: str = CASE, fiscal_year: int = 2005, version: int = 1
) -> dict[str, Any]:
    """Payload of ``claims.certified``."""
    return {
        "case_number": case_number,
        "fiscal_year": fiscal_year,
        "version": version,
        "notice_id": f"notice-{fiscal_year}",
        "certified_on": f"{fiscal_year}-09-01",
        "claims": list(claims),
    }


class Desk:
    """The accounts without their HTTP edge."""

    def __init__(self, database: Database, clock: SimulatedClock) -> None:
        self.database = database
        self.clock = clock
        self.uow = UnitOfWork(database, clock)
        self._numbers = count(1)

    def on(self, day: date) -> None:
        """Move the clock to noon of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))

    async def run(
        self, use_case: UseCase, command: object, *, key: str | None = None, actor: str = "accountant"
    ) -> CommandResult:
        """Run a use case as a mutation does."""

        async def handler(tx: Transaction) -> dict[str, Any]:
            return await use_case(tx, command)

        return await run_command(
            self.uow,
            cause=Cause(actor=actor, correlation_id="test"),
            name=getattr(use_case, "__name__", "use_case"),
            idempotency_key=key or f"key-{next(self._numbers)}",
            command=command,
            handler=handler,
        )

    async def done(self, use_case: UseCase, command: object, *, actor: str = "accountant") -> Mapping[str, Any]:
        """Run a use case that must not be refused."""
        result = await self.run(use_case, command, actor=actor)
        assert result.refusals == (), result.refusals
        assert result.value is not None
        return result.value

    async def refused(self, use_case: UseCase, command: object, *, actor: str = "accountant") -> dict[str | None, str]:
        """Run a use case that must be refused and change nothing; codes by field."""
        before = await self.stored()
        result = await self.run(use_case, command, actor=actor)
        assert result.refusals, "not refused"
        assert await self.stored() == before
        return {refusal.field: refusal.code for refusal in result.refusals}

    async def receive(self, name: str, payload: Mapping[str, Any]) -> None:
        """Hand over an event, named ``order.issued``, as the consumer does."""
        (subscription,) = [one for one in SUBSCRIPTIONS if f".{name}.v1" in one.model.event_type]
        envelope = Envelope(
            id=uuid4(),
            type=subscription.model.event_type,
            source="/customs/test",
            time=self.clock.now(),
            subject="test",
            sequence=next(self._numbers),
            correlation_id="test",
        )
        async with self.uow.begin(Cause(actor=f"event:{name}", correlation_id="test")) as tx:
            await subscription.handler(tx, subscription.model.model_validate(payload), envelope)

    async def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the accounts' tables, the outbox and the audit log."""
        tables = [*METADATA.sorted_tables, platform.outbox, platform.audit_log]
        async with self.database.reading() as connection:
            return {
                table.name: [
                    tuple(row) for row in await connection.execute(sa.select(table).order_by(*table.primary_key))
                ]
                for table in tables
            }

    async def rows(self, table: sa.Table, *columns: str) -> list[tuple[Any, ...]]:
        """Columns of a table in the order of its key."""
        query = sa.select(*(table.c[name] for name in columns)).order_by(*table.primary_key)
        async with self.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(query)]

    async def balances(self, case_number: str = CASE) -> dict[Account, int]:
        """Balances of a book that are not zero."""
        async with self.database.reading() as connection:
            found = await books.balances_of(connection, [case_number])
        return {account: cents for account, cents in found[case_number].items() if cents}

    async def events(self, name: str) -> list[dict[str, Any]]:
        """Payloads of the events of a name in the outbox, in order."""
        query = sa.select(platform.outbox.c.data).order_by(platform.outbox.c.id)
        query = query.where(platform.outbox.c.type == f"gov.customs.accounts.{name}.v1")
        async with self.database.reading() as connection:
            return list((await connection.scalars(query)).all())

    async def shares(self, distribution_id: str) -> dict[str, Share]:
        """Shares by certification number."""
        async with self.database.reading() as connection:
            found = await shares(connection, UUID(distribution_id))
        return {share.claim.certification_number: share for share in found}

    async def distribution(self, distribution_id: str) -> Any:
        """One distribution's row."""
        async with self.database.reading() as connection:
            query = sa.select(distributions).where(distributions.c.id == UUID(distribution_id))
            return (await connection.execute(query)).one()

    async def verified(self) -> Verification:
        """The verification of the ledger; the test fails when it does not balance."""
        found = await verify_ledger(self.database)
        assert found.problems == []
        return found

    async def open(self, *case_numbers: str, country: str = "CN") -> None:
        """Open orders' books."""
        for case_number in case_numbers:
            await self.receive("order.issued", order_issued(case_number, country))

    async def deposit(self, number: str, cents: int, *, case_number: str = CASE, **other: Any) -> None:
        """Import an entry with one cash deposit."""
        await self.done(import_entries, ImportEntries(entries=(an_entry(number, cents, case_number, **other),)))

    async def liquidate(self, *rows: Liquidation) -> Mapping[str, Any]:
        """Liquidate."""
        return await self.done(record_liquidations, RecordLiquidations(liquidations=rows))

    async def fund(self, cents: int, *, case_number: str = CASE, on: date = date(2005, 3, 1)) -> None:
        """Bring money into a Special Account by way of an entry liquidated as deposited."""
        number = f"fund-{next(self._numbers)}"
        await self.deposit(number, cents, case_number=case_number, filed_on=on, deposited_on=on)
        await self.liquidate(a_liquidation(number, cents, case_number=case_number, liquidated_on=on))

    async def close(self, year: int) -> None:
        """Close a fiscal year."""
        await self.done(close_fiscal_year, CloseFiscalYear(fiscal_year=year))

    async def prepare(self, case_number: str = CASE, year: int = 2005, **other: Any) -> str:
        """Freeze and compute; the distribution's id."""
        command = PrepareDistribution(case_number=case_number, fiscal_year=year, **other)
        value = await self.done(prepare_distribution, command, actor="preparer")
        return str(value["distribution_id"])

    async def approve(self, distribution_id: str) -> None:
        """Approve as another person."""
        await self.done(
            approve_distribution, ApproveDistribution(distribution_id=UUID(distribution_id)), actor="approver"
        )

    async def pay(self, distribution_id: str) -> None:
        """Pay."""
        await self.done(pay_distribution, PayDistribution(distribution_id=UUID(distribution_id)), actor="approver")

    async def distribute(self, case_number: str = CASE, year: int = 2005) -> str:
        """Prepare, approve and pay; the distribution's id."""
        distribution_id = await self.prepare(case_number, year)
        await self.approve(distribution_id)
        await self.pay(distribution_id)
        return distribution_id


def an_entry(
    number: str,
    cents: int,
    case_number: str = CASE,
    *,
    filed_on: date = date(2004, 5, 10),
    deposited_on: date | None = None,
    instrument: Instrument = Instrument.CASH,
    **other: Any,
) -> Entry:
    """An entry with one deposit."""
    deposit = Deposit(
        case_number=case_number, amount_cents=cents, deposited_on=deposited_on or filed_on, instrument=instrument
    )
    return Entry(number=number, importer_number="Importer-1", filed_on=filed_on, deposits=(deposit,), **other)


def a_liquidation(
    number: str,
    assessed_cents: int | None,
    *,
    case_number: str = CASE,
    liquidated_on: date = date(2005, 3, 1),
    interest_cents: int = 0,
    **other: Any,
) -> Liquidation:
    """A liquidation."""
    return Liquidation(
        entry_number=number,
        case_number=case_number,
        liquidated_on=liquidated_on,
        assessed_cents=assessed_cents,
        interest_cents=interest_cents,
        **other,
    )


@pytest.fixture
async def desk(fresh_database: FreshDatabase) -> AsyncIterator[Desk]:
    """Fresh accounts on 29 November 2005, with the book of A-990-801 open."""
    database = Database(fresh_database("accounts"), application_name="test", pool_size=6)
    desk = Desk(database, SimulatedClock(datetime(2005, 11, 29, 17, tzinfo=UTC)))
    await desk.open(CASE)
    yield desk
    await database.close()
