"""The example subscriber, as its own process with nats-py alone, against events that came through the real outbox."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from deploy.embedded import Embedded
from services.accounts.events.published import PUBLISHED, ClaimantPaid, DistributionCompleted
from shared.clock import SimulatedClock
from shared.database import Cause, Database, UnitOfWork
from shared.events import Envelope
from shared.events.broker import Broker
from shared.events.relay import Relay
from shared.events.streams import reconcile_streams
from tests.conftest import FreshDatabase
from tests.integration.shared.service.process import PATIENCE_SECONDS, eventually
from tests.unit.deploy.image import ROOT, link_package

EXAMPLE = ROOT / "examples" / "subscriber" / "subscriber.py"


class Publisher:
    """Accounts' side: records in the outbox, relayed by the real relay."""

    def __init__(self, broker: Broker, database: Database) -> None:
        self.broker = broker
        self._uow = UnitOfWork(database, SimulatedClock(datetime(2005, 11, 29, 17, tzinfo=UTC)))

    async def distribute(self, *numbers: int) -> None:
        """Complete a distribution with one payment for each number."""
        async with self._uow.begin(Cause(actor="approver", correlation_id="request-1")) as tx:
            tx.record(distribution(*numbers))


def distribution(*numbers: int) -> DistributionCompleted:
    """A distribution that pays every number its own amount."""
    return DistributionCompleted(
        case_number="A-570-831",
        fiscal_year=2005,
        distribution_id=f"distribution-{numbers[0]}",
        available_cents=1_000_000,
        method="PRO_RATA",
        carry_forward_cents=0,
        payments=tuple(
            ClaimantPaid(
                certification_number=f"2005-{number:04}",
                claimant_name="Alpha",
                claimed_cents=200_000_005,
                disbursed_cents=number,
            )
            for number in numbers
        ),
    )


@pytest.fixture
async def publisher(clean_broker: Embedded, fresh_database: FreshDatabase) -> AsyncIterator[Publisher]:
    """Accounts with its streams, its relay running."""
    url = fresh_database("accounts")
    database = Database(url, application_name="test", pool_size=2)
    stopping = asyncio.Event()
    async with Broker.from_environment(clean_broker.settings_for("accounts"), name="accounts") as broker:
        await reconcile_streams(broker, "accounts")
        relay = Relay(broker, url, published=PUBLISHED, poll_seconds=0.2)
        relaying = asyncio.create_task(relay.run(stopping, lambda: None))
        yield Publisher(broker, database)
        stopping.set()
        await relaying
    await database.close()


class Subscriber:
    """The example with its book, run as often as a test likes."""

    def __init__(self, servers: Embedded, folder: Path) -> None:
        self._output = folder / "output"
        self._book = folder / "book.sqlite3"
        self._packages = folder / "packages"
        self._packages.mkdir()
        link_package("nats-py", self._packages)
        self._settings = servers.settings_for("agency")

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        """The process; it is killed at the end, with no chance to tidy up."""
        with self._output.open("ab") as output:
            process = subprocess.Popen(
                self._command(), env=self._environment(), stdout=output, stderr=subprocess.STDOUT
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait(PATIENCE_SECONDS)

    def read_once(self) -> str:
        """What a run prints that ends where history ends."""
        done = subprocess.run(
            self._command("--once"),
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def payments(self) -> list[int]:
        """Amounts in the book, in the order they came."""
        if not self._book.exists():
            return []
        with sqlite3.connect(self._book, timeout=PATIENCE_SECONDS) as book:
            tables = book.execute("SELECT count(*) FROM sqlite_master WHERE name = 'payments'").fetchone()
            rows = book.execute("SELECT disbursed_cents FROM payments ORDER BY rowid").fetchall() if tables[0] else []
        book.close()
        return [row[0] for row in rows]

    async def until_payments(self, *amounts: int) -> None:
        """Wait until the book holds exactly these."""
        await asyncio.to_thread(
            eventually, lambda: self.payments == list(amounts), f"payments {amounts}:\n{self.output}"
        )

    @property
    def output(self) -> str:
        """What it has printed."""
        return self._output.read_text()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-S", str(EXAMPLE), "--book", str(self._book), *arguments]

    def _environment(self) -> dict[str, str]:
        return {
            **self._settings,
            "PATH": os.defpath,
            "PYTHONSAFEPATH": "1",
            "PYTHONPATH": str(self._packages),
            "PYTHONDONTWRITEBYTECODE": "1",
        }


@pytest.fixture
def subscriber(clean_broker: Embedded, tmp_path: Path) -> Subscriber:
    """The example, in the agency's account."""
    return Subscriber(clean_broker, tmp_path)


async def test_history_first_then_live_one_line_per_payment(publisher: Publisher, subscriber: Subscriber) -> None:
    await publisher.distribute(1, 250_000)
    await until_published(publisher, 1)

    with subscriber.running():
        await subscriber.until_payments(1, 250_000)
        await publisher.distribute(3)
        await subscriber.until_payments(1, 250_000, 3)

    assert subscriber.output.splitlines() == [
        "A-570-831 FY2005 2005-0001 Alpha: paid $0.01 of $2,000,000.05 claimed",
        "A-570-831 FY2005 2005-250000 Alpha: paid $2,500.00 of $2,000,000.05 claimed",
        "A-570-831 FY2005 2005-0003 Alpha: paid $0.03 of $2,000,000.05 claimed",
    ]


async def test_killed_again_and_again_it_loses_nothing_and_counts_nothing_twice(
    publisher: Publisher, subscriber: Subscriber
) -> None:
    for number in range(1, 6):
        await publisher.distribute(number)
        with subscriber.running():
            await subscriber.until_payments(*range(1, number + 1))


async def test_what_happened_while_it_was_away_is_read_later(publisher: Publisher, subscriber: Subscriber) -> None:
    await publisher.distribute(1)
    await until_published(publisher, 1)
    first = await asyncio.to_thread(subscriber.read_once)
    await publisher.distribute(2)
    await publisher.distribute(3)
    await until_published(publisher, 3)
    second = await asyncio.to_thread(subscriber.read_once)

    assert (len(first.splitlines()), len(second.splitlines())) == (1, 2)
    assert subscriber.payments == [1, 2, 3]


async def test_the_broker_may_die_and_come_back(
    servers: Embedded, publisher: Publisher, subscriber: Subscriber
) -> None:
    assert servers.nats is not None
    await publisher.distribute(1)
    with subscriber.running() as process:
        await subscriber.until_payments(1)
        servers.nats.kill()
        servers.nats.start()
        await publisher.distribute(2)
        await subscriber.until_payments(1, 2)

        assert process.poll() is None


async def test_an_event_that_stands_in_the_record_twice_counts_once(
    publisher: Publisher, subscriber: Subscriber
) -> None:
    event = distribution(1)
    envelope = Envelope(
        id=UUID(int=1),
        type=event.type(),
        source="/customs/accounts",
        time=datetime(2005, 11, 29, 17, tzinfo=UTC),
        subject=event.about,
        sequence=1,
        correlation_id="request-1",
    )
    streams = await publisher.broker.streams()
    for _ in range(2):  # without Nats-Msg-Id: as if the broker's own duplicate window were over
        await streams.publish(event.subject, event.model_dump_json().encode(), headers=envelope.headers())
    await publisher.distribute(2)
    await until_published(publisher, 3)

    await asyncio.to_thread(subscriber.read_once)

    assert subscriber.payments == [1, 2]


async def test_what_is_no_cloud_event_is_passed_over(publisher: Publisher, subscriber: Subscriber) -> None:
    streams = await publisher.broker.streams()
    await streams.publish(distribution(1).subject, distribution(1).model_dump_json().encode())
    await publisher.distribute(2)

    with subscriber.running():
        await subscriber.until_payments(2)

    assert "event 1 passed over" in subscriber.output
    assert "attributes are missing" in subscriber.output


async def until_published(publisher: Publisher, count: int) -> None:
    """Wait until the record holds so many events."""
    streams = await publisher.broker.streams()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await streams.stream_info("ACCOUNTS_PUBLIC")).state.messages < count:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.02)


async def test_an_agency_may_keep_a_stream_of_its_own(publisher: Publisher, clean_broker: Embedded) -> None:
    async with Broker.from_environment(clean_broker.settings_for("agency"), name="agency") as agency:
        streams = await agency.streams(timeout_seconds=10)
        await streams.add_stream(name="HEARD", subjects=["customs.public.>"])
        await publisher.distribute(1)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (await streams.stream_info("HEARD")).state.messages:  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.02)
        kept = await streams.get_msg("HEARD", 1)
        await streams.delete_stream("HEARD")

    assert Envelope.from_headers(kept.headers).type == DistributionCompleted.type()
