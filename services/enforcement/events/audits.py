"""What enforcement publishes of audits, internal: no suspicion, no investigation, no party's name."""

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


class AuditReferred(_AuditEvent):
    """An audit was referred to an FP&F office (AUD-12)."""

    event: ClassVar[str] = "referred"

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


AUDIT_EVENTS: Final[tuple[type[Event], ...]] = (AuditReferred, OffsetDetermined)
