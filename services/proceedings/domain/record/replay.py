"""Replaying a record: the state on any day, as known at any instant, and whether another act may be added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Act, AgencyNotified, NoticePublished, Recorded, Step
from services.proceedings.domain.record.proceeding import Background, Proceeding
from services.proceedings.domain.record.rules import Book, Moment, refusal
from shared.refusals import Refusal

_RECORD: Final = "19 USC 1671 et seq."
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Struck:
    """What time alone brought about."""

    key: str
    day: date
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """A record replayed.

    Attributes:
        state: on the last day asked for.
        refusals: what stands against the judged act; empty when none was judged.
        instructions: what the judged act tells customs; of a correction also what the notices of the act it corrects,
            given before, tell now and did not then.
        struck: what time alone brought about, in order.
        trail: the state after every act and every strike, with its day.
    """

    state: Proceeding
    refusals: tuple[Refusal, ...]
    instructions: tuple[Instruction, ...]
    struck: tuple[Struck, ...]
    trail: tuple[tuple[date, Proceeding], ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    day: date
    number: int
    act: Act


def known_at(record: Iterable[Recorded], instant: datetime) -> list[Recorded]:
    """What of a record was known at an instant."""
    return [entry for entry in record if entry.recorded_at <= instant]


def replay(
    background: Background,
    record: Sequence[Recorded],
    book: Book,
    *,
    until: date | None = None,
    judged: int | None = None,
) -> Replayed:
    """Replay acts in legal order: by their day, then as recorded; what time brings about strikes at the end of its day.

    Args:
        until: last day; the last act's when left out.
        judged: number of the newest entry, when the question is whether it may stand. Its own refusals are given; when
            a later act could not stand any more, that is one (``CONFLICTS_WITH_LATER_ACT``).

    Source: 15.2, 15.3(5), CAL-11.
    """
    run = _Run(background, book)
    earlier: list[Instruction] = []
    if judged is not None:
        before = _Run(background, book)
        before.through(_turns([entry for entry in record if entry.number != judged]), until)
        run.concerned = next(entry.corrects or entry.number for entry in record if entry.number == judged)
        run.doubtful = before.doubtful
        earlier = before.announced.get(run.concerned, [])
    run.through(_turns(record), until)
    if run.concerned is not None:
        run.instructions += [told for told in run.announced.get(run.concerned, []) if told not in earlier]
    return Replayed(
        state=run.state,
        refusals=tuple(run.refusals),
        instructions=tuple(run.instructions),
        struck=tuple(run.struck),
        trail=tuple(run.trail),
    )


def _turns(record: Sequence[Recorded]) -> list[_Turn]:
    corrected = {entry.corrects: entry.act for entry in sorted(record, key=lambda entry: entry.number)}
    live = [entry for entry in record if entry.corrects is None]
    turns = [
        _Turn(act.occurred_on, entry.number, act) for entry in live for act in (corrected.get(entry.number, entry.act),)
    ]
    return sorted(turns, key=lambda turn: (turn.day, turn.number))


class _Run:
    """One pass over a record."""

    def __init__(self, background: Background, book: Book) -> None:
        self.state = Proceeding(background=background)
        self.refusals: list[Refusal] = []
        self.instructions: list[Instruction] = []
        # What the notices of an act told customs, by the act's number.
        self.announced: dict[int, list[Instruction]] = {}
        self.struck: list[Struck] = []
        self.trail: list[tuple[date, Proceeding]] = []
        # The act in question, and those that the rules of today would refuse but that stand.
        self.concerned: int | None = None
        self.doubtful: set[int] = set()
        self._book = book

    def through(self, turns: Iterable[_Turn], until: date | None) -> None:
        """Take every turn up to a day."""
        for turn in turns:
            if until is not None and turn.day > until:
                break
            self._strike(turn.day - _ONE_DAY)
            self._take(turn)
        if until is not None:
            self._strike(until)

    def _take(self, turn: _Turn) -> None:
        concerned = turn.number == self.concerned
        found, moment, target = self._judge(turn)
        if found and concerned:
            self.refusals.extend(found)
        elif found and self.concerned is None:
            self.doubtful.add(turn.number)
        elif found and turn.number not in self.doubtful:
            self.refusals.append(_conflict(turn, found))
        if found and (target is None or concerned):
            return
        assert target is not None
        before = self.state
        self._advance(target, moment)
        self.trail.append((turn.day, self.state))
        if concerned or moment is not Moment.HAPPENED:
            told = self._book.rule(type(target.act)).instructions(before, self.state, target, moment)
            (self.instructions if concerned else self.announced.setdefault(target.number, [])).extend(told)

    def _judge(self, turn: _Turn) -> tuple[list[Refusal], Moment, Step[Act] | None]:
        act = turn.act
        if isinstance(act, NoticePublished | AgencyNotified):
            return self._judge_announcement(act)
        rule = self._book.rule(type(act))
        illegal = [] if self.state.case in rule.source else [_illegal(act, self.state)]
        # What else stands against it follows from a record; an empty one has nothing to ask.
        found = illegal if illegal and not self.state.steps else [*illegal, *rule.refuse(self.state, act)]
        return found, Moment.HAPPENED, Step(number=turn.number, act=act)

    def _judge_announcement(
        self, act: NoticePublished | AgencyNotified
    ) -> tuple[list[Refusal], Moment, Step[Act] | None]:
        published = isinstance(act, NoticePublished)
        moment = Moment.PUBLISHED if published else Moment.NOTIFIED
        step = self.state.step(act.act_number)
        if step is None:
            return [_no_such_act(act)], moment, None
        if published and step.published_on is not None:
            return [_announced_already(act, step)], moment, None
        if not published and step.notified_on is not None:
            return [_announced_already(act, step)], moment, None
        if isinstance(act, NoticePublished):
            found = list(self._book.rule(type(step.act)).refuse_publication(self.state, step, act.occurred_on))
            return found, moment, replace(step, published_on=act.occurred_on, fr_citation=act.fr_citation)
        return [], moment, replace(step, notified_on=act.occurred_on)

    def _advance(self, step: Step[Act], moment: Moment) -> None:
        rule = self._book.rule(type(step.act))
        state = self.state.with_step(step)
        match moment:
            case Moment.HAPPENED:
                self.state = rule.happened(state, step)
            case Moment.NOTIFIED:
                self.state = rule.notified(state, step)
            case Moment.PUBLISHED:
                self.state = rule.published(state, step)

    def _strike(self, last: date) -> None:
        """Let time bring about what is due on or before a day, the earliest first."""
        while True:
            due = [
                (day, rule)
                for rule in self._book.times
                if (day := rule.due(self.state)) is not None and day <= last and self.state.strikes.get(rule.key) != day
            ]
            if not due:
                return
            day, rule = min(due, key=lambda found: (found[0], found[1].key))
            before = self.state
            marked = replace(before, strikes={**before.strikes, rule.key: day})
            self.state = rule.strike(marked, day)
            self.trail.append((day, self.state))
            self.struck.append(
                Struck(key=rule.key, day=day, instructions=tuple(rule.instructions(before, self.state, day)))
            )


def _illegal(act: Act, state: Proceeding) -> Refusal:
    return refusal(
        "ILLEGAL_TRANSITION",
        act.rules[0],
        _RECORD,
        f"{act.name} is not possible while the case is {state.case} on {act.occurred_on.isoformat()} (15.2).",
        "occurredOn",
    )


def _no_such_act(act: NoticePublished | AgencyNotified) -> Refusal:
    return refusal(
        "NO_SUCH_ACT",
        act.rules[0],
        _RECORD,
        f"No act {act.act_number} had been made by {act.occurred_on.isoformat()}; an act comes before its notice.",
        "actNumber",
    )


def _announced_already(act: NoticePublished | AgencyNotified, step: Step[Act]) -> Refusal:
    day = step.published_on if isinstance(act, NoticePublished) else step.notified_on
    return refusal(
        "ANNOUNCED_ALREADY",
        act.rules[0],
        _RECORD,
        f"{act.name} of act {act.act_number} is recorded for {day}; correct that act if the day is wrong.",
        "actNumber",
    )


def _conflict(turn: _Turn, found: Sequence[Refusal]) -> Refusal:
    return refusal(
        "CONFLICTS_WITH_LATER_ACT",
        found[0].rule,
        found[0].citation,
        f"Act {turn.number} of {turn.day.isoformat()}, recorded already, could not stand any more: {found[0].message}",
    )
