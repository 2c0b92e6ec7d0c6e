"""What customs is told: the messages that accounts must apply to entries (17.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ANY = "*"


class SuspensionKind(StrEnum):
    """Why liquidation is suspended."""

    PROVISIONAL = "PROVISIONAL"
    DEFINITIVE = "DEFINITIVE"
    AGREEMENT = "AGREEMENT"
    VIOLATION = "VIOLATION"


class Refund(StrEnum):
    """Which deposits go back when a suspension ends."""

    ALL = "ALL"
    RETROACTIVE_ONLY = "RETROACTIVE_ONLY"
    NONE = "NONE"


class Instrument(StrEnum):
    """What security is asked for."""

    CASH = "CASH"
    BOND = "BOND"
    OTHER = "OTHER"


class LiquidationGround(StrEnum):
    """Why entries may be liquidated."""

    AUTOMATIC = "AUTOMATIC"
    REVIEW = "REVIEW"
    WITHOUT_CVD = "WITHOUT_CVD"
    COURT = "COURT"


class AssessmentMode(StrEnum):
    """At what rate."""

    RATE = "RATE"
    AT_DEPOSIT_RATE = "AT_DEPOSIT_RATE"
    ZERO = "ZERO"


@dataclass(frozen=True, kw_only=True, slots=True)
class Instruction:
    """A message to customs.

    Attributes:
        legal_basis: the provision it rests on.
    """

    legal_basis: str


@dataclass(frozen=True, slots=True)
class Firm:
    """An exporter and a producer, ``*`` for any."""

    exporter: str = ANY
    producer: str = ANY


@dataclass(frozen=True, slots=True)
class EntryRange:
    """Days of entry, both ends included; an open end is None.

    Attributes:
        reason: why the range is meant, for example ``GAP``.
    """

    first: date
    last: date | None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionOrdered(Instruction):
    """Liquidation of entries from a day is suspended, and security asked for (PRE-09, FIN-08, SUS-11, SUS-17).

    Attributes:
        firms: the combinations concerned; any, but where firms that had stayed free join a suspension (PRE-10).
        manual_review_before: retroactive entries before this day are for an officer to look at (D-15).
    """

    kind: SuspensionKind
    effective_from: date
    retroactive_from: date | None = None
    excluded: tuple[Firm, ...] = ()
    security_required: bool = True
    firms: tuple[Firm, ...] = (Firm(),)
    manual_review_before: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionAmended(Instruction):
    """A suspension already ordered reaches back (CRC-04, CRC-09)."""

    retroactive_from: date
    firms: tuple[Firm, ...] = (Firm(),)
    manual_review_before: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvisionalMeasuresLapsed(Instruction):
    """Provisional measures ended: ``effective_to`` is the first day no longer covered (PRE-13, UPS-05)."""

    effective_to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionReinstated(Instruction):
    """Suspension resumes after a lapse (PRE-13, FIN-08)."""

    effective_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionTerminated(Instruction):
    """A suspension ends, with its one refund companion (15.3(4)).

    Attributes:
        entries: days of entry it frees.
        first_free_on: first day on which entries are no longer suspended.
    """

    reason: str
    entries: EntryRange
    first_free_on: date
    refund: Refund
    firms: tuple[Firm, ...] = (Firm(),)


@dataclass(frozen=True, slots=True)
class InstructedRate:
    """One combination's rate, percent ad valorem with two places.

    Attributes:
        unit_amount: US dollars per ``unit``, where deposits are by quantity (RATE-07).
        rate_group: affiliates with one joint rate share it (RATE-06).
        method: how the rate of everybody else was found (RATE-05).
    """

    exporter: str
    producer: str
    rate_percent: Decimal
    basis: str
    excluded: bool = False
    region_exporter: bool = True
    unit_amount: Decimal | None = None
    unit: str | None = None
    rate_group: str | None = None
    method: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DepositRates(Instruction):
    """Rates for entries from a day; a row replaces that of the same combination (RATE-06)."""

    stage: str
    instrument: Instrument
    rows: tuple[InstructedRate, ...]
    effective_from: date
    effective_to: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderTerms(Instruction):
    """What an order means for entries (ORD-03, ORD-05, ORD-06, ASM-02): everything that CLASSIFY needs.

    Attributes:
        injury_rule: GENERAL (ORD-05) or SPECIAL (ORD-06).
        suspended_from, lapsed_from: None where there was no such thing.
        duties_reach_back_to: first day that a retroactive suspension ever reached; duty is due from it only with
            ``critical_confirmed`` under the general rule, else those entries are refunded (ASM-02, CRC-10).
        critical_confirmed: row 1 of CRC-10.
        boundary_on: publication of the Commission's notice (non-SAC: Commerce's final; UPS-05: the order) (ASM-02).
    """

    order_published_on: date
    itc_notified_on: date | None
    boundary_on: date
    injury_rule: str
    duties_from: date
    suspended_from: date | None
    lapsed_from: date | None
    duties_reach_back_to: date | None
    critical_confirmed: bool
    region_only: bool
    deposit_required_from: date
    conditional_delivery_from: date
    interest_from: date
    gap: EntryRange | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionalDelivery(Instruction):
    """From this day of entry goods are delivered only on conditions: information, records, undertaking, deposit.

    Source: ORD-09, 19 USC 1671h.
    """

    effective_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class InvestigationResumed(Instruction):
    """The investigation goes on after an agreement, as if the preliminary had been made on a day (SUS-15, SUS-17).

    Attributes:
        cause: REVIEW_NEGATIVE, VIOLATION or CHANGED_CIRCUMSTANCES.
        provisional_lapse_on: first day of entry that provisional measures no longer cover (D-25).
    """

    cause: str
    deemed_preliminary_on: date
    suspension_from: date
    provisional_lapse_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderEnded(Instruction):
    """An order was revoked or rescinded: entries from ``effective_on`` are free (REV-10, SUN-08, SUS-20, ORD-12).

    Attributes:
        interest: whether refunds bear interest (ORD-12).
    """

    how: str
    effective_on: date
    interest: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Liquidate(Instruction):
    """The only message that lets customs liquidate suspended entries (ASM-07, ASM-08, ASM-11)."""

    ground: LiquidationGround
    reason: str | None
    firms: tuple[Firm, ...]
    entries: EntryRange
    mode: AssessmentMode
    rate_percent: Decimal | None
    excluded_firms: tuple[Firm, ...]
    exclude_ranges: tuple[EntryRange, ...]
    interest_from: date | None
    suspension_lifted_on: date
    target_on: date
    deemed_after: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SecurityRefund(Instruction):
    """Deposits go back, or bonds are released."""

    reason: str
    entries: EntryRange
    firms: tuple[Firm, ...] = (Firm(),)
    interest_basis: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryHold(Instruction):
    """A court forbids the liquidation of named entries, or no longer does (ASM-10)."""

    court_reference: str
    entry_numbers: tuple[str, ...]
    released: bool
