"""The acts on audits, one mutation each."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.graphql.audits import inputs
from services.enforcement.graphql.audits.types import Audit, AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.storage.audits import queries
from services.enforcement.usecases.audits import (
    compute,
    conclude,
    determine,
    investigate,
    prepare,
    record_findings,
    sample,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import requires, to_refusals

Command = TypeVar("Command")


async def _run(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> AuditPayload:
    result = await info.context.command(name, key, command, use_case)
    shown = None
    if result.value is not None:
        audit_id = UUID(result.value["audit_id"])
        async with info.context.database.reading() as connection:
            shown = Audit.of((await queries.audits_by_id(connection, [audit_id]))[audit_id])
    return AuditPayload(audit=shown, refusals=to_refusals(result.refusals))


@strawberry.type
class AuditMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Plan an audit with its period and scope (AUD-05).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def plan_audit(
        self,
        info: Info,
        input: Annotated[inputs.PlanAuditInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See plan_audit."""
        return await _run(info, "planAudit", idempotency_key, input.command(), prepare.plan_audit)

    @strawberry.mutation(
        description="Change period and scope, at CBP's discretion (AUD-05).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def change_audit_scope(
        self,
        info: Info,
        input: Annotated[inputs.ChangeAuditScopeInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See change_scope."""
        return await _run(info, "changeAuditScope", idempotency_key, input.command(), prepare.change_scope)

    @strawberry.mutation(
        description="Tell the person of the audit by telephone and in writing (AUD-01).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def give_audit_notice(
        self,
        info: Info,
        input: Annotated[inputs.GiveAuditNoticeInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See give_notice."""
        return await _run(info, "giveAuditNotice", idempotency_key, input.command(), prepare.give_notice)

    @strawberry.mutation(
        description="Inform the person of the right to an entrance conference (AUD-02).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def inform_audit_rights(
        self,
        info: Info,
        input: Annotated[inputs.InformAuditRightsInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See inform_rights."""
        return await _run(info, "informAuditRights", idempotency_key, input.command(), prepare.inform_rights)

    @strawberry.mutation(
        description="Hold the entrance conference or note its waiver (AUD-02).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def begin_fieldwork(
        self,
        info: Info,
        input: Annotated[inputs.BeginFieldworkInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See begin_fieldwork."""
        return await _run(info, "beginFieldwork", idempotency_key, input.command(), prepare.begin_fieldwork)

    @strawberry.mutation(description="Give a further estimate (AUD-03).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def revise_audit_estimate(
        self,
        info: Info,
        input: Annotated[inputs.ReviseAuditEstimateInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See revise_estimate."""
        return await _run(info, "reviseAuditEstimate", idempotency_key, input.command(), prepare.revise_estimate)

    @strawberry.mutation(
        description="Leave a procedure out after a prior disclosure (AUD-09).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def skip_audit_procedure(
        self,
        info: Info,
        input: Annotated[inputs.SkipAuditProcedureInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See skip_procedure."""
        return await _run(info, "skipAuditProcedure", idempotency_key, input.command(), prepare.skip_procedure)

    @strawberry.mutation(
        description="Adopt a sampling plan (SMP-01, SMP-02, SMP-05, SMP-06).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def adopt_sampling_plan(
        self,
        info: Info,
        input: Annotated[inputs.AdoptSamplingPlanInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See adopt_sampling_plan."""
        return await _run(info, "adoptSamplingPlan", idempotency_key, input.command(), sample.adopt_sampling_plan)

    @strawberry.mutation(
        description="Keep the signed acceptance of the plan (SMP-03).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def accept_sampling_plan(
        self,
        info: Info,
        input: Annotated[inputs.AcceptSamplingPlanInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See accept_sampling_plan."""
        return await _run(info, "acceptSamplingPlan", idempotency_key, input.command(), sample.accept_sampling_plan)

    @strawberry.mutation(
        description="Register a challenge (SMP-03, SMP-04).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def challenge_sampling(
        self,
        info: Info,
        input: Annotated[inputs.ChallengeSamplingInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See challenge_sampling."""
        return await _run(info, "challengeSampling", idempotency_key, input.command(), sample.challenge_sampling)

    @strawberry.mutation(
        description="Correct the figures of the strata (SMP-10).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def correct_sampling(
        self,
        info: Info,
        input: Annotated[inputs.CorrectSamplingInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See correct_sampling."""
        return await _run(info, "correctSampling", idempotency_key, input.command(), sample.correct_sampling)

    @strawberry.mutation(
        description="Record findings, all or none (AUD-10).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def record_audit_findings(
        self,
        info: Info,
        input: Annotated[inputs.RecordAuditFindingsInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See record_findings."""
        return await _run(
            info, "recordAuditFindings", idempotency_key, input.command(), record_findings.record_findings
        )

    @strawberry.mutation(
        description="Compute with and without offset (OFF-10, OFF-16).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def compute_audit_offset(
        self,
        info: Info,
        input: Annotated[inputs.ComputeAuditOffsetInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See compute_offset."""
        return await _run(info, "computeAuditOffset", idempotency_key, input.command(), compute.compute_offset)

    @strawberry.mutation(
        description="Register a petition for a closing conference (AUD-06).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def petition_closing_conference(
        self,
        info: Info,
        input: Annotated[inputs.PetitionClosingConferenceInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See petition_closing_conference."""
        return await _run(
            info, "petitionClosingConference", idempotency_key, input.command(), conclude.petition_closing_conference
        )

    @strawberry.mutation(
        description="Hold the closing conference (AUD-04).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def hold_closing_conference(
        self,
        info: Info,
        input: Annotated[inputs.HoldClosingConferenceInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See hold_closing_conference."""
        return await _run(
            info, "holdClosingConference", idempotency_key, input.command(), conclude.hold_closing_conference
        )

    @strawberry.mutation(
        description="Notify the delay of the report (AUD-07).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def notify_audit_delay(
        self,
        info: Info,
        input: Annotated[inputs.NotifyAuditDelayInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See notify_delay."""
        return await _run(info, "notifyAuditDelay", idempotency_key, input.command(), conclude.notify_delay)

    @strawberry.mutation(description="Complete the report (AUD-11).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def complete_audit_report(
        self,
        info: Info,
        input: Annotated[inputs.CompleteAuditReportInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See complete_report."""
        return await _run(info, "completeAuditReport", idempotency_key, input.command(), conclude.complete_report)

    @strawberry.mutation(description="Send the redacted copy (AUD-08).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def send_audit_copy(
        self,
        info: Info,
        input: Annotated[inputs.SendAuditCopyInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See send_copy."""
        return await _run(info, "sendAuditCopy", idempotency_key, input.command(), conclude.send_copy)

    @strawberry.mutation(
        description="Refer the audit to an FP&F office, or transfer it (AUD-12, OFF-22).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def refer_audit(
        self,
        info: Info,
        input: Annotated[inputs.ReferAuditInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See refer_to_fpf."""
        return await _run(info, "referAudit", idempotency_key, input.command(), determine.refer_to_fpf)

    @strawberry.mutation(
        description="Propose the determination of the offset (OFF-06, OFF-08, OFF-15).",
        extensions=[requires(Right.DETERMINE_OFFSETS)],
    )
    async def propose_offset_determination(
        self,
        info: Info,
        input: Annotated[inputs.ProposeOffsetDeterminationInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See propose_determination."""
        return await _run(
            info, "proposeOffsetDetermination", idempotency_key, input.command(), determine.propose_determination
        )

    @strawberry.mutation(
        description="Approve what another officer proposed (OFF-15, OFF-22).",
        extensions=[requires(Right.DETERMINE_OFFSETS)],
    )
    async def approve_offset_determination(
        self,
        info: Info,
        input: Annotated[inputs.ApproveOffsetDeterminationInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_determination."""
        return await _run(
            info, "approveOffsetDetermination", idempotency_key, input.command(), determine.approve_determination
        )

    @strawberry.mutation(
        description="Record that an investigation commenced; never shown to the person (AUD-09).",
        extensions=[requires(Right.RECORD_INVESTIGATIONS)],
    )
    async def record_audit_investigation(
        self,
        info: Info,
        input: Annotated[inputs.RecordAuditInvestigationInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See record_investigation."""
        return await _run(
            info, "recordAuditInvestigation", idempotency_key, input.command(), investigate.record_investigation
        )

    @strawberry.mutation(
        description="Close the audit by one of the three ways of 10.3.", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def close_audit(
        self,
        info: Info,
        input: Annotated[inputs.CloseAuditInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See close_audit."""
        return await _run(info, "closeAudit", idempotency_key, input.command(), conclude.close_audit)

    @strawberry.mutation(
        description="Confirm the offset where nothing is suspected (10.4).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def confirm_audit_offset(
        self,
        info: Info,
        input: Annotated[inputs.ConfirmAuditOffsetInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See propose_determination."""
        return await _run(info, "confirmAuditOffset", idempotency_key, input.command(), determine.propose_determination)

    @strawberry.mutation(
        description="Approve another auditor's confirmation (10.4).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def approve_audit_offset(
        self,
        info: Info,
        input: Annotated[inputs.ApproveAuditOffsetInput, strawberry.argument(description="The act.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_determination."""
        return await _run(info, "approveAuditOffset", idempotency_key, input.command(), determine.approve_determination)
