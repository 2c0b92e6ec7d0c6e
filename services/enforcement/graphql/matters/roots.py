"""What can be asked for and read of section 1592 matters."""

from typing import Annotated

import strawberry

from services.enforcement.domain.matters.states import MatterState
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import inputs
from services.enforcement.graphql.matters.running import RECORDED, run_matter
from services.enforcement.graphql.matters.types import Matter, MatterPayload
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import After, First, parse_id, seen
from services.enforcement.rights import Right
from services.enforcement.storage.matters import queries
from services.enforcement.usecases.matters import duties, limitation, notices, relief, seizures
from services.enforcement.usecases.matters.open_matter import open_matter
from shared.authentication import Role
from shared.graphql import Connection, connection_from, page_arguments, requires


@strawberry.type
class MatterQueries:
    """Matters are for officers."""

    @strawberry.field(
        description="One section 1592 matter; null when there is none.", extensions=[requires(Right.READ_MATTERS)]
    )
    async def matter(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The matter's id.")],  # noqa: A002
    ) -> Matter | None:
        """One matter."""
        matter_id = parse_id(id, field="id")
        async with info.context.database.reading() as connection:
            found = (await queries.by_ids(connection, [matter_id])).get(matter_id)
        return None if found is None else Matter.of(found)

    @strawberry.field(description="Section 1592 matters, the oldest first.", extensions=[requires(Right.READ_MATTERS)])
    async def matters(
        self,
        info: Info,
        importer_number: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of this importer.")
        ] = None,
        state: Annotated[MatterState | None, strawberry.argument(description="Only in this state.")] = None,
        first: First = None,
        after: After = None,
    ) -> Connection[Matter]:
        """A page of matters."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.page(
                connection,
                importer_number=None if importer_number is None else str(importer_number),
                state=state,
                after=seen(page),
                limit=page.fetch,
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Matter.of)


@strawberry.type
class MatterMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Open a section 1592 matter (CUL-01, CUL-02).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def open_matter(
        self,
        info: Info,
        input: Annotated[inputs.OpenMatterInput, strawberry.argument(description="The matter.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See open_matter."""
        return await run_matter(info, "openMatter", idempotency_key, input.command(), open_matter)

    @strawberry.mutation(
        description="Demand lost duties, alone or beside a penalty (CUL-16).",
        extensions=[requires(Right.DEMAND_DUTIES)],
    )
    async def issue_duty_notice(
        self,
        info: Info,
        input: Annotated[inputs.IssueDutyNoticeInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See issue_duty_notice."""
        command = duties.IssueDutyNotice(
            matter_id=parse_id(input.matter_id, field="matterId"),
            notice_on=input.notice_on,
            merchandise=input.merchandise,
            calculation=input.calculation,
            office=input.office,
            by_port_director=Role.FPF_OFFICER not in info.context.principal.roles,
        )
        return await run_matter(info, "issueDutyNotice", idempotency_key, command, duties.issue_duty_notice)

    @strawberry.mutation(
        description="Decide the petition that waits: FP&F within its authority, else headquarters (RLF-05 to RLF-07).",
        extensions=[requires(Right.DECIDE_PETITIONS)],
    )
    async def decide_petition(
        self,
        info: Info,
        input: Annotated[inputs.DecidePetitionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See decide_petition."""
        command = relief.DecidePetition(
            matter_id=parse_id(input.matter_id, field="matterId"),
            mitigated_cents=input.mitigated,
            notified_on=input.notified_on,
            pay_by=input.pay_by,
            supplemental_by=input.supplemental_by,
            reasons=input.reasons,
            ground=input.ground,
            authority_cents=info.context.loaders.petition_authority_cents,
            headquarters=Role.PENALTIES_BRANCH in info.context.principal.roles,
            mitigating_factors=tuple(input.mitigating_factors),
        )
        return await run_matter(info, "decidePetition", idempotency_key, command, relief.decide_petition)

    @strawberry.mutation(
        description="A prepenalty notice (CUL-05 to CUL-07).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def issue_prepenalty_notice(
        self,
        info: Info,
        input: Annotated[inputs.IssuePrepenaltyNoticeInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See issue_prepenalty."""
        return await run_matter(
            info, "issuePrepenaltyNotice", idempotency_key, input.command(), notices.issue_prepenalty
        )

    @strawberry.mutation(
        description="Representations against a prepenalty notice (CUL-07).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def record_prepenalty_response(
        self,
        info: Info,
        input: Annotated[inputs.RecordPrepenaltyResponseInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See respond."""
        return await run_matter(info, "recordPrepenaltyResponse", idempotency_key, input.command(), notices.respond)

    @strawberry.mutation(
        description="The statement that there is no violation (CUL-08).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def find_no_violation(
        self,
        info: Info,
        input: Annotated[inputs.FindNoViolationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See find_no_violation."""
        return await run_matter(info, "findNoViolation", idempotency_key, input.command(), notices.find_no_violation)

    @strawberry.mutation(
        description="A written penalty claim (CUL-03, CUL-06, CUL-08, RLF-03).",
        extensions=[requires(Right.ISSUE_PENALTIES)],
    )
    async def issue_penalty_claim(
        self,
        info: Info,
        input: Annotated[inputs.IssuePenaltyClaimInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See issue_penalty."""
        return await run_matter(info, "issuePenaltyClaim", idempotency_key, input.command(), notices.issue_penalty)

    @strawberry.mutation(
        description="A review of demanded duties by the Commissioner (CUL-16).",
        extensions=[requires(Right.KEEP_MATTERS)],
    )
    async def review_demanded_duties(
        self,
        info: Info,
        input: Annotated[inputs.ReviewDemandedDutiesInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See review_duties."""
        return await run_matter(info, "reviewDemandedDuties", idempotency_key, input.command(), duties.review_duties)

    @strawberry.mutation(
        description="The final determination of a matter paid in full (CUL-08).",
        extensions=[requires(Right.ISSUE_PENALTIES)],
    )
    async def close_matter(
        self,
        info: Info,
        input: Annotated[inputs.CloseMatterInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See close_matter."""
        return await run_matter(info, "closeMatter", idempotency_key, input.command(), notices.close_matter)

    @strawberry.mutation(
        description="A petition for relief (RLF-01 to RLF-04).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def file_relief_petition(
        self,
        info: Info,
        input: Annotated[inputs.FileReliefPetitionInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_petition."""
        return await run_matter(info, "fileReliefPetition", idempotency_key, input.command(), relief.file_petition)

    @strawberry.mutation(
        description="A supplemental petition (RLF-07, RLF-08).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def file_supplemental_petition(
        self,
        info: Info,
        input: Annotated[inputs.FileSupplementalPetitionInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_supplemental."""
        return await run_matter(
            info, "fileSupplementalPetition", idempotency_key, input.command(), relief.file_supplemental
        )

    @strawberry.mutation(description="Days that are not counted (LIM-05).", extensions=[requires(Right.KEEP_MATTERS)])
    async def toll_limitation(
        self,
        info: Info,
        input: Annotated[inputs.TollLimitationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See toll_limitation."""
        return await run_matter(info, "tollLimitation", idempotency_key, input.command(), limitation.toll_limitation)

    @strawberry.mutation(
        description="A signed waiver of limitation (RLF-08, LIM-07).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def waive_limitation(
        self,
        info: Info,
        input: Annotated[inputs.WaiveLimitationInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See waive_limitation."""
        return await run_matter(info, "waiveLimitation", idempotency_key, input.command(), limitation.waive_limitation)

    @strawberry.mutation(description="A claim for suit (10.5).", extensions=[requires(Right.ISSUE_PENALTIES)])
    async def refer_matter_to_justice(
        self,
        info: Info,
        input: Annotated[inputs.ReferMatterToJusticeInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See refer_to_justice."""
        return await run_matter(
            info, "referMatterToJustice", idempotency_key, input.command(), limitation.refer_to_justice
        )

    @strawberry.mutation(
        description="Seize goods on one of the four grounds of the law (CUL-15).",
        extensions=[requires(Right.ORDER_SEIZURES)],
    )
    async def seize_matter_goods(
        self,
        info: Info,
        input: Annotated[inputs.SeizeMatterGoodsInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See seize_goods."""
        return await run_matter(info, "seizeMatterGoods", idempotency_key, input.command(), seizures.seize_goods)

    @strawberry.mutation(
        description="The sale of seized goods; what is above penalty and costs goes back (CUL-15).",
        extensions=[requires(Right.KEEP_MATTERS)],
    )
    async def record_seized_goods_sale(
        self,
        info: Info,
        input: Annotated[inputs.RecordSeizedGoodsSaleInput, RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See sell_goods."""
        return await run_matter(info, "recordSeizedGoodsSale", idempotency_key, input.command(), seizures.sell_goods)
