"""The calendar of a case as iCalendar (RFC 5545): one all-day event for every deadline, the changes counted."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from icalendar import CLASS, STATUS, TRANSP, Calendar, Event

from services.proceedings.domain.deadlines.engine import Deadline, Status
from services.proceedings.feeds.labels import actor_title, deadline_title
from services.proceedings.storage.calendar.queries import Entry
from services.proceedings.usecases.calendar.keep import Calendar as Computed
from services.proceedings.usecases.calendar.keep import changed_entries

PRODUCT: Final = "-//Countervail//Calendar of a case//EN"
REFRESH: Final = timedelta(hours=12)
_OFF: Final = frozenset({Status.CANCELLED, Status.SUPERSEDED})
_WORDS: Final = {Status.MET: "met", Status.MISSED: "missed", Status.CANCELLED: "not needed", Status.SUPERSEDED: "moved"}


def feed(
    case_number: str, case_name: str, calendar: Sequence[Deadline], told: Iterable[Entry], *, now: datetime
) -> bytes:
    """A case's deadlines as an iCalendar file.

    A deadline keeps its UID for ever. SEQUENCE and LAST-MODIFIED say how often and when it changed last; what does not
    count any more stays as CANCELLED, so that subscribers' programs take it away.

    Args:
        calendar: the deadlines as they are now.
        told: the same as they were kept last; what changed since counts one more.
        now: of changes that were not kept yet.

    Source: RFC 5545, 3.6.1 (VEVENT), 3.8.7.4 (SEQUENCE); 16, step 7 (the explain trail).
    """
    kept = {entry.deadline_id: entry for entry in told}
    changed = changed_entries(
        Computed(case_number=case_number, deadlines=calendar), list(kept.values()), changed_at=now
    )
    kept.update({entry.deadline_id: entry for entry in changed})
    events = sorted(kept.values(), key=lambda entry: (entry.due, entry.deadline_id))
    name = f"{case_number} {case_name}"
    document = Calendar.new(
        prodid=PRODUCT,
        uid=f"{case_number}@countervail",
        name=name,
        description=f"Deadlines of {case_number}, {case_name}, with the rules they follow from.",
        method="PUBLISH",
        refresh_interval=REFRESH,
        last_modified=max((entry.changed_at for entry in events), default=None),
        subcomponents=[_event(entry) for entry in events],
    )
    # What RFC 7986 calls NAME and REFRESH-INTERVAL, as older programs know it.
    document.add("X-WR-CALNAME", name)
    document.add("X-PUBLISHED-TTL", REFRESH)
    content: bytes = document.to_ical()
    return content


def _event(entry: Entry) -> Event:
    off = entry.gone or Status(entry.status) in _OFF
    return Event.new(
        uid=f"{entry.deadline_id}@countervail",
        start=entry.due,
        end=entry.due + timedelta(days=1),
        stamp=entry.changed_at,
        last_modified=entry.changed_at,
        sequence=entry.revision,
        summary=_summary(entry),
        description=_description(entry),
        categories=[entry.actor, entry.kind, entry.rule],
        status=STATUS.CANCELLED if off else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
        classification=CLASS.PUBLIC,
    )


def _summary(entry: Entry) -> str:
    actor = actor_title(entry.actor)
    title = deadline_title(entry.key) if actor is None else f"{deadline_title(entry.key)} ({actor})"
    word = "not needed" if entry.gone else _WORDS.get(Status(entry.status))
    return f"{entry.case_number}: {title}" if word is None else f"{entry.case_number}: {title}, {word}"


def _description(entry: Entry) -> str:
    lines = [
        f"{entry.rule}, {entry.source}",
        f"Counts from {entry.trigger_event} of {entry.trigger_date.isoformat()}.",
        *entry.explain,
    ]
    if entry.met_on is not None:
        lines.append(f"Done on {entry.met_on.isoformat()}.")
    if entry.gone:
        lines.append("The record of the case does not give this deadline any more.")
    return "\n".join(lines)
