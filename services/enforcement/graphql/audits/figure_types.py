"""Figures of an audit that are computed when they are asked for: losses by entry, refunds, issues investigated."""

import strawberry

from services.enforcement.domain.audits.offsets import OFFSET_PURPOSES, RefundAllocation, net
from services.enforcement.domain.audits.states import OffsetState
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.audits import findings, refunds
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.figures import reckon
from services.enforcement.usecases.audits.matter import share_losses
from services.enforcement.usecases.audits.refunds import refundable_now
from shared.graphql import Date, Money

_SHOWN = 1_000


@strawberry.type(description="The loss of an entry on an issue (OFF-19), the base of interest by entry (CUL-10).")
class AuditLoss:
    """A loss."""

    entry_number: str = strawberry.field(description="Entry.")
    issue: str = strawberry.field(description="Issue.")
    liquidated_on: Date | None = strawberry.field(description="Day of liquidation.")
    actual: Money = strawberry.field(description="Actual loss after offset.")
    potential: Money = strawberry.field(description="Potential loss.")


@strawberry.type(description="Total loss with and without offset.")
class OffsetFigures:
    """Two totals."""

    total_loss: Money = strawberry.field(description="With offset.")
    loss_without_offset: Money = strawberry.field(description="Without offset.")


@strawberry.type(description="What may be credited toward a refund (OFF-13).")
class AuditRefund:
    """A refund."""

    allocation: RefundAllocation = strawberry.field(description="Which over-payments the offset consumed first.")
    refundable: Money = strawberry.field(description="What may be credited now.")
    reason: str | None = strawberry.field(description="Reason code when nothing may be credited.")
    credited: Money | None = strawberry.field(description="What was credited; null before.")
    credited_on: Date | None = strawberry.field(description="Day of the credit.")


async def losses_shown(info: Info, audit: AuditRecord, after: str) -> list[AuditLoss]:
    """Losses after an entry, by entry and issue."""
    today = info.context.clock.today()
    async with info.context.database.reading() as connection:
        outcome = await reckon(connection, audit, today)
        found = await findings.losses(connection, audit, today, outcome.uses)
    with_offset = audit.purpose in OFFSET_PURPOSES and audit.offsets_approved
    entirely = audit.offset_state is OffsetState.DISALLOWED_ENTIRELY
    left = share_losses(found, net(outcome.sums, with_offset=with_offset and not entirely))
    return [
        AuditLoss(
            entry_number=one.entry_number,
            issue=one.issue,
            liquidated_on=one.liquidated_on,
            actual=Money(one.final_cents),
            potential=Money(one.potential_cents),
        )
        for one in [one for one in left if one.entry_number > after][:_SHOWN]
    ]


async def investigated_shown(info: Info, audit: AuditRecord) -> OffsetFigures | None:
    """The figures of the issues under investigation; None without one."""
    if not audit.investigated or audit.purpose not in OFFSET_PURPOSES:
        return None
    async with info.context.database.reading() as connection:
        outcome = await reckon(connection, audit, info.context.clock.today(), of_investigated=True)
    return OffsetFigures(
        total_loss=Money(net(outcome.sums).total_loss_cents),
        loss_without_offset=Money(net(outcome.sums, with_offset=False).total_loss_cents),
    )


async def refund_shown(info: Info, audit: AuditRecord) -> AuditRefund:
    """What may be credited today, and what was."""
    allocation = info.context.loaders.refund_allocation
    async with info.context.database.reading() as connection:
        cents = await refundable_now(connection, audit, info.context.clock.today(), allocation)
        credited = await refunds.refund_of(connection, audit.id)
    return AuditRefund(
        allocation=allocation,
        refundable=Money(cents),
        reason=None if cents else "OFF_REFUND_NOT_AUTHORISED",
        credited=None if credited is None else Money(credited.amount_cents),
        credited_on=None if credited is None else credited.credited_on,
    )
