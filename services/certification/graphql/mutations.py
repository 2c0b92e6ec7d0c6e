"""What can be asked for: each mutation runs one use case and answers with what it changed, or with every refusal."""

from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from services.certification.graphql.access import authorize_filing, parse_id, visible_certification
from services.certification.graphql.amendments import AmendmentMutations
from services.certification.graphql.attachments import AttachmentMutations
from services.certification.graphql.bulk import BulkMutations
from services.certification.graphql.drafts import DraftMutations
from services.certification.graphql.early import EarlyMutations
from services.certification.graphql.filing import filing_of, fingerprint, notice_id_of, sealed
from services.certification.graphql.inputs import (
    AcceptCertificationInput,
    CertifyClaimsInput,
    CorrectCertificationInput,
    DraftNoticeInput,
    FileCertificationInput,
    IdempotencyKey,
    PublishNoticeInput,
    ReduceCertificationInput,
    RegisterDomesticProducerInput,
    RejectCertificationInput,
    ResolveMinorErrorInput,
    ReturnCertificationInput,
    StartReviewInput,
    WithdrawCertificationInput,
    expenditures_of,
    lines_of,
)
from services.certification.graphql.keying import KeyingMutations
from services.certification.graphql.loaders import Info
from services.certification.graphql.payloads import (
    CertificationPayload,
    CertifyClaimsPayload,
    NoticePayload,
    RegisterDomesticProducerPayload,
    certification_payload,
    notice_payload,
)
from services.certification.graphql.risk import RiskMutations
from services.certification.graphql.types import CertifiedList, DomesticProducer
from services.certification.rights import Right
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from services.certification.usecases.correct_certification import CorrectCertification, correct_certification
from services.certification.usecases.draft_notice import DraftNotice, draft_notice
from services.certification.usecases.file_certification import file_certification
from services.certification.usecases.publish_notice import PublishNotice, publish_notice
from services.certification.usecases.reduce_certification import ReduceCertification, reduce_certification
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from services.certification.usecases.reject_certification import RejectCertification, reject_certification
from services.certification.usecases.resolve_minor_error import ResolveMinorError, resolve_minor_error
from services.certification.usecases.return_certification import Defect, ReturnCertification, return_certification
from services.certification.usecases.start_review import StartReview, start_review
from services.certification.usecases.withdraw_certification import WithdrawCertification, withdraw_certification
from shared.errors import BadInput
from shared.graphql import requires, to_refusals


@strawberry.type
class Mutation(
    AmendmentMutations,
    AttachmentMutations,
    BulkMutations,
    DraftMutations,
    EarlyMutations,
    KeyingMutations,
    RiskMutations,
):
    """Every mutation takes an idempotency key; what the law refuses is in the payload."""

    @strawberry.mutation(
        description="Drafts a notice of intent to distribute, with its computed days (NOTE-02, NOTE-05).",
        extensions=[requires(Right.DRAFT_NOTICE)],
    )
    async def draft_notice(
        self,
        info: Info,
        input: Annotated[DraftNoticeInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> NoticePayload:
        """See the use case."""
        command = DraftNotice(
            fiscal_year=input.fiscal_year,
            case_numbers=tuple(input.case_numbers),
            publish_on=input.publish_on,
            fr_citation=input.federal_register_citation,
            instructions=input.instructions,
            address=input.address,
            kind=input.kind,
            final_decision=input.final_decision,
        )
        handler = partial(draft_notice, final_window_days=info.context.loaders.final_claim_window_days)
        return await notice_payload(info, await info.context.command("draftNotice", idempotency_key, command, handler))

    @strawberry.mutation(
        description="Publishes a complete notice: its lists and amounts are fixed, the filing window opens (NOTE-01).",
        extensions=[requires(Right.PUBLISH_NOTICE)],
    )
    async def publish_notice(
        self,
        info: Info,
        input: Annotated[PublishNoticeInput, strawberry.argument(description="The draft.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> NoticePayload:
        """See the use case."""
        command = PublishNotice(notice_id=parse_id(input.notice_id, "noticeId"), late_decision=input.late_decision)
        return await notice_payload(
            info, await info.context.command("publishNotice", idempotency_key, command, publish_notice)
        )

    @strawberry.mutation(
        description="Gives a producer that stands on no list its id (PROD-02).",
        extensions=[requires(Right.REGISTER_PRODUCER)],
    )
    async def register_domestic_producer(
        self,
        info: Info,
        input: Annotated[RegisterDomesticProducerInput, strawberry.argument(description="The producer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RegisterDomesticProducerPayload:
        """See the use case."""
        command = RegisterDomesticProducer(name=input.name, kind=input.kind)
        result = await info.context.command(
            "registerDomesticProducer", idempotency_key, command, register_domestic_producer
        )
        assert result.value is not None, "registration is never refused"
        producer_id = UUID(result.value["producer_id"])
        row = await info.context.loaders.producer.load(producer_id)
        assert row is not None, "it was just written"
        return RegisterDomesticProducerPayload(domestic_producer=DomesticProducer.of(row), refusals=[])

    @strawberry.mutation(
        description="Files a certification (CERT-01 to CERT-05). Electronically by a claimant whose token names the "
        "producer; on paper, keyed in by a reviewer.",
        extensions=[requires(Right.FILE)],
    )
    async def file_certification(
        self,
        info: Info,
        input: Annotated[FileCertificationInput, strawberry.argument(description="The certification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        handler = partial(file_certification, sealed_tax_number=sealed(info, input))
        return await certification_payload(
            info, await info.context.command("fileCertification", idempotency_key, filing_of(info, input), handler)
        )

    @strawberry.mutation(
        description="Corrects a returned certification (CERT-13); received like a filing.",
        extensions=[requires(Right.FILE)],
    )
    async def correct_certification(
        self,
        info: Info,
        input: Annotated[CorrectCertificationInput, strawberry.argument(description="The correction.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        certification_id = parse_id(input.certification_id, "certificationId")
        row = await visible_certification(info, certification_id)
        corrected = input.certification
        authorize_filing(info, corrected.channel, row.producer_id)
        if parse_id(corrected.producer_id, "producerId") != row.producer_id:
            raise BadInput("a correction is of the same producer", field="certification.producerId")
        if notice_id_of(corrected) != row.notice_id:
            raise BadInput("a correction is under the same notice", field="certification.noticeId")
        command = CorrectCertification(
            certification_id=certification_id,
            form=corrected.form(),
            tax_fingerprint=fingerprint(info, corrected),
            received_on=corrected.received_on,
        )
        handler = partial(correct_certification, sealed_tax_number=sealed(info, corrected))
        return await certification_payload(
            info, await info.context.command("correctCertification", idempotency_key, command, handler)
        )

    @strawberry.mutation(
        description="Withdraws a certification, until a distribution is frozen (CERT-17).",
        extensions=[requires(Right.FILE)],
    )
    async def withdraw_certification(
        self,
        info: Info,
        input: Annotated[WithdrawCertificationInput, strawberry.argument(description="The withdrawal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = WithdrawCertification(
            certification_id=await _visible(info, input.certification_id), reason=input.reason
        )
        return await certification_payload(
            info, await info.context.command("withdrawCertification", idempotency_key, command, withdraw_certification)
        )

    @strawberry.mutation(
        description="Lowers an accepted claim, until a distribution is frozen (CERT-17, VERI-04).",
        extensions=[requires(Right.REDUCE)],
    )
    async def reduce_certification(
        self,
        info: Info,
        input: Annotated[ReduceCertificationInput, strawberry.argument(description="The lower amounts.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = ReduceCertification(
            certification_id=await _visible(info, input.certification_id),
            expenditures=expenditures_of(input.expenditures),
            lines=lines_of(input.expenditure_lines),
            reason=input.reason,
        )
        return await certification_payload(
            info, await info.context.command("reduceCertification", idempotency_key, command, reduce_certification)
        )

    @strawberry.mutation(
        description="Starts the review of a certification; its findings are in the answer (CERT-12).",
        extensions=[requires(Right.REVIEW)],
    )
    async def start_review(
        self,
        info: Info,
        input: Annotated[StartReviewInput, strawberry.argument(description="The certification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = StartReview(certification_id=parse_id(input.certification_id, "certificationId"))
        return await certification_payload(
            info, await info.context.command("startReview", idempotency_key, command, start_review)
        )

    @strawberry.mutation(
        description="Returns a materially incorrect or incomplete certification; its 10 days start today (CERT-12).",
        extensions=[requires(Right.REVIEW)],
    )
    async def return_certification(
        self,
        info: Info,
        input: Annotated[ReturnCertificationInput, strawberry.argument(description="The return.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = ReturnCertification(
            certification_id=parse_id(input.certification_id, "certificationId"),
            defects=tuple(Defect(code=each.code, message=each.message, field=each.field) for each in input.defects),
            late_return_reason=input.late_return_reason,
        )
        return await certification_payload(
            info, await info.context.command("returnCertification", idempotency_key, command, return_certification)
        )

    @strawberry.mutation(
        description="Accepts a certification that has no material defect, of an eligible producer (CERT-12, CERT-19).",
        extensions=[requires(Right.REVIEW)],
    )
    async def accept_certification(
        self,
        info: Info,
        input: Annotated[AcceptCertificationInput, strawberry.argument(description="The acceptance.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = AcceptCertification(certification_id=parse_id(input.certification_id, "certificationId"))
        return await certification_payload(
            info, await info.context.command("acceptCertification", idempotency_key, command, accept_certification)
        )

    @strawberry.mutation(
        description="Rejects a certification (CERT-15, CERT-16, PROD-09).", extensions=[requires(Right.REVIEW)]
    )
    async def reject_certification(
        self,
        info: Info,
        input: Annotated[RejectCertificationInput, strawberry.argument(description="The rejection.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = RejectCertification(
            certification_id=parse_id(input.certification_id, "certificationId"),
            code=input.code,
            reasons=input.reasons,
            acquirer=input.acquirer,
            controls={each.company: frozenset(each.controls) for each in input.controls or ()},
            acts_differently=frozenset(input.acts_differently or ()),
        )
        return await certification_payload(
            info, await info.context.command("rejectCertification", idempotency_key, command, reject_certification)
        )

    @strawberry.mutation(
        description="Annotates a minor error put right with the producer's help (CERT-14).",
        extensions=[requires(Right.REVIEW)],
    )
    async def resolve_minor_error(
        self,
        info: Info,
        input: Annotated[ResolveMinorErrorInput, strawberry.argument(description="The minor error.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertificationPayload:
        """See the use case."""
        command = ResolveMinorError(
            certification_id=parse_id(input.certification_id, "certificationId"),
            field=input.field,
            before=input.before,
            after=input.after,
            note=input.note,
        )
        return await certification_payload(
            info, await info.context.command("resolveMinorError", idempotency_key, command, resolve_minor_error)
        )

    @strawberry.mutation(
        description="Certifies the complete list of claims of an order's year, for distribution (DIST-09).",
        extensions=[requires(Right.CERTIFY_CLAIMS)],
    )
    async def certify_claims(
        self,
        info: Info,
        input: Annotated[CertifyClaimsInput, strawberry.argument(description="The order's year.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> CertifyClaimsPayload:
        """See the use case."""
        command = CertifyClaims(case_number=input.case_number, fiscal_year=input.fiscal_year)
        result = await info.context.command("certifyClaims", idempotency_key, command, certify_claims)
        if result.value is None:
            return CertifyClaimsPayload(certified_list=None, refusals=to_refusals(result.refusals))
        certified = CertifiedList(
            case_number=input.case_number, fiscal_year=input.fiscal_year, version=result.value["version"]
        )
        return CertifyClaimsPayload(certified_list=certified, refusals=[])


async def _visible(info: Info, given: str) -> UUID:
    """The id of a certification the caller may change: any for an officer, its own for a claimant."""
    return (await visible_certification(info, parse_id(given, "certificationId"))).id
