"""What can be asked for of referrals to other agencies."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.domain.referrals.states import ReferralState
from services.enforcement.domain.referrals.subjects import Agency
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import After, First, parse_id, seen
from services.enforcement.graphql.referrals.types import (
    AgencyReferral,
    AgencyReferralInput,
    AgencyReferralsPayload,
    CreateAgencyReferralsInput,
    ExecuteAgencyReferralInput,
    RecordAgencyDecisionInput,
)
from services.enforcement.rights import Right
from services.enforcement.storage.referrals import queries
from services.enforcement.usecases.referrals.refer import (
    acknowledge_referral,
    create_referrals,
    execute_referral,
    record_agency_decision,
    send_referral,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Connection, connection_from, page_arguments, requires, to_refusals

Command = TypeVar("Command", covariant=True)
Given = TypeVar("Given")


class _Input(Protocol[Command]):
    def command(self) -> Command: ...


async def _run(
    info: Info,
    name: str,
    key: str,
    given: _Input[Given],
    use_case: Callable[[Transaction, Given], Awaitable[dict[str, JSON]]],
) -> AgencyReferralsPayload:
    result = await info.context.command(name, key, given.command(), use_case)
    referrals: list[AgencyReferral] = []
    if result.value is not None:
        ids = [UUID(each) for each in result.value["referral_ids"]]
        async with info.context.database.reading() as connection:
            found = await queries.referrals_by_id(connection, ids)
        referrals = [AgencyReferral.of(found[each]) for each in ids]
    return AgencyReferralsPayload(referrals=referrals, refusals=to_refusals(result.refusals))


@strawberry.type
class ReferralQueries:
    """Referrals are for officers."""

    @strawberry.field(
        description="One referral to another agency; null when there is none of that id.",
        extensions=[requires(Right.READ_REFERRALS)],
    )
    async def agency_referral(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The referral's id.")],  # noqa: A002
    ) -> AgencyReferral | None:
        """One referral."""
        referral_id = parse_id(id, field="id")
        async with info.context.database.reading() as connection:
            found = (await queries.referrals_by_id(connection, [referral_id])).get(referral_id)
        return None if found is None else AgencyReferral.of(found)

    @strawberry.field(
        description="Referrals to other agencies, the oldest first.", extensions=[requires(Right.READ_REFERRALS)]
    )
    async def agency_referrals(
        self,
        info: Info,
        state: Annotated[ReferralState | None, strawberry.argument(description="Only those in this state.")] = None,
        agency: Annotated[Agency | None, strawberry.argument(description="Only those to this agency.")] = None,
        first: First = None,
        after: After = None,
    ) -> Connection[AgencyReferral]:
        """A page of referrals."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await queries.referrals_page(
                connection, after=seen(page), limit=page.fetch, state=state, agency=agency
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=AgencyReferral.of)


@strawberry.type
class ReferralMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Draft a referral for each row of 19 CFR 161.2(a) that matches (AGY-01, AGY-03).",
        extensions=[requires(Right.CREATE_REFERRALS)],
    )
    async def create_agency_referrals(
        self,
        info: Info,
        input: Annotated[CreateAgencyReferralsInput, strawberry.argument(description="The case.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AgencyReferralsPayload:
        """See create_referrals."""
        creating = partial(create_referrals, vault=info.context.loaders.vault)
        return await _run(info, "createAgencyReferrals", idempotency_key, input, creating)

    @strawberry.mutation(
        description="Send a referral; told on the agency's own subject (AGY-03, INF-28).",
        extensions=[requires(Right.CREATE_REFERRALS)],
    )
    async def send_agency_referral(
        self,
        info: Info,
        input: Annotated[AgencyReferralInput, strawberry.argument(description="The referral.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AgencyReferralsPayload:
        """See send_referral."""
        sending = partial(send_referral, vault=info.context.loaders.vault)
        return await _run(info, "sendAgencyReferral", idempotency_key, input, sending)

    @strawberry.mutation(
        description="Record that the agency has a referral (10.11).",
        extensions=[requires(Right.CREATE_REFERRALS)],
    )
    async def acknowledge_agency_referral(
        self,
        info: Info,
        input: Annotated[AgencyReferralInput, strawberry.argument(description="The referral.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AgencyReferralsPayload:
        """See acknowledge_referral."""
        return await _run(info, "acknowledgeAgencyReferral", idempotency_key, input, acknowledge_referral)

    @strawberry.mutation(
        description="Record what the agency decided (AGY-03).",
        extensions=[requires(Right.CREATE_REFERRALS)],
    )
    async def record_agency_decision(
        self,
        info: Info,
        input: Annotated[RecordAgencyDecisionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AgencyReferralsPayload:
        """See record_agency_decision."""
        return await _run(info, "recordAgencyDecision", idempotency_key, input, record_agency_decision)

    @strawberry.mutation(
        description="Carry out what the agency decided (AGY-02, AGY-05).",
        extensions=[requires(Right.ORDER_SEIZURES)],
    )
    async def execute_agency_referral(
        self,
        info: Info,
        input: Annotated[ExecuteAgencyReferralInput, strawberry.argument(description="What is done.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AgencyReferralsPayload:
        """See execute_referral."""
        return await _run(info, "executeAgencyReferral", idempotency_key, input, execute_referral)
