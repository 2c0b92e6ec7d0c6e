"""Register and conclude legal actions, give bills up, sweep."""

from typing import Annotated

import strawberry

from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.termination import inputs
from services.accounts.graphql.termination.types import LegalAction, Sweep, UncollectibleBill
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.usecases.termination.legal_actions import conclude_legal_action, register_legal_action
from services.accounts.usecases.termination.sweep import (
    ApproveSweep,
    WithdrawSweep,
    approve_sweep,
    propose_sweep,
    withdraw_sweep,
)
from services.accounts.usecases.termination.uncollectible import approve_uncollectible, propose_uncollectible
from shared.database import CommandResult
from shared.graphql import Refusal, requires, to_refusals

_REFUSALS = "Every reason why nothing was done; empty when it was."
_Sweep = Annotated[inputs.SweepInput, strawberry.argument(description="The sweep.")]


@strawberry.type(description="Answer to the mutations on legal actions.")
class LegalActionPayload:
    """The action or refusals."""

    legal_action: LegalAction | None = strawberry.field(description="The action; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on importers' bills that are given up.")
class UncollectibleBillPayload:
    """The proposal or refusals."""

    uncollectible_bill: UncollectibleBill | None = strawberry.field(description="The proposal; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on sweeps.")
class SweepPayload:
    """The sweep or refusals."""

    sweep: Sweep | None = strawberry.field(description="The sweep; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type
class TerminationMutations:
    """The end of an account (TERM)."""

    @strawberry.mutation(
        description="Register a protest, petition or court action; it keeps the account from ending (TERM-01).",
        extensions=[requires(Right.REGISTER_LEGAL_ACTIONS)],
    )
    async def register_legal_action(
        self,
        info: Info,
        input: Annotated[inputs.RegisterLegalActionInput, strawberry.argument(description="The action.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> LegalActionPayload:
        """Register an action."""
        result = await info.context.command(
            "registerLegalAction", idempotency_key, input.command(), register_legal_action
        )
        return await _action(info, result)

    @strawberry.mutation(
        description="Conclude a legal action that ended for good.",
        extensions=[requires(Right.REGISTER_LEGAL_ACTIONS)],
    )
    async def conclude_legal_action(
        self,
        info: Info,
        input: Annotated[inputs.ConcludeLegalActionInput, strawberry.argument(description="Its end.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> LegalActionPayload:
        """Conclude an action."""
        result = await info.context.command(
            "concludeLegalAction", idempotency_key, input.command(), conclude_legal_action
        )
        return await _action(info, result)

    @strawberry.mutation(
        description="Propose to give up an entry's unpaid bills to its importer (TERM-01). No money moves.",
        extensions=[requires(Right.PROPOSE_UNCOLLECTIBLE)],
    )
    async def propose_uncollectible(
        self,
        info: Info,
        input: Annotated[inputs.ProposeUncollectibleInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> UncollectibleBillPayload:
        """Propose."""
        result = await info.context.command(
            "proposeUncollectible", idempotency_key, input.command(), propose_uncollectible
        )
        return await _uncollectible(info, result)

    @strawberry.mutation(
        description="Approve that bills are given up, as another person than proposed it.",
        extensions=[requires(Right.APPROVE_UNCOLLECTIBLE)],
    )
    async def approve_uncollectible(
        self,
        info: Info,
        input: Annotated[inputs.ApproveUncollectibleInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> UncollectibleBillPayload:
        """Approve."""
        result = await info.context.command(
            "approveUncollectible", idempotency_key, input.command(), approve_uncollectible
        )
        return await _uncollectible(info, result)

    @strawberry.mutation(
        description="Propose to sweep what nobody claimed to the General Fund and end the account (TERM-03).",
        extensions=[requires(Right.PROPOSE_SWEEPS)],
    )
    async def propose_sweep(
        self,
        info: Info,
        input: Annotated[inputs.ProposeSweepInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SweepPayload:
        """Propose a sweep."""
        result = await info.context.command("proposeSweep", idempotency_key, input.command(), propose_sweep)
        return await _sweep(info, result)

    @strawberry.mutation(
        description="Approve a sweep that somebody else proposed: the balance goes to the General Fund for good, the "
        "account is terminated (TERM-03, TERM-04).",
        extensions=[requires(Right.APPROVE_SWEEPS)],
    )
    async def approve_sweep(
        self,
        info: Info,
        input: _Sweep,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SweepPayload:
        """Approve a sweep."""
        command = ApproveSweep(sweep_id=input.id())
        result = await info.context.command("approveSweep", idempotency_key, command, approve_sweep)
        return await _sweep(info, result)

    @strawberry.mutation(
        description="Withdraw a sweep that was not carried out.", extensions=[requires(Right.PROPOSE_SWEEPS)]
    )
    async def withdraw_sweep(
        self,
        info: Info,
        input: _Sweep,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SweepPayload:
        """Withdraw a sweep."""
        command = WithdrawSweep(sweep_id=input.id())
        result = await info.context.command("withdrawSweep", idempotency_key, command, withdraw_sweep)
        return await _sweep(info, result)


async def _action(info: Info, result: CommandResult) -> LegalActionPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.legal_action.load(parse_id(result.value["action_id"], "actionId"))
        shown = None if row is None else LegalAction.of(row)
    return LegalActionPayload(legal_action=shown, refusals=to_refusals(result.refusals))


async def _uncollectible(info: Info, result: CommandResult) -> UncollectibleBillPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.uncollectible_bill.load(parse_id(result.value["proposal_id"], "proposalId"))
        shown = None if row is None else UncollectibleBill.of(row)
    return UncollectibleBillPayload(uncollectible_bill=shown, refusals=to_refusals(result.refusals))


async def _sweep(info: Info, result: CommandResult) -> SweepPayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.sweep.load(parse_id(result.value["sweep_id"], "sweepId"))
        shown = None if row is None else Sweep.of(row)
    return SweepPayload(sweep=shown, refusals=to_refusals(result.refusals))
