"""Inputs of the acts on audits, each the command of one use case."""

from decimal import Decimal, InvalidOperation

import strawberry

from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind, Suspicion
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import ChallengeType, Estimator, Stratum
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, OffsetEvent
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.audits import (
    compute,
    conclude,
    determine,
    investigate,
    prepare,
    record_findings,
    refer,
    sample,
    scope,
)
from services.enforcement.usecases.audits.prepare import Procedure
from shared.errors import BadInput
from shared.graphql import Date, DateTime, Money


def _exact(text: str, field: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadInput("Write a decimal number.", field=field)
    return number


@strawberry.input(description="Period and scope as CBP alone fixes them (AUD-05).")
class AuditScopeInput:
    """See ScopeInput."""

    period_from: Date = strawberry.field(description="First entry date inside.")
    period_to: Date = strawberry.field(description="Last entry date inside.")
    issues: list[str] = strawberry.field(description="Codes of the issues.")
    importer_numbers: list[str] = strawberry.field(description="Importer numbers.")
    universe_hash: str = strawberry.field(description="Digest of the query that fixes the universe.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> scope.ScopeInput:
        """The part of the command."""
        return scope.ScopeInput(
            period_from=self.period_from,
            period_to=self.period_to,
            issues=tuple(self.issues),
            importer_numbers=tuple(self.importer_numbers),
            universe_hash=self.universe_hash,
            reason=self.reason,
        )


@strawberry.input(description="One part of the universe, of one liquidation status (SMP-09).")
class SamplingStratumInput:
    """See Stratum."""

    name: str = strawberry.field(description="Name of the stratum.")
    is_final: bool = strawberry.field(description="Whether its entries are finally liquidated.")
    estimator: Estimator = strawberry.field(description="How errors are projected.")
    universe_units: int = strawberry.field(description="Units of the universe.")
    sample_units: int = strawberry.field(description="Units of the sample.")
    universe_value: Money = strawberry.field(default=0, description="Value of the universe.")
    sample_value: Money = strawberry.field(default=0, description="Value of the sample.")
    sample_value_squares: str | None = strawberry.field(
        default=None, description="Sum of the squared values in cents, for the precision of a ratio."
    )

    def command(self) -> Stratum:
        """The part of the command."""
        squares = self.sample_value_squares
        return Stratum(
            name=self.name,
            is_final=self.is_final,
            estimator=self.estimator,
            universe_units=self.universe_units,
            sample_units=self.sample_units,
            universe_value_cents=self.universe_value,
            sample_value_cents=self.sample_value,
            sample_value_squares=None if squares is None else int(_exact(squares, "sampleValueSquares")),
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
    amount: Money = strawberry.field(description="Effect on duty, fee or tax, never negative.")
    entry_date: Date = strawberry.field(description="Date of entry.")
    cause: Cause = strawberry.field(description="Cause.")
    cause_text: str = strawberry.field(default="", description="Cause in words.")
    release_number: str | None = strawberry.field(default=None, description="Release.")
    declared_delta: str | None = strawberry.field(default=None, description="Difference declared, a decimal number.")
    liquidated_on: Date | None = strawberry.field(default=None, description="Day of liquidation.")
    final_on: Date | None = strawberry.field(default=None, description="Day liquidation became final.")
    stratum: str | None = strawberry.field(default=None, description="Stratum, if found in a sample.")
    unit_value: Money = strawberry.field(default=0, description="Value of the sampled unit.")
    suspicion: Suspicion | None = strawberry.field(default=None, description="What is suspected.")
    evidence: str | None = strawberry.field(default=None, description="Evidence of it.")
    refunded: bool = strawberry.field(default=False, description="Whether it was refunded already.")

    def command(self) -> record_findings.FindingInput:
        """The part of the command."""
        delta = self.declared_delta
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
            declared_delta=None if delta is None else _exact(delta, "declaredDelta"),
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

    def command(self) -> scope.ChangeScope:
        """The command."""
        return scope.ChangeScope(
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


@strawberry.input(description="Adopt a sampling plan (SMP-01, SMP-02, SMP-05, SMP-06).")
class AdoptSamplingPlanInput:
    """See AdoptSamplingPlan."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    explanation: str = strawberry.field(description="The plan and its projection as explained.")
    seed: int = strawberry.field(description="Seed of the selection.")
    confidence_bps: int = strawberry.field(description="Confidence level, hundredths of a percent.")
    lower_limit: bool = strawberry.field(description="Whether the plan prescribes the lower limit.")
    discussed_on: Date | None = strawberry.field(default=None, description="Day it was discussed.")
    review_impractical: bool = strawberry.field(description="A full review is impractical.")
    procedure_recognised: bool = strawberry.field(description="The procedure is recognised.")
    execution_follows_plan: bool = strawberry.field(description="Execution follows the plan.")
    authorised_in_advance: bool = strawberry.field(description="Self-testing was authorised in advance.")
    execution_approved: bool = strawberry.field(description="CBP approved the execution.")
    results_approved: bool = strawberry.field(description="CBP approved the results.")
    strata: list[SamplingStratumInput] = strawberry.field(description="The strata.")

    def command(self) -> sample.AdoptSamplingPlan:
        """The command."""
        return sample.AdoptSamplingPlan(
            audit_id=parse_id(self.audit_id, field="auditId"),
            explanation=self.explanation,
            seed=self.seed,
            confidence_bps=self.confidence_bps,
            lower_limit=self.lower_limit,
            discussed_on=self.discussed_on,
            review_impractical=self.review_impractical,
            procedure_recognised=self.procedure_recognised,
            execution_follows_plan=self.execution_follows_plan,
            authorised_in_advance=self.authorised_in_advance,
            execution_approved=self.execution_approved,
            results_approved=self.results_approved,
            strata=tuple(one.command() for one in self.strata),
        )


@strawberry.input(description="Keep the signed acceptance of the plan (SMP-03).")
class AcceptSamplingPlanInput:
    """See AcceptSamplingPlan."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    company_signer: str = strawberry.field(description="Who signed for the company.")
    can_bind: bool = strawberry.field(description="Whether the signer can bind it.")
    signed_on: Date = strawberry.field(description="Day of the signature.")

    def command(self) -> sample.AcceptSamplingPlan:
        """The command."""
        return sample.AcceptSamplingPlan(
            audit_id=parse_id(self.audit_id, field="auditId"),
            company_signer=self.company_signer,
            can_bind=self.can_bind,
            signed_on=self.signed_on,
        )


@strawberry.input(description="Register a challenge (SMP-03, SMP-04).")
class ChallengeSamplingInput:
    """See ChallengeSampling."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    kind: ChallengeType = strawberry.field(description="What it is about.")
    statement: str = strawberry.field(description="What the person says.")

    def command(self) -> sample.ChallengeSampling:
        """The command."""
        return sample.ChallengeSampling(
            audit_id=parse_id(self.audit_id, field="auditId"),
            kind=self.kind,
            statement=self.statement,
        )


@strawberry.input(description="Correct the figures of the strata (SMP-10).")
class CorrectSamplingInput:
    """See CorrectSampling."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    strata: list[SamplingStratumInput] = strawberry.field(description="The corrected strata.")
    reason: str = strawberry.field(description="What was wrong.")

    def command(self) -> sample.CorrectSampling:
        """The command."""
        return sample.CorrectSampling(
            audit_id=parse_id(self.audit_id, field="auditId"),
            strata=tuple(one.command() for one in self.strata),
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

    def command(self) -> conclude.CompleteReport:
        """The command."""
        return conclude.CompleteReport(
            audit_id=parse_id(self.audit_id, field="auditId"),
            states_period_and_scope=self.states_period_and_scope,
        )


@strawberry.input(description="Send the redacted copy (AUD-08).")
class SendAuditCopyInput:
    """See SendCopy."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    redacted: bool = strawberry.field(description="Whether it is redacted.")
    redactions: str = strawberry.field(description="The log of what was taken out.")

    def command(self) -> conclude.SendCopy:
        """The command."""
        return conclude.SendCopy(
            audit_id=parse_id(self.audit_id, field="auditId"),
            redacted=self.redacted,
            redactions=self.redactions,
        )


@strawberry.input(description="Refer the audit to an FP&F office, or transfer it (AUD-12, OFF-22).")
class ReferAuditInput:
    """See ReferToFpf."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    fpf_office: str = strawberry.field(description="The office.")
    issues: list[str] = strawberry.field(description="The issues.")
    domestic_value: Money = strawberry.field(description="Domestic value.")
    dutiable_value: Money = strawberry.field(description="Dutiable value.")
    proposed_culpability: str = strawberry.field(description="Proposed level.")
    limitation_on: Date = strawberry.field(description="Last day of the limitation period.")
    reason: str = strawberry.field(description="Why.")

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
