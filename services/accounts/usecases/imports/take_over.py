"""Take over a file batch by batch: each is one transaction with its progress, so it happens once and can go on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from services.accounts.storage import books
from services.accounts.storage.imports import entries, liquidations, progress, staging
from services.accounts.storage.imports.progress import Progress, SetAside
from services.accounts.storage.instructions import feed
from services.accounts.storage.instructions import queries as instructions
from services.accounts.usecases import ledger
from services.accounts.usecases.imports.rows import Kind, Read, Values
from shared.database import Transaction

_FACTS: Final = slice(8, 14)
_FILED_ON: Final = 3
Codes = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenImport:
    """A file, by its content: the same content is one import, whatever the file is called."""

    kind: Kind
    content_hash: str
    file_name: str


async def open_import(tx: Transaction, command: OpenImport) -> Progress:
    """Begin an import, or find how far it got."""
    return await progress.open_import(
        tx.connection, command.kind, command.content_hash, command.file_name, tx.now, tx.cause.actor
    )


async def take_over(tx: Transaction, import_id: UUID, kind: Kind, rows: Sequence[Read]) -> Progress:
    """Post the good rows of a batch, keep the bad ones aside with their reasons, count both (ACCT-02, ACCT-03).

    An entry is taken whole: when one of its rows is refused, all are. A batch that was taken over before, or by
    somebody else meanwhile, changes nothing.

    Args:
        rows: consecutive rows of the file; the rows of one entry are in one batch.
    """
    reached = await progress.lock_import(tx.connection, import_id)
    if rows[-1].number <= reached.rows_read:
        return reached
    assert rows[0].number == reached.rows_read + 1, "a batch follows the one before"
    refused = _read_codes(kind, rows)
    good = [row.values for row in rows if row.number not in refused]
    work = _entries if kind is Kind.ENTRIES else _liquidations
    judged, cents = await work(tx, rows, refused, good) if good else (refused, 0)
    aside = [
        SetAside(row_number=row.number, codes=judged[row.number], content=[_storable(text) for text in row.text])
        for row in rows
        if row.number in judged
    ]
    await progress.set_aside(tx.connection, import_id, aside)
    kept = len(rows) - len(aside)
    tx.audit(
        f"import_{kind.lower()}",
        f"imports/{import_id}",
        after={"first_row": rows[0].number, "last_row": rows[-1].number, "kept": kept, "amount_cents": cents},
    )
    return await progress.move_on(tx.connection, import_id, kept, len(aside), cents)


async def finish(tx: Transaction, import_id: UUID) -> Progress:
    """Say that the file has no more rows."""
    return await progress.finish(tx.connection, import_id, tx.now)


async def _entries(tx: Transaction, rows: Sequence[Read], refused: Codes, good: list[Values]) -> tuple[Codes, int]:
    cases = await entries.stage_entries(tx.connection, good)
    shared = await books.share_books(tx.connection, cases)
    judged = await entries.judge_entries(tx.connection, tx.today, shared.closed_through)
    codes = _whole(rows, refused, judged)
    await staging.leave_out(tx.connection, entries.staged_entries, codes)
    cents = await entries.add_staged_entries(tx.connection, tx.now)
    days = [row.values[_FILED_ON] for row in rows if row.number not in codes]
    await instructions.reopen(tx.connection, cases, [day for day in days if isinstance(day, date)])
    await ledger.post_drafted(tx, shared)
    return codes, cents


async def _liquidations(tx: Transaction, rows: Sequence[Read], refused: Codes, good: list[Values]) -> tuple[Codes, int]:
    cases = await liquidations.stage_liquidations(tx.connection, good)
    shared = await books.share_books(tx.connection, cases)
    judged = await liquidations.judge_liquidations(tx.connection, tx.today, shared.closed_through)
    barred = await feed.refused_staged(tx.connection)
    codes = _whole(rows, refused, [*judged, *barred])
    await staging.leave_out(tx.connection, liquidations.settled, codes)
    cents = await liquidations.add_settled(tx.connection, tx.now)
    await ledger.post_drafted(tx, shared)
    return codes, cents


def _read_codes(kind: Kind, rows: Sequence[Read]) -> Codes:
    """Reasons that the file alone gives."""
    codes = {row.number: row.codes for row in rows if row.codes}
    seen: set[str] = set()
    for entry_number, run in _runs(rows):
        found = _run_code(kind, run, again=entry_number in seen)
        if found is not None:
            codes.update({row.number: (*row.codes, found) for row in run})
        seen.add(entry_number)
    return _siblings(rows, codes)


def _run_code(kind: Kind, run: Sequence[Read], *, again: bool) -> str | None:
    """What is wrong with the rows of one entry as they stand together."""
    if again:
        return "ENTRY_NOT_TOGETHER"
    whole = [row.values for row in run if row.values]
    if kind is Kind.ENTRIES:
        return "ENTRY_FACTS_DIFFER" if len({(*row[2:4], *row[_FACTS]) for row in whole}) > 1 else None
    return "REPEATED_IN_BATCH" if len({row[2] for row in whole}) < len(whole) else None


def _whole(rows: Sequence[Read], refused: Codes, judged: Iterable[staging.Judged]) -> Codes:
    codes = dict(refused)
    for one in judged:
        codes[one.row_number] = (*codes.get(one.row_number, ()), *one.codes)
    return _siblings(rows, codes)


def _siblings(rows: Sequence[Read], codes: Codes) -> Codes:
    """``codes`` with the good rows of refused entries."""
    if not codes:
        return codes
    entries_refused = {row.entry_number for row in rows if row.number in codes and row.entry_number}
    aside = {
        row.number: ("ENTRY_SET_ASIDE",)
        for row in rows
        if row.entry_number in entries_refused and row.number not in codes
    }
    return {**codes, **aside}


def _runs(rows: Collection[Read]) -> Iterator[tuple[str, list[Read]]]:
    for entry_number, run in groupby(rows, key=lambda row: row.entry_number):
        if entry_number:
            yield entry_number, list(run)


def _storable(text: str) -> str:
    """The text without what no database keeps."""
    return text.replace("\0", "\\0")
