"""What can be asked for of the program: each mutation runs one use case and answers with the participation."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.certification.graphql.inputs import IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.recordkeeping.access import (
    authorize_importer,
    authorize_receipt,
    own_participation,
)
from services.certification.graphql.recordkeeping.alternative_inputs import (
    AssessRecordkeepingComplianceInput,
    CompleteCorrectiveActionInput,
    NotifyRecordkeepingProblemInput,
    RecordNoticeOfViolationInput,
    ReportCorrectiveStepsInput,
    ReportRecordkeepingDeviationInput,
    WithdrawNoticeOfViolationInput,
)
from services.certification.graphql.recordkeeping.application_inputs import (
    AnnounceOnSiteVerificationInput,
    ApplyForRecordkeepingProgramInput,
    CertifyRecordkeeperInput,
    CompleteOnSiteVerificationInput,
    DenyRecordkeeperInput,
    LeaveRecordkeepingProgramInput,
    ReceiveRecordkeepingInformationInput,
    RequestRecordkeepingInformationInput,
    StartRecordkeepingReviewInput,
    VerifyRecordkeepingApplicationInput,
    WithdrawRecordkeepingApplicationInput,
)
from services.certification.graphql.recordkeeping.removal_inputs import (
    AdviseRecordkeepingAppealDelayInput,
    ConfirmRecordkeepingNoticeReceiptInput,
    DecideRecordkeepingAppealInput,
    FileRecordkeepingAppealInput,
    ReinstateRecordkeeperInput,
    ServeRecordkeeperRemovalInput,
)
from services.certification.graphql.recordkeeping.types import RecordkeepingParticipation
from services.certification.rights import Right
from services.certification.usecases.recordkeeping.appeal import advise_delay, decide_appeal, file_appeal
from services.certification.usecases.recordkeeping.apply import apply
from services.certification.usecases.recordkeeping.decide import (
    certify_recordkeeper,
    deny_recordkeeper,
    leave_program,
    withdraw_application,
)
from services.certification.usecases.recordkeeping.participate import (
    assess_compliance,
    complete_corrective_action,
    notify_problem,
    record_notice_of_violation,
    report_corrective_steps,
    report_deviation,
    withdraw_notice_of_violation,
)
from services.certification.usecases.recordkeeping.remove import (
    confirm_notice_receipt,
    reinstate_recordkeeper,
    serve_removal,
)
from services.certification.usecases.recordkeeping.review import (
    announce_on_site,
    finish_on_site,
    receive_information,
    request_information,
    start_recordkeeping_review,
    verify_application,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Refusal, requires, to_refusals

Command = TypeVar("Command")


@strawberry.type(description="Answer to a mutation of a participation.")
class RecordkeepingParticipationPayload:
    """The participation or the refusals."""

    participation: RecordkeepingParticipation | None = strawberry.field(
        description="The participation as it stands; null when refused."
    )
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


async def _run(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> RecordkeepingParticipationPayload:
    result = await info.context.command(name, key, command, use_case)
    if result.value is None:
        return RecordkeepingParticipationPayload(participation=None, refusals=to_refusals(result.refusals))
    record = await info.context.loaders.participation.load(UUID(result.value["participation_id"]))
    assert record is not None, "it was just written"
    return RecordkeepingParticipationPayload(participation=RecordkeepingParticipation.of(record), refusals=[])


@strawberry.type
class RecordkeepingMutation:
    """Every mutation takes an idempotency key; what the law refuses is in the payload."""

    @strawberry.mutation(
        description="Apply to the Recordkeeping Compliance Program (RCP-01 to RCP-05).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def apply_for_recordkeeping_program(
        self,
        info: Info,
        input: Annotated[ApplyForRecordkeepingProgramInput, strawberry.argument(description="The application.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See apply."""
        authorize_receipt(info, input.received_on)
        command = input.command(authorize_importer(info, str(input.importer_number)))
        handler = partial(apply, program=info.context.loaders.program)
        return await _run(info, "applyForRecordkeepingProgram", idempotency_key, command, handler)

    @strawberry.mutation(
        description="Start the review of an application (RCP-08).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def start_recordkeeping_review(
        self,
        info: Info,
        input: Annotated[StartRecordkeepingReviewInput, strawberry.argument(description="The application.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See start_recordkeeping_review."""
        return await _run(
            info, "startRecordkeepingReview", idempotency_key, input.command(), start_recordkeeping_review
        )

    @strawberry.mutation(
        description="Keep what the review made of the demonstrations and terms (RCP-04, RCP-05, RCP-08).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def verify_recordkeeping_application(
        self,
        info: Info,
        input: Annotated[VerifyRecordkeepingApplicationInput, strawberry.argument(description="The verdicts.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See verify_application."""
        return await _run(info, "verifyRecordkeepingApplication", idempotency_key, input.command(), verify_application)

    @strawberry.mutation(
        description="Ask for missing information; it suspends processing unless said otherwise (RCP-09).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def request_recordkeeping_information(
        self,
        info: Info,
        input: Annotated[RequestRecordkeepingInformationInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See request_information."""
        return await _run(
            info, "requestRecordkeepingInformation", idempotency_key, input.command(), request_information
        )

    @strawberry.mutation(
        description="Answer every open request for information (RCP-09).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def receive_recordkeeping_information(
        self,
        info: Info,
        input: Annotated[ReceiveRecordkeepingInformationInput, strawberry.argument(description="The answer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See receive_information."""
        await own_participation(info, input.participation_id, input.received_on)
        return await _run(
            info, "receiveRecordkeepingInformation", idempotency_key, input.command(), receive_information
        )

    @strawberry.mutation(
        description="Announce an on-site verification to the applicant (RCP-08).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def announce_on_site_verification(
        self,
        info: Info,
        input: Annotated[AnnounceOnSiteVerificationInput, strawberry.argument(description="The announcement.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See announce_on_site."""
        return await _run(info, "announceOnSiteVerification", idempotency_key, input.command(), announce_on_site)

    @strawberry.mutation(
        description="Keep what the on-site verification found (RCP-08).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def complete_on_site_verification(
        self,
        info: Info,
        input: Annotated[CompleteOnSiteVerificationInput, strawberry.argument(description="The findings.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See finish_on_site."""
        return await _run(info, "completeOnSiteVerification", idempotency_key, input.command(), finish_on_site)

    @strawberry.mutation(
        description="Issue the certification with all its conditions (RCP-05, RCP-06, RCP-10).",
        extensions=[requires(Right.DECIDE_ON_RECORDKEEPERS)],
    )
    async def certify_recordkeeper(
        self,
        info: Info,
        input: Annotated[CertifyRecordkeeperInput, strawberry.argument(description="The certification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See certify_recordkeeper."""
        handler = partial(certify_recordkeeper, program=info.context.loaders.program)
        return await _run(info, "certifyRecordkeeper", idempotency_key, input.command(), handler)

    @strawberry.mutation(
        description="Deny the application with reasons; an appeal is possible (RCP-17).",
        extensions=[requires(Right.DECIDE_ON_RECORDKEEPERS)],
    )
    async def deny_recordkeeper(
        self,
        info: Info,
        input: Annotated[DenyRecordkeeperInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See deny_recordkeeper."""
        handler = partial(deny_recordkeeper, program=info.context.loaders.program)
        return await _run(info, "denyRecordkeeper", idempotency_key, input.command(), handler)

    @strawberry.mutation(
        description="Withdraw an application before it is decided.",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def withdraw_recordkeeping_application(
        self,
        info: Info,
        input: Annotated[WithdrawRecordkeepingApplicationInput, strawberry.argument(description="The application.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See withdraw_application."""
        await own_participation(info, input.participation_id)
        return await _run(
            info, "withdrawRecordkeepingApplication", idempotency_key, input.command(), withdraw_application
        )

    @strawberry.mutation(
        description="Leave the program; the certification ends with today (RCP-01).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def leave_recordkeeping_program(
        self,
        info: Info,
        input: Annotated[LeaveRecordkeepingProgramInput, strawberry.argument(description="The participation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See leave_program."""
        await own_participation(info, input.participation_id)
        return await _run(info, "leaveRecordkeepingProgram", idempotency_key, input.command(), leave_program)

    @strawberry.mutation(
        description="Report a variance or violation (RCP-07).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def report_recordkeeping_deviation(
        self,
        info: Info,
        input: Annotated[ReportRecordkeepingDeviationInput, strawberry.argument(description="The deviation.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See report_deviation."""
        await own_participation(info, input.participation_id, input.received_on)
        return await _run(info, "reportRecordkeepingDeviation", idempotency_key, input.command(), report_deviation)

    @strawberry.mutation(
        description="Notify the participant of a violation or problem (RCP-07).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def notify_recordkeeping_problem(
        self,
        info: Info,
        input: Annotated[NotifyRecordkeepingProblemInput, strawberry.argument(description="The problem.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See notify_problem."""
        return await _run(info, "notifyRecordkeepingProblem", idempotency_key, input.command(), notify_problem)

    @strawberry.mutation(
        description="Report the corrective action on a deviation (RCP-07).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def complete_corrective_action(
        self,
        info: Info,
        input: Annotated[CompleteCorrectiveActionInput, strawberry.argument(description="The corrective action.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See complete_corrective_action."""
        await own_participation(info, input.participation_id, input.received_on)
        return await _run(
            info, "completeCorrectiveAction", idempotency_key, input.command(), complete_corrective_action
        )

    @strawberry.mutation(
        description="Find whether the participant is generally in compliance (RCP-12 (a)).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def assess_recordkeeping_compliance(
        self,
        info: Info,
        input: Annotated[AssessRecordkeepingComplianceInput, strawberry.argument(description="The finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See assess_compliance."""
        return await _run(info, "assessRecordkeepingCompliance", idempotency_key, input.command(), assess_compliance)

    @strawberry.mutation(
        description="Count a notice of violation that enforcement did not tell (RCP-12 to RCP-14).",
        extensions=[requires(Right.COUNT_NOTICES_OF_VIOLATION)],
    )
    async def record_notice_of_violation(
        self,
        info: Info,
        input: Annotated[RecordNoticeOfViolationInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See record_notice_of_violation."""
        return await _run(info, "recordNoticeOfViolation", idempotency_key, input.command(), record_notice_of_violation)

    @strawberry.mutation(
        description="Count a notice of violation no more (RCP-13).",
        extensions=[requires(Right.COUNT_NOTICES_OF_VIOLATION)],
    )
    async def withdraw_notice_of_violation(
        self,
        info: Info,
        input: Annotated[WithdrawNoticeOfViolationInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See withdraw_notice_of_violation."""
        return await _run(
            info, "withdrawNoticeOfViolation", idempotency_key, input.command(), withdraw_notice_of_violation
        )

    @strawberry.mutation(
        description="Answer a notice of violation: what prevents a recurrence (RCP-15).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def report_corrective_steps(
        self,
        info: Info,
        input: Annotated[ReportCorrectiveStepsInput, strawberry.argument(description="The answer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See report_corrective_steps."""
        await own_participation(info, input.participation_id, input.received_on)
        return await _run(info, "reportCorrectiveSteps", idempotency_key, input.command(), report_corrective_steps)

    @strawberry.mutation(
        description="Serve a removal, ordinarily or with effect at once (RCP-18, RCP-19).",
        extensions=[requires(Right.DECIDE_ON_RECORDKEEPERS)],
    )
    async def serve_recordkeeper_removal(
        self,
        info: Info,
        input: Annotated[ServeRecordkeeperRemovalInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See serve_removal."""
        handler = partial(serve_removal, program=info.context.loaders.program)
        return await _run(info, "serveRecordkeeperRemoval", idempotency_key, input.command(), handler)

    @strawberry.mutation(
        description="Confirm the receipt of a notice of denial or removal (RCP-19).",
        extensions=[requires(Right.REVIEW_RECORDKEEPERS)],
    )
    async def confirm_recordkeeping_notice_receipt(
        self,
        info: Info,
        input: Annotated[ConfirmRecordkeepingNoticeReceiptInput, strawberry.argument(description="The receipt.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See confirm_notice_receipt."""
        return await _run(
            info, "confirmRecordkeepingNoticeReceipt", idempotency_key, input.command(), confirm_notice_receipt
        )

    @strawberry.mutation(
        description="Take a removed participant back after satisfactory corrective action (RCP-16).",
        extensions=[requires(Right.DECIDE_ON_RECORDKEEPERS)],
    )
    async def reinstate_recordkeeper(
        self,
        info: Info,
        input: Annotated[ReinstateRecordkeeperInput, strawberry.argument(description="The reinstatement.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See reinstate_recordkeeper."""
        handler = partial(reinstate_recordkeeper, program=info.context.loaders.program)
        return await _run(info, "reinstateRecordkeeper", idempotency_key, input.command(), handler)

    @strawberry.mutation(
        description="Appeal a denial or removal; received within 30 days after its issuance (RCP-20, RCP-22).",
        extensions=[requires(Right.ACT_AS_RECORDKEEPER)],
    )
    async def file_recordkeeping_appeal(
        self,
        info: Info,
        input: Annotated[FileRecordkeepingAppealInput, strawberry.argument(description="The appeal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See file_appeal."""
        await own_participation(info, input.participation_id, input.received_on)
        return await _run(info, "fileRecordkeepingAppeal", idempotency_key, input.command(), file_appeal)

    @strawberry.mutation(
        description="Advise the appellant of a delay, within the time for the decision (RCP-21).",
        extensions=[requires(Right.DECIDE_RECORDKEEPING_APPEALS)],
    )
    async def advise_recordkeeping_appeal_delay(
        self,
        info: Info,
        input: Annotated[AdviseRecordkeepingAppealDelayInput, strawberry.argument(description="The advice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See advise_delay."""
        return await _run(info, "adviseRecordkeepingAppealDelay", idempotency_key, input.command(), advise_delay)

    @strawberry.mutation(
        description="Decide an appeal; never by who took the decision appealed against (RCP-21, RCP-23, RCP-25).",
        extensions=[requires(Right.DECIDE_RECORDKEEPING_APPEALS)],
    )
    async def decide_recordkeeping_appeal(
        self,
        info: Info,
        input: Annotated[DecideRecordkeepingAppealInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordkeepingParticipationPayload:
        """See decide_appeal."""
        return await _run(info, "decideRecordkeepingAppeal", idempotency_key, input.command(), decide_appeal)
