"""Officers' reads and acts on risk flags, samples and verifications (VERI-01 to VERI-04)."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.certification.domain.verification import HoldEvent
from services.certification.graphql.access import parse_id
from services.certification.graphql.inputs import IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First
from services.certification.graphql.risk_inputs import (
    ApproveVerificationHoldInput,
    ClearRiskFlagInput,
    CloseVerificationInput,
    ConcludeVerificationInput,
    ConfirmRiskFlagInput,
    DrawVerificationSampleInput,
    OpenVerificationInput,
    ProposeVerificationHoldInput,
    ReceiveRecordsInput,
    RecordVerificationLineResultInput,
    RecordVerificationResultInput,
    RefuseVerificationHoldInput,
    ReleaseVerificationHoldInput,
    RequestRecordsInput,
    WorkFilterInput,
)
from services.certification.graphql.risk_types import RiskFlag, Verification, VerificationSample, WorkItem
from services.certification.rights import Right
from services.certification.storage.queries import verification, work_queue
from services.certification.storage.queries.work_queue import WorkFilter, WorkRow
from services.certification.usecases.decide_risk_flag import DecideRiskFlag, decide_risk_flag
from services.certification.usecases.verification.conclude import (
    CloseVerification,
    ConcludeVerification,
    close_verification,
    conclude_verification,
)
from services.certification.usecases.verification.draw_sample import (
    DrawVerificationSample,
    draw_verification_sample,
)
from services.certification.usecases.verification.hold import ChangeHold, change_hold
from services.certification.usecases.verification.open_verification import OpenVerification, open_verification
from services.certification.usecases.verification.records import (
    ReceiveRecords,
    RecordLineResult,
    RecordResult,
    RequestRecords,
    receive_records,
    record_line_result,
    record_result,
    request_records,
)
from shared.database import CommandResult
from shared.errors import BadInput
from shared.graphql import (
    Connection,
    Date,
    Refusal,
    connection_from,
    page_arguments,
    requires,
    to_refusals,
)

_REFUSALS = "Every reason why nothing was done; empty when it was."
CaseNumber = Annotated[strawberry.ID, strawberry.argument(description='Case number, for example "A-570-831".')]
Year = Annotated[int, strawberry.argument(description="The fiscal year.")]


@strawberry.type(description="Answer to a decision on a risk flag.")
class RiskFlagPayload:
    """The flag or the refusals."""

    risk_flag: RiskFlag | None = strawberry.field(description="The flag; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to drawVerificationSample.")
class VerificationSamplePayload:
    """The sample or the refusals."""

    sample: VerificationSample | None = strawberry.field(description="The sample; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to a mutation on a verification.")
class VerificationPayload:
    """The verification or the refusals."""

    verification: Verification | None = strawberry.field(description="The verification; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


async def _flag(info: Info, result: CommandResult) -> RiskFlagPayload:
    if result.value is None:
        return RiskFlagPayload(risk_flag=None, refusals=to_refusals(result.refusals))
    row = await info.context.loaders.risk_flag.load(UUID(result.value["flag_id"]))
    assert row is not None, "it was just written"
    return RiskFlagPayload(risk_flag=RiskFlag.of(row), refusals=[])


async def _verification(info: Info, result: CommandResult) -> VerificationPayload:
    if result.value is None:
        return VerificationPayload(verification=None, refusals=to_refusals(result.refusals))
    row = await info.context.loaders.verification.load(UUID(result.value["verification_id"]))
    assert row is not None, "it was just written"
    return VerificationPayload(verification=Verification.of(row), refusals=[])


async def _hold(
    info: Info, name: str, event: HoldEvent, given: ProposeVerificationHoldInput, idempotency_key: str
) -> VerificationPayload:
    command = ChangeHold(
        verification_id=parse_id(given.verification_id, "verificationId"), event=event, reason=given.reason
    )
    return await _verification(info, await info.context.command(name, idempotency_key, command, change_hold))


@strawberry.type
class RiskMutations:
    """What officers do about claims that may be wrong."""

    @strawberry.mutation(
        description="Clears a risk flag: the claim may be certified as far as this flag goes (VERI-01).",
        extensions=[requires(Right.DECIDE_RISK_FLAG)],
    )
    async def clear_risk_flag(
        self,
        info: Info,
        input: Annotated[ClearRiskFlagInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RiskFlagPayload:
        """See the use case."""
        command = DecideRiskFlag(flag_id=parse_id(input.flag_id, "flagId"), cleared=True, reason=input.reason)
        return await _flag(
            info, await info.context.command("clearRiskFlag", idempotency_key, command, decide_risk_flag)
        )

    @strawberry.mutation(
        description="Confirms a risk flag: it stands until the claim is corrected, reduced or rejected (VERI-01).",
        extensions=[requires(Right.DECIDE_RISK_FLAG)],
    )
    async def confirm_risk_flag(
        self,
        info: Info,
        input: Annotated[ConfirmRiskFlagInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RiskFlagPayload:
        """See the use case."""
        command = DecideRiskFlag(flag_id=parse_id(input.flag_id, "flagId"), cleared=False, reason=input.reason)
        return await _flag(
            info, await info.context.command("confirmRiskFlag", idempotency_key, command, decide_risk_flag)
        )

    @strawberry.mutation(
        description="Draws the claims of an order's year that are verified: once, after the close (VERI-01).",
        extensions=[requires(Right.DRAW_SAMPLE)],
    )
    async def draw_verification_sample(
        self,
        info: Info,
        input: Annotated[DrawVerificationSampleInput, strawberry.argument(description="The draw.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationSamplePayload:
        """See the use case."""
        command = DrawVerificationSample(case_number=input.case_number, fiscal_year=input.fiscal_year, seed=input.seed)
        result = await info.context.command(
            "drawVerificationSample", idempotency_key, command, draw_verification_sample
        )
        if result.value is None:
            return VerificationSamplePayload(sample=None, refusals=to_refusals(result.refusals))
        sample = await _sample(info, input.case_number, input.fiscal_year)
        return VerificationSamplePayload(sample=sample, refusals=[])

    @strawberry.mutation(
        description="Opens a verification of any certification until its records need not be kept (VERI-01, VERI-02).",
        extensions=[requires(Right.VERIFY)],
    )
    async def open_verification(
        self,
        info: Info,
        input: Annotated[OpenVerificationInput, strawberry.argument(description="The verification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = OpenVerification(
            certification_id=parse_id(input.certification_id, "certificationId"), reason=input.reason
        )
        return await _verification(
            info, await info.context.command("openVerification", idempotency_key, command, open_verification)
        )

    @strawberry.mutation(
        description="Requests the records behind a certification (VERI-02, VERI-03).",
        extensions=[requires(Right.VERIFY)],
    )
    async def request_records(
        self,
        info: Info,
        input: Annotated[RequestRecordsInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = RequestRecords(
            verification_id=parse_id(input.verification_id, "verificationId"), request=input.request
        )
        return await _verification(
            info, await info.context.command("requestRecords", idempotency_key, command, request_records)
        )

    @strawberry.mutation(description="Notes that the records came (VERI-03).", extensions=[requires(Right.VERIFY)])
    async def receive_records(
        self,
        info: Info,
        input: Annotated[ReceiveRecordsInput, strawberry.argument(description="The verification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = ReceiveRecords(verification_id=parse_id(input.verification_id, "verificationId"))
        return await _verification(
            info, await info.context.command("receiveRecords", idempotency_key, command, receive_records)
        )

    @strawberry.mutation(
        description="Records what the records show for a category (VERI-03, VERI-04).",
        extensions=[requires(Right.VERIFY)],
    )
    async def record_verification_result(
        self,
        info: Info,
        input: Annotated[RecordVerificationResultInput, strawberry.argument(description="The result.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = RecordResult(
            verification_id=parse_id(input.verification_id, "verificationId"),
            category=input.category.value,
            unsupported_cents=input.unsupported,
            note=input.note,
        )
        return await _verification(
            info, await info.context.command("recordVerificationResult", idempotency_key, command, record_result)
        )

    @strawberry.mutation(
        description="Records what the records show for one line (EXP-03, VERI-03, VERI-04).",
        extensions=[requires(Right.VERIFY)],
    )
    async def record_verification_line_result(
        self,
        info: Info,
        input: Annotated[RecordVerificationLineResultInput, strawberry.argument(description="The result.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = RecordLineResult(
            verification_id=parse_id(input.verification_id, "verificationId"),
            number=input.line,
            unsupported_cents=input.unsupported,
            relation_shown=input.relation_shown,
            note=input.note,
        )
        return await _verification(
            info,
            await info.context.command("recordVerificationLineResult", idempotency_key, command, record_line_result),
        )

    @strawberry.mutation(
        description="Proposes to hold the claim back from certification while it is verified (VERI-01).",
        extensions=[requires(Right.VERIFY)],
    )
    async def propose_verification_hold(
        self,
        info: Info,
        input: Annotated[ProposeVerificationHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        return await _hold(info, "proposeVerificationHold", HoldEvent.PROPOSE, input, idempotency_key)

    @strawberry.mutation(
        description="Approves a hold that somebody else proposed (VERI-01).",
        extensions=[requires(Right.APPROVE_HOLD)],
    )
    async def approve_verification_hold(
        self,
        info: Info,
        input: Annotated[ApproveVerificationHoldInput, strawberry.argument(description="The approval.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        return await _hold(info, "approveVerificationHold", HoldEvent.APPROVE, input, idempotency_key)

    @strawberry.mutation(
        description="Refuses a hold that was proposed (VERI-01).", extensions=[requires(Right.APPROVE_HOLD)]
    )
    async def refuse_verification_hold(
        self,
        info: Info,
        input: Annotated[RefuseVerificationHoldInput, strawberry.argument(description="The refusal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        return await _hold(info, "refuseVerificationHold", HoldEvent.REFUSE, input, idempotency_key)

    @strawberry.mutation(
        description="Releases an approved hold; it ends with its verification anyway (VERI-01).",
        extensions=[requires(Right.APPROVE_HOLD)],
    )
    async def release_verification_hold(
        self,
        info: Info,
        input: Annotated[ReleaseVerificationHoldInput, strawberry.argument(description="The release.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        return await _hold(info, "releaseVerificationHold", HoldEvent.RELEASE, input, idempotency_key)

    @strawberry.mutation(
        description="Concludes a verification: what is unsupported lowers the claim, or is an overclaim once paid "
        "(VERI-04).",
        extensions=[requires(Right.VERIFY)],
    )
    async def conclude_verification(
        self,
        info: Info,
        input: Annotated[ConcludeVerificationInput, strawberry.argument(description="The conclusion.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = ConcludeVerification(
            verification_id=parse_id(input.verification_id, "verificationId"), conclusion=input.conclusion
        )
        return await _verification(
            info, await info.context.command("concludeVerification", idempotency_key, command, conclude_verification)
        )

    @strawberry.mutation(
        description="Closes a verification without a result (VERI-01).", extensions=[requires(Right.VERIFY)]
    )
    async def close_verification(
        self,
        info: Info,
        input: Annotated[CloseVerificationInput, strawberry.argument(description="The end.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> VerificationPayload:
        """See the use case."""
        command = CloseVerification(
            verification_id=parse_id(input.verification_id, "verificationId"), reason=input.reason
        )
        return await _verification(
            info, await info.context.command("closeVerification", idempotency_key, command, close_verification)
        )


@strawberry.type
class RiskQueries:
    """What officers read of claims that may be wrong."""

    @strawberry.field(
        description="Certifications that wait for an officer, the first due first: not decided, with a risk flag that "
        "nobody cleared, or under verification.",
        extensions=[requires(Right.READ_RISK)],
    )
    async def work_queue(
        self,
        info: Info,
        filter: Annotated[WorkFilterInput | None, strawberry.argument(description="Which work.")] = None,  # noqa: A002
        first: First = None,
        after: After = None,
    ) -> Connection[WorkItem]:
        """A page of the queue."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await work_queue.work_page(
                connection, filter.filter() if filter else WorkFilter(), after=_after(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=_key, node=WorkItem.of)

    @strawberry.field(
        description="The claims of an order's year drawn for verification; null when none were.",
        extensions=[requires(Right.READ_RISK)],
    )
    async def verification_sample(
        self, info: Info, case_number: CaseNumber, fiscal_year: Year
    ) -> VerificationSample | None:
        """The sample."""
        return await _sample(info, case_number, fiscal_year)

    @strawberry.field(description="One verification; null when there is none.", extensions=[requires(Right.READ_RISK)])
    async def verification(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")],  # noqa: A002
    ) -> Verification | None:
        """One verification."""
        row = await info.context.loaders.verification.load(parse_id(id, "id"))
        return None if row is None else Verification.of(row)


async def _sample(info: Info, case_number: str, fiscal_year: int) -> VerificationSample | None:
    async with info.context.database.reading() as connection:
        row = await verification.sample_of_year(connection, case_number, fiscal_year)
    return None if row is None else VerificationSample.of(row)


def _key(row: WorkRow) -> tuple[str, str]:
    return row.due_on.isoformat(), str(row.certification.id)


def _after(key: tuple[object, ...] | None) -> tuple[Date, UUID] | None:
    """The due day and the id a cursor holds.

    Raises:
        BadInput: the cursor is of another list.
    """
    if key is None:
        return None
    try:
        due_on, certification_id = key
        return Date.fromisoformat(str(due_on)), UUID(str(certification_id))
    except ValueError:
        raise BadInput("after is a cursor of another list", field="after") from None
