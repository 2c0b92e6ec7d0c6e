"""Settled certifications and what was paid on them after their distribution (18.1)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.outcomes import Outcome
from services.certification.domain.states import State
from services.certification.storage.tables import certifications, payments


class Settled(NamedTuple):
    """Net claim as distributed upon, US cents, and the outcome so far."""

    net_cents: int
    outcome: str


async def paid_later(connection: AsyncConnection, numbers: Iterable[str]) -> Mapping[str, int]:
    """US cents paid out of holds and as adjustments, per certification number."""
    rows = await connection.execute(
        sa.select(payments.c.certification_number, sa.func.sum(payments.c.amount_cents))
        .where(payments.c.certification_number.in_(set(numbers)), payments.c.kind != "DISTRIBUTION")
        .group_by(payments.c.certification_number)
    )
    return {number: int(cents) for number, cents in rows}


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
