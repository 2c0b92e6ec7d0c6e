"""The acts on audits from the plan to the end, one mutation each."""

from functools import partial
from typing import Annotated

import strawberry

from services.enforcement.graphql.audits import inputs
from services.enforcement.graphql.audits.running import ACT, run_audit
from services.enforcement.graphql.audits.types import AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import parse_id
from services.enforcement.rights import Right
from services.enforcement.usecases.audits import compute, conclude, correct_findings, prepare, record_findings, scope
from shared.graphql import requires


@strawberry.type
class AuditMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Plan an audit with its period and scope (AUD-05).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def plan_audit(
        self,
        info: Info,
        input: Annotated[inputs.PlanAuditInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See plan_audit."""
        return await run_audit(info, "planAudit", idempotency_key, input.command(), prepare.plan_audit)

    @strawberry.mutation(
        description="Change period and scope, at CBP's discretion (AUD-05).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def change_audit_scope(
        self,
        info: Info,
        input: Annotated[inputs.ChangeAuditScopeInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See change_scope."""
        return await run_audit(info, "changeAuditScope", idempotency_key, input.command(), scope.change_scope)

    @strawberry.mutation(
        description="Tell the person of the audit by telephone and in writing (AUD-01).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def give_audit_notice(
        self,
        info: Info,
        input: Annotated[inputs.GiveAuditNoticeInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See give_notice."""
        return await run_audit(info, "giveAuditNotice", idempotency_key, input.command(), prepare.give_notice)

    @strawberry.mutation(
        description="Inform the person of the right to an entrance conference (AUD-02).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def inform_audit_rights(
        self,
        info: Info,
        input: Annotated[inputs.InformAuditRightsInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See inform_rights."""
        return await run_audit(info, "informAuditRights", idempotency_key, input.command(), prepare.inform_rights)

    @strawberry.mutation(
        description="Hold the entrance conference or note its waiver (AUD-02).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def begin_fieldwork(
        self,
        info: Info,
        input: Annotated[inputs.BeginFieldworkInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See begin_fieldwork."""
        return await run_audit(info, "beginFieldwork", idempotency_key, input.command(), prepare.begin_fieldwork)

    @strawberry.mutation(description="Give a further estimate (AUD-03).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def revise_audit_estimate(
        self,
        info: Info,
        input: Annotated[inputs.ReviseAuditEstimateInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See revise_estimate."""
        return await run_audit(info, "reviseAuditEstimate", idempotency_key, input.command(), prepare.revise_estimate)

    @strawberry.mutation(
        description="Leave a procedure out after a prior disclosure (AUD-09).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def skip_audit_procedure(
        self,
        info: Info,
        input: Annotated[inputs.SkipAuditProcedureInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See skip_procedure."""
        return await run_audit(info, "skipAuditProcedure", idempotency_key, input.command(), prepare.skip_procedure)

    @strawberry.mutation(
        description="Record findings, all or none (AUD-10).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def record_audit_findings(
        self,
        info: Info,
        input: Annotated[inputs.RecordAuditFindingsInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See record_findings."""
        return await run_audit(
            info, "recordAuditFindings", idempotency_key, input.command(), record_findings.record_findings
        )

    @strawberry.mutation(
        description="Compute with and without offset (OFF-10, OFF-16).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def compute_audit_offset(
        self,
        info: Info,
        input: Annotated[inputs.ComputeAuditOffsetInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See compute_offset."""
        return await run_audit(info, "computeAuditOffset", idempotency_key, input.command(), compute.compute_offset)

    @strawberry.mutation(
        description="Register a petition for a closing conference (AUD-06).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def petition_closing_conference(
        self,
        info: Info,
        input: Annotated[inputs.PetitionClosingConferenceInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See petition_closing_conference."""
        return await run_audit(
            info, "petitionClosingConference", idempotency_key, input.command(), conclude.petition_closing_conference
        )

    @strawberry.mutation(
        description="Hold the closing conference (AUD-04).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def hold_closing_conference(
        self,
        info: Info,
        input: Annotated[inputs.HoldClosingConferenceInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See hold_closing_conference."""
        return await run_audit(
            info, "holdClosingConference", idempotency_key, input.command(), conclude.hold_closing_conference
        )

    @strawberry.mutation(
        description="Notify the delay of the report (AUD-07).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def notify_audit_delay(
        self,
        info: Info,
        input: Annotated[inputs.NotifyAuditDelayInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See notify_delay."""
        return await run_audit(info, "notifyAuditDelay", idempotency_key, input.command(), conclude.notify_delay)

    @strawberry.mutation(description="Complete the report (AUD-11).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def complete_audit_report(
        self,
        info: Info,
        input: Annotated[inputs.CompleteAuditReportInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See complete_report."""
        completing = partial(conclude.complete_report, vault=info.context.loaders.vault)
        return await run_audit(info, "completeAuditReport", idempotency_key, input.command(), completing)

    @strawberry.mutation(description="Send the redacted copy (AUD-08).", extensions=[requires(Right.CONDUCT_AUDITS)])
    async def send_audit_copy(
        self,
        info: Info,
        input: Annotated[inputs.SendAuditCopyInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See send_copy."""
        sending = partial(conclude.send_copy, vault=info.context.loaders.vault)
        return await run_audit(info, "sendAuditCopy", idempotency_key, input.command(), sending)

    @strawberry.mutation(
        description="Close the audit by one of the three ways of 10.3.", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def close_audit(
        self,
        info: Info,
        input: Annotated[inputs.CloseAuditInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See close_audit."""
        return await run_audit(info, "closeAudit", idempotency_key, input.command(), conclude.close_audit)

    @strawberry.mutation(
        description="Make the scope a discloser proposed the scope of the audit (AUD-05, SMP-06).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def approve_audit_scope(
        self,
        info: Info,
        audit_id: Annotated[strawberry.ID, strawberry.argument(description="The audit's id.")],
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_scope."""
        command = scope.ApproveScope(audit_id=parse_id(audit_id, field="auditId"))
        return await run_audit(info, "approveAuditScope", idempotency_key, command, scope.approve_scope)

    @strawberry.mutation(
        description="Record liquidations of entries of an audit; its figures follow (OFF-02).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def record_audit_liquidations(
        self,
        info: Info,
        input: Annotated[inputs.RecordAuditLiquidationsInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See record_audit_liquidations."""
        use_case = correct_findings.record_audit_liquidations
        return await run_audit(info, "recordAuditLiquidations", idempotency_key, input.command(), use_case)

    @strawberry.mutation(
        description="Flag what is suspected of findings; FP&F decides (OFF-06, OFF-08).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def flag_audit_findings(
        self,
        info: Info,
        input: Annotated[inputs.FlagAuditFindingsInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See flag_findings."""
        return await run_audit(
            info, "flagAuditFindings", idempotency_key, input.command(), correct_findings.flag_findings
        )
