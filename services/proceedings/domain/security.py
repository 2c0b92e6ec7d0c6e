"""On which days of entry no security is asked for, though rates were set (PRE-13, FIN-11; invariant 15.3(3))."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from services.proceedings.domain.instructions import ANY

# These lifts leave the deposits of other entries as they are.
_LIMITED: Final = frozenset({"RETROACTIVE_ENDED", "INJURY_LIKELY"})


class Message(Protocol):
    """A message to customs as it is kept."""

    @property
    def kind(self) -> str:
        """What it tells."""
        ...

    @property
    def content(self) -> Mapping[str, Any]:
        """Its fields as JSON."""
        ...


@dataclass(frozen=True, slots=True)
class Pause:
    """Days of entry without security: from ``first`` until, not including, ``until``; open where that is None."""

    first: date
    until: date | None

    def covers(self, entered_on: date) -> bool:
        """Whether an entry of that day is free."""
        return self.first <= entered_on and (self.until is None or entered_on < self.until)


def pauses(messages: Iterable[Message]) -> Sequence[Pause]:
    """The days without security, in whatever order the messages were issued.

    A lapse, or a lift for everybody, pauses security until the first day on which a suspension is ordered, resumes, or
    an order makes it definitive.

    Source: PRE-13 (gap), FIN-08, FIN-11; 15.3(3): a rate exists for a day of entry only while an instruction is active.
    """
    begins, resumes = [], []
    for message in messages:
        begins.extend(_begins(message))
        resumes.extend(_resumes(message))
    return [Pause(first, min((day for day in resumes if day > first), default=None)) for first in sorted(set(begins))]


def asked_for(found: Iterable[Pause], entered_on: date) -> bool:
    """Whether security is asked for on a day of entry, as far as pauses go."""
    return not any(pause.covers(entered_on) for pause in found)


def _begins(message: Message) -> list[date]:
    content = message.content
    if message.kind == "ProvisionalMeasuresLapsed":
        return [date.fromisoformat(content["effective_to"])]
    if message.kind == "OrderTerms" and content["gap"] is not None:
        return [date.fromisoformat(content["gap"]["first"])]
    if message.kind == "SuspensionTerminated" and content["reason"] not in _LIMITED:
        everybody = {"exporter": ANY, "producer": ANY} in content["firms"]
        return [date.fromisoformat(content["first_free_on"])] if everybody else []
    return []


def _resumes(message: Message) -> list[date]:
    content = message.content
    if message.kind == "SuspensionReinstated":
        return [date.fromisoformat(content["effective_from"])]
    if message.kind == "SuspensionOrdered":
        return [date.fromisoformat(content["retroactive_from"] or content["effective_from"])]
    if message.kind == "OrderTerms":
        return [date.fromisoformat(content["boundary_on"])]
    return []
