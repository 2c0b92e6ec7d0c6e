"""Messages to customs as far as entries are concerned (17.2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a message does."""

    SUSPENSION_ORDERED = "SUSPENSION_ORDERED"
    SUSPENSION_AMENDED = "SUSPENSION_AMENDED"
    PROVISIONAL_MEASURES_LAPSED = "PROVISIONAL_MEASURES_LAPSED"
    SUSPENSION_REINSTATED = "SUSPENSION_REINSTATED"
    SUSPENSION_TERMINATED = "SUSPENSION_TERMINATED"
    DEPOSIT_RATES = "DEPOSIT_RATES"
    ORDER_TERMS = "ORDER_TERMS"
    CONDITIONAL_DELIVERY = "CONDITIONAL_DELIVERY"
    INVESTIGATION_RESUMED = "INVESTIGATION_RESUMED"
    ORDER_ENDED = "ORDER_ENDED"
    LIQUIDATE = "LIQUIDATE"
    SECURITY_REFUND = "SECURITY_REFUND"
    ENTRY_HOLD = "ENTRY_HOLD"


class State(StrEnum):
    """How far a message is applied; one that moves no money is only noted."""

    NOTED = "NOTED"
    WAITING = "WAITING"
    APPLIED = "APPLIED"


class Mode(StrEnum):
    """At what rate an instruction liquidates."""

    RATE = "RATE"
    AT_DEPOSIT_RATE = "AT_DEPOSIT_RATE"
    ZERO = "ZERO"


class Ground(StrEnum):
    """Why entries may be liquidated."""

    AUTOMATIC = "AUTOMATIC"
    REVIEW = "REVIEW"
    WITHOUT_CVD = "WITHOUT_CVD"
    COURT = "COURT"


class Refund(StrEnum):
    """Which security goes back when a suspension ends."""

    ALL = "ALL"
    RETROACTIVE_ONLY = "RETROACTIVE_ONLY"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Firm:
    """An exporter and a producer, ``*`` for any."""

    exporter: str
    producer: str


EVERYBODY: Final = (Firm("*", "*"),)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionOrdered:
    """Entries from a day are suspended."""

    kind: str
    effective_from: date
    retroactive_from: date | None
    excluded: tuple[Firm, ...]
    security_required: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionAmended:
    """A suspension reaches back."""

    retroactive_from: date
    firms: tuple[Firm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvisionalMeasuresLapsed:
    """From ``effective_to`` on entries are no longer covered."""

    effective_to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionReinstated:
    """Entries from a day are covered again."""

    effective_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionTerminated:
    """Days of entry are free; so are all from ``first_free_on``, unless only the reach-back ended."""

    first_on: date
    last_on: date | None
    first_free_on: date
    refund: Refund
    firms: tuple[Firm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderEnded:
    """Entries from a day are free."""

    effective_on: date


Message = (
    SuspensionOrdered
    | SuspensionAmended
    | ProvisionalMeasuresLapsed
    | SuspensionReinstated
    | SuspensionTerminated
    | OrderEnded
)
