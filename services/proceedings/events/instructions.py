"""Messages to customs (17.2), one event each. Accounts applies them to entries by their day of entry."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.proceedings.domain import instructions
from services.proceedings.domain.instructions import Instruction
from services.proceedings.events.case_event import CaseEvent


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Firm(_Part):
    """A combination of exporter and producer."""

    exporter: Annotated[str, Field(description='name of the exporter, "*" for any')]
    producer: Annotated[str, Field(description='name of the producer, "*" for any')]


class EntryRange(_Part):
    """Days of entry, both ends included."""

    first: Annotated[date, Field(description="first day of entry")]
    last: Annotated[date | None, Field(description="last day of entry; null while it is open")]
    reason: Annotated[str | None, Field(description="why the range is meant, for example GAP")]


class InstructedRate(_Part):
    """The rate of one combination."""

    exporter: Annotated[str, Field(description='name of the exporter, "*" for any')]
    producer: Annotated[str, Field(description='name of the producer, "*" for any')]
    rate_percent: Annotated[str, Field(description='percent ad valorem with two places, for example "9.60"')]
    basis: Annotated[str, Field(description="what the rate rests on, for example CALCULATED or ALL_OTHERS")]
    excluded: Annotated[bool, Field(description="outside the order, which is not a rate of zero (FIN-09)")]
    region_exporter: Annotated[bool, Field(description="whether it sold to the region concerned (ORD-07)")]
    unit_amount: Annotated[
        str | None, Field(description="US dollars per unit, where deposits are by quantity (RATE-07); null by value")
    ]
    unit: Annotated[str | None, Field(description="the unit of quantity, for example kg")]
    rate_group: Annotated[str | None, Field(description="affiliates with one joint rate share it (RATE-06)")]
    method: Annotated[
        Literal["STATED", "WEIGHTED_AVERAGE", "SIMPLE_AVERAGE"] | None,
        Field(description="how the rate of everybody was found (RATE-04, RATE-05); null for a named firm"),
    ]


Firms = Annotated[tuple[Firm, ...], Field(description="the combinations concerned")]


class _Message(CaseEvent):
    """A message to customs: numbered in its case."""

    aggregate: ClassVar[str] = "instruction"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    message_number: Annotated[int, Field(description="counts the messages of this case, from 1")]
    legal_basis: Annotated[str, Field(description="provision it rests on")]


class SuspensionOrdered(_Message):
    """Liquidation of entries from a day is suspended, and security asked for (PRE-09, FIN-08, SUS-11, SUS-17)."""

    event: ClassVar[str] = "suspension-ordered"

    kind: Annotated[
        Literal["PROVISIONAL", "DEFINITIVE", "AGREEMENT", "VIOLATION"], Field(description="why it is suspended")
    ]
    effective_from: Annotated[date, Field(description="first day of entry covered")]
    retroactive_from: Annotated[date | None, Field(description="unliquidated entries from here too (CRC-04, SUS-17)")]
    excluded: Firms
    security_required: Annotated[bool, Field(description="whether deposits or bonds are asked for")]
    firms: Firms
    manual_review_before: Annotated[
        date | None, Field(description="retroactive entries before this day are for an officer to look at (D-15)")
    ]


class SuspensionAmended(_Message):
    """A suspension already ordered reaches back to unliquidated entries (CRC-04, CRC-09)."""

    event: ClassVar[str] = "suspension-amended"

    retroactive_from: Annotated[date, Field(description="first day of entry reached")]
    firms: Firms
    manual_review_before: Annotated[
        date | None, Field(description="entries before this day are for an officer to look at (D-15)")
    ]


class ProvisionalMeasuresLapsed(_Message):
    """Provisional measures ended (PRE-13, UPS-05)."""

    event: ClassVar[str] = "provisional-measures-lapsed"

    effective_to: Annotated[date, Field(description="first day of entry no longer covered")]


class SuspensionReinstated(_Message):
    """Suspension resumes after a lapse (PRE-13, FIN-08)."""

    event: ClassVar[str] = "suspension-reinstated"

    effective_from: Annotated[date, Field(description="first day of entry covered again")]


class SuspensionTerminated(_Message):
    """A suspension ends (FIN-11, SUS-10, SUS-12, CRC-08); its refund goes with it (15.3(4))."""

    event: ClassVar[str] = "suspension-terminated"

    reason: Annotated[str, Field(description="why, for example TERMINATED or RETROACTIVE_ENDED")]
    entries: Annotated[EntryRange, Field(description="days of entry it frees")]
    first_free_on: Annotated[date, Field(description="first day on which entries are no longer suspended")]
    refund: Annotated[Literal["ALL", "RETROACTIVE_ONLY", "NONE"], Field(description="which deposits go back")]
    firms: Firms


class DepositRatesInstructed(_Message):
    """Rates for entries from a day; a row replaces that of the same combination (RATE-06)."""

    event: ClassVar[str] = "deposit-rates"

    stage: Annotated[
        Literal["PRELIM", "FINAL", "AMENDED", "ORDER", "REVIEW", "NEW_SHIPPER", "COURT"],
        Field(description="the determination the rates come from"),
    ]
    instrument: Annotated[Literal["CASH", "BOND", "OTHER"], Field(description="what security is asked for")]
    rows: Annotated[tuple[InstructedRate, ...], Field(description="the rates, that of all others included")]
    effective_from: Annotated[date, Field(description="first day of entry at these rates")]
    effective_to: Annotated[date | None, Field(description="first day of entry no longer at them; null while open")]


class OrderTerms(_Message):
    """What an order means for entries: all that their classes follow from (ORD-03 to ORD-09, ASM-02)."""

    event: ClassVar[str] = "order-terms"

    order_published_on: Annotated[date, Field(description="publication of the order")]
    itc_notified_on: Annotated[date | None, Field(description="day Commerce was notified; null without injury test")]
    boundary_on: Annotated[
        date, Field(description="publication of the Commission's notice; without injury test, of Commerce's final")
    ]
    injury_rule: Annotated[Literal["GENERAL", "SPECIAL"], Field(description="ORD-05 or ORD-06")]
    duties_from: Annotated[date, Field(description="first day of entry subject to duty")]
    suspended_from: Annotated[date | None, Field(description="first day of provisional suspension")]
    lapsed_from: Annotated[date | None, Field(description="first day no longer covered by provisional measures")]
    duties_reach_back_to: Annotated[
        date | None, Field(description="reach-back ever ordered for critical circumstances; confirmed or refunded")
    ]
    critical_confirmed: Annotated[bool, Field(description="both agencies found critical circumstances (CRC-10)")]
    region_only: Annotated[bool, Field(description="only exporters for sale in a region are assessed (ORD-07)")]
    deposit_required_from: Annotated[date, Field(description="first day of entry with a deposit, cash only")]
    conditional_delivery_from: Annotated[date, Field(description="delivery is conditional from here (ORD-09)")]
    interest_from: Annotated[date, Field(description="first day of entry with interest (ASM-05)")]
    gap: Annotated[EntryRange | None, Field(description="entries without duty between lapse and boundary (PRE-13)")]


class ConditionalDeliveryActivated(_Message):
    """Goods entered from a day are delivered only once information, records, undertaking and deposit are there.

    The importer furnishes what is needed to ascertain the duty, keeps and furnishes required records, pays or
    undertakes to pay the duty on demand, and deposits the estimated duty (ORD-09, 19 USC 1671h).
    """

    event: ClassVar[str] = "conditional-delivery"

    effective_from: Annotated[date, Field(description="first day of entry: publication of the order")]


class InvestigationResumed(_Message):
    """The investigation goes on after an agreement, as if the preliminary had been made on a day (SUS-15, SUS-17)."""

    event: ClassVar[str] = "investigation-resumed"

    cause: Annotated[
        Literal["REVIEW_NEGATIVE", "VIOLATION", "CHANGED_CIRCUMSTANCES"], Field(description="what ended the agreement")
    ]
    deemed_preliminary_on: Annotated[date, Field(description="day the affirmative preliminary is deemed made")]
    suspension_from: Annotated[date, Field(description="first day of entry that is suspended")]
    provisional_lapse_on: Annotated[date, Field(description="first day of entry no longer covered by measures (D-25)")]


class OrderEnded(_Message):
    """An order was revoked or rescinded: later entries are free (REV-10, SUN-08, SUS-20, ORD-12)."""

    event: ClassVar[str] = "order-ended"

    how: Annotated[str, Field(description="REVOKED or RESCINDED")]
    effective_on: Annotated[date, Field(description="first day of entry that is free")]
    interest: Annotated[bool, Field(description="whether refunds bear interest (ORD-12)")]


class LiquidationInstructed(_Message):
    """The only message that lets customs liquidate suspended entries (ASM-07, ASM-08, ASM-11)."""

    event: ClassVar[str] = "liquidate"

    ground: Annotated[Literal["AUTOMATIC", "REVIEW", "WITHOUT_CVD", "COURT"], Field(description="why they may be")]
    reason: Annotated[str | None, Field(description="reason of a liquidation without duty (ASM-11)")]
    firms: Firms
    entries: Annotated[EntryRange, Field(description="days of entry concerned")]
    mode: Annotated[Literal["RATE", "AT_DEPOSIT_RATE", "ZERO"], Field(description="how duty is assessed")]
    rate_percent: Annotated[str | None, Field(description="percent of entered value, where mode is RATE")]
    excluded_firms: Annotated[tuple[Firm, ...], Field(description="combinations left out (ASM-07)")]
    exclude_ranges: Annotated[tuple[EntryRange, ...], Field(description="days of entry left out, for example the gap")]
    interest_from: Annotated[date | None, Field(description="first day of entry with interest (19 USC 1677g)")]
    suspension_lifted_on: Annotated[date, Field(description="day the suspension is lifted (ASM-09)")]
    target_on: Annotated[date, Field(description="day by which customs aims to have liquidated (ASM-08)")]
    deemed_after: Annotated[date, Field(description="entries not liquidated by then are deemed to be (ASM-09)")]


class SecurityRefunded(_Message):
    """Deposits go back, or bonds are released."""

    event: ClassVar[str] = "security-refund"

    reason: Annotated[str, Field(description="why")]
    entries: Annotated[EntryRange, Field(description="days of entry concerned")]
    firms: Firms
    interest_basis: Annotated[str | None, Field(description="provision that gives interest; null for none")]


class EntryHold(_Message):
    """A court forbids the liquidation of named entries, or no longer does (ASM-10)."""

    event: ClassVar[str] = "entry-hold"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    court_reference: Annotated[str, Field(description="the court's own reference")]
    entry_numbers: Annotated[tuple[str, ...], Field(description="the entries")]
    released: Annotated[bool, Field(description="true when the hold ends")]


_EVENTS: Final[Mapping[type[Instruction], type[_Message]]] = {
    instructions.SuspensionOrdered: SuspensionOrdered,
    instructions.SuspensionAmended: SuspensionAmended,
    instructions.ProvisionalMeasuresLapsed: ProvisionalMeasuresLapsed,
    instructions.SuspensionReinstated: SuspensionReinstated,
    instructions.SuspensionTerminated: SuspensionTerminated,
    instructions.DepositRates: DepositRatesInstructed,
    instructions.OrderTerms: OrderTerms,
    instructions.ConditionalDelivery: ConditionalDeliveryActivated,
    instructions.InvestigationResumed: InvestigationResumed,
    instructions.OrderEnded: OrderEnded,
    instructions.Liquidate: LiquidationInstructed,
    instructions.SecurityRefund: SecurityRefunded,
    instructions.EntryHold: EntryHold,
}
INSTRUCTIONS: Final = tuple(_EVENTS.values())


def message(case_number: str, message_number: int, kind: type[Instruction], content: Mapping[str, Any]) -> CaseEvent:
    """The event of an instruction, given its fields as JSON."""
    fields = {"case_number": case_number, "message_number": message_number, **content}
    return _EVENTS[kind].model_validate(fields)
