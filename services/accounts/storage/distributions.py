"""Distributions, their frozen shares, payments, litigation holds and the receipts they used up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import Claim, Funds
from services.accounts.domain.transitions import DistributionState
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    distribution_shares,
    distributions,
    payments,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """A distribution as a use case locks it."""

    id: UUID
    case_number: str
    fiscal_year: int
    state: DistributionState
    due_on: date
    funds: Funds | None
    input_hash: str | None
    result_hash: str | None
    prepared_by: str | None
    method: str | None
    available_cents: int | None
    carry_forward_cents: int | None
    notified_on: date | None
    run_id: UUID | None
    sequester_percent: Decimal | None
    sequester_year_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A frozen claim and its computed share, US cents."""

    claim: Claim
    share_cents: int


async def plan(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> int:
    """Plan distributions where none is planned or under way; returns how many are new."""
    if not rows:
        return 0
    done = await connection.execute(
        pg.insert(distributions)
        .values(list(rows))
        .on_conflict_do_nothing(
            index_elements=[distributions.c.case_number, distributions.c.fiscal_year],
            index_where=sa.text("state <> 'CANCELLED'"),
        )
    )
    return int(done.rowcount)


async def lock_current(connection: AsyncConnection, case_number: str, fiscal_year: int) -> Distribution | None:
    """The one distribution of an order and year that is not cancelled, locked."""
    return await _locked(
        connection,
        (distributions.c.case_number == case_number)
        & (distributions.c.fiscal_year == fiscal_year)
        & (distributions.c.state != DistributionState.CANCELLED),
    )


async def lock(connection: AsyncConnection, distribution_id: UUID) -> Distribution | None:
    """A distribution, locked."""
    return await _locked(connection, distributions.c.id == distribution_id)


async def case_of(connection: AsyncConnection, distribution_id: UUID) -> str | None:
    """The order a distribution is of."""
    case_number: str | None = await connection.scalar(
        sa.select(distributions.c.case_number).where(distributions.c.id == distribution_id)
    )
    return case_number


async def update(connection: AsyncConnection, distribution_id: UUID, **values: object) -> None:
    """Change columns of a locked distribution."""
    await connection.execute(sa.update(distributions).where(distributions.c.id == distribution_id).values(**values))


async def replan(connection: AsyncConnection, distribution_id: UUID) -> UUID:
    """A new planned distribution in place of a cancelled one, for the same notice."""
    copied = ("case_number", "fiscal_year", "notice_id", "due_on", "work_by", "noticed_on")
    columns = [distributions.c[name] for name in copied]
    made = await connection.execute(
        sa.insert(distributions)
        .from_select(copied, sa.select(*columns).where(distributions.c.id == distribution_id))
        .returning(distributions.c.id)
    )
    new: UUID = made.scalar_one()
    return new


async def shares(connection: AsyncConnection, distribution_id: UUID) -> list[Share]:
    """Frozen claims with their shares, by certification number."""
    query = (
        sa.select(distribution_shares)
        .where(distribution_shares.c.distribution_id == distribution_id)
        .order_by(distribution_shares.c.certification_number)
    )
    return [
        Share(
            claim=Claim(
                certification_number=row.certification_number,
                claimant_name=row.claimant_name,
                lineage_id=row.lineage_id,
                producer_id=row.producer_id,
                accepted=row.accepted,
                reason_code=row.reason_code,
                claimed_cents=row.claimed_cents,
                net_cents=row.net_cents,
                reduced_cents=row.reduced_cents,
            ),
            share_cents=row.share_cents,
        )
        for row in await connection.execute(query)
    ]


async def add_payments(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> None:
    """Add payments: id, distribution, certification, producer, lineage, kind, cents, day."""
    await copy_rows(
        connection,
        payments,
        (
            "id",
            "distribution_id",
            "certification_number",
            "producer_id",
            "lineage_id",
            "kind",
            "amount_cents",
            "paid_on",
        ),
        rows,
    )


async def paid_by_distribution(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Paid so far on distributions by certification number, US cents."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    query = (
        sa.select(
            payments.c.distribution_id,
            payments.c.certification_number,
            sa.func.sum(payments.c.amount_cents).label("cents"),
        )
        .where(payments.c.distribution_id == sa.any_(wanted))
        .group_by(payments.c.distribution_id, payments.c.certification_number)
    )
    found: dict[UUID, dict[str, int]] = {distribution_id: {} for distribution_id in ids}
    for row in await connection.execute(query):
        found[row.distribution_id][row.certification_number] = int(row.cents)
    return found


async def _locked(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> Distribution | None:
    row = (await connection.execute(sa.select(distributions).where(which).with_for_update())).first()
    return None if row is None else distribution_of(row)


def distribution_of(row: AnyRow) -> Distribution:
    """A stored distribution."""
    money = None
    if row.balance_cents is not None:
        money = Funds(
            balance_cents=row.balance_cents,
            reserve_cents=row.reserve_cents,
            hold_back_cents=row.hold_back_cents,
            sequester_cents=row.sequester_cents,
        )
    return Distribution(
        id=row.id,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        state=DistributionState(row.state),
        due_on=row.due_on,
        funds=money,
        input_hash=row.input_hash,
        result_hash=row.result_hash,
        prepared_by=row.prepared_by,
        method=row.method,
        available_cents=row.available_cents,
        carry_forward_cents=row.carry_forward_cents,
        notified_on=row.notified_on,
        run_id=row.run_id,
        sequester_percent=row.sequester_percent,
        sequester_year_cents=row.sequester_year_cents,
    )
