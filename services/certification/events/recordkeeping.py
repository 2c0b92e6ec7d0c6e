"""What certification tells of recordkeepers, to the other services only. Each event carries the whole standing.

Enforcement needs the newest event of a participation (highest ``revision``) and nothing else to choose between a notice
of violation and a penalty: the days that count as certified, the adverse findings, the start of the certification.
"""

from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.calendar import FiscalYear
from shared.events import Event


class CertifiedDays(BaseModel):
    """Days that count as certified."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_on: date = Field(description="First day.")
    until_on: date | None = Field(description="First day that no longer counts; null while it goes on.")


class Finding(BaseModel):
    """A finding whether the participant is generally in compliance."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_on: date = Field(description="Day from which it holds, until the next finding.")
    generally_compliant: bool = Field(description="False: no notice in lieu of a penalty while it holds (RCP-12).")


class CertificateCondition(BaseModel):
    """A condition of the certificate (RCP-10)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    condition_id: str = Field(description="Its id in the certificate.")
    text: str = Field(description="What is to be met.")
    due_on: date | None = Field(description="By when; null when no day is set.")
    recurring: str | None = Field(description="How often; null for once.")


class RecordkeeperEvent(Event):
    """What every event of a recordkeeper carries: its standing after the event."""

    service: ClassVar[str] = "certification"
    aggregate: ClassVar[str] = "recordkeeper"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    participation_id: UUID = Field(description="The participation; a new application starts another.")
    importer_number: str = Field(description="Number of the applicant or participant.")
    revision: int = Field(description="1 for the application, one higher with every change; the highest holds.")
    status: str = Field(description="Its state after the event (section 10.9).")
    since: date = Field(description="Day on which it came into that state.")
    happened_on: date = Field(description="Legal day of the event.")
    certified: bool = Field(description="Whether it counts as certified on that day (RCP-12).")
    certified_on: date | None = Field(description="Start of the certification that repeats are counted in (RCP-13).")
    certified_days: tuple[CertifiedDays, ...] = Field(description="All days that count as certified, in order.")
    findings: tuple[Finding, ...] = Field(description="Findings of compliance, in the order they were made.")
    notice_count: int = Field(description="Notices of violation counted and not withdrawn (RCP-13).")

    @property
    def key(self) -> str:
        """Fiscal year of the event."""
        return str(FiscalYear.of(self.happened_on).year)

    @property
    def about(self) -> str:
        """The participation."""
        return f"recordkeepers/{self.participation_id}"


class RecordkeeperApplied(RecordkeeperEvent):
    """An application was received (RCP-02, RCP-03)."""

    event: ClassVar[str] = "applied"

    track: str = Field(description="STANDARD or NEGOTIATED (RCP-04).")


class RecordkeeperReviewStarted(RecordkeeperEvent):
    """The review of an application began (RCP-08)."""

    event: ClassVar[str] = "review-started"


class RecordkeeperInformationRequested(RecordkeeperEvent):
    """Information was asked for (RCP-09)."""

    event: ClassVar[str] = "information-requested"

    suspends: bool = Field(description="Whether processing is suspended until it comes.")


class RecordkeeperInformationReceived(RecordkeeperEvent):
    """What was asked for came (RCP-09)."""

    event: ClassVar[str] = "information-received"


class RecordkeeperOnSiteAnnounced(RecordkeeperEvent):
    """The applicant was told of an on-site verification (RCP-08)."""

    event: ClassVar[str] = "on-site-announced"


class RecordkeeperOnSiteDone(RecordkeeperEvent):
    """The on-site verification was made (RCP-08)."""

    event: ClassVar[str] = "on-site-done"


class RecordkeeperCertified(RecordkeeperEvent):
    """The certification was issued (RCP-10)."""

    event: ClassVar[str] = "certified"

    conditions: tuple[CertificateCondition, ...] = Field(description="Conditions stated in it.")


class RecordkeeperDenied(RecordkeeperEvent):
    """The application was denied (RCP-17)."""

    event: ClassVar[str] = "denied"

    grounds: tuple[str, ...] = Field(description="Codes of the grounds.")
    last_appeal_on: date = Field(description="Last day on which an appeal may be received (RCP-20).")


class RecordkeeperWithdrawn(RecordkeeperEvent):
    """The applicant withdrew its application."""

    event: ClassVar[str] = "withdrawn"


class RecordkeeperLeft(RecordkeeperEvent):
    """The participant left; it counts as certified through the day of the event (RCP-01)."""

    event: ClassVar[str] = "left"


class RecordkeeperVarianceReported(RecordkeeperEvent):
    """The participant reported a variance (RCP-07)."""

    event: ClassVar[str] = "variance-reported"

    number: int = Field(description="Number of the corrective action task.")


class RecordkeeperViolationReported(RecordkeeperEvent):
    """The participant reported a violation; by itself no notice of violation (RCP-07)."""

    event: ClassVar[str] = "violation-reported"

    number: int = Field(description="Number of the corrective action task.")


class RecordkeeperProblemNotified(RecordkeeperEvent):
    """Customs notified the participant of a violation or problem (RCP-07)."""

    event: ClassVar[str] = "problem-notified"

    number: int = Field(description="Number of the corrective action task.")


class RecordkeeperComplianceAssessed(RecordkeeperEvent):
    """Regulatory Audit found whether the participant is generally in compliance (RCP-12 (a))."""

    event: ClassVar[str] = "compliance-assessed"

    generally_compliant: bool = Field(description="The finding.")
    from_on: date = Field(description="Day from which it holds.")


class RecordkeeperRemovalServed(RecordkeeperEvent):
    """A notice of removal was served (RCP-18)."""

    event: ClassVar[str] = "removal-served"

    grounds: tuple[str, ...] = Field(description="Codes of the grounds.")
    immediate_basis: str | None = Field(description="Why it takes effect at once; null when it does not (RCP-19).")
    last_appeal_on: date = Field(description="Last day on which an appeal may be received (RCP-22).")


class RecordkeeperRemoved(RecordkeeperEvent):
    """The removal took effect (RCP-19)."""

    event: ClassVar[str] = "removed"

    effective_on: date = Field(description="First day without certification; may lie before the event.")


class RecordkeeperReinstated(RecordkeeperEvent):
    """The participant is certified again: after corrective action, or because its removal at once was reversed."""

    event: ClassVar[str] = "reinstated"

    basis: str = Field(description="CORRECTIVE_ACTION (RCP-16) or REVERSAL (RCP-23).")


class RecordkeeperAppealFiled(RecordkeeperEvent):
    """An appeal was received (RCP-20, RCP-22)."""

    event: ClassVar[str] = "appeal-filed"

    against: str = Field(description="DENIAL or REMOVAL.")
    received_on: date = Field(description="Day of receipt.")
    decide_by: date = Field(description="Last day for the decision.")


class RecordkeeperAppealDelayed(RecordkeeperEvent):
    """The appellant was advised that the decision comes later (RCP-21)."""

    event: ClassVar[str] = "appeal-delayed"

    anticipated_on: date = Field(description="Day on which the decision is expected.")


class RecordkeeperAppealDecided(RecordkeeperEvent):
    """An appeal was decided (RCP-21, RCP-23)."""

    event: ClassVar[str] = "appeal-decided"

    against: str = Field(description="DENIAL or REMOVAL.")
    outcome: str = Field(description="UPHELD or REVERSED.")


class RecordkeeperClockBreached(RecordkeeperEvent):
    """The last day for deciding an appeal passed without decision or advice; nothing follows by itself (CLK-07)."""

    event: ClassVar[str] = "clock-breached"

    clock: str = Field(description="RCP_DECIDE_DENIAL_APPEAL or RCP_DECIDE_REMOVAL_APPEAL.")
    rule: str = Field(description="Its rule.")
    due_on: date = Field(description="The last day.")


class RecordkeeperReminderDue(RecordkeeperEvent):
    """An answer is long in coming; a reminder, never a sanction (RCP-09, RCP-15)."""

    event: ClassVar[str] = "reminder-due"

    clock: str = Field(description="RCP_INFORMATION_REMINDER or RCP_NOTICE_REMINDER.")
    rule: str = Field(description="Its rule.")
    due_on: date = Field(description="Day after which the reminder is due.")


RECORDKEEPER_EVENTS: Final[tuple[type[RecordkeeperEvent], ...]] = (
    RecordkeeperApplied,
    RecordkeeperReviewStarted,
    RecordkeeperInformationRequested,
    RecordkeeperInformationReceived,
    RecordkeeperOnSiteAnnounced,
    RecordkeeperOnSiteDone,
    RecordkeeperCertified,
    RecordkeeperDenied,
    RecordkeeperWithdrawn,
    RecordkeeperLeft,
    RecordkeeperVarianceReported,
    RecordkeeperViolationReported,
    RecordkeeperProblemNotified,
    RecordkeeperComplianceAssessed,
    RecordkeeperRemovalServed,
    RecordkeeperRemoved,
    RecordkeeperReinstated,
    RecordkeeperAppealFiled,
    RecordkeeperAppealDelayed,
    RecordkeeperAppealDecided,
    RecordkeeperClockBreached,
    RecordkeeperReminderDue,
)
