"""Answers to mutations: what was changed, or every refusal."""

from uuid import UUID

import strawberry

from services.certification.graphql.loaders import Info
from services.certification.graphql.types import Certification, CertifiedList, DomesticProducer, Notice
from shared.database import CommandResult
from shared.graphql import Refusal, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="Answer to a mutation on a notice.")
class NoticePayload:
    """The notice or the refusals."""

    notice: Notice | None = strawberry.field(description="The notice; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to a mutation on a certification.")
class CertificationPayload:
    """The certification or the refusals."""

    certification: Certification | None = strawberry.field(description="The certification; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to registerDomesticProducer.")
class RegisterDomesticProducerPayload:
    """The producer or the refusals."""

    domestic_producer: DomesticProducer | None = strawberry.field(description="The producer; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to certifyClaims.")
class CertifyClaimsPayload:
    """The list or the refusals."""

    certified_list: CertifiedList | None = strawberry.field(description="The list that holds; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


async def notice_payload(info: Info, result: CommandResult) -> NoticePayload:
    """The notice a command changed, or its refusals."""
    if result.value is None:
        return NoticePayload(notice=None, refusals=to_refusals(result.refusals))
    notice_id = UUID(result.value["notice_id"])
    row = await info.context.loaders.notice.load(notice_id)
    assert row is not None, "it was just written"
    return NoticePayload(notice=Notice.of(row), refusals=[])


async def certification_payload(info: Info, result: CommandResult) -> CertificationPayload:
    """The certification a command changed, or its refusals."""
    if result.value is None:
        return CertificationPayload(certification=None, refusals=to_refusals(result.refusals))
    certification_id = UUID(result.value["certification_id"])
    row = await info.context.loaders.certification.load(certification_id)
    assert row is not None, "it was just written"
    return CertificationPayload(certification=Certification.of(row), refusals=[])
