"""Which days of entry are suspended, from all messages of a case in the order of their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.accounts.domain.instructions.messages import (
    EVERYBODY,
    Firm,
    Message,
    OrderEnded,
    ProvisionalMeasuresLapsed,
    Refund,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionReinstated,
    SuspensionTerminated,
)

_PROVISIONAL = "PROVISIONAL"
_RETROACTIVE = "RETROACTIVE"
_DEFINITIVE = "DEFINITIVE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Days of entry that were suspended when they came; what freed them later stands apart.

    Attributes:
        first_on: first day of entry.
        end_on: first day of entry no longer covered; None while it is open.
        rated_on: entries before this day bear the deposit rates of this day.
    """

    kind: str
    first_on: date
    end_on: date | None
    rated_on: date
    firms: tuple[Firm, ...] = EVERYBODY
    excluded: tuple[Firm, ...] = ()
    security_required: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifted:
    """Days of entry that are suspended no longer; ``last_on`` None while it is open."""

    first_on: date
    last_on: date | None
    lifted_on: date
    firms: tuple[Firm, ...]


@dataclass(slots=True)
class Suspensions:
    """A case's windows and what was lifted of them, in the order of the messages."""

    windows: list[Window] = field(default_factory=list)
    lifted: list[Lifted] = field(default_factory=list)

    @property
    def provisional_from(self) -> date | None:
        """First day of the ordinary provisional suspension, which a refund of the reach-back may not touch."""
        days = [window.first_on for window in self.windows if window.kind == _PROVISIONAL]
        return min(days, default=None)


def fold(messages: Iterable[Message]) -> Suspensions:
    """What a case's messages, in the order of their numbers, make of its days of entry.

    Source: 17.2, PRE-11, PRE-13, CRC-04, CRC-08, CRC-09, FIN-11.
    """
    found = Suspensions()
    for message in messages:
        match message:
            case SuspensionOrdered():
                found.windows += _ordered(message)
            case SuspensionAmended():
                found.windows += _reach(found.windows, message)
            case ProvisionalMeasuresLapsed():
                found.windows = _ended(found.windows, message.effective_to)
            case SuspensionReinstated():
                found.windows.append(_reinstated(found.windows, message))
            case SuspensionTerminated():
                _terminate(found, message)
            case OrderEnded():
                found.windows = _ended(found.windows, message.effective_on)
    return found


def refund_limit(message: SuspensionTerminated, suspensions: Suspensions) -> date | None:
    """Last day of entry whose security goes back when a suspension ends; None while it is open.

    A refund of the reach-back alone never touches entries on or after the ordinary suspension.

    Source: 17.2 consumption rule (4), CRC-08, 19 USC 1671d(c)(3).
    """
    ordinary = suspensions.provisional_from
    if message.refund is not Refund.RETROACTIVE_ONLY or ordinary is None:
        return message.last_on
    before = date.fromordinal(ordinary.toordinal() - 1)
    return before if message.last_on is None else min(before, message.last_on)


def _ordered(message: SuspensionOrdered) -> list[Window]:
    ordinary = Window(
        kind=message.kind,
        first_on=message.effective_from,
        end_on=None,
        rated_on=message.effective_from,
        excluded=message.excluded,
        security_required=message.security_required,
    )
    back = message.retroactive_from
    if back is None or back >= message.effective_from:
        return [ordinary]
    return [replace(ordinary, kind=_RETROACTIVE, first_on=back, end_on=message.effective_from), ordinary]


def _reach(windows: Sequence[Window], message: SuspensionAmended) -> list[Window]:
    later = [window for window in windows if window.first_on > message.retroactive_from]
    until = min((window.first_on for window in later), default=None)
    if until is None:
        return []
    (nearest, *_) = [window for window in later if window.first_on == until]
    return [replace(nearest, kind=_RETROACTIVE, first_on=message.retroactive_from, end_on=until, firms=message.firms)]


def _reinstated(windows: Sequence[Window], message: SuspensionReinstated) -> Window:
    excluded = windows[-1].excluded if windows else ()
    return Window(
        kind=_DEFINITIVE,
        first_on=message.effective_from,
        end_on=None,
        rated_on=message.effective_from,
        excluded=excluded,
    )


def _ended(windows: Iterable[Window], day: date) -> list[Window]:
    """Windows that cover no day of entry from ``day`` on."""
    kept = (
        window if window.end_on is not None and window.end_on <= day else replace(window, end_on=day)
        for window in windows
    )
    return [window for window in kept if window.end_on is None or window.end_on > window.first_on]


def _terminate(found: Suspensions, message: SuspensionTerminated) -> None:
    found.lifted.append(
        Lifted(
            first_on=message.first_on,
            last_on=message.last_on,
            lifted_on=message.first_free_on,
            firms=message.firms,
        )
    )
    whole = message.refund is not Refund.RETROACTIVE_ONLY and message.firms == EVERYBODY
    if whole and message.last_on is not None:
        found.windows = _ended(found.windows, message.first_free_on)
