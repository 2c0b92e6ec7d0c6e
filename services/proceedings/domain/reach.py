"""Days of entry that a retroactive suspension reaches, and the rates their security is at (CRC-04, CRC-08, CRC-09)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.instructions import ANY, Firm
from services.proceedings.domain.security import Message
from services.proceedings.domain.text import comparable


@dataclass(frozen=True, slots=True)
class Reach:
    """Retroactive entries: from ``first`` until, not including, ``until``, the first day of the ordinary suspension."""

    first: date
    until: date
    firm: Firm

    def covers(self, entered_on: date, exporter: str, producer: str) -> bool:
        """Whether an entry of that day and combination is reached."""
        return self.first <= entered_on < self.until and all(
            named == ANY or comparable(named) == comparable(given)
            for named, given in ((self.firm.exporter, exporter), (self.firm.producer, producer))
        )


def reaches(messages: Iterable[Message]) -> Sequence[Reach]:
    """What is reached back to after these messages, in the order of their numbers.

    Source: CRC-04, 19 USC 1671b(e)(2); CRC-08, 19 USC 1671d(c)(3); CRC-09, 19 USC 1671d(c)(4).
    """
    found: list[Reach] = []
    suspended_from: date | None = None
    for message in messages:
        content = message.content
        match message.kind:
            case "SuspensionOrdered":
                suspended_from = suspended_from or date.fromisoformat(content["effective_from"])
                if content["retroactive_from"] is not None:
                    found.append(Reach(date.fromisoformat(content["retroactive_from"]), suspended_from, Firm()))
            case "SuspensionAmended" if suspended_from is not None:
                first = date.fromisoformat(content["retroactive_from"])
                found += [Reach(first, suspended_from, Firm(**firm)) for firm in content["firms"]]
            case "SuspensionTerminated":
                ended = [Firm(**firm) for firm in content["firms"]]
                found = [] if Firm() in ended else [one for one in found if one.firm not in ended]
    return found


def rated_on(found: Iterable[Reach], entered_on: date, exporter: str, producer: str) -> date:
    """The day whose rates an entry bears: its own, or the first of the suspension that reaches back to it (CRC-04)."""
    days = [one.until for one in found if one.covers(entered_on, exporter, producer)]
    return min(days, default=entered_on)
