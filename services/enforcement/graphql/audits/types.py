"""Audits as the API shows them; what the auditor suspects and what is investigated is for officers only."""

from typing import Annotated, Self

import strawberry

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.findings import FpfDetermination, RefundBasis, Suspicion
from services.enforcement.domain.audits.offsets import COUNTED, Purpose, use_of
from services.enforcement.domain.audits.states import AuditOrigin, AuditState, OffsetState
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.audits.figure_types import (
    AuditLoss,
    AuditRefund,
    OffsetFigures,
    investigated_shown,
    losses_shown,
    refund_shown,
)
from services.enforcement.graphql.audits.procedure_types import (
    AuditPetition,
    AuditReferral,
    SamplingPlan,
    find_plan,
)
from services.enforcement.graphql.audits.report_types import AuditReport, find_shown
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.audits import findings as stored
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits import referrals as stored_referrals
from services.enforcement.storage.audits.rows import AuditRecord, ComputationRecord, FindingRecord
from shared.graphql import Date, Money, Refusal

_SHOWN = 1_000


@strawberry.type(description="A clock of an audit (CLK-07).")
class AuditClock:
    """One clock."""

    kind: ClockKind = strawberry.field(description="What is owed.")
    due_on: Date = strawberry.field(description="Last day for it.")
    issues: list[str] = strawberry.field(description="Issues it runs for.")
    breached: bool = strawberry.field(description="Whether the act was late, or is.")
    is_open: bool = strawberry.field(description="Whether the act is still owed.")


@strawberry.type(description="A version of the computation (OFF-10, OFF-16).")
class OffsetComputation:
    """Amounts of one version."""

    version: int = strawberry.field(description="Version.")
    as_of: Date = strawberry.field(description="Day of the liquidation status.")
    under_final: Money = strawberry.field(description="Uf: final under-payments.")
    under_potential: Money = strawberry.field(description="Up: under-payments not final.")
    over_final: Money = strawberry.field(description="Vf: eligible over-payments.")
    offset: Money = strawberry.field(description="The offset.")
    actual_loss: Money = strawberry.field(description="Actual loss.")
    total_loss: Money = strawberry.field(description="Actual and potential loss.")
    excess_over: Money = strawberry.field(description="Excess over-payment: no credit (OFF-12).")
    loss_without_offset: Money = strawberry.field(description="Total loss without offset.")

    @classmethod
    def of(cls, record: ComputationRecord) -> Self:
        """The computation as the API shows it."""
        return cls(
            version=record.version,
            as_of=record.as_of,
            under_final=Money(record.under_final_cents),
            under_potential=Money(record.under_potential_cents),
            over_final=Money(record.over_final_cents),
            offset=Money(record.offset_cents),
            actual_loss=Money(record.actual_loss_cents),
            total_loss=Money(record.total_loss_cents),
            excess_over=Money(record.excess_over_cents),
            loss_without_offset=Money(record.loss_without_offset_cents),
        )


@strawberry.type(description="A finding with the statement of AUD-11: within the period, within the scope.")
class AuditFinding:
    """One finding."""

    number: str = strawberry.field(description="Number.")
    entry_number: str = strawberry.field(description="Entry.")
    issue: str = strawberry.field(description="Issue.")
    direction: str = strawberry.field(description="UNDER or OVER.")
    amount: Money = strawberry.field(description="Effect on duty, fee or tax.")
    within_period: bool = strawberry.field(description="Whether it lies in the period.")
    within_scope: bool = strawberry.field(description="Whether it lies in the scope.")
    is_final: bool = strawberry.field(description="Whether the entry is finally liquidated today.")
    excluded: str | None = strawberry.field(description="Reason code why it does not count; null when it counts.")
    stratum: str | None = strawberry.field(description="Stratum, if found in a sample.")
    suspicion: Suspicion | None = strawberry.field(description="What the auditor suspects; decides nothing.")
    evidence: str | None = strawberry.field(description="Evidence of it.")
    determination: FpfDetermination | None = strawberry.field(description="What FP&F found; null until then.")
    caused_by_violation: bool | None = strawberry.field(description="Whether a violation stands behind it (OFF-21).")
    refund_basis: RefundBasis = strawberry.field(description="On what it could be refunded (OFF-13).")

    @classmethod
    def of(cls, record: FindingRecord) -> Self:
        """The finding as the API shows it."""
        use = use_of(record.facts)
        return cls(
            number=record.number,
            entry_number=record.entry_number,
            issue=record.issue,
            direction=record.facts.direction.value,
            amount=Money(record.amount_cents),
            within_period=record.facts.within_period,
            within_scope=record.facts.within_scope,
            is_final=record.facts.is_final,
            excluded=None if use in COUNTED else use.value,
            stratum=record.stratum,
            suspicion=None if record.suspicion is None else Suspicion(record.suspicion),
            evidence=record.evidence,
            determination=record.facts.fpf,
            caused_by_violation=record.facts.caused_by_violation,
            refund_basis=RefundBasis(record.refund_basis),
        )


@strawberry.type(description="A regulatory audit (section 10.3).")
class Audit:
    """An audit."""

    record: strawberry.Private[AuditRecord]
    id: strawberry.ID = strawberry.field(description="The audit's id.")
    importer_number: str = strawberry.field(description="Number of the audited person.")
    state: AuditState = strawberry.field(description="Where it stands.")
    offset_state: OffsetState | None = strawberry.field(description="Where its offset stands; null before any.")
    scope_version: int = strawberry.field(description="Version of period and scope.")
    termination_on: Date | None = strawberry.field(description="Latest estimate of its termination.")
    conference_on: Date | None = strawberry.field(description="Day of the closing conference.")
    report_completed_on: Date | None = strawberry.field(description="Day the report was completed.")
    copy_sent_on: Date | None = strawberry.field(description="Day the copy was sent.")
    fpf_office: str | None = strawberry.field(description="FP&F office to which it was referred last.")
    origin: AuditOrigin = strawberry.field(description="Who tests the records.")
    purpose: Purpose = strawberry.field(description="What the figures are for (OFF-01).")
    auditor: str = strawberry.field(description="Who planned it.")
    period_from: Date = strawberry.field(description="First entry date inside.")
    period_to: Date = strawberry.field(description="Last entry date inside.")
    issues: list[str] = strawberry.field(description="Issues of the scope.")
    issues_under_investigation: list[str] = strawberry.field(description="Never shown to the person (AUD-09).")
    execution_approved_on: Date | None = strawberry.field(description="Approval of an own test's execution (SMP-05).")
    results_approved_on: Date | None = strawberry.field(description="Approval of its results (SMP-05).")

    @classmethod
    def of(cls, record: AuditRecord) -> Self:
        """The audit as the API shows it."""
        return cls(
            record=record,
            id=strawberry.ID(str(record.id)),
            importer_number=record.importer_number,
            state=record.state,
            offset_state=record.offset_state,
            scope_version=record.scope_version,
            termination_on=record.termination_on,
            conference_on=record.conference_on,
            report_completed_on=record.report_completed_on,
            copy_sent_on=record.copy_sent_on,
            fpf_office=record.fpf_office,
            origin=record.origin,
            purpose=record.purpose,
            auditor=record.auditor,
            period_from=record.scope.period_from,
            period_to=record.scope.period_to,
            issues=sorted(record.scope.issues),
            issues_under_investigation=sorted(record.investigated),
            execution_approved_on=record.execution_approved_on,
            results_approved_on=record.results_approved_on,
        )

    @strawberry.field(description="Its clocks.")
    async def clocks(self, info: Info) -> list[AuditClock]:
        """The clocks, breached as of today."""
        today = info.context.clock.today()
        return [
            AuditClock(
                kind=clock.kind,
                due_on=clock.due_on,
                issues=sorted(clock.issues),
                breached=clock.breached(today),
                is_open=clock.is_open,
            )
            for clock in self.record.clocks
        ]

    @strawberry.field(description="Every version of the computation, the first first.")
    async def computations(self, info: Info) -> list[OffsetComputation]:
        """The computations."""
        async with info.context.database.reading() as connection:
            return [OffsetComputation.of(one) for one in await queries.computations_of(connection, self.record.id)]

    @strawberry.field(description="Up to 1,000 findings after a number, those of open issues, by number.")
    async def findings(
        self,
        info: Info,
        after: Annotated[str, strawberry.argument(description="Number of the last finding seen.")] = "",
        under_investigation: Annotated[
            bool, strawberry.argument(description="Those on issues under investigation instead (AUD-09).")
        ] = False,
    ) -> list[AuditFinding]:
        """The findings."""
        today = info.context.clock.today()
        async with info.context.database.reading() as connection:
            found = await stored.read_findings(
                connection, self.record, today, after=after, limit=_SHOWN, of_investigated=under_investigation
            )
        return [AuditFinding.of(one) for one in found]

    @strawberry.field(description="The report, or null before there is one (AUD-11).")
    async def report(
        self,
        info: Info,
        version: Annotated[int | None, strawberry.argument(description="The last one when left out.")] = None,
    ) -> AuditReport | None:
        """The report."""
        return await find_shown(info, self.record, as_copy=False, version=version)

    @strawberry.field(description="The sampling plan in force, or null without sampling.")
    async def sampling_plan(self, info: Info) -> SamplingPlan | None:
        """The plan."""
        return await find_plan(info, self.record)

    @strawberry.field(description="Petitions for a closing conference, with what the record holds (AUD-06).")
    async def petitions(self, info: Info) -> list[AuditPetition]:
        """The petitions."""
        async with info.context.database.reading() as connection:
            found = await queries.petitions_of(connection, self.record.id)
        return [AuditPetition(received_on=one.received_on, outcome=one.outcome) for one in found]

    @strawberry.field(description="Referrals to FP&F, the first first (AUD-12).")
    async def referrals(self, info: Info) -> list[AuditReferral]:
        """The referrals."""
        async with info.context.database.reading() as connection:
            return [AuditReferral.of(one) for one in await stored_referrals.referrals_of(connection, self.record.id)]

    @strawberry.field(description="Loss by entry and issue after offset and projection (OFF-19), up to 1,000.")
    async def losses(
        self,
        info: Info,
        after: Annotated[str, strawberry.argument(description="Number of the last entry seen.")] = "",
    ) -> list[AuditLoss]:
        """The losses."""
        return await losses_shown(info, self.record, after)

    @strawberry.field(description="With and without offset of the issues under investigation (AUD-09); null without.")
    async def investigated_figures(self, info: Info) -> OffsetFigures | None:
        """What their matter picks from."""
        return await investigated_shown(info, self.record)

    @strawberry.field(description="What may be credited toward a refund, and what was (OFF-13).")
    async def refund(self, info: Info) -> AuditRefund:
        """The refund."""
        return await refund_shown(info, self.record)


@strawberry.type(description="Answer to an act on an audit.")
class AuditPayload:
    """The audit or the refusals."""

    audit: Audit | None = strawberry.field(description="The audit as it stands; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
