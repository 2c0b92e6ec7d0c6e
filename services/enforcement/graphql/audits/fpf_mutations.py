"""Referral to FP&F, determination of the offset, investigation: one mutation each."""

from functools import partial
from typing import Annotated

import strawberry

from services.enforcement.graphql.audits import fpf_inputs
from services.enforcement.graphql.audits.running import ACT, run_audit
from services.enforcement.graphql.audits.types import AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.rights import Right
from services.enforcement.usecases.audits import determine, investigate, refer, violations
from shared.graphql import requires


@strawberry.type
class AuditDeterminationMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Refer the audit to an FP&F office, or transfer it (AUD-12, OFF-22).",
        extensions=[requires(Right.CONDUCT_AUDITS)],
    )
    async def refer_audit(
        self,
        info: Info,
        input: Annotated[fpf_inputs.ReferAuditInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See refer_to_fpf."""
        referring = partial(refer.refer_to_fpf, vault=info.context.loaders.vault)
        return await run_audit(info, "referAudit", idempotency_key, input.command(), referring)

    @strawberry.mutation(
        description="Propose the determination of the offset (OFF-06, OFF-08, OFF-15).",
        extensions=[requires(Right.DETERMINE_OFFSETS)],
    )
    async def propose_offset_determination(
        self,
        info: Info,
        input: Annotated[fpf_inputs.ProposeOffsetDeterminationInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See propose_determination."""
        return await run_audit(
            info, "proposeOffsetDetermination", idempotency_key, input.command(), determine.propose_determination
        )

    @strawberry.mutation(
        description="Approve what another officer proposed (OFF-15, OFF-22).",
        extensions=[requires(Right.DETERMINE_OFFSETS)],
    )
    async def approve_offset_determination(
        self,
        info: Info,
        input: Annotated[fpf_inputs.ApproveOffsetDeterminationInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_determination."""
        return await run_audit(
            info, "approveOffsetDetermination", idempotency_key, input.command(), determine.approve_determination
        )

    @strawberry.mutation(
        description="Record that an investigation commenced; never shown to the person (AUD-09).",
        extensions=[requires(Right.RECORD_INVESTIGATIONS)],
    )
    async def record_audit_investigation(
        self,
        info: Info,
        input: Annotated[fpf_inputs.RecordAuditInvestigationInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See record_investigation."""
        return await run_audit(
            info, "recordAuditInvestigation", idempotency_key, input.command(), investigate.record_investigation
        )

    @strawberry.mutation(
        description="Confirm the offset where nothing is suspected (10.4).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def confirm_audit_offset(
        self,
        info: Info,
        input: Annotated[fpf_inputs.ConfirmAuditOffsetInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See propose_determination."""
        return await run_audit(
            info, "confirmAuditOffset", idempotency_key, input.command(), determine.propose_determination
        )

    @strawberry.mutation(
        description="Approve another auditor's confirmation (10.4).", extensions=[requires(Right.CONDUCT_AUDITS)]
    )
    async def approve_audit_offset(
        self,
        info: Info,
        input: Annotated[fpf_inputs.ApproveAuditOffsetInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See approve_determination."""
        return await run_audit(
            info, "approveAuditOffset", idempotency_key, input.command(), determine.approve_determination
        )

    @strawberry.mutation(
        description="Find whether a section 1592 violation stands behind under-payments (OFF-21, CUL-16).",
        extensions=[requires(Right.DETERMINE_OFFSETS)],
    )
    async def determine_audit_violations(
        self,
        info: Info,
        input: Annotated[fpf_inputs.DetermineAuditViolationsInput, ACT],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AuditPayload:
        """See determine_violations."""
        return await run_audit(
            info, "determineAuditViolations", idempotency_key, input.command(), violations.determine_violations
        )
