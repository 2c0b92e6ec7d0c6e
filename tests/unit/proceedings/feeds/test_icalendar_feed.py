"""The feed of a case, read back as a calendar program reads it (RFC 5545)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from services.proceedings.domain.deadlines.engine import Deadline
from services.proceedings.feeds.icalendar_feed import feed
from services.proceedings.storage.calendar.queries import Entry
from services.proceedings.usecases.calendar.keep import Calendar as Computed
from services.proceedings.usecases.calendar.keep import changed_entries
from tests.unit.proceedings.real_cases.telling import AIRCRAFT, STORIES
from tests.unit.proceedings.record.story import CASE, Story

NOW = datetime(2018, 3, 1, 12, tzinfo=UTC)


def calendar(story: Story, on: str) -> list[Deadline]:
    return list(story.deadlines(on).values())


FIRST = calendar(STORIES[AIRCRAFT](), "2017-05-20")[:1]


def kept(deadlines: list[Deadline], told: list[Entry], at: datetime) -> list[Entry]:
    """What is kept after these deadlines were told."""
    entries = {entry.deadline_id: entry for entry in told}
    changed = changed_entries(Computed(case_number=CASE, deadlines=deadlines), told, changed_at=at)
    return list((entries | {entry.deadline_id: entry for entry in changed}).values())


def read(deadlines: list[Deadline], told: list[Entry], *, name: str = "Alpha") -> tuple[Calendar, dict[str, Event]]:
    content = feed(CASE, name, deadlines, told, now=NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    document = Calendar.from_ical(content)
    assert isinstance(document, Calendar)
    return document, {str(event["UID"]).removeprefix(f"{CASE}/"): event for event in document.events}


def test_every_deadline_is_an_all_day_event_with_its_rule_and_how_it_was_computed() -> None:
    found = calendar(STORIES[AIRCRAFT](), "2017-05-20")
    document, events = read(found, [])
    assert (document["VERSION"], document["METHOD"], document["UID"]) == ("2.0", "PUBLISH", f"{CASE}@countervail")
    assert feed(CASE, "Alpha", found, [], now=NOW) == feed(CASE, "Alpha", found, [], now=NOW)
    assert document.calendar_name == f"{CASE} Alpha"
    assert len(events) == len(found)
    assert all(event.errors == [] for event in events.values())
    event = events["PRELIM@countervail"]
    assert (event.start, event.end) == (date(2017, 7, 21), date(2017, 7, 22))
    assert event["TRANSP"] == "TRANSPARENT"
    description = str(event["DESCRIPTION"])
    assert description.startswith("PRE-01, 19 USC 1671b(b)(1)\n")
    assert "2017-05-17 +65 CALENDAR_DAYS = 2017-07-21" in description
    assert str(event["SUMMARY"]) == f"{CASE}: Preliminary determination (Commerce)"


def test_what_changes_keeps_its_uid_and_counts_up_and_what_does_not_stays_as_it_is() -> None:
    story = STORIES[AIRCRAFT]()
    early = calendar(story, "2017-05-20")
    told = kept(early, [], NOW - timedelta(days=9))
    _, before = read(early, told)
    late = calendar(story, "2017-07-01")
    _, after = read(late, told)
    assert (before["PRELIM@countervail"].sequence, after["PRELIM@countervail"].sequence) == (0, 1)
    assert after["PRELIM@countervail"].start == date(2017, 9, 25)
    assert after["PRELIM/NORMAL@countervail"]["STATUS"] == "CANCELLED"
    assert after["INITIATION@countervail"].to_ical() == before["INITIATION@countervail"].to_ical()
    assert read(late, kept(late, told, NOW))[1]["PRELIM@countervail"].to_ical() == (
        after["PRELIM@countervail"].to_ical()
    )


def test_what_the_record_does_not_give_any_more_is_cancelled_and_comes_back_when_it_does() -> None:
    found = calendar(STORIES[AIRCRAFT](), "2017-05-20")
    told = kept(found, [], NOW - timedelta(days=9))
    gone = kept(found[1:], told, NOW - timedelta(days=5))
    uid = f"{found[0].id.removeprefix(f'{CASE}/')}@countervail"
    _, events = read(found[1:], gone)
    assert (events[uid]["STATUS"], events[uid].sequence) == ("CANCELLED", 1)
    _, events = read(found, gone)
    assert (events[uid]["STATUS"], events[uid].sequence) == ("CONFIRMED", 2)


def test_a_case_without_deadlines_is_an_empty_calendar() -> None:
    _, events = read([], [])
    assert events == {}


@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_whatever_a_case_is_called_the_feed_can_be_read_back(name: str, source: str) -> None:
    found = FIRST
    printable, name = (" ".join(filter(str.isprintable, text)) for text in (source, name))
    document, events = read([replace(found[0], source=printable)], [], name=name)
    assert document.calendar_name == f"{CASE} {name}"
    (event,) = events.values()
    assert str(event["DESCRIPTION"]).split("\n")[0] == f"{found[0].rule}, {printable}"
