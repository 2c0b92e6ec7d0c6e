"""Ask for reconsideration and decide it."""

from typing import Annotated

import strawberry

from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.reconsideration import inputs
from services.accounts.graphql.reconsideration.types import (
    ReconsiderationPayload,
    ReconsiderationRequest,
    refused_request,
)
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.usecases.reconsideration.decide import (
    approve_reconsideration,
    decide_reconsideration,
    screen_reconsideration,
    send_back_reconsideration,
)
from services.accounts.usecases.reconsideration.file_request import request_reconsideration
from shared.database import CommandResult
from shared.graphql import requires, to_refusals


@strawberry.type
class ReconsiderationMutations:
    """Requests for reconsideration (RECO)."""

    @strawberry.mutation(
        description=(
            "Ask for reconsideration of what a certification was paid: the producer, or an officer who keys in a "
            "paper request (RECO-01). A request that is late or on a payment in full is kept as refused."
        ),
        extensions=[requires(Right.FILE_RECONSIDERATIONS)],
    )
    async def request_reconsideration(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.RequestReconsiderationInput, strawberry.argument(description="The request.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> ReconsiderationPayload:
        """File a request."""
        officer = info.context.may(Right.DECIDE_RECONSIDERATIONS)
        command = input.command(None if officer else info.context.principal.producer_ids)
        result = await info.context.command("requestReconsideration", idempotency_key, command, request_reconsideration)
        return await _payload(info, result, just_filed=True)

    @strawberry.mutation(
        description="Take a filed request up, or refuse it because it alleges no error of Customs (RECO-02).",
        extensions=[requires(Right.DECIDE_RECONSIDERATIONS)],
    )
    async def screen_reconsideration(
        self,
        info: Info,
        input: Annotated[inputs.ScreenReconsiderationInput, strawberry.argument(description="Finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReconsiderationPayload:
        """Screen a request."""
        result = await info.context.command(
            "screenReconsideration", idempotency_key, input.command(), screen_reconsideration
        )
        return await _payload(info, result)

    @strawberry.mutation(
        description="Deny a request, or propose a grant with the error corrected (RECO-03, RECO-04).",
        extensions=[requires(Right.DECIDE_RECONSIDERATIONS)],
    )
    async def decide_reconsideration(
        self,
        info: Info,
        input: Annotated[inputs.DecideReconsiderationInput, strawberry.argument(description="Decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReconsiderationPayload:
        """Decide a request."""
        result = await info.context.command(
            "decideReconsideration", idempotency_key, input.command(), decide_reconsideration
        )
        return await _payload(info, result)

    @strawberry.mutation(
        description=(
            "Approve a grant that somebody else proposed. Distributions of the order that are frozen and not paid are "
            "cancelled; what the account has is paid, first approved first (RECO-06)."
        ),
        extensions=[requires(Right.APPROVE_RECONSIDERATIONS)],
    )
    async def approve_reconsideration(
        self,
        info: Info,
        input: Annotated[inputs.ReconsiderationInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReconsiderationPayload:
        """Approve a grant."""
        result = await info.context.command(
            "approveReconsideration", idempotency_key, input.command(), approve_reconsideration
        )
        return await _payload(info, result)

    @strawberry.mutation(
        description="Send a proposed grant back; the request stays under consideration.",
        extensions=[requires(Right.APPROVE_RECONSIDERATIONS)],
    )
    async def send_back_reconsideration(
        self,
        info: Info,
        input: Annotated[inputs.SendBackReconsiderationInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReconsiderationPayload:
        """Send a grant back."""
        result = await info.context.command(
            "sendBackReconsideration", idempotency_key, input.command(), send_back_reconsideration
        )
        return await _payload(info, result)


async def _payload(info: Info, result: CommandResult, *, just_filed: bool = False) -> ReconsiderationPayload:
    if result.value is None:
        return ReconsiderationPayload(reconsideration=None, refusals=to_refusals(result.refusals))
    row = await info.context.loaders.reconsideration.load(parse_id(result.value["request_id"], "requestId"))
    assert row is not None, "requests are never deleted"
    return ReconsiderationPayload(
        reconsideration=ReconsiderationRequest.of(info, row), refusals=refused_request(row) if just_filed else []
    )
