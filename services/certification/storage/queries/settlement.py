"""Settled certifications and what was paid on them after their distribution (18.1)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.outcomes import Outcome
from services.certification.domain.states import State
from services.certification.storage.tables import certifications, distributions, payments

_DISTRIBUTED = [State.ALLOCATED.value, State.SETTLED.value]


class Settled(NamedTuple):
    """Net claim as distributed upon, US cents, and the outcome so far."""

    net_cents: int
    outcome: str


async def paid_later(connection: AsyncConnection, numbers: Iterable[str]) -> Mapping[str, int]:
    """US cents paid after the distribution: out of holds, as adjustments and supplements, per certification number."""
    rows = await connection.execute(
        sa.select(payments.c.certification_number, sa.func.sum(payments.c.amount_cents))
        .where(payments.c.certification_number.in_(set(numbers)), payments.c.kind != "DISTRIBUTION")
        .group_by(payments.c.certification_number)
    )
    return {number: int(cents) for number, cents in rows}


async def put_shared(connection: AsyncConnection, distribution_id: str, shared_cents: int) -> None:
    """Note what a completed distribution shared out."""
    table = distributions
    await connection.execute(
        sa.update(table).where(table.c.distribution_id == distribution_id).values(shared_cents=shared_cents)
    )


async def distributed(connection: AsyncConnection, case_number: str, fiscal_year: int) -> tuple[dict[str, int], int]:
    """Net claims per certification number in the distribution of an order's year, and what it shared out, US cents.

    Before the distribution itself is told, what is shared out is what was paid so far.
    """
    table = certifications.c
    rows = await connection.execute(
        sa.select(table.certification_number, table.net_cents).where(
            table.case_number == case_number, table.fiscal_year == fiscal_year, table.state.in_(_DISTRIBUTED)
        )
    )
    told = await connection.scalar(
        sa.select(distributions.c.shared_cents).where(
            distributions.c.case_number == case_number,
            distributions.c.fiscal_year == fiscal_year,
            distributions.c.state == "COMPLETED",
        )
    )
    paid = await connection.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(payments.c.amount_cents), 0)).where(
            payments.c.case_number == case_number, payments.c.fiscal_year == fiscal_year
        )
    )
    return {row.certification_number: row.net_cents for row in rows}, max(int(told or 0), int(paid or 0))


async def lock_settled(connection: AsyncConnection, number: str) -> Settled | None:
    """A settled certification, locked until the transaction ends; None while it is not settled."""
    table = certifications.c
    row = (
        await connection.execute(
            sa.select(table.net_cents, table.outcome)
            .where(table.certification_number == number, table.state == State.SETTLED.value)
            .with_for_update()
        )
    ).one_or_none()
    return None if row is None else Settled(*row)


async def set_outcome(connection: AsyncConnection, number: str, outcome: Outcome) -> None:
    """Note another outcome of a settled certification."""
    table = certifications.c
    await connection.execute(
        sa.update(certifications)
        .where(table.certification_number == number, table.state == State.SETTLED.value)
        .values(outcome=outcome.value)
    )
