"""What certification learns from enforcement of recordkeepers: notices of violation and penalties (RCP-12, RCP-13)."""

from datetime import date
from typing import ClassVar, Final

from services.certification.domain.recordkeeping.participation import NoticeOfViolation, PenaltyAssessed
from services.certification.usecases.recordkeeping import participate
from shared.database import Transaction
from shared.events import Consumed, Envelope, PermanentFailure, Subscription


class NoticeOfViolationIssued(Consumed):
    """A notice of violation was issued in lieu of a penalty."""

    event_type: ClassVar[str] = "gov.customs.enforcement.notice-of-violation.issued.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.notice-of-violation.issued.*"
    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"

    importer_number: str
    demand_id: str
    due_on: date
    issued_on: date
    received_on: date | None = None


class NoticeOfViolationReceived(Consumed):
    """The participant received the notice."""

    event_type: ClassVar[str] = "gov.customs.enforcement.notice-of-violation.received.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.notice-of-violation.received.*"
    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"

    importer_number: str
    demand_id: str
    received_on: date


class NoticeOfViolationWithdrawn(Consumed):
    """A notice of violation was taken back."""

    event_type: ClassVar[str] = "gov.customs.enforcement.notice-of-violation.withdrawn.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.notice-of-violation.withdrawn.*"
    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"

    importer_number: str
    demand_id: str


class RecordkeepingPenaltyAssessed(Consumed):
    """A penalty was assessed; one without a demand is not a recordkeeping penalty and is none of ours."""

    event_type: ClassVar[str] = "gov.customs.enforcement.penalty.assessed.v1"
    subject: ClassVar[str] = "customs.internal.enforcement.v1.penalty.assessed.*"
    stream: ClassVar[str] = "ENFORCEMENT_INTERNAL"

    importer_number: str
    demand_id: str | None
    assessed_on: date


async def on_notice_issued(tx: Transaction, seen: NoticeOfViolationIssued, _: Envelope) -> None:
    """Count the notice, once for its demand."""
    notice = NoticeOfViolation(
        demand_id=seen.demand_id, due_on=seen.due_on, issued_on=seen.issued_on, received_on=seen.received_on
    )
    if not await participate.hear_notice_of_violation(tx, seen.importer_number, notice):
        raise PermanentFailure("the importer was not certified on the due date of the demand", code="NOT_CERTIFIED")


async def on_notice_received(tx: Transaction, seen: NoticeOfViolationReceived, _: Envelope) -> None:
    """Keep the day of receipt: the reminder of an answer counts from it (RCP-15)."""
    if not await participate.hear_receipt(tx, seen.importer_number, seen.demand_id, seen.received_on):
        raise PermanentFailure("no notice of violation stands for the demand", code="NO_NOTICE")


async def on_notice_withdrawn(tx: Transaction, seen: NoticeOfViolationWithdrawn, _: Envelope) -> None:
    """Count the notice no more."""
    if not await participate.hear_withdrawal(tx, seen.importer_number, seen.demand_id):
        raise PermanentFailure("no notice of violation stands for the demand", code="NO_NOTICE")


async def on_penalty_assessed(tx: Transaction, seen: RecordkeepingPenaltyAssessed, _: Envelope) -> None:
    """Keep the penalty of a participant; of anybody else it is no concern here."""
    if seen.demand_id is None:
        return
    penalty = PenaltyAssessed(demand_id=seen.demand_id, assessed_on=seen.assessed_on)
    await participate.hear_penalty(tx, seen.importer_number, penalty)


ENFORCEMENT_SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription(NoticeOfViolationIssued, on_notice_issued),
    Subscription(NoticeOfViolationReceived, on_notice_received),
    Subscription(NoticeOfViolationWithdrawn, on_notice_withdrawn),
    Subscription(RecordkeepingPenaltyAssessed, on_penalty_assessed),
)
