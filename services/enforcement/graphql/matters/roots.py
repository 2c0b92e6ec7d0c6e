"""What can be asked for and read of section 1592 matters."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.domain.matters.states import MatterState
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import compromise_inputs, disclosure_inputs, inputs
from services.enforcement.graphql.matters.types import InterestRatePayload, Matter, MatterPayload
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import After, First, parse_id, seen
from services.enforcement.rights import Right
from services.enforcement.storage.matters import queries
from services.enforcement.usecases.matters import collect, compromise, disclosures, limitation, notices, relief
from services.enforcement.usecases.matters.open_matter import open_matter
from shared.authentication import Role
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Connection, connection_from, page_arguments, requires, to_refusals

_RECORDED = strawberry.argument(description="What is recorded.")

Command = TypeVar("Command")


async def _run(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> MatterPayload:
    result = await info.context.command(name, key, command, use_case)
    matter, offer_id = None, None
    if result.value is not None:
        matter_id = UUID(result.value["matter_id"])
        async with info.context.database.reading() as connection:
            matter = Matter.of((await queries.by_ids(connection, [matter_id]))[matter_id])
        offer = result.value.get("offer_id")
        offer_id = None if offer is None else strawberry.ID(offer)
    return MatterPayload(matter=matter, offer_id=offer_id, refusals=to_refusals(result.refusals))


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
        return await _run(info, "openMatter", idempotency_key, input.command(), open_matter)

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
        command = notices.IssueDutyNotice(
            matter_id=parse_id(input.matter_id, field="matterId"),
            notice_on=input.notice_on,
            merchandise=input.merchandise,
            calculation=input.calculation,
            by_port_director=Role.FPF_OFFICER not in info.context.principal.roles,
        )
        return await _run(info, "issueDutyNotice", idempotency_key, command, notices.issue_duty_notice)

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
            headquarters=Role.PENALTIES_BRANCH in info.context.principal.roles,
            mitigating_factors=tuple(input.mitigating_factors),
        )
        return await _run(info, "decidePetition", idempotency_key, command, relief.decide_petition)

    @strawberry.mutation(
        description="A prepenalty notice (CUL-05 to CUL-07).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def issue_prepenalty_notice(
        self,
        info: Info,
        input: Annotated[inputs.IssuePrepenaltyNoticeInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See issue_prepenalty."""
        return await _run(info, "issuePrepenaltyNotice", idempotency_key, input.command(), notices.issue_prepenalty)

    @strawberry.mutation(
        description="Representations against a prepenalty notice (CUL-07).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def record_prepenalty_response(
        self,
        info: Info,
        input: Annotated[inputs.RecordPrepenaltyResponseInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See respond."""
        return await _run(info, "recordPrepenaltyResponse", idempotency_key, input.command(), notices.respond)

    @strawberry.mutation(
        description="The statement that there is no violation (CUL-08).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def find_no_violation(
        self,
        info: Info,
        input: Annotated[inputs.FindNoViolationInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See find_no_violation."""
        return await _run(info, "findNoViolation", idempotency_key, input.command(), notices.find_no_violation)

    @strawberry.mutation(
        description="A written penalty claim (CUL-03, CUL-06, CUL-08, RLF-03).",
        extensions=[requires(Right.ISSUE_PENALTIES)],
    )
    async def issue_penalty_claim(
        self,
        info: Info,
        input: Annotated[inputs.IssuePenaltyClaimInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See issue_penalty."""
        return await _run(info, "issuePenaltyClaim", idempotency_key, input.command(), notices.issue_penalty)

    @strawberry.mutation(
        description="A review of demanded duties by the Commissioner (CUL-16).",
        extensions=[requires(Right.KEEP_MATTERS)],
    )
    async def review_demanded_duties(
        self,
        info: Info,
        input: Annotated[inputs.ReviewDemandedDutiesInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See review_duties."""
        return await _run(info, "reviewDemandedDuties", idempotency_key, input.command(), notices.review_duties)

    @strawberry.mutation(
        description="The final determination of a matter paid in full (CUL-08).",
        extensions=[requires(Right.ISSUE_PENALTIES)],
    )
    async def close_matter(
        self,
        info: Info,
        input: Annotated[inputs.CloseMatterInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See close_matter."""
        return await _run(info, "closeMatter", idempotency_key, input.command(), notices.close_matter)

    @strawberry.mutation(
        description="A petition for relief (RLF-01 to RLF-04).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def file_relief_petition(
        self,
        info: Info,
        input: Annotated[inputs.FileReliefPetitionInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_petition."""
        return await _run(info, "fileReliefPetition", idempotency_key, input.command(), relief.file_petition)

    @strawberry.mutation(
        description="A supplemental petition (RLF-07, RLF-08).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def file_supplemental_petition(
        self,
        info: Info,
        input: Annotated[inputs.FileSupplementalPetitionInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_supplemental."""
        return await _run(info, "fileSupplementalPetition", idempotency_key, input.command(), relief.file_supplemental)

    @strawberry.mutation(description="Days that are not counted (LIM-05).", extensions=[requires(Right.KEEP_MATTERS)])
    async def toll_limitation(
        self,
        info: Info,
        input: Annotated[inputs.TollLimitationInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See toll_limitation."""
        return await _run(info, "tollLimitation", idempotency_key, input.command(), limitation.toll_limitation)

    @strawberry.mutation(
        description="A signed waiver of limitation (RLF-08, LIM-07).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def waive_limitation(
        self,
        info: Info,
        input: Annotated[inputs.WaiveLimitationInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See waive_limitation."""
        return await _run(info, "waiveLimitation", idempotency_key, input.command(), limitation.waive_limitation)

    @strawberry.mutation(description="A claim for suit (10.5).", extensions=[requires(Right.ISSUE_PENALTIES)])
    async def refer_matter_to_justice(
        self,
        info: Info,
        input: Annotated[inputs.ReferMatterToJusticeInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See refer_to_justice."""
        return await _run(info, "referMatterToJustice", idempotency_key, input.command(), limitation.refer_to_justice)

    @strawberry.mutation(description="A prior disclosure (CUL-09).", extensions=[requires(Right.KEEP_MATTERS)])
    async def file_prior_disclosure(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.FilePriorDisclosureInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_disclosure."""
        return await _run(info, "filePriorDisclosure", idempotency_key, input.command(), disclosures.file_disclosure)

    @strawberry.mutation(
        description="Take a disclosure into review, or deny it (CUL-09).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def review_prior_disclosure(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.ReviewPriorDisclosureInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See review_disclosure."""
        return await _run(
            info, "reviewPriorDisclosure", idempotency_key, input.command(), disclosures.review_disclosure
        )

    @strawberry.mutation(
        description="The discloser's own review (SMP-06).", extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)]
    )
    async def approve_self_review(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.ApproveSelfReviewInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See approve_self_review."""
        return await _run(info, "approveSelfReview", idempotency_key, input.command(), disclosures.approve_self_review)

    @strawberry.mutation(
        description="Customs' calculation of the actual loss (CUL-11).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def notify_loss_calculation(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.NotifyLossCalculationInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See notify_calculation."""
        return await _run(
            info, "notifyLossCalculation", idempotency_key, input.command(), disclosures.notify_calculation
        )

    @strawberry.mutation(description="A tender of the loss (CUL-11).", extensions=[requires(Right.KEEP_MATTERS)])
    async def record_tender(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.RecordTenderInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See tender."""
        return await _run(info, "recordTender", idempotency_key, input.command(), disclosures.tender)

    @strawberry.mutation(
        description="Headquarters' review of the calculation (CUL-12).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def request_headquarters_review(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.RequestHeadquartersReviewInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See request_headquarters_review."""
        return await _run(
            info, "requestHeadquartersReview", idempotency_key, input.command(), disclosures.request_headquarters_review
        )

    @strawberry.mutation(
        description="Headquarters' final calculation (CUL-12).", extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)]
    )
    async def decide_headquarters_review(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.DecideHeadquartersReviewInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See decide_headquarters_review."""
        return await _run(
            info, "decideHeadquartersReview", idempotency_key, input.command(), disclosures.decide_headquarters_review
        )

    @strawberry.mutation(
        description="The reduced penalty of a disclosure (CUL-10).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def grant_disclosure_benefit(
        self,
        info: Info,
        input: Annotated[disclosure_inputs.GrantDisclosureBenefitInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See grant_benefit."""
        return await _run(info, "grantDisclosureBenefit", idempotency_key, input.command(), disclosures.grant_benefit)

    @strawberry.mutation(description="An offer in compromise (CMP-01).", extensions=[requires(Right.KEEP_MATTERS)])
    async def submit_compromise_offer(
        self,
        info: Info,
        input: Annotated[compromise_inputs.SubmitCompromiseOfferInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See submit_offer."""
        return await _run(info, "submitCompromiseOffer", idempotency_key, input.command(), compromise.submit_offer)

    @strawberry.mutation(description="The deposit of an offer (CMP-02).", extensions=[requires(Right.KEEP_MATTERS)])
    async def confirm_compromise_deposit(
        self,
        info: Info,
        input: Annotated[compromise_inputs.ConfirmCompromiseDepositInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See confirm_deposit."""
        return await _run(
            info, "confirmCompromiseDeposit", idempotency_key, input.command(), compromise.confirm_deposit
        )

    @strawberry.mutation(
        description="The officer's report on an offer (CMP-03, CMP-04).", extensions=[requires(Right.KEEP_MATTERS)]
    )
    async def file_compromise_report(
        self,
        info: Info,
        input: Annotated[compromise_inputs.FileCompromiseReportInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See file_report."""
        return await _run(info, "fileCompromiseReport", idempotency_key, input.command(), compromise.file_report)

    @strawberry.mutation(
        description="Counsel's recommendation (CMP-03).", extensions=[requires(Right.RECOMMEND_COMPROMISE)]
    )
    async def recommend_compromise(
        self,
        info: Info,
        input: Annotated[compromise_inputs.RecommendCompromiseInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See recommend."""
        return await _run(info, "recommendCompromise", idempotency_key, input.command(), compromise.recommend)

    @strawberry.mutation(
        description="Headquarters' decision on an offer (CMP-05).", extensions=[requires(Right.DECIDE_AT_HEADQUARTERS)]
    )
    async def decide_compromise(
        self,
        info: Info,
        input: Annotated[compromise_inputs.DecideCompromiseInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See decide_offer."""
        return await _run(info, "decideCompromise", idempotency_key, input.command(), compromise.decide_offer)

    @strawberry.mutation(description="A withdrawn offer (CMP-06).", extensions=[requires(Right.KEEP_MATTERS)])
    async def withdraw_compromise_offer(
        self,
        info: Info,
        input: Annotated[compromise_inputs.WithdrawCompromiseOfferInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See withdraw_offer."""
        return await _run(info, "withdrawCompromiseOffer", idempotency_key, input.command(), compromise.withdraw_offer)

    @strawberry.mutation(description="The deposit goes back (CMP-06).", extensions=[requires(Right.KEEP_MATTERS)])
    async def return_compromise_deposit(
        self,
        info: Info,
        input: Annotated[compromise_inputs.ReturnCompromiseDepositInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See return_deposit."""
        return await _run(info, "returnCompromiseDeposit", idempotency_key, input.command(), compromise.return_deposit)

    @strawberry.mutation(
        description="A refund set off against a debt (DBT-04, DBT-05).", extensions=[requires(Right.SET_OFF)]
    )
    async def set_off_refund(
        self,
        info: Info,
        input: Annotated[compromise_inputs.SetOffRefundInput, _RECORDED],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> MatterPayload:
        """See set_off_refund."""
        return await _run(info, "setOffRefund", idempotency_key, input.command(), collect.set_off_refund)

    @strawberry.mutation(
        description="Publish an interest rate (CUL-10, DBT-01).", extensions=[requires(Right.ISSUE_PENALTIES)]
    )
    async def publish_interest_rate(
        self,
        info: Info,
        input: Annotated[compromise_inputs.PublishInterestRateInput, strawberry.argument(description="The rate.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InterestRatePayload:
        """See publish_rate."""
        command = disclosures.PublishRate(
            from_date=input.from_date, basis_points=input.basis_points, citation=input.citation
        )
        result = await info.context.command("publishInterestRate", idempotency_key, command, disclosures.publish_rate)
        day = None if result.value is None else input.from_date
        return InterestRatePayload(from_date=day, refusals=to_refusals(result.refusals))
