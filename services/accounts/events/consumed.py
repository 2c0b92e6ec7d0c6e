"""What the accounts listen to: orders, notices and certified claims, each as far as it is needed here."""

from datetime import date
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from services.accounts.domain.distribution import UNSHARED
from services.accounts.events.debts_consumed import DEBT_SUBSCRIPTIONS
from services.accounts.events.instructions import INSTRUCTION_SUBSCRIPTIONS
from services.accounts.events.record_holds import RECORD_HOLD_SUBSCRIPTIONS
from services.accounts.usecases import orders
from services.accounts.usecases.keep_claims import CertifiedClaim, CertifiedPart, KeepClaims, keep_claims
from services.accounts.usecases.orders import OpenAccounts
from services.accounts.usecases.termination.final_notice import FinalNotice, take_final_notice
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class OrderIssued(Consumed):
    """Proceedings registered an order."""

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


class NoticedOrder(BaseModel):
    """An order in a notice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    case_number: str


class NoticePublished(Consumed):
    """Certification published a notice of intent to distribute."""

    event_type: ClassVar[str] = "gov.customs.certification.notice.published.v1"
    subject: ClassVar[str] = "customs.public.certification.v1.notice.published.*"
    stream: ClassVar[str] = "CERTIFICATION_PUBLIC"

    notice_id: str
    fiscal_year: int
    published_on: date
    orders: tuple[NoticedOrder, ...]
    kind: str = "ORDINARY"
    sweep_after: date | None = None


class ListedPart(BaseModel):
    """One part of a claim of a certified list."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    group_id: str | None = None
    case_numbers: tuple[str, ...] = ()
    net_cents: int


class ListedClaim(BaseModel):
    """One claim of a certified list."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    certification_number: str
    certification_id: str
    lineage_id: str
    producer_id: str
    claimant_name: str
    state: str
    reason_code: str | None = None
    net_cents: int
    claimed_cents: int
    prior_cents: int = 0
    received_on: date | None = None
    parts: tuple[ListedPart, ...] = ()


class ClaimsCertified(Consumed):
    """Certification certified the complete list of an order's claims for a year."""

    event_type: ClassVar[str] = "gov.customs.certification.claims.certified.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.claims.certified.*"
    stream: ClassVar[str] = "CERTIFICATION_INTERNAL"

    case_number: str
    fiscal_year: int
    version: int
    notice_id: str
    certified_on: date
    claims: tuple[ListedClaim, ...]


class OrderNotKnownYet(Exception):
    """The order's own event has not arrived; this one is tried again."""


async def on_order_issued(tx: Transaction, event: OrderIssued, _: Envelope) -> None:
    """Open the order's accounts."""
    await orders.open_accounts(tx, OpenAccounts(**event.model_dump()))


async def on_order_revoked(tx: Transaction, event: OrderRevoked, _: Envelope) -> None:
    """Keep the day the order ended."""
    if not await orders.record_revocation(tx, event.case_number, event.revoked_on):
        raise OrderNotKnownYet(event.case_number)


async def on_notice_published(tx: Transaction, event: NoticePublished, _: Envelope) -> None:
    """Plan a distribution for each of its orders; a final notice may bring its orders' accounts to their end."""
    await orders.plan_distributions(
        tx,
        notice_id=event.notice_id,
        fiscal_year=event.fiscal_year,
        case_numbers=[order.case_number for order in event.orders],
        published_on=event.published_on,
    )
    if event.kind == "FINAL":
        # In the order in which everybody locks books.
        for case_number in sorted({order.case_number for order in event.orders}):
            await _take_final_notice(tx, event, case_number)


async def _take_final_notice(tx: Transaction, event: NoticePublished, case_number: str) -> None:
    known = await take_final_notice(
        tx,
        FinalNotice(
            case_number=case_number,
            notice_id=event.notice_id,
            fiscal_year=event.fiscal_year,
            published_on=event.published_on,
            sweep_after=event.sweep_after,
        ),
    )
    if not known:
        raise OrderNotKnownYet(case_number)


async def on_claims_certified(tx: Transaction, event: ClaimsCertified, _: Envelope) -> None:
    """Keep the list in place of an older one; an older or equal version changes nothing."""
    await keep_claims(
        tx,
        KeepClaims(
            case_number=event.case_number,
            fiscal_year=event.fiscal_year,
            version=event.version,
            notice_id=event.notice_id,
            certified_on=event.certified_on,
            claims=tuple(_claim(claim) for claim in event.claims),
        ),
    )


def _claim(listed: ListedClaim) -> CertifiedClaim:
    parts = tuple(
        CertifiedPart(group_id=part.group_id or UNSHARED, case_numbers=part.case_numbers, net_cents=part.net_cents)
        for part in listed.parts
    )
    return CertifiedClaim(**{**dict(listed), "parts": parts})


SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(OrderIssued, on_order_issued),
    Subscription(OrderRevoked, on_order_revoked),
    Subscription(NoticePublished, on_notice_published),
    Subscription(ClaimsCertified, on_claims_certified),
    *DEBT_SUBSCRIPTIONS,
    *INSTRUCTION_SUBSCRIPTIONS,
    *RECORD_HOLD_SUBSCRIPTIONS,
)
