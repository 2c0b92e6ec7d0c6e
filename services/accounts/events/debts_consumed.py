"""What the accounts listen to about debts: verified claims, and what enforcement asks to be collected and paid."""

from datetime import date
from typing import Any, ClassVar, Final

from services.accounts.domain.bills.kinds import ReceivableKind
from services.accounts.domain.bills.overclaim import VerifiedClaim
from services.accounts.usecases.bills.debts import bill_overclaim
from services.accounts.usecases.receivables.keep import (
    KeepAward,
    KeepReceivable,
    change_receivable,
    keep_award,
    keep_receivable,
)
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


async def on_award_payment_requested(tx: Transaction, event: AwardPaymentRequested, _: Envelope) -> None:
    """Keep the award to be paid."""
    await keep_award(tx, KeepAward(**event.model_dump()))


DEBT_SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(VerificationConcluded, on_verification_concluded),
    Subscription(PenaltyAssessed, on_penalty_assessed),
    Subscription(PenaltyReduced, on_penalty_reduced),
    Subscription(DutiesDemanded, on_duties_demanded),
    Subscription(AwardPaymentRequested, on_award_payment_requested),
)
