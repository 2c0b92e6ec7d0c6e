"""What each kind of act needs and does. A family of rules gives its part; the book holds all of them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Final, Generic

from services.proceedings.domain.deadlines.clocks import ClockMaker
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Act, ActT, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import TERMINAL, Case
from shared.refusals import Refusal

LIVE: Final = frozenset(Case) - TERMINAL


class Moment(Enum):
    """When an act has consequences: as it is made, as the other agency hears of it, as its notice is published."""

    HAPPENED = "happened"
    NOTIFIED = "notified"
    PUBLISHED = "published"


class ActRule(Generic[ActT]):
    """The rules of one kind of act. A subclass overrides what its act has; ``source`` are the states it may come in."""

    act: ClassVar[type[Act]]
    source: ClassVar[Collection[Case]] = LIVE

    def refuse(self, state: Proceeding, act: ActT) -> Sequence[Refusal]:
        """What stands against the act beside the state of the case; ``state`` is that of its day."""
        return ()

    def happened(self, state: Proceeding, step: Step[ActT]) -> Proceeding:
        """The state once it was made; ``state`` holds the step already."""
        return state

    def notified(self, state: Proceeding, step: Step[ActT]) -> Proceeding:
        """The state once the other agency had notice."""
        return state

    def refuse_publication(self, state: Proceeding, step: Step[ActT], day: date) -> Sequence[Refusal]:
        """What stands against publishing its notice on a day."""
        return ()

    def published(self, state: Proceeding, step: Step[ActT]) -> Proceeding:
        """The state once its notice was published."""
        return state

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[ActT], moment: Moment
    ) -> Sequence[Instruction]:
        """What customs is told at this moment (17.2)."""
        return ()


class TimeRule(ABC):
    """What time alone brings about (CAL-11). ``key`` names it; it strikes once, unless ``due`` names a later day."""

    key: ClassVar[str]

    @abstractmethod
    def due(self, state: Proceeding) -> date | None:
        """First day on which it holds; None while no such time runs."""

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        """The state from that day."""
        return state

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        """What customs is told."""
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """The rules of one part of the law."""

    acts: Sequence[ActRule[Any]] = ()
    times: Sequence[TimeRule] = ()
    clocks: Sequence[ClockMaker] = ()


class Book:
    """All families together."""

    def __init__(self, *families: Family) -> None:
        self._by_act = {rule.act: rule for family in families for rule in family.acts}
        self.times: Final = tuple(rule for family in families for rule in family.times)
        self.clocks: Final = tuple(maker for family in families for maker in family.clocks)

    @property
    def acts(self) -> tuple[type[Act], ...]:
        """Every kind of act that a record may hold, beside publication and notice."""
        return tuple(self._by_act)

    def rule(self, kind: type[Act]) -> ActRule[Any]:
        """The rules of a kind of act."""
        return self._by_act[kind]


def refusal(code: str, rule: str, citation: str, message: str, field: str | None = None) -> Refusal:
    """A refusal, written shortly."""
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
