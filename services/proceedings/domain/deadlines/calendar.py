"""The whole calendar of a case, and what would become of it if an event had another day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.proceedings.domain.deadlines.clocks import Clock
from services.proceedings.domain.deadlines.engine import Days, Deadline, Tolling, schedule
from services.proceedings.domain.record.acts import Recorded
from services.proceedings.domain.record.proceeding import Background, Proceeding
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.record.rules import Book


@dataclass(frozen=True, kw_only=True, slots=True)
class Almanac:
    """What moves days beside the law: closures and announced delays."""

    days: Days = field(default_factory=Days)
    tollings: Sequence[Tolling] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A deadline before and after; None where there is none."""

    id: str
    before: Deadline | None
    after: Deadline | None


def deadlines(state: Proceeding, book: Book, almanac: Almanac, today: date | None = None) -> list[Deadline]:
    """Every deadline of a case, by day: met, missed, superseded and cancelled ones too (16)."""

    def computed(clock: Clock) -> Deadline:
        return schedule(
            clock,
            case_number=state.background.case_number,
            tollings=almanac.tollings,
            days=almanac.days,
            today=today,
        )

    def due(clock: Clock) -> date:
        return computed(clock).due

    found = [computed(clock) for maker in book.clocks for clock in maker(state, due)]
    return sorted(found, key=lambda deadline: (deadline.due, deadline.id))


def what_if(
    background: Background,
    record: Sequence[Recorded],
    book: Book,
    almanac: Almanac,
    *,
    act_number: int,
    occurred_on: date,
    today: date | None = None,
) -> list[Change]:
    """What of the calendar would change if an act had happened on another day; nothing is recorded.

    Source: section 16: deadlines follow from the record alone, so another record has another calendar.
    """
    moved = [
        replace(entry, act=replace(entry.act, occurred_on=occurred_on)) if entry.number == act_number else entry
        for entry in record
    ]
    before = deadlines(replay(background, record, book, until=today).state, book, almanac, today)
    after = deadlines(replay(background, moved, book, until=today).state, book, almanac, today)
    return changes(before, after)


def changes(before: Iterable[Deadline], after: Iterable[Deadline]) -> list[Change]:
    """The deadlines that are new, gone, or have another day or status (16, step 6)."""
    old = {deadline.id: deadline for deadline in before}
    new = {deadline.id: deadline for deadline in after}
    found = [Change(id=id_, before=old.get(id_), after=new.get(id_)) for id_ in {**old, **new}]
    return [change for change in found if _differs(change.before, change.after)]


def _differs(before: Deadline | None, after: Deadline | None) -> bool:
    if before is None or after is None:
        return before is not after
    return (before.due, before.status) != (after.due, after.status)
