"""What accounts tells of money: collected on a case, and paid out as an award."""

from datetime import date
from typing import Any, ClassVar, Final

from services.enforcement.usecases.informants.awards import award_paid
from services.enforcement.usecases.informants.recoveries import keep_collected
from services.enforcement.usecases.matters.collect import collected
from services.enforcement.usecases.matters.holds import standing_hold
from services.enforcement.usecases.penalties import relief
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class _Accounts(Consumed):
    stream: ClassVar[str] = "ACCOUNTS_INTERNAL"


class MoneyRecovered(_Accounts):
    """Money was collected on a penalty or a demand for duties."""

    event_type: ClassVar[str] = "gov.customs.accounts.money.recovered.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.money.recovered.*"

    recovery_id: str
    case_reference: str
    reference: str
    kind: str
    amount_cents: int
    received_on: date


class AwardPaid(_Accounts):
    """An award was paid."""

    event_type: ClassVar[str] = "gov.customs.accounts.award.paid.v1"
    subject: ClassVar[str] = "customs.internal.accounts.v1.award.paid.*"

    request_id: str
    amount_cents: int
    paid_on: date


async def on_money_recovered(tx: Transaction, event: MoneyRecovered, _: Envelope) -> None:
    """Count it on its matter and keep it, of every case (INF-12)."""
    matter = await collected(tx, event.reference, event.kind, event.amount_cents, event.received_on)
    await keep_collected(
        tx,
        source_id=event.recovery_id,
        case_reference=event.case_reference,
        kind=event.kind,
        cents=event.amount_cents,
        received_on=event.received_on,
        hold=None if matter is None else standing_hold(matter, event.kind),
    )
    if event.kind == "PENALTY":
        await relief.collected(tx, event.reference, event.amount_cents)


async def on_award_paid(tx: Transaction, event: AwardPaid, _: Envelope) -> None:
    """The claim is paid as far as awarded."""
    await award_paid(tx, event.request_id, event.amount_cents, event.paid_on)


MONEY_SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (
    Subscription(MoneyRecovered, on_money_recovered),
    Subscription(AwardPaid, on_award_paid),
)
