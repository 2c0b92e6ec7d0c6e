"""What enforcement publishes of audits, internal: no suspicion, no party's name.

The person concerned is shown what section 11 classes PARTY; an investigation is never shown (AUD-09).
"""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _AuditEvent(Event):
    """Events of audits, ordered by the fiscal year of their day."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "audit"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    audit_id: Annotated[UUID, Field(description="the audit")]
    importer_number: Annotated[str, Field(description="number of the audited person")]
    decided_on: Annotated[date, Field(description="day of the act")]

    @property
    def key(self) -> str:
        """Fiscal year of the act."""
        return str(FiscalYear.of(self.decided_on).year)

    @property
    def about(self) -> str:
        """The audit."""
        return f"audits/{self.audit_id}"


class AuditNoticeGiven(_AuditEvent):
    """The person was told of the audit by telephone and in writing (AUD-01)."""

    event: ClassVar[str] = "notice-given"

    estimated_days: Annotated[int, Field(description="reasonable estimate of the time required, days")]


class _ScopeEvent(_AuditEvent):
    """Period and scope of an audit."""

    scope_version: Annotated[int, Field(description="version of the scope")]
    period_from: Annotated[date, Field(description="first entry date inside")]
    period_to: Annotated[date, Field(description="last entry date inside")]
    issues: Annotated[list[str], Field(description="codes of the issues")]


class AuditScopeSet(_ScopeEvent):
    """CBP fixed period and scope (AUD-05)."""

    event: ClassVar[str] = "scope-set"


class AuditScopeChanged(_ScopeEvent):
    """CBP gave period and scope another version (AUD-05)."""

    event: ClassVar[str] = "scope-changed"


class EntranceConferenceHeld(_AuditEvent):
    """The entrance conference was held, or the right to it waived (AUD-02)."""

    event: ClassVar[str] = "entrance-conference-held"

    waived: Annotated[bool, Field(description="whether the right was waived")]
    termination_on: Annotated[date, Field(description="estimated termination date")]


class ClosingConferenceHeld(_AuditEvent):
    """The closing conference was held on decided_on (AUD-04)."""

    event: ClassVar[str] = "closing-conference-held"


class AuditEstimateRevised(_AuditEvent):
    """A further estimate of the time was given (AUD-03)."""

    event: ClassVar[str] = "estimate-revised"

    termination_on: Annotated[date, Field(description="estimated termination date from now on")]


class ClosingConferencePetitioned(_AuditEvent):
    """The person petitioned for a closing conference (AUD-06)."""

    event: ClassVar[str] = "closing-conference-petitioned"

    hold_by: Annotated[date, Field(description="last day to hold it")]


class SamplingPlanAccepted(_AuditEvent):
    """The sampling plan was accepted in writing by both sides (SMP-03)."""

    event: ClassVar[str] = "sampling-plan-accepted"

    plan_version: Annotated[int, Field(description="version of the plan")]
    signed_on: Annotated[date, Field(description="day of the signature")]


class AuditReportDelayed(_AuditEvent):
    """The person was notified of the delay of the report (AUD-07)."""

    event: ClassVar[str] = "report-delayed"

    reason: Annotated[str, Field(description="reason of the delay, as notified")]
    anticipated_on: Annotated[date, Field(description="anticipated day of completion")]


class AuditReportCompleted(_AuditEvent):
    """A version of the report was issued: the first, or another on corrected figures (AUD-07, AUD-11, SMP-10)."""

    event: ClassVar[str] = "report-completed"

    report_version: Annotated[int, Field(description="version of the report")]


class AuditReportSent(_AuditEvent):
    """The copy of the report was sent to the person (AUD-08)."""

    event: ClassVar[str] = "report-sent"

    report_version: Annotated[int, Field(description="version of the report")]


class FindingRecorded(_AuditEvent):
    """A finding was recorded (AUD-10); what is suspected is not told."""

    event: ClassVar[str] = "finding-recorded"

    finding_number: Annotated[str, Field(description="the finding")]
    entry_number: Annotated[str, Field(description="the entry")]
    direction: Annotated[str, Field(description="UNDER or OVER")]
    finding_class: Annotated[str, Field(description="what was paid or declared wrongly")]
    amount_cents: Annotated[int, Field(description="effect on duty, fee or tax, US cents")]
    sampled: Annotated[bool, Field(description="whether it was found in a sample")]
    refunded: Annotated[bool, Field(description="whether it was refunded already")]


class OffsetComputed(_AuditEvent):
    """A version of the computation (OFF-10, OFF-16); provisional until determined."""

    event: ClassVar[str] = "offset-computed"

    computation_version: Annotated[int, Field(description="version of the computation")]
    under_final_cents: Annotated[int, Field(description="Uf: final under-payments, US cents")]
    under_potential_cents: Annotated[int, Field(description="Up: under-payments not final, US cents")]
    over_final_cents: Annotated[int, Field(description="Vf: over-payments that may offset, US cents")]
    offset_cents: Annotated[int, Field(description="the offset, US cents")]
    actual_loss_cents: Annotated[int, Field(description="actual loss, US cents")]
    potential_loss_cents: Annotated[int, Field(description="potential loss, US cents")]
    total_loss_cents: Annotated[int, Field(description="actual and potential loss, US cents")]
    excess_over_cents: Annotated[int, Field(description="over-payments beyond the offset: no credit, US cents")]


class AuditReferred(_AuditEvent):
    """An audit was referred to an FP&F office (AUD-12)."""

    event: ClassVar[str] = "referred"

    referral_id: Annotated[UUID | None, Field(description="the referral")] = None
    matter_id: Annotated[UUID | None, Field(description="the section 1592 matter; null without an under-payment")] = (
        None
    )
    fpf_office: Annotated[str, Field(description="the office that decides (OFF-22)")]
    loss_with_offset_cents: Annotated[int, Field(description="total loss after offset, provisional, US cents")]
    loss_without_offset_cents: Annotated[int, Field(description="total loss without offset, provisional, US cents")]
    proposed_culpability: Annotated[str, Field(description="level the auditor proposes")]


class OffsetDetermined(_AuditEvent):
    """Whether offsetting is allowed was determined; the person is notified (OFF-15)."""

    event: ClassVar[str] = "offset-determined"

    result: Annotated[str, Field(description="ALLOWED, ALLOWED_IN_PART or DISALLOWED_ENTIRELY (OFF-23)")]
    computation_version: Annotated[int, Field(description="version of the computation it rests on")]
    offset_cents: Annotated[int, Field(description="the offset, US cents")]
    total_loss_cents: Annotated[int, Field(description="actual and potential loss, US cents")]
    reasons: Annotated[list[str], Field(description="codes of what does not count")]


class InvestigationCommenced(_AuditEvent):
    """An investigation commenced on issues of the audit (AUD-09). Never shown to the person: it would tip off."""

    event: ClassVar[str] = "investigation-commenced"

    issues: Annotated[list[str], Field(description="codes of the issues")]
    recorded_on: Annotated[date, Field(description="day recorded in writing as the start")]


class RefundEligibilityDecided(_AuditEvent):
    """The refund basis of over-payments was decided (OFF-13)."""

    event: ClassVar[str] = "refund-eligibility-decided"

    finding_numbers: Annotated[list[str], Field(description="the over-payments")]
    basis: Annotated[str, Field(description="NONE, S1520 or S1514A")]
    refundable_cents: Annotated[int, Field(description="what may be credited toward a refund now, US cents")]


AUDIT_EVENTS: Final[tuple[type[Event], ...]] = (
    AuditNoticeGiven,
    AuditScopeSet,
    AuditScopeChanged,
    EntranceConferenceHeld,
    ClosingConferenceHeld,
    AuditEstimateRevised,
    ClosingConferencePetitioned,
    SamplingPlanAccepted,
    AuditReportDelayed,
    AuditReportCompleted,
    AuditReportSent,
    FindingRecorded,
    OffsetComputed,
    AuditReferred,
    OffsetDetermined,
    InvestigationCommenced,
    RefundEligibilityDecided,
)
