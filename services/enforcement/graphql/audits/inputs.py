"""Inputs of the acts on audits, each the command of one use case."""

import strawberry

from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind, Suspicion
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.audits.numbers import exact
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.audits import compute, conclude, correct_findings, prepare, record_findings
from services.enforcement.usecases.audits import scope as scopes
from services.enforcement.usecases.audits.prepare import Procedure
from shared.graphql import Date, DateTime, Money


@strawberry.input(description="Period and scope as CBP alone fixes them (AUD-05).")
class AuditScopeInput:
    """See ScopeInput."""

    period_from: Date = strawberry.field(description="First entry date inside.")
    period_to: Date = strawberry.field(description="Last entry date inside.")
    issues: list[str] = strawberry.field(description="Codes of the issues.")
    importer_numbers: list[str] = strawberry.field(description="Importer numbers.")
    universe_hash: str = strawberry.field(description="Digest of the query that fixes the universe.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> scopes.ScopeInput:
        """The part of the command."""
        return scopes.ScopeInput(
            period_from=self.period_from,
            period_to=self.period_to,
            issues=tuple(self.issues),
            importer_numbers=tuple(self.importer_numbers),
            universe_hash=self.universe_hash,
            reason=self.reason,
        )


@strawberry.input(description="One finding (AUD-10).")
class AuditFindingInput:
    """See FindingInput."""

    number: str = strawberry.field(description="Number of the finding.")
    importer_number: str = strawberry.field(description="Importer number.")
    entry_number: str = strawberry.field(description="Entry.")
    line_number: int = strawberry.field(description="Line.")
    issue: str = strawberry.field(description="Issue.")
    direction: Direction = strawberry.field(description="Under or over.")
    kind: FindingKind = strawberry.field(description="Payment or declaration.")
    finding_class: FindingClass = strawberry.field(description="Class.")
    entry_date: Date = strawberry.field(description="Date of entry.")
    cause: Cause = strawberry.field(description="Cause.")
    amount: Money | None = strawberry.field(
        default=None, description="Effect on duty, fee or tax; null when it follows from declaredDelta and rate."
    )
    cause_text: str = strawberry.field(default="", description="Cause in words.")
    release_number: str | None = strawberry.field(default=None, description="Release.")
    declared_delta: str | None = strawberry.field(
        default=None, description="Difference declared, a decimal number: dollars of a value, units of a quantity."
    )
    rate: str | None = strawberry.field(
        default=None, description="Rate of duty (OFF-09), a decimal number: part of the value, or dollars per unit."
    )
    liquidated_on: Date | None = strawberry.field(default=None, description="Day of liquidation.")
    final_on: Date | None = strawberry.field(default=None, description="Day liquidation became final.")
    stratum: str | None = strawberry.field(default=None, description="Stratum, if found in a sample.")
    unit_value: Money = strawberry.field(default=0, description="Value of the sampled unit.")
    suspicion: Suspicion | None = strawberry.field(default=None, description="What is suspected.")
    evidence: str | None = strawberry.field(default=None, description="Evidence of it.")
    refunded: bool = strawberry.field(default=False, description="Whether it was refunded already.")

    def command(self) -> record_findings.FindingInput:
        """The part of the command."""
        delta, rate = self.declared_delta, self.rate
        return record_findings.FindingInput(
            number=self.number,
            importer_number=self.importer_number,
            entry_number=self.entry_number,
            line_number=self.line_number,
            release_number=self.release_number,
            issue=self.issue,
            direction=self.direction,
            kind=self.kind,
            finding_class=self.finding_class,
            amount_cents=self.amount,
            declared_delta=None if delta is None else exact(delta, "declaredDelta"),
            rate=None if rate is None else exact(rate, "rate"),
            entry_date=self.entry_date,
            liquidated_on=self.liquidated_on,
            final_on=self.final_on,
            cause=self.cause,
            cause_text=self.cause_text,
            stratum=self.stratum,
            unit_value_cents=self.unit_value,
            suspicion=self.suspicion,
            evidence=self.evidence,
            refunded=self.refunded,
        )


@strawberry.input(description="Plan an audit with its period and scope (AUD-05).")
class PlanAuditInput:
    """See PlanAudit."""

    importer_number: str = strawberry.field(description="Number of the audited person.")
    origin: AuditOrigin = strawberry.field(description="Who tests.")
    purpose: Purpose = strawberry.field(description="What the figures are for.")
    scope: AuditScopeInput = strawberry.field(description="Period and scope.")

    def command(self) -> prepare.PlanAudit:
        """The command."""
        return prepare.PlanAudit(
            importer_number=self.importer_number,
            origin=self.origin,
            purpose=self.purpose,
            scope=self.scope.command(),
        )


@strawberry.input(description="Change period and scope, at CBP's discretion (AUD-05).")
class ChangeAuditScopeInput:
    """See ChangeScope."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    scope: AuditScopeInput = strawberry.field(description="The new version.")

    def command(self) -> scopes.ChangeScope:
        """The command."""
        return scopes.ChangeScope(
            audit_id=parse_id(self.audit_id, field="auditId"),
            scope=self.scope.command(),
        )


@strawberry.input(description="Tell the person of the audit by telephone and in writing (AUD-01).")
class GiveAuditNoticeInput:
    """See GiveNotice."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    telephoned_at: DateTime | None = strawberry.field(default=None, description="Instant of the call.")
    noticed_at: DateTime | None = strawberry.field(default=None, description="Instant of the written notice.")
    estimated_days: int | None = strawberry.field(default=None, description="Reasonable estimate of the time required.")

    def command(self) -> prepare.GiveNotice:
        """The command."""
        return prepare.GiveNotice(
            audit_id=parse_id(self.audit_id, field="auditId"),
            telephoned_at=self.telephoned_at,
            noticed_at=self.noticed_at,
            estimated_days=self.estimated_days,
        )


@strawberry.input(description="Inform the person of the right to an entrance conference (AUD-02).")
class InformAuditRightsInput:
    """See InformRights."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    in_writing: bool = strawberry.field(description="Whether it was in writing.")

    def command(self) -> prepare.InformRights:
        """The command."""
        return prepare.InformRights(
            audit_id=parse_id(self.audit_id, field="auditId"),
            in_writing=self.in_writing,
        )


@strawberry.input(description="Hold the entrance conference or note its waiver (AUD-02).")
class BeginFieldworkInput:
    """See BeginFieldwork."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    waived: bool = strawberry.field(description="Whether the right was waived.")
    termination_on: Date | None = strawberry.field(
        default=None, description="Estimated termination date; from the estimate of days when left out."
    )

    def command(self) -> prepare.BeginFieldwork:
        """The command."""
        return prepare.BeginFieldwork(
            audit_id=parse_id(self.audit_id, field="auditId"),
            waived=self.waived,
            termination_on=self.termination_on,
        )


@strawberry.input(description="Give a further estimate (AUD-03).")
class ReviseAuditEstimateInput:
    """See ReviseEstimate."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    termination_on: Date = strawberry.field(description="The new date.")

    def command(self) -> prepare.ReviseEstimate:
        """The command."""
        return prepare.ReviseEstimate(
            audit_id=parse_id(self.audit_id, field="auditId"),
            termination_on=self.termination_on,
        )


@strawberry.input(description="Leave a procedure out after a prior disclosure (AUD-09).")
class SkipAuditProcedureInput:
    """See SkipProcedure."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    procedure: Procedure = strawberry.field(description="The paragraph.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> prepare.SkipProcedure:
        """The command."""
        return prepare.SkipProcedure(
            audit_id=parse_id(self.audit_id, field="auditId"),
            procedure=self.procedure,
            reason=self.reason,
        )


@strawberry.input(description="Record findings, all or none (AUD-10).")
class RecordAuditFindingsInput:
    """See RecordFindings."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    findings: list[AuditFindingInput] = strawberry.field(description="The findings.")

    def command(self) -> record_findings.RecordFindings:
        """The command."""
        return record_findings.RecordFindings(
            audit_id=parse_id(self.audit_id, field="auditId"),
            findings=tuple(one.command() for one in self.findings),
        )


@strawberry.input(description="Compute with and without offset (OFF-10, OFF-16).")
class ComputeAuditOffsetInput:
    """See ComputeOffset."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    reason: str = strawberry.field(description="Why a version is made.")

    def command(self) -> compute.ComputeOffset:
        """The command."""
        return compute.ComputeOffset(
            audit_id=parse_id(self.audit_id, field="auditId"),
            reason=self.reason,
        )


@strawberry.input(description="Register a petition for a closing conference (AUD-06).")
class PetitionClosingConferenceInput:
    """See PetitionClosingConference."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    received_on: Date = strawberry.field(description="Day of receipt.")

    def command(self) -> conclude.PetitionClosingConference:
        """The command."""
        return conclude.PetitionClosingConference(
            audit_id=parse_id(self.audit_id, field="auditId"),
            received_on=self.received_on,
        )


@strawberry.input(description="Hold the closing conference (AUD-04).")
class HoldClosingConferenceInput:
    """See HoldClosingConference."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    on_site_work_complete: bool = strawberry.field(description="Whether on-site work is complete.")

    def command(self) -> conclude.HoldClosingConference:
        """The command."""
        return conclude.HoldClosingConference(
            audit_id=parse_id(self.audit_id, field="auditId"),
            on_site_work_complete=self.on_site_work_complete,
        )


@strawberry.input(description="Notify the delay of the report (AUD-07).")
class NotifyAuditDelayInput:
    """See NotifyDelay."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    reason: str = strawberry.field(description="Why.")
    anticipated_on: Date = strawberry.field(description="Anticipated day of completion.")

    def command(self) -> conclude.NotifyDelay:
        """The command."""
        return conclude.NotifyDelay(
            audit_id=parse_id(self.audit_id, field="auditId"),
            reason=self.reason,
            anticipated_on=self.anticipated_on,
        )


@strawberry.input(description="Complete the report (AUD-11).")
class CompleteAuditReportInput:
    """See CompleteReport."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    states_period_and_scope: bool = strawberry.field(
        description="Whether it states period and scope of every over-payment."
    )
    persons_responsible: list[str] = strawberry.field(
        default_factory=list, description="Persons responsible besides the auditor."
    )

    def command(self) -> conclude.CompleteReport:
        """The command."""
        return conclude.CompleteReport(
            audit_id=parse_id(self.audit_id, field="auditId"),
            states_period_and_scope=self.states_period_and_scope,
            persons=tuple(self.persons_responsible),
        )


@strawberry.input(description="A part that the copy leaves out (AUD-08).")
class AuditRedactionInput:
    """See SendCopy."""

    part: str = strawberry.field(
        description="SAMPLING, COMPUTATION, REFERRALS, PERSONS, or the number of a finding; period and scope stay."
    )
    exemption: int = strawberry.field(description="Paragraph of 5 USC 552(b), 1 to 9.")


@strawberry.input(description="Send the redacted copy (AUD-08).")
class SendAuditCopyInput:
    """See SendCopy."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    redacted: bool = strawberry.field(description="Whether it is redacted.")
    redactions: str = strawberry.field(description="The log of what was taken out.")
    withheld: list[AuditRedactionInput] = strawberry.field(default_factory=list, description="What is left out.")

    def command(self) -> conclude.SendCopy:
        """The command."""
        return conclude.SendCopy(
            audit_id=parse_id(self.audit_id, field="auditId"),
            redacted=self.redacted,
            redactions=self.redactions,
            withheld=tuple((one.part, one.exemption) for one in self.withheld),
        )


@strawberry.input(description="Close the audit by one of the three ways of 10.3.")
class CloseAuditInput:
    """See CloseAudit."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    event: AuditEvent = strawberry.field(description="The way.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> conclude.CloseAudit:
        """The command."""
        return conclude.CloseAudit(
            audit_id=parse_id(self.audit_id, field="auditId"),
            event=self.event,
            reason=self.reason,
        )


@strawberry.input(description="Where the liquidation of an entry stands (OFF-02).")
class EntryLiquidationInput:
    """See EntryLiquidation."""

    entry_number: strawberry.ID = strawberry.field(description="Number of the entry.")
    liquidated_on: Date | None = strawberry.field(default=None, description="Day of liquidation; null when set aside.")
    final_on: Date | None = strawberry.field(default=None, description="Day it became final; null before.")


@strawberry.input(description="Record liquidations of entries of an audit; its figures follow (OFF-02).")
class RecordAuditLiquidationsInput:
    """See RecordAuditLiquidations."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    entries: list[EntryLiquidationInput] = strawberry.field(description="The entries.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> correct_findings.RecordAuditLiquidations:
        """The command."""
        return correct_findings.RecordAuditLiquidations(
            audit_id=parse_id(self.audit_id, field="auditId"),
            entries=tuple(
                correct_findings.EntryLiquidation(
                    entry_number=str(one.entry_number), liquidated_on=one.liquidated_on, final_on=one.final_on
                )
                for one in self.entries
            ),
            reason=self.reason,
        )


@strawberry.input(description="Flag what is suspected of findings; FP&F decides (OFF-06, OFF-08).")
class FlagAuditFindingsInput:
    """See FlagFindings."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    items: list[str] = strawberry.field(description="Numbers of the findings.")
    suspicion: Suspicion = strawberry.field(description="What is suspected.")
    evidence: str = strawberry.field(description="Evidence of it.")

    def command(self) -> correct_findings.FlagFindings:
        """The command."""
        return correct_findings.FlagFindings(
            audit_id=parse_id(self.audit_id, field="auditId"),
            items=tuple(self.items),
            suspicion=self.suspicion,
            evidence=self.evidence,
        )
