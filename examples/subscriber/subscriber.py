"""Listen, as another agency, to what was paid out: history first, then live, every payment once.

Needs nats-py and nothing of Countervail. It keeps what it has heard in a SQLite file: the payments themselves, and, in
the same transaction, how far it has read. So it may be stopped, killed and started again at any moment.

    NATS_URL=nats://127.0.0.1:4222 NATS_USER=agency NATS_PASSWORD=... python subscriber.py
"""

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

TYPE = "gov.customs.accounts.distribution.completed.v1"
SUBJECT = "customs.public.accounts.v1.distribution.completed.*"
STREAM = "ACCOUNTS_PUBLIC"
# The publisher's record, as the agency's account imports it: one question, one event.
NEXT_EVENT = f"CUSTOMS.API.DIRECT.GET.{STREAM}"
POLL_SECONDS = 5.0  # against a wake-up lost with the connection
RETRY_SECONDS = 1.0
REQUEST_SECONDS = 5.0


class BadEvent(Exception):
    """What arrived is not the event it should be; the message says why."""


class Book:
    """What has been heard, in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(
            """
            CREATE TABLE IF NOT EXISTS position (stream TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, type TEXT NOT NULL, time TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS payments (
                event_id TEXT NOT NULL REFERENCES events (id),
                case_number TEXT NOT NULL,
                fiscal_year INTEGER NOT NULL,
                certification_number TEXT NOT NULL,
                claimant_name TEXT NOT NULL,
                claimed_cents INTEGER NOT NULL,
                disbursed_cents INTEGER NOT NULL,
                PRIMARY KEY (event_id, certification_number)
            );
            """
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def position(self) -> int:
        """Number, in the publisher's stream, of the last event heard."""
        row = self._database.execute("SELECT sequence FROM position WHERE stream = ?", (STREAM,)).fetchone()
        return int(row[0]) if row else 0

    def keep(self, sequence: int, attributes: Mapping[str, str], data: Mapping[str, Any]) -> bool:
        """Keep an event's payments and the new position, together; whether the event was new."""
        with self._database:
            added = self._database.execute(
                "INSERT OR IGNORE INTO events VALUES (?, ?, ?)",
                (attributes["id"], attributes["type"], attributes["time"]),
            )
            if added.rowcount:
                self._database.executemany(
                    "INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            *(attributes["id"], data["case_number"], data["fiscal_year"]),
                            *(payment["certification_number"], payment["claimant_name"]),
                            *(payment["claimed_cents"], payment["disbursed_cents"]),
                        )
                        for payment in data["payments"]
                    ],
                )
            self._move_to(sequence)
            return bool(added.rowcount)

    def pass_over(self, sequence: int) -> None:
        """Move on without keeping anything."""
        with self._database:
            self._move_to(sequence)

    def _move_to(self, sequence: int) -> None:
        self._database.execute("INSERT OR REPLACE INTO position VALUES (?, ?)", (STREAM, sequence))


def cloud_event(message: Msg) -> tuple[dict[str, str], dict[str, Any]]:
    """Attributes and data of a CloudEvents 1.0 event in binary mode.

    Raises:
        BadEvent: it is not one, or not of the type that this subject promises.
    """
    headers = message.headers or {}
    attributes = {
        name.lower().removeprefix("ce-"): unquote(value)
        for name, value in headers.items()
        if name.lower().startswith("ce-")
    }
    missing = {"specversion", "id", "source", "type", "time"} - attributes.keys()
    if missing:
        raise BadEvent(f"attributes are missing: {', '.join(sorted(missing))}")
    if attributes["specversion"] != "1.0" or attributes["type"] != TYPE:
        raise BadEvent(f"unexpected specversion or type: {attributes['specversion']} {attributes['type']}")
    try:
        data = json.loads(message.data)
    except ValueError:
        raise BadEvent("the data is not JSON") from None
    return attributes, data


async def next_event(client: Client, after: int) -> tuple[int, Msg] | None:
    """The next event of the record after a number, with its own number; None when there is none yet."""
    question = json.dumps({"seq": after + 1, "next_by_subj": SUBJECT}).encode()
    answer = await client.request(NEXT_EVENT, question, timeout=REQUEST_SECONDS)
    headers = answer.headers or {}
    if headers.get("Status") == "404":
        return None
    if "Status" in headers:
        raise nats.errors.Error(f"{NEXT_EVENT}: status {headers['Status']}")
    return int(headers["Nats-Sequence"]), answer


def take(book: Book, sequence: int, message: Msg) -> None:
    """Keep one event and print its payments; a repeat is passed over, a bad event too, with a word about it."""
    try:
        attributes, data = cloud_event(message)
        new = book.keep(sequence, attributes, data)
    except (BadEvent, KeyError, TypeError) as error:
        say(f"event {sequence} passed over: {error!r}", sys.stderr)
        book.pass_over(sequence)
        return
    if not new:
        say(f"event {attributes['id']} was heard before", sys.stderr)
        return
    for payment in data["payments"]:
        say(
            f"{data['case_number']} FY{data['fiscal_year']} {payment['certification_number']} "
            f"{payment['claimant_name']}: paid {dollars(payment['disbursed_cents'])} "
            f"of {dollars(payment['claimed_cents'])} claimed"
        )


async def read_on(client: Client, book: Book) -> None:
    """Everything in the record that was not heard yet."""
    while found := await next_event(client, book.position):
        take(book, *found)


async def listen(book: Book, *, once: bool, stopping: asyncio.Event) -> None:
    """Read history, then wait for more; with ``once`` end where history ends."""
    arrived = asyncio.Event()

    async def wake(_: Msg) -> None:
        arrived.set()

    async def trouble(error: Exception) -> None:
        say(f"connection: {error!r}", sys.stderr)

    client = await nats.connect(
        os.environ["NATS_URL"],
        user=os.environ["NATS_USER"],
        password=os.environ["NATS_PASSWORD"],
        name="example-subscriber",
        max_reconnect_attempts=-1,
        error_cb=trouble,
    )
    try:
        await client.subscribe(SUBJECT, cb=wake)  # live events only wake us; the record says what happened
        while not stopping.is_set():
            arrived.clear()
            try:
                await read_on(client, book)
            except (nats.errors.Error, TimeoutError, OSError) as error:
                say(f"waiting for the broker: {error!r}", sys.stderr)
                await first_of(stopping, seconds=RETRY_SECONDS)
                continue
            if once:
                return
            await first_of(arrived, stopping, seconds=POLL_SECONDS)
    finally:
        await client.close()


async def first_of(*events: asyncio.Event, seconds: float) -> None:
    """Wait until one of the events is set, or the time is over."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


def dollars(cents: int) -> str:
    """Whole cents as dollars; money is never a float."""
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def say(line: str, stream: Any = None) -> None:
    """One line, at once."""
    stream = stream or sys.stdout
    stream.write(line + "\n")
    stream.flush()


async def main() -> None:
    """Listen until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--book", type=Path, default=Path("payments.sqlite3"), help="file that keeps what was heard")
    parser.add_argument("--once", action="store_true", help="end where history ends")
    options = parser.parse_args()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    book = Book(options.book)
    try:
        await listen(book, once=options.once, stopping=stopping)
    finally:
        book.close()


if __name__ == "__main__":
    asyncio.run(main())
