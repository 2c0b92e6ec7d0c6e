"""What the accounts listen to about debts: verified claims, and what enforcement asks to be collected and paid."""

from datetime import date
from typing import Any, ClassVar, Final

from services.accounts.domain.bills.kinds import ReceivableKind, SettledBy
from services.accounts.domain.bills.overclaim import VerifiedClaim
from services.accounts.usecases.bills.debts import bill_overclaim
from services.accounts.usecases.receivables.keep import (
    KeepAward,
    KeepReceivable,
    change_receivable,
    keep_award,
    keep_receivable,
)
from services.accounts.usecases.receivables.settled import Settlement, Tender, enter_settlement, enter_tender
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class VerificationConcluded(Consumed):
    """Certification verified a claim against the producer's records."""

    event_type: ClassVar[str] = "gov.customs.certification.verification.concluded.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.verification.concluded.*"
    stream: ClassVar[str] = "CERTIFICATION_INTERNAL"

    verification_id: str
    case_number: str
    fiscal_year: int
    certification_number: str
    unsupported_cents: int
    paid_already: bool
    concluded_on: date


class _Enforcement(Consumed):
    """Enforcement tells the services alone."""

    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"


class PenaltyAssessed(_Enforcement):
    """A penalty is owed."""

    event_type: ClassVar[str] = "gov.customs.enforcement.penalty.assessed.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.penalty.assessed.*"

    penalty_id: str
    case_reference: str | None = None
    importer_number: str
    amount_cents: int
    assessed_on: date


class PenaltyReduced(_Enforcement):
    """Less of a penalty is owed."""

    event_type: ClassVar[str] = "gov.customs.enforcement.penalty.reduced.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.penalty.reduced.*"

    penalty_id: str
    amount_cents: int


class DutiesDemanded(_Enforcement):
    """Duties that were withheld are owed."""

    event_type: ClassVar[str] = "gov.customs.enforcement.duties.demanded.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.duties.demanded.*"

    demand_id: str
    case_reference: str | None = None
    importer_number: str
    amount_cents: int
    demanded_on: date


class DutiesReduced(_Enforcement):
    """Another sum of demanded duties is owed."""

    event_type: ClassVar[str] = "gov.customs.enforcement.duties.reduced.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.duties.reduced.*"

    demand_id: str
    amount_cents: int


class DebtSettled(_Enforcement):
    """Enforcement applied money to a penalty or to demanded duties itself."""

    event_type: ClassVar[str] = "gov.customs.enforcement.debt.settled.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.debt.settled.*"

    kind: ReceivableKind
    reference: str
    means: SettledBy
    applied_cents: int
    settled_on: date


class TenderReceived(_Enforcement):
    """A sum was tendered with a prior disclosure."""

    event_type: ClassVar[str] = "gov.customs.enforcement.tender.received.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.tender.received.*"

    disclosure_id: str
    matter_id: str
    importer_number: str
    amount_cents: int
    acted_on: date


class TenderReduced(_Enforcement):
    """Part of what was tendered goes back."""

    event_type: ClassVar[str] = "gov.customs.enforcement.tender.reduced.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.tender.reduced.*"

    disclosure_id: str
    tendered_cents: int


class AwardPaymentRequested(_Enforcement):
    """An award is to be paid; whose it is stays with enforcement."""

    event_type: ClassVar[str] = "gov.customs.enforcement.award-payment.requested.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.award-payment.requested.*"

    request_id: str
    payee_reference: str
    amount_cents: int
    requested_on: date


class ReceivableNotKnownYet(Exception):
    """What is owed has not been told; this event is tried again."""


async def on_verification_concluded(tx: Transaction, event: VerificationConcluded, _: Envelope) -> None:
    """Bill what was paid too much; a claim that was lowered before payment needs no bill (VERI-04)."""
    if event.paid_already and event.unsupported_cents > 0:
        await bill_overclaim(tx, VerifiedClaim(**event.model_dump(exclude={"paid_already"})))


async def on_penalty_assessed(tx: Transaction, event: PenaltyAssessed, _: Envelope) -> None:
    """Bill the penalty."""
    await keep_receivable(
        tx,
        KeepReceivable(
            kind=ReceivableKind.PENALTY,
            reference=event.penalty_id,
            case_reference=event.case_reference or event.penalty_id,
            debtor=event.importer_number,
            amount_cents=event.amount_cents,
            demanded_on=event.assessed_on,
        ),
    )


async def on_penalty_reduced(tx: Transaction, event: PenaltyReduced, _: Envelope) -> None:
    """Lower what is owed."""
    if not await change_receivable(tx, ReceivableKind.PENALTY, event.penalty_id, event.amount_cents):
        raise ReceivableNotKnownYet(event.penalty_id)


async def on_duties_demanded(tx: Transaction, event: DutiesDemanded, _: Envelope) -> None:
    """Bill the duties."""
    await keep_receivable(
        tx,
        KeepReceivable(
            kind=ReceivableKind.DUTIES,
            reference=event.demand_id,
            case_reference=event.case_reference or event.demand_id,
            debtor=event.importer_number,
            amount_cents=event.amount_cents,
            demanded_on=event.demanded_on,
        ),
    )


async def on_duties_reduced(tx: Transaction, event: DutiesReduced, _: Envelope) -> None:
    """Change what is owed."""
    if not await change_receivable(tx, ReceivableKind.DUTIES, event.demand_id, event.amount_cents):
        raise ReceivableNotKnownYet(event.demand_id)


async def on_debt_settled(tx: Transaction, event: DebtSettled, _: Envelope) -> None:
    """Enter what was applied; it is not told back (DBT-04, CMP-05)."""
    settlement = Settlement(
        kind=event.kind,
        reference=event.reference,
        settled_by=event.means,
        applied_cents=event.applied_cents,
        settled_on=event.settled_on,
    )
    if not await enter_settlement(tx, settlement):
        raise ReceivableNotKnownYet(event.reference)


async def on_tender_received(tx: Transaction, event: TenderReceived, _: Envelope) -> None:
    """Take the tender in: a receivable of its own, collected as it comes (CUL-11)."""
    await enter_tender(
        tx,
        Tender(
            reference=event.disclosure_id,
            case_reference=event.matter_id,
            debtor=event.importer_number,
            amount_cents=event.amount_cents,
            tendered_on=event.acted_on,
        ),
    )


async def on_tender_reduced(tx: Transaction, event: TenderReduced, _: Envelope) -> None:
    """Less of the tender is kept; the rest is to be refunded (CUL-12)."""
    if not await change_receivable(tx, ReceivableKind.DUTIES, event.disclosure_id, event.tendered_cents):
        raise ReceivableNotKnownYet(event.disclosure_id)


async def on_award_payment_requested(tx: Transaction, event: AwardPaymentRequested, _: Envelope) -> None:
    """Keep the award to be paid."""
    await keep_award(tx, KeepAward(**event.model_dump()))


DEBT_SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(VerificationConcluded, on_verification_concluded),
    Subscription(PenaltyAssessed, on_penalty_assessed),
    Subscription(PenaltyReduced, on_penalty_reduced),
    Subscription(DutiesDemanded, on_duties_demanded),
    Subscription(DutiesReduced, on_duties_reduced),
    Subscription(DebtSettled, on_debt_settled),
    Subscription(TenderReceived, on_tender_received),
    Subscription(TenderReduced, on_tender_reduced),
    Subscription(AwardPaymentRequested, on_award_payment_requested),
)
