"""Record an act: judge it on its day, keep it, tell customs and everybody (15.2, 15.3, section 17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.deadlines.calendar import changes, deadlines
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Act, AgencyNotified, NoticePublished, Recorded, Visibility
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.record.rules import refusal
from services.proceedings.events.instructions import message
from services.proceedings.events.record import DeadlineChanged, act_recorded
from services.proceedings.storage.queries import CaseRecord
from services.proceedings.storage.record import queries
from services.proceedings.storage.record.codec import content_of
from services.proceedings.storage.record.dockets import Docket, dockets
from services.proceedings.usecases.calendar.keep import Calendar, keep_calendars
from services.proceedings.usecases.event_size import sized
from services.proceedings.usecases.lookup import locked_case
from services.proceedings.usecases.record.consequences import bring_about, told_by
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAct:
    """An act of a case.

    Attributes:
        act: what happened.
        notified_on: day the other agency had notice of it, where that is known with it.
        published_on: day its notice was published, where that is known with it.
        corrects: number of the act that this one takes the place of.
    """

    case_number: str
    act: Act
    notified_on: date | None = None
    published_on: date | None = None
    fr_citation: str | None = None
    corrects: int | None = None


async def record_act(tx: Transaction, command: RecordAct) -> dict[str, JSON]:
    """Add an act, with its notice and publication where given, to the record of a case.

    Raises:
        BadInput: a malformed case number.
        NotFound: no such case.
        Refused: the act cannot stand on its day, or a later one could not stand any more.
    """
    case, _ = await locked_case(tx, command.case_number)
    papers = (await dockets(tx.connection, [case.case_number]))[case.case_number]
    entries = _entries(tx, papers, command)
    refuse_if_any(_plain_refusals(tx, case, papers, command, entries))
    issued: list[tuple[Recorded, Sequence[Instruction]]] = []
    record = list(papers.record)
    for entry in entries:
        record.append(entry)
        judged = replay(papers.background, record, BOOK, judged=entry.number)
        refuse_if_any(judged.refusals)
        issued.append((entry, judged.instructions))
    await queries.insert_acts(tx.connection, case.case_number, entries, recorded_by=tx.cause.actor)
    before = replay(papers.background, papers.record, BOOK, until=tx.today).state
    after = replay(papers.background, record, BOOK, until=tx.today).state
    for entry, told in issued:
        if entry.act.visibility is not Visibility.SECRET:
            tx.record(sized(act_recorded(case.case_number, entry, content_of(entry.act)), field="act"))
        # The order first: who hears of its terms knows it by then.
        correcting = entry.corrects is not None
        await bring_about(tx, told_by(case, after, entry.act, told, correcting=correcting))
        await tell(tx, case.case_number, told, act_number=entry.number)
    record_changed_deadlines(tx, papers, before, after)
    calendar = deadlines(after, BOOK, papers.almanac, tx.today)
    await keep_calendars(tx, [Calendar(case_number=case.case_number, deadlines=calendar)])
    tx.audit(
        "record_act",
        f"cases/{case.case_number}",
        after={"acts": [{"name": entry.act.name, **content_of(entry.act)} for entry in entries]},
    )
    return {"case_number": case.case_number, "act_number": entries[0].number}


async def tell(tx: Transaction, case_number: str, told: Sequence[Instruction], *, act_number: int | None) -> None:
    """Number, keep and publish messages to customs; the case is locked by the caller (17.2)."""
    first = await queries.insert_instructions(tx.connection, case_number, told, act_number=act_number, issued_at=tx.now)
    for number, instruction in enumerate(told, first):
        tx.record(sized(message(case_number, number, type(instruction), content_of(instruction)), field="act"))


def record_changed_deadlines(tx: Transaction, papers: Docket, before: Proceeding, after: Proceeding) -> None:
    """Publish what has another day or status (16, step 6)."""
    moved = changes(deadlines(before, BOOK, papers.almanac, tx.today), deadlines(after, BOOK, papers.almanac, tx.today))
    for change in moved:
        tx.record(DeadlineChanged.of(after.background.case_number, change))


def _entries(tx: Transaction, papers: Docket, command: RecordAct) -> list[Recorded]:
    number = len(papers.record) + 1
    announced = command.corrects or number
    acts: list[tuple[Act, int | None]] = [(command.act, command.corrects)]
    if command.notified_on is not None:
        acts.append((AgencyNotified(occurred_on=command.notified_on, act_number=announced), None))
    if command.published_on is not None:
        notice = NoticePublished(
            occurred_on=command.published_on, act_number=announced, fr_citation=command.fr_citation
        )
        acts.append((notice, None))
    return [
        Recorded(number=number + place, act=act, recorded_at=tx.now, corrects=corrects)
        for place, (act, corrects) in enumerate(acts)
    ]


def _plain_refusals(
    tx: Transaction, case: CaseRecord, papers: Docket, command: RecordAct, entries: Iterable[Recorded]
) -> list[Refusal]:
    found = [
        refusal(
            "DATE_IN_FUTURE",
            entry.act.rules[0],
            "19 USC 1671 et seq.",
            f"{entry.act.name} is dated {entry.act.occurred_on.isoformat()}; record what has happened.",
            "occurredOn",
        )
        for entry in entries
        if entry.act.occurred_on > tx.today
    ]
    if case.kind is not CaseKind.CVD:
        found.append(
            refusal(
                "NOT_A_CVD_CASE",
                command.act.rules[0],
                "19 USC 1671",
                "Only a countervailing-duty case has a record here; register an antidumping order or finding itself.",
                "caseNumber",
            )
        )
    if command.corrects is not None:
        found.extend(_correction_refusals(papers, command.act, command.corrects))
    return found


def _correction_refusals(papers: Docket, act: Act, corrects: int) -> list[Refusal]:
    original = next((entry for entry in papers.record if entry.number == corrects), None)
    if original is not None and original.corrects is None and type(original.act) is type(act):
        return []
    return [
        refusal(
            "NOTHING_TO_CORRECT",
            act.rules[0],
            "19 USC 1671 et seq.",
            f"Act {corrects} is not a {act.name} of this record. Name the number the act was first recorded under.",
            "corrects",
        )
    ]
