"""What enforcement learns from certification of recordkeepers: who counts as certified, and when (RCP-12, RCP-13).

Each event carries the whole standing; only those that can change certified days or findings are listened to.
"""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.enforcement.domain.violations.standing import CertifiedDays, ComplianceFinding, Standing
from services.enforcement.usecases.violations.hear_standing import hear_standing
from shared.database import Transaction
from shared.events import Consumed, Envelope, Subscription


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Days(_Part):
    """Days that count as certified."""

    from_on: date
    until_on: date | None = None


class Finding(_Part):
    """A finding of compliance."""

    from_on: date
    generally_compliant: bool


class RecordkeeperChanged(Consumed):
    """The standing after an event."""

    stream: ClassVar[str] = "CERTIFICATION_INTERNAL"

    participation_id: UUID
    importer_number: str
    revision: int
    status: str
    certified_on: date | None = None
    certified_days: tuple[Days, ...] = ()
    findings: tuple[Finding, ...] = ()


class RecordkeeperCertified(RecordkeeperChanged):
    """The certification was issued."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.certified.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.certified.*"


class RecordkeeperLeft(RecordkeeperChanged):
    """The participant left."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.left.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.left.*"


class RecordkeeperComplianceAssessed(RecordkeeperChanged):
    """Regulatory Audit found whether the participant is generally in compliance."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.compliance-assessed.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.compliance-assessed.*"


class RecordkeeperRemovalServed(RecordkeeperChanged):
    """A removal was served."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.removal-served.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.removal-served.*"


class RecordkeeperRemoved(RecordkeeperChanged):
    """A removal took effect."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.removed.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.removed.*"


class RecordkeeperReinstated(RecordkeeperChanged):
    """The participant is certified again."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.reinstated.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.reinstated.*"


class RecordkeeperAppealFiled(RecordkeeperChanged):
    """An appeal against a removal keeps the participant certified."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.appeal-filed.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.appeal-filed.*"


class RecordkeeperAppealDecided(RecordkeeperChanged):
    """An appeal was decided."""

    event_type: ClassVar[str] = "gov.customs.certification.recordkeeper.appeal-decided.v1"
    subject: ClassVar[str] = "customs.internal.certification.v1.recordkeeper.appeal-decided.*"


async def on_changed(tx: Transaction, seen: RecordkeeperChanged, _: Envelope) -> None:
    """Keep the standing."""
    standing = Standing(
        participation_id=seen.participation_id,
        importer_number=seen.importer_number,
        revision=seen.revision,
        status=seen.status,
        certified_on=seen.certified_on,
        certified_days=tuple(CertifiedDays(days.from_on, days.until_on) for days in seen.certified_days),
        findings=tuple(ComplianceFinding(one.from_on, one.generally_compliant) for one in seen.findings),
    )
    await hear_standing(tx, standing)


RECORDKEEPER_SUBSCRIPTIONS: Final = tuple(
    Subscription(model, on_changed)
    for model in (
        RecordkeeperCertified,
        RecordkeeperLeft,
        RecordkeeperComplianceAssessed,
        RecordkeeperRemovalServed,
        RecordkeeperRemoved,
        RecordkeeperReinstated,
        RecordkeeperAppealFiled,
        RecordkeeperAppealDecided,
    )
)
