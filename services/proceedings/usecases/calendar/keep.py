"""Keep calendars as they were told last: for work across cases, and so that feeds count their changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.proceedings.domain.deadlines.engine import Deadline
from services.proceedings.storage.calendar import queries
from services.proceedings.storage.calendar.queries import Entry
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """The deadlines of a case."""

    case_number: str
    deadlines: Sequence[Deadline]


async def keep_calendars(tx: Transaction, calendars: Sequence[Calendar]) -> None:
    """Keep the calendars of cases that the caller has locked: two statements, however many there are."""
    known = await queries.entries_by_case(tx.connection, [calendar.case_number for calendar in calendars])
    changed = [
        entry
        for calendar in calendars
        for entry in changed_entries(calendar, known.get(calendar.case_number, []), changed_at=tx.now)
    ]
    await queries.put_entries(tx.connection, changed)


def changed_entries(calendar: Calendar, known: Iterable[Entry], *, changed_at: datetime) -> list[Entry]:
    """What of a calendar is new, other or gone; a change counts one revision."""
    before = {entry.deadline_id: entry for entry in known}
    found = []
    for deadline in calendar.deadlines:
        old = before.pop(deadline.id, None)
        revision = 0 if old is None else old.revision + 1
        new = Entry.of(calendar.case_number, deadline, revision=revision, changed_at=changed_at)
        if old is None or replace(new, revision=old.revision, changed_at=old.changed_at) != old:
            found.append(new)
    gone = [entry for entry in before.values() if not entry.gone]
    found.extend(replace(entry, gone=True, revision=entry.revision + 1, changed_at=changed_at) for entry in gone)
    return found
