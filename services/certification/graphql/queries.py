"""What can be read at the root."""

from typing import Annotated

import strawberry

from services.certification.domain.notices import NoticeState
from services.certification.domain.states import State
from services.certification.graphql.access import may_see, parse_id, visible_producers
from services.certification.graphql.amendments import AmendmentQueries
from services.certification.graphql.attachments import AttachmentQueries
from services.certification.graphql.drafts import DraftQueries
from services.certification.graphql.early import EarlyQueries
from services.certification.graphql.keying import KeyingQueries
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.graphql.risk import RiskQueries
from services.certification.graphql.types import (
    Certification,
    CertificationReceived,
    DomesticProducer,
    Notice,
    certification_key,
    certifications_received,
)
from services.certification.rights import Right
from services.certification.storage.queries import learned, lists, notices
from shared.graphql import Connection, connection_from, page_arguments, public, requires

CaseNumber = Annotated[strawberry.ID, strawberry.argument(description='Case number, for example "A-570-831".')]
Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
OnlyYear = Annotated[int | None, strawberry.argument(description="Only those for this fiscal year.")]


@strawberry.type
class Query(AmendmentQueries, AttachmentQueries, DraftQueries, EarlyQueries, KeyingQueries, RiskQueries):
    """Notices and the list of certifications received are public; the rest is for officers and the claimant itself."""

    @strawberry.field(
        description="Published notices; drafts too, for the officers who prepare them.", extensions=[public()]
    )
    async def notices(
        self, info: Info, fiscal_year: OnlyYear = None, first: First = None, after: After = None
    ) -> Connection[Notice]:
        """A page of notices, in the order they were drafted."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await notices.notices_page(
                connection,
                fiscal_year=fiscal_year,
                after=cursor_id(page.after),
                limit=page.fetch,
                with_drafts=info.context.may(Right.READ_DRAFT_NOTICES),
                today=info.context.today,
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Notice.of)

    @strawberry.field(description="One notice; null when there is none the caller may see.", extensions=[public()])
    async def notice(self, info: Info, id: Id) -> Notice | None:  # noqa: A002
        """One notice; a draft is restricted (NOTE-04)."""
        row = await info.context.loaders.notice.load(parse_id(id, "id"))
        if row is None or (row.state is NoticeState.DRAFT and not info.context.may(Right.READ_DRAFT_NOTICES)):
            return None
        return Notice.of(row)

    @strawberry.field(
        description="One certification; null when there is none the caller may see.",
        extensions=[requires(Right.READ_OWN_CERTIFICATIONS)],
    )
    async def certification(self, info: Info, id: Id) -> Certification | None:  # noqa: A002
        """One certification."""
        row = await info.context.loaders.certification.load(parse_id(id, "id"))
        return None if row is None or not may_see(info, row.producer_id) else Certification.of(row)

    @strawberry.field(
        description="Certifications in order of receipt: all for officers, its own for a claimant.",
        extensions=[requires(Right.READ_OWN_CERTIFICATIONS)],
    )
    async def certifications(
        self,
        info: Info,
        case_number: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this order.")
        ] = None,
        fiscal_year: OnlyYear = None,
        state: Annotated[State | None, strawberry.argument(description="Only those in this state.")] = None,
        first: First = None,
        after: After = None,
    ) -> Connection[Certification]:
        """A page of certifications."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await lists.certifications_page(
                connection,
                case_number=case_number,
                fiscal_year=fiscal_year,
                state=state,
                producer_ids=visible_producers(info),
                after=cursor_id(page.after),
                limit=page.fetch,
            )
        return connection_from(rows, page, key=certification_key, node=Certification.of)

    @strawberry.field(
        description="Certifications received for an order's year; empty before the close of its window (CERT-20).",
        extensions=[public()],
    )
    async def certifications_received(
        self,
        info: Info,
        case_number: CaseNumber,
        fiscal_year: Annotated[int, strawberry.argument(description="The fiscal year.")],
        first: First = None,
        after: After = None,
    ) -> Connection[CertificationReceived]:
        """The public list."""
        return await certifications_received(info, case_number, fiscal_year, first, after)

    @strawberry.field(
        description="One producer; null when there is none the caller may see.",
        extensions=[requires(Right.READ_PRODUCERS)],
    )
    async def domestic_producer(self, info: Info, id: Id) -> DomesticProducer | None:  # noqa: A002
        """One producer."""
        producer_id = parse_id(id, "id")
        row = await info.context.loaders.producer.load(producer_id)
        return None if row is None or not may_see(info, producer_id) else DomesticProducer.of(row)

    @strawberry.field(
        description="Producers on the newest list of an order or that filed under it, by name; for a claimant its own.",
        extensions=[requires(Right.READ_PRODUCERS)],
    )
    async def domestic_producers(
        self, info: Info, case_number: CaseNumber, first: First = None, after: After = None
    ) -> Connection[DomesticProducer]:
        """A page of producers."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await learned.producers_of_order(
                connection,
                case_number,
                after=None if page.after is None else str(page.after[0]),
                limit=page.fetch,
                only=visible_producers(info),
            )
        return connection_from(rows, page, key=lambda row: (row.name,), node=DomesticProducer.of)
