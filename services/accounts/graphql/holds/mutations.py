"""Place and release holds, set the rate of sequestration."""

from typing import Annotated

import strawberry

from services.accounts.graphql.holds import inputs
from services.accounts.graphql.holds.types import Hold, HoldPayload, ReleaseSequesterPayload, SequesterRatePayload
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.usecases.holds.place import place_hold
from services.accounts.usecases.holds.release import release_hold, release_sequester
from services.accounts.usecases.holds.set_sequester_rate import set_sequester_rate
from shared.database import CommandResult
from shared.graphql import requires, to_refusals


@strawberry.type
class HoldMutations:
    """Money withheld (ACCT-17, ACCT-18)."""

    @strawberry.mutation(
        description="Have money withheld when its distribution is paid: by claimant, case, court matter or percentage.",
        extensions=[requires(Right.HOLD_SHARES)],
    )
    async def place_hold(
        self,
        info: Info,
        input: Annotated[inputs.PlaceHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> HoldPayload:
        """Place a hold."""
        return await _hold(info, await info.context.command("placeHold", idempotency_key, input.command(), place_hold))

    @strawberry.mutation(
        description="Release a hold by the outcome of its matter; by another person than placed it.",
        extensions=[requires(Right.RELEASE_HOLDS)],
    )
    async def release_hold(
        self,
        info: Info,
        input: Annotated[inputs.ReleaseHoldInput, strawberry.argument(description="The hold.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> HoldPayload:
        """Release a hold."""
        result = await info.context.command("releaseHold", idempotency_key, input.command(), release_hold)
        return await _hold(info, result)

    @strawberry.mutation(
        description="Set the rate that budget law withholds of a fiscal year's money (ACCT-17).",
        extensions=[requires(Right.SET_SEQUESTER_RATES)],
    )
    async def set_sequester_rate(
        self,
        info: Info,
        input: Annotated[inputs.SetSequesterRateInput, strawberry.argument(description="The rate.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SequesterRatePayload:
        """Set a rate."""
        result = await info.context.command("setSequesterRate", idempotency_key, input.command(), set_sequester_rate)
        return SequesterRatePayload(
            fiscal_year=(result.value or {}).get("fiscal_year"), refusals=to_refusals(result.refusals)
        )

    @strawberry.mutation(
        description="Release everything sequestered in a fiscal year: supplements to the same payees by the same "
        "weights, nobody beyond its net claim, the rest back to the accounts (ACCT-17).",
        extensions=[requires(Right.RELEASE_HOLDS)],
    )
    async def release_sequester(
        self,
        info: Info,
        input: Annotated[inputs.ReleaseSequesterInput, strawberry.argument(description="The year.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReleaseSequesterPayload:
        """Release a year's sequester."""
        result = await info.context.command("releaseSequester", idempotency_key, input.command(), release_sequester)
        return ReleaseSequesterPayload(
            holds_released=(result.value or {}).get("holds"), refusals=to_refusals(result.refusals)
        )


async def _hold(info: Info, result: CommandResult) -> HoldPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.general_hold.load(parse_id(result.value["hold_id"], "holdId"))
        shown = None if row is None else Hold.of(row)
    return HoldPayload(hold=shown, refusals=to_refusals(result.refusals))
