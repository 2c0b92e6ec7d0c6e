"""What certification learns from the other services: its own view of their events, and what it does with each."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.certification.domain.outcomes import Disbursement
from services.certification.domain.producers import ListedProducer, ListRole, ProducerKind, producer_id
from services.certification.events.enforcement import ENFORCEMENT_SUBSCRIPTIONS
from services.certification.storage.queries.learned import OrderRow, PaymentRow
from services.certification.storage.queries.prior import RepaymentRow
from services.certification.usecases import receive_facts
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class OrderIssued(Consumed):
    """An order was issued."""

    event_type: ClassVar[str] = "gov.customs.proceedings.order.issued.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.order.issued.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    case_number: str
    case_name: str
    kind: str
    country: str
    product_group_id: str | None = None
    issued_on: date


class OrderRevoked(Consumed):
    """An order ended."""

    event_type: ClassVar[str] = "gov.customs.proceedings.order.revoked.v1"
    subject: ClassVar[str] = "customs.public.proceedings.v1.order.revoked.*"
    stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"

    case_number: str
    revoked_on: date


class Listed(_Part):
    """One producer of a list."""

    name: str
    role: ListRole
    kind: ProducerKind


class ProducerListReceived(Consumed):
    """The Commission handed over its list for an order, complete."""

    event_type: ClassVar[str] = "gov.customs.proceedings.producer-list.received.v1"
    subject: ClassVar[str] = "customs.internal.proceedings.v1.producer-list.received.*"
    stream: ClassVar[str] = "PROCEEDINGS_INTERNAL"

    case_number: str
    list_version: int
    received_on: date
    producers: tuple[Listed, ...]


class SpecialAccountStated(Consumed):
    """The amount in a Special Account as of a day."""

    event_type: ClassVar[str] = "gov.customs.accounts.special-account.stated.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.special-account.stated.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    fiscal_year: int
    as_of: date
    balance_cents: int


class PaymentIssued(Consumed):
    """A producer was paid."""

    event_type: ClassVar[str] = "gov.customs.accounts.payment.issued.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.payment.issued.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    fiscal_year: int
    distribution_id: str
    certification_number: str
    lineage_id: UUID
    producer_id: UUID
    amount_cents: int
    paid_on: date
    kind: Literal["DISTRIBUTION", "HOLD_RELEASE", "ADJUSTMENT", "SUPPLEMENT"]


class HoldLost(Consumed):
    """A claimant lost the matter its share was withheld for."""

    event_type: ClassVar[str] = "gov.customs.accounts.hold.lost.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.hold.lost.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    fiscal_year: int
    certification_number: str


class BillPrincipalRecovered(Consumed):
    """A producer repaid principal of a bill, or got it back (then the amount is negative)."""

    event_type: ClassVar[str] = "gov.customs.accounts.bill.principal-recovered.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.bill.principal-recovered.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    bill_id: str
    lineage_id: UUID
    producer_id: UUID
    principal_cents: int
    received_on: date
    kind: Literal["OVERPAYMENT", "ADMIN_ERROR", "OVERCLAIM"]


class DistributionFrozen(Consumed):
    """The inputs of a distribution were frozen."""

    event_type: ClassVar[str] = "gov.customs.accounts.distribution.frozen.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.distribution.frozen.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    fiscal_year: int
    distribution_id: str


class DistributionCancelled(Consumed):
    """A frozen distribution was given up."""

    event_type: ClassVar[str] = "gov.customs.accounts.distribution.cancelled.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.distribution.cancelled.*"
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"

    case_number: str
    fiscal_year: int
    distribution_id: str


class Paid(_Part):
    """One line of a completed distribution."""

    certification_number: str
    claimed_cents: int
    disbursed_cents: int


class DistributionCompleted(Consumed):
    """A distribution was paid."""

    event_type: ClassVar[str] = "gov.customs.accounts.distribution.completed.v1"
    subject: ClassVar[str] = "customs.public.accounts.v1.distribution.completed.*"
    stream: ClassVar[str] = "ACCOUNTS_PUBLIC"

    case_number: str
    fiscal_year: int
    distribution_id: str
    available_cents: int = 0
    carry_forward_cents: int = 0
    payments: tuple[Paid, ...]


async def on_order_issued(tx: Transaction, seen: OrderIssued, _: Envelope) -> None:
    """Keep the order."""
    await receive_facts.receive_order(
        tx,
        OrderRow(
            case_number=seen.case_number,
            case_name=seen.case_name,
            kind=seen.kind,
            country=seen.country,
            product_group_id=seen.product_group_id,
            issued_on=seen.issued_on,
            revoked_on=None,
        ),
    )


async def on_order_revoked(tx: Transaction, seen: OrderRevoked, _: Envelope) -> None:
    """Keep the day the order ended."""
    await receive_facts.receive_revocation(tx, seen.case_number, seen.revoked_on)


async def on_producer_list_received(tx: Transaction, seen: ProducerListReceived, _: Envelope) -> None:
    """Keep the list as a version of its own; names that differ only in case and blanks are one producer."""
    entries = {
        producer_id(each.name): ListedProducer(
            producer_id=producer_id(each.name), name=each.name, role=each.role, kind=each.kind
        )
        for each in seen.producers
    }
    await receive_facts.receive_producer_list(
        tx,
        receive_facts.ProducerList(
            case_number=seen.case_number,
            list_version=seen.list_version,
            received_on=seen.received_on,
            entries=tuple(entries.values()),
        ),
    )


async def on_special_account_stated(tx: Transaction, seen: SpecialAccountStated, _: Envelope) -> None:
    """Keep the amount."""
    await receive_facts.receive_special_account(tx, seen.case_number, seen.fiscal_year, seen.as_of, seen.balance_cents)


async def on_payment_issued(tx: Transaction, seen: PaymentIssued, envelope: Envelope) -> None:
    """Keep the payment."""
    await receive_facts.receive_payment(
        tx,
        PaymentRow(
            event_id=envelope.id,
            certification_number=seen.certification_number,
            case_number=seen.case_number,
            fiscal_year=seen.fiscal_year,
            distribution_id=seen.distribution_id,
            lineage_id=seen.lineage_id,
            producer_id=seen.producer_id,
            amount_cents=seen.amount_cents,
            paid_on=seen.paid_on,
            kind=seen.kind,
        ),
    )


async def on_hold_lost(tx: Transaction, seen: HoldLost, _: Envelope) -> None:
    """Nothing is withheld for the certification any more."""
    await receive_facts.receive_lost_hold(tx, seen.case_number, seen.fiscal_year, seen.certification_number)


async def on_bill_principal_recovered(tx: Transaction, seen: BillPrincipalRecovered, envelope: Envelope) -> None:
    """Keep the repayment."""
    await receive_facts.receive_repayment(
        tx,
        RepaymentRow(
            event_id=envelope.id,
            bill_id=seen.bill_id,
            case_number=seen.case_number,
            lineage_id=seen.lineage_id,
            producer_id=seen.producer_id,
            principal_cents=seen.principal_cents,
            received_on=seen.received_on,
            kind=seen.kind,
        ),
    )


async def on_distribution_frozen(tx: Transaction, seen: DistributionFrozen, _: Envelope) -> None:
    """No more withdrawals."""
    await receive_facts.receive_freeze(tx, seen.distribution_id, seen.case_number, seen.fiscal_year)


async def on_distribution_cancelled(tx: Transaction, seen: DistributionCancelled, _: Envelope) -> None:
    """Withdrawals again."""
    await receive_facts.receive_cancellation(tx, seen.distribution_id, seen.case_number, seen.fiscal_year)


async def on_distribution_completed(tx: Transaction, seen: DistributionCompleted, _: Envelope) -> None:
    """Settle what was distributed upon."""
    disbursements = [
        Disbursement(
            certification_number=paid.certification_number,
            claimed_cents=paid.claimed_cents,
            disbursed_cents=paid.disbursed_cents,
        )
        for paid in seen.payments
    ]
    shared_cents = seen.available_cents - seen.carry_forward_cents
    await receive_facts.receive_completion(
        tx, seen.distribution_id, (seen.case_number, seen.fiscal_year), shared_cents, disbursements
    )


SUBSCRIPTIONS: tuple[Subscription, ...] = (
    Subscription(OrderIssued, on_order_issued),
    Subscription(OrderRevoked, on_order_revoked),
    Subscription(ProducerListReceived, on_producer_list_received),
    Subscription(SpecialAccountStated, on_special_account_stated),
    Subscription(PaymentIssued, on_payment_issued),
    Subscription(HoldLost, on_hold_lost),
    Subscription(BillPrincipalRecovered, on_bill_principal_recovered),
    Subscription(DistributionFrozen, on_distribution_frozen),
    Subscription(DistributionCancelled, on_distribution_cancelled),
    Subscription(DistributionCompleted, on_distribution_completed),
    *ENFORCEMENT_SUBSCRIPTIONS,
)
