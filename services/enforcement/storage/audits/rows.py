"""Audits as they are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.enforcement.domain.audits.deadlines import Clock, ClockKind
from services.enforcement.domain.audits.findings import Facts, Scope
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import SampleErrors, Stratum
from services.enforcement.domain.audits.states import AuditOrigin, AuditState, OffsetEvent, OffsetState


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRecord:
    """An audit with its scope in force, its clocks and the issues under investigation."""

    id: UUID
    importer_number: str
    origin: AuditOrigin
    purpose: Purpose
    state: AuditState
    offset_state: OffsetState | None
    scope_version: int
    plan_version: int | None
    computation_version: int | None
    telephoned_at: datetime | None
    noticed_at: datetime | None
    estimated_days: int | None
    rights_given_on: date | None
    entrance_on: date | None
    entrance_waived: bool | None
    termination_on: date | None
    petition_received_on: date | None
    conference_on: date | None
    report_completed_on: date | None
    copy_sent_on: date | None
    execution_approved_on: date | None
    results_approved_on: date | None
    skipped: tuple[str, ...]
    fpf_office: str | None
    auditor: str
    scope: Scope
    investigated: frozenset[str]
    clocks: tuple[Clock, ...]

    @property
    def open_issues(self) -> frozenset[str]:
        """The issues of the scope that are not under investigation (AUD-09)."""
        return self.scope.issues - self.investigated

    @property
    def offsets_approved(self) -> bool:
        """Whether offsetting may apply: who tests its own records needs both approvals (SMP-05, SMP-06)."""
        return self.origin is AuditOrigin.CBP or None not in (self.execution_approved_on, self.results_approved_on)

    def clock(self, kind: ClockKind) -> Clock | None:
        """The clock of a kind, if it was started."""
        return next((clock for clock in self.clocks if clock.kind is kind), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanRecord:
    """A version of a sampling plan with its strata."""

    version: int
    explanation: str
    seed: int
    confidence_bps: int
    lower_limit: bool
    discussed_on: date
    accepted_on: date | None
    company_signer: str | None
    customs_signer: str | None
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Findings with equal facts in one stratum, added up."""

    facts: Facts
    stratum: str | None
    count: int
    errors: SampleErrors


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingRecord:
    """A finding as it is kept, with its facts on a day. The auditor's suspicion is internal."""

    number: str
    entry_number: str
    line_number: int
    issue: str
    amount_cents: int
    entry_date: date
    cause: str
    stratum: str | None
    suspicion: str | None
    evidence: str | None
    refund_basis: str
    facts: Facts


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputationRecord:
    """A version of the computation, US cents."""

    version: int
    as_of: date
    scope_version: int
    plan_version: int | None
    with_offset: bool
    under_final_cents: int
    under_potential_cents: int
    over_final_cents: int
    offset_cents: int
    actual_loss_cents: int
    potential_loss_cents: int
    total_loss_cents: int
    excess_over_cents: int
    loss_without_offset_cents: int
    uses: dict[str, dict[str, int]]
    projections: dict[str, dict[str, str | int | None]]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeterminationRecord:
    """A determination, proposed by one officer and approved by another."""

    id: UUID
    audit_id: UUID
    event: OffsetEvent
    office: str | None
    purpose_items: tuple[str, ...]
    knowing_items: tuple[str, ...]
    reason: str
    proposed_by: str
    approved_by: str | None
    result: OffsetState | None
