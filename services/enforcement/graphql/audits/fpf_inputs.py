"""Inputs of referral, determination and investigation."""

import strawberry

from services.enforcement.domain.audits.states import OffsetEvent
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.matters import enums as matter_enums  # noqa: F401  (the same, of culpability)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.audits import determine, investigate, refer, violations
from shared.graphql import Date, Money


@strawberry.input(description="Refer the audit to an FP&F office, or transfer it (AUD-12, OFF-22).")
class ReferAuditInput:
    """See ReferToFpf."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    fpf_office: str = strawberry.field(description="The office.")
    issues: list[str] = strawberry.field(description="The issues.")
    domestic_value: Money = strawberry.field(description="Domestic value.")
    dutiable_value: Money = strawberry.field(description="Dutiable value.")
    proposed_culpability: Culpability = strawberry.field(description="Proposed level.")
    limitation_on: Date = strawberry.field(description="Last day of the limitation period.")
    reason: str = strawberry.field(description="Why.")
    fraud_discovered_on: Date | None = strawberry.field(
        default=None, description="Discovery of the fraud; needed when fraud is proposed (LIM-02)."
    )

    def command(self) -> refer.ReferToFpf:
        """The command."""
        return refer.ReferToFpf(
            audit_id=parse_id(self.audit_id, field="auditId"),
            fpf_office=self.fpf_office,
            issues=tuple(self.issues),
            domestic_value_cents=self.domestic_value,
            dutiable_value_cents=self.dutiable_value,
            proposed_culpability=self.proposed_culpability,
            limitation_on=self.limitation_on,
            reason=self.reason,
            fraud_discovered_on=self.fraud_discovered_on,
        )


@strawberry.input(description="Propose the determination of the offset (OFF-06, OFF-08, OFF-15).")
class ProposeOffsetDeterminationInput:
    """See ProposeDetermination."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    event: OffsetEvent = strawberry.field(description="What is determined.")
    office: str | None = strawberry.field(default=None, description="The office of the officer.")
    purpose_items: list[str] = strawberry.field(description="Numbers of over-payments made to break a law.")
    knowing_items: list[str] = strawberry.field(description="Numbers of knowing and intentional under-payments.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> determine.ProposeDetermination:
        """The command."""
        return determine.ProposeDetermination(
            audit_id=parse_id(self.audit_id, field="auditId"),
            event=self.event,
            office=self.office,
            purpose_items=tuple(self.purpose_items),
            knowing_items=tuple(self.knowing_items),
            reason=self.reason,
        )


@strawberry.input(description="Approve what another officer proposed (OFF-15, OFF-22).")
class ApproveOffsetDeterminationInput:
    """See ApproveDetermination."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    office: str | None = strawberry.field(default=None, description="The office of the officer.")

    def command(self) -> determine.ApproveDetermination:
        """The command."""
        return determine.ApproveDetermination(
            audit_id=parse_id(self.audit_id, field="auditId"),
            office=self.office,
        )


@strawberry.input(description="Record that an investigation commenced; never shown to the person (AUD-09).")
class RecordAuditInvestigationInput:
    """See RecordInvestigation."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    issues: list[str] = strawberry.field(description="The issues.")
    recorded_on: Date = strawberry.field(description="Day recorded in writing.")

    def command(self) -> investigate.RecordInvestigation:
        """The command."""
        return investigate.RecordInvestigation(
            audit_id=parse_id(self.audit_id, field="auditId"),
            issues=tuple(self.issues),
            recorded_on=self.recorded_on,
        )


@strawberry.input(description="The auditor's confirmation that nothing is suspected (10.4).")
class ConfirmAuditOffsetInput:
    """See ProposeDetermination."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> determine.ProposeDetermination:
        """The command."""
        return determine.ProposeDetermination(
            audit_id=parse_id(self.audit_id, field="auditId"),
            event=OffsetEvent.CONFIRM_OFFSET,
            office=None,
            purpose_items=(),
            knowing_items=(),
            reason=self.reason,
        )


@strawberry.input(description="The approval of the confirmation by another auditor.")
class ApproveAuditOffsetInput:
    """See ApproveDetermination."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")

    def command(self) -> determine.ApproveDetermination:
        """The command."""
        return determine.ApproveDetermination(audit_id=parse_id(self.audit_id, field="auditId"), office=None)


@strawberry.input(description="Find whether a section 1592 violation stands behind under-payments (OFF-21).")
class DetermineAuditViolationsInput:
    """See DetermineViolations."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    office: str = strawberry.field(description="The office of the officer.")
    items: list[str] = strawberry.field(description="Numbers of the under-payments.")
    violation: bool = strawberry.field(description="Whether there was a violation; without one they leave the loss.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> violations.DetermineViolations:
        """The command."""
        return violations.DetermineViolations(
            audit_id=parse_id(self.audit_id, field="auditId"),
            office=self.office,
            items=tuple(self.items),
            violation=self.violation,
            reason=self.reason,
        )
