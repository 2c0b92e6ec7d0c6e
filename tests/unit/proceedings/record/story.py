"""A case told act by act, for the tests of every family."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.deadlines.calendar import Almanac, deadlines
from services.proceedings.domain.deadlines.engine import Deadline
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Act, AgencyNotified, NoticePublished, Recorded
from services.proceedings.domain.record.proceeding import Background, CountryStatus, Practice, Proceeding
from services.proceedings.domain.record.replay import Replayed, Struck, replay
from services.proceedings.domain.review.windows import KEY as WINDOW

INSIDE = CountryStatus(starts_on=date(1995, 1, 1), ends_on=None, subsidies_agreement=True, reason="WTO_MEMBER")
CASE = "C-900-001"
_START = datetime(2000, 1, 1, 12, tzinfo=UTC)


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


@dataclass
class Story:
    """Acts are added as they are told; refused ones are not kept."""

    statuses: Sequence[CountryStatus] = (INSIDE,)
    practice: Practice = field(default_factory=Practice)
    almanac: Almanac = field(default_factory=Almanac)
    record: list[Recorded] = field(default_factory=list)

    @property
    def background(self) -> Background:
        """What is known beside the acts."""
        return Background(
            case_number=CASE,
            kind=CaseKind.CVD,
            country="ZZ",
            statuses=tuple(self.statuses),
            practice=self.practice,
            days=self.almanac.days,
            tollings=tuple(self.almanac.tollings),
        )

    def judge(self, act: Act, *, corrects: int | None = None) -> Replayed:
        """What would come of an act; nothing is kept."""
        return replay(self.background, [*self.record, self._entry(act, corrects)], BOOK, judged=len(self.record) + 1)

    def tell(
        self,
        act: Act,
        *,
        notified: str | None = None,
        published: str | None = None,
        corrects: int | None = None,
    ) -> tuple[Instruction, ...]:
        """Add an act, with its notice and publication; the messages to customs. Fails when it is refused."""
        number = len(self.record) + 1
        told = list(self._add(act, corrects))
        announced = corrects or number
        if notified is not None:
            told += self._add(AgencyNotified(occurred_on=day(notified), act_number=announced), None)
        if published is not None:
            told += self._add(NoticePublished(occurred_on=day(published), act_number=announced), None)
        return tuple(told)

    def publish(self, number: int, on: str) -> tuple[Instruction, ...]:
        """Publish the notice of an act; the messages to customs."""
        return self._add(NoticePublished(occurred_on=day(on), act_number=number), None)

    def refused(self, act: Act, *, corrects: int | None = None) -> list[str]:
        """The codes an act is refused with; empty when it would stand."""
        return [refusal.code for refusal in self.judge(act, corrects=corrects).refusals]

    def publication_refused(self, number: int, on: str) -> list[str]:
        """The codes the publication of an act is refused with."""
        return self.refused(NoticePublished(occurred_on=day(on), act_number=number))

    def on(self, text: str) -> Proceeding:
        """The state on a day."""
        return replay(self.background, self.record, BOOK, until=day(text)).state

    def struck(self, until: str) -> tuple[Struck, ...]:
        """What time alone brings about until a day, but for anniversary months that end every year."""
        return tuple(struck for struck in self.all_struck(until) if struck.key != WINDOW)

    def all_struck(self, until: str) -> tuple[Struck, ...]:
        """What time alone brings about until a day."""
        return replay(self.background, self.record, BOOK, until=day(until)).struck

    def deadlines(self, today: str) -> dict[str, Deadline]:
        """The calendar as seen on a day, by identity."""
        found = deadlines(self.on(today), BOOK, self.almanac, day(today))
        return {deadline.id.removeprefix(f"{CASE}/"): deadline for deadline in found}

    def due(self, key: str, today: str) -> str:
        """The day a deadline falls on, as seen on a day."""
        return self.deadlines(today)[key].due.isoformat()

    def _add(self, act: Act, corrects: int | None) -> tuple[Instruction, ...]:
        judged = self.judge(act, corrects=corrects)
        assert not judged.refusals, judged.refusals
        self.record.append(self._entry(act, corrects))
        return judged.instructions

    def _entry(self, act: Act, corrects: int | None) -> Recorded:
        number = len(self.record) + 1
        return Recorded(number=number, act=act, recorded_at=_START + timedelta(days=number), corrects=corrects)
