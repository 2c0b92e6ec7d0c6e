"""Proceedings' messages to customs and deposit rates, as far as the accounts apply them to entries (17.2)."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from services.accounts.domain.assessment.classes import CaseDays, InjuryRule
from services.accounts.domain.instructions.messages import EVERYBODY, Firm, Kind, Refund
from services.accounts.domain.instructions.rates import RateRow
from services.accounts.storage.instructions.queries import NewInstruction, Terms
from services.accounts.usecases.instructions.keep import Hold, Rates, keep, keep_rates
from shared.clock import AGENCY_ZONE
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription

# Rates of messages to customs go before rates of the same day that were set outside them; of these the later counts.
_OUTSIDE: Final = -(10**15)
_COUNTRY_WIDE: Final = "COUNTRY_WIDE"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FirmNamed(_Part):
    """A combination, ``*`` for any."""

    exporter: str
    producer: str

    def firm(self) -> Firm:
        """The combination."""
        return Firm(self.exporter, self.producer)


class EntryDays(_Part):
    """Days of entry, both ends included; an open end is null."""

    first: date
    last: date | None = None


class RateNamed(FirmNamed):
    """The rate of a combination."""

    rate_percent: Decimal
    basis: str | None = None
    excluded: bool = False
    status: str = "ACTIVE"
    unit_amount: Decimal | None = None
    unit: str | None = None

    def row(self, effective_from: date, effective_to: date | None, rank: int) -> RateRow:
        """The rate for entries of some days."""
        return RateRow(
            exporter=self.exporter,
            producer=self.producer,
            rate_percent=self.rate_percent,
            excluded=self.excluded or self.status == "EXCLUDED",
            effective_from=effective_from,
            effective_to=effective_to,
            country_wide=self.basis == _COUNTRY_WIDE,
            unit_rate=None if self.unit_amount is None else f"{self.unit_amount}/{self.unit or 'unit'}",
            rank=rank,
        )


class _Instruction(Consumed):
    """What every message has."""

    case_number: str
    message_number: int

    def kept(self, kind: Kind, envelope: Envelope, **more: Any) -> NewInstruction:
        """The message as it is kept: as it came, as far as it is read here."""
        return NewInstruction(
            case_number=self.case_number,
            message_number=self.message_number,
            kind=kind,
            content=self.model_dump(mode="json", exclude={"case_number", "message_number"}),
            issued_on=envelope.time.astimezone(AGENCY_ZONE).date(),
            **more,
        )


class SuspensionOrdered(_Instruction):
    """Entries from a day are suspended."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.suspension-ordered.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.suspension-ordered.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    kind: str
    effective_from: date
    retroactive_from: date | None = None
    excluded: tuple[FirmNamed, ...] = ()
    security_required: bool = True


class SuspensionAmended(_Instruction):
    """A suspension reaches back."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.suspension-amended.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.suspension-amended.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    retroactive_from: date
    firms: tuple[FirmNamed, ...]


class ProvisionalMeasuresLapsed(_Instruction):
    """Provisional measures ended."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.provisional-measures-lapsed.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.provisional-measures-lapsed.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    effective_to: date


class SuspensionReinstated(_Instruction):
    """Suspension resumes."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.suspension-reinstated.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.suspension-reinstated.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    effective_from: date


class SuspensionTerminated(_Instruction):
    """A suspension ends, with or without a refund."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.suspension-terminated.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.suspension-terminated.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    reason: str
    entries: EntryDays
    first_free_on: date
    refund: Refund
    firms: tuple[FirmNamed, ...]


class DepositRatesInstructed(_Instruction):
    """Rates for entries from a day."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.deposit-rates.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.deposit-rates.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    stage: str
    instrument: str
    rows: tuple[RateNamed, ...]
    effective_from: date
    effective_to: date | None = None


class DepositRatesSet(Consumed):
    """Rates set for an order."""

    event_type: ClassVar[str] = "gov.customs.proceedings.deposit-rates.set.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.deposit-rates.set.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    case_number: str
    stage: str
    effective_from: date
    rows: tuple[RateNamed, ...]


class OrderTerms(_Instruction):
    """The days of a case that entries are classified by."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.order-terms.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.order-terms.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    order_published_on: date
    boundary_on: date
    injury_rule: InjuryRule
    suspended_from: date | None = None
    lapsed_from: date | None = None
    duties_reach_back_to: date | None = None
    critical_confirmed: bool = False
    conditional_delivery_from: date
    interest_from: date


class ConditionalDeliveryActivated(_Instruction):
    """Goods are delivered on conditions; the terms of the order say so too."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.conditional-delivery.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.conditional-delivery.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    effective_from: date


class InvestigationResumed(_Instruction):
    """An investigation goes on after an agreement."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.investigation-resumed.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.investigation-resumed.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    cause: str
    suspension_from: date


class OrderEnded(_Instruction):
    """An order was revoked or rescinded."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.order-ended.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.order-ended.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    how: str
    effective_on: date
    interest: bool = False


class LiquidationInstructed(_Instruction):
    """The only message that lets customs liquidate suspended entries."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.liquidate.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.liquidate.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    ground: str
    reason: str | None = None
    firms: tuple[FirmNamed, ...]
    entries: EntryDays
    mode: str
    rate_percent: Decimal | None = None
    excluded_firms: tuple[FirmNamed, ...] = ()
    exclude_ranges: tuple[EntryDays, ...] = ()
    interest_from: date | None = None
    suspension_lifted_on: date
    target_on: date
    deemed_after: date


class SecurityRefunded(_Instruction):
    """Deposits go back, or bonds are released, without a liquidation."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.security-refund.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.instruction.security-refund.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    reason: str
    entries: EntryDays
    firms: tuple[FirmNamed, ...]
    interest_basis: str | None = None


class EntryHold(_Instruction):
    """A court forbids the liquidation of named entries, or no longer does."""

    event_type: ClassVar[str] = "gov.customs.proceedings.instruction.entry-hold.v1"
    subject: ClassVar[str] = "customs.internal.proceedings.v1.instruction.entry-hold.*"
    stream: ClassVar[str] = "PROCEEDINGS_INTERNAL"

    court_reference: str
    entry_numbers: tuple[str, ...]
    released: bool


async def on_suspension_ordered(tx: Transaction, event: SuspensionOrdered, envelope: Envelope) -> None:
    """Suspend, and open the book that deposits need before there is an order."""
    await keep(tx, event.kept(Kind.SUSPENSION_ORDERED, envelope))


async def on_suspension_amended(tx: Transaction, event: SuspensionAmended, envelope: Envelope) -> None:
    """Reach back."""
    await keep(tx, event.kept(Kind.SUSPENSION_AMENDED, envelope))


async def on_provisional_measures_lapsed(tx: Transaction, event: ProvisionalMeasuresLapsed, envelope: Envelope) -> None:
    """End the provisional suspension."""
    await keep(tx, event.kept(Kind.PROVISIONAL_MEASURES_LAPSED, envelope))


async def on_suspension_reinstated(tx: Transaction, event: SuspensionReinstated, envelope: Envelope) -> None:
    """Suspend again."""
    await keep(tx, event.kept(Kind.SUSPENSION_REINSTATED, envelope))


async def on_suspension_terminated(tx: Transaction, event: SuspensionTerminated, envelope: Envelope) -> None:
    """Lift, and refund what the message says."""
    await keep(
        tx,
        event.kept(
            Kind.SUSPENSION_TERMINATED,
            envelope,
            first_on=event.entries.first,
            last_on=event.entries.last,
            firms=_firms(event.firms),
            effective_on=None if event.refund is Refund.NONE else event.first_free_on,
        ),
    )


async def on_deposit_rates_instructed(tx: Transaction, event: DepositRatesInstructed, envelope: Envelope) -> None:
    """Keep the rates."""
    rows = tuple(row.row(event.effective_from, event.effective_to, event.message_number) for row in event.rows)
    await keep(tx, event.kept(Kind.DEPOSIT_RATES, envelope), rates=Rates(stage=event.stage, rows=rows))


async def on_deposit_rates_set(tx: Transaction, event: DepositRatesSet, envelope: Envelope) -> None:
    """Keep the rates; those of a message to customs go before them."""
    rows = tuple(row.row(event.effective_from, None, _OUTSIDE + envelope.sequence) for row in event.rows)
    await keep_rates(tx, event.case_number, f"event:{envelope.id}", Rates(stage=event.stage, rows=rows))


async def on_order_terms(tx: Transaction, event: OrderTerms, envelope: Envelope) -> None:
    """Keep the days of the case."""
    days = CaseDays(
        boundary_on=event.boundary_on,
        order_on=event.order_published_on,
        suspended_from=event.suspended_from,
        lapsed_from=event.lapsed_from,
        reach_back_to=event.duties_reach_back_to,
        injury=event.injury_rule,
        critical_confirmed=event.critical_confirmed,
    )
    terms = Terms(
        days=days, interest_from=event.interest_from, conditional_delivery_from=event.conditional_delivery_from
    )
    await keep(tx, event.kept(Kind.ORDER_TERMS, envelope), terms=terms)


async def on_conditional_delivery(tx: Transaction, event: ConditionalDeliveryActivated, envelope: Envelope) -> None:
    """Note it: no later message is applied while one with a lower number is missing (17.2)."""
    await keep(tx, event.kept(Kind.CONDITIONAL_DELIVERY, envelope))


async def on_investigation_resumed(tx: Transaction, event: InvestigationResumed, envelope: Envelope) -> None:
    """Note it, for the same reason."""
    await keep(tx, event.kept(Kind.INVESTIGATION_RESUMED, envelope))


async def on_order_ended(tx: Transaction, event: OrderEnded, envelope: Envelope) -> None:
    """Free later entries and give their deposits back."""
    await keep(
        tx,
        event.kept(
            Kind.ORDER_ENDED,
            envelope,
            first_on=event.effective_on,
            firms=EVERYBODY,
            effective_on=event.effective_on,
        ),
    )


async def on_liquidation_instructed(tx: Transaction, event: LiquidationInstructed, envelope: Envelope) -> None:
    """Take the instruction in; the job applies it."""
    kept = event.kept(
        Kind.LIQUIDATE,
        envelope,
        first_on=event.entries.first,
        last_on=event.entries.last,
        firms=_firms(event.firms),
        excluded_firms=_firms(event.excluded_firms),
        excluded_ranges=tuple((part.first, part.last) for part in event.exclude_ranges),
        effective_on=max(envelope.time.astimezone(AGENCY_ZONE).date(), event.suspension_lifted_on),
        target_on=event.target_on,
        deemed_after=event.deemed_after,
    )
    await keep(tx, kept)


async def on_security_refunded(tx: Transaction, event: SecurityRefunded, envelope: Envelope) -> None:
    """Take the instruction in; the job applies it."""
    await keep(
        tx,
        event.kept(
            Kind.SECURITY_REFUND,
            envelope,
            first_on=event.entries.first,
            last_on=event.entries.last,
            firms=_firms(event.firms),
            effective_on=envelope.time.astimezone(AGENCY_ZONE).date(),
        ),
    )


async def on_entry_hold(tx: Transaction, event: EntryHold, envelope: Envelope) -> None:
    """Hold entries, or release them."""
    hold = Hold(court_reference=event.court_reference, entry_numbers=event.entry_numbers, released=event.released)
    await keep(tx, event.kept(Kind.ENTRY_HOLD, envelope), hold=hold)


def _firms(named: tuple[FirmNamed, ...]) -> tuple[Firm, ...]:
    return tuple(firm.firm() for firm in named)


INSTRUCTION_SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(SuspensionOrdered, on_suspension_ordered),
    Subscription(SuspensionAmended, on_suspension_amended),
    Subscription(ProvisionalMeasuresLapsed, on_provisional_measures_lapsed),
    Subscription(SuspensionReinstated, on_suspension_reinstated),
    Subscription(SuspensionTerminated, on_suspension_terminated),
    Subscription(DepositRatesInstructed, on_deposit_rates_instructed),
    Subscription(DepositRatesSet, on_deposit_rates_set),
    Subscription(OrderTerms, on_order_terms),
    Subscription(ConditionalDeliveryActivated, on_conditional_delivery),
    Subscription(InvestigationResumed, on_investigation_resumed),
    Subscription(OrderEnded, on_order_ended),
    Subscription(LiquidationInstructed, on_liquidation_instructed),
    Subscription(SecurityRefunded, on_security_refunded),
    Subscription(EntryHold, on_entry_hold),
)
