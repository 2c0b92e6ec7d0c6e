"""Legal actions, bills given up, final notices and sweeps, and what keeps an account from ending."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.rows import AnyRow
from services.accounts.storage.termination.tables import final_notices, legal_actions, sweeps, uncollectible_bills

_OPEN_SWEEP: Final = sa.and_(sweeps.c.approved_on.is_(None), sweeps.c.withdrawn_on.is_(None))


async def add_action(connection: AsyncConnection, values: Mapping[str, object]) -> UUID | None:
    """Register a legal action; None when it is registered already."""
    made = await connection.execute(
        pg.insert(legal_actions).values(**values).on_conflict_do_nothing().returning(legal_actions.c.id)
    )
    new: UUID | None = made.scalar_one_or_none()
    return new


async def find_action(connection: AsyncConnection, action_id: UUID) -> AnyRow | None:
    """A legal action, locked."""
    query = sa.select(legal_actions).where(legal_actions.c.id == action_id).with_for_update()
    return (await connection.execute(query)).first()


async def conclude_action(connection: AsyncConnection, action_id: UUID, concluded_on: date, outcome: str) -> None:
    """Mark a legal action as fully concluded."""
    await connection.execute(
        sa.update(legal_actions)
        .where(legal_actions.c.id == action_id)
        .values(concluded_on=concluded_on, outcome=outcome)
    )


async def actions_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Legal actions by id."""
    query = sa.select(legal_actions).where(legal_actions.c.id == _any(ids))
    return {row.id: row for row in await connection.execute(query)}


async def actions_page(
    connection: AsyncConnection, case_number: str, after: UUID | None, limit: int, *, open_only: bool
) -> Sequence[AnyRow]:
    """Legal actions about an order and its entries, in order of registration."""
    query = sa.select(legal_actions).where(legal_actions.c.case_number == case_number)
    if open_only:
        query = query.where(legal_actions.c.concluded_on.is_(None))
    if after is not None:
        query = query.where(legal_actions.c.id > after)
    return (await connection.execute(query.order_by(legal_actions.c.id).limit(limit))).all()


async def protests_filed(connection: AsyncConnection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], date]:
    """The first day on which a protest was filed against an entry under an order, where one is registered."""
    distinct = sorted(set(keys))
    query = (
        sa.select(
            legal_actions.c.entry_number,
            legal_actions.c.case_number,
            sa.func.min(legal_actions.c.filed_on).label("day"),
        )
        .where(
            legal_actions.c.kind == "PROTEST",
            legal_actions.c.entry_number
            == sa.any_(sa.bindparam("numbers", [entry for entry, _ in distinct], pg.ARRAY(sa.Text))),
        )
        .group_by(legal_actions.c.entry_number, legal_actions.c.case_number)
    )
    return {(row.entry_number, row.case_number): row.day for row in await connection.execute(query)}


async def propose_uncollectible(connection: AsyncConnection, values: Mapping[str, object]) -> UUID | None:
    """Propose to give an entry's bills up; None when that is proposed or approved already."""
    made = await connection.execute(
        pg.insert(uncollectible_bills).values(**values).on_conflict_do_nothing().returning(uncollectible_bills.c.id)
    )
    new: UUID | None = made.scalar_one_or_none()
    return new


async def find_uncollectible(connection: AsyncConnection, proposal_id: UUID) -> AnyRow | None:
    """Bills proposed to be given up, locked."""
    query = sa.select(uncollectible_bills).where(uncollectible_bills.c.id == proposal_id).with_for_update()
    return (await connection.execute(query)).first()


async def approve_uncollectible(connection: AsyncConnection, proposal_id: UUID, by: str, on: date) -> None:
    """Give the bills up."""
    await connection.execute(
        sa.update(uncollectible_bills)
        .where(uncollectible_bills.c.id == proposal_id)
        .values(approved_by=by, approved_on=on)
    )


async def uncollectible_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Bills given up, or proposed to be, by id."""
    query = sa.select(uncollectible_bills).where(uncollectible_bills.c.id == _any(ids))
    return {row.id: row for row in await connection.execute(query)}


async def add_notice(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """Keep a final notice; False when it is kept already."""
    done = await connection.execute(pg.insert(final_notices).values(**values).on_conflict_do_nothing())
    return bool(done.rowcount)


async def standing_notice(connection: AsyncConnection, case_number: str) -> AnyRow | None:
    """The final notice of an order that nothing reopened; whoever acts on it holds the book's lock."""
    query = sa.select(final_notices).where(
        final_notices.c.case_number == case_number, final_notices.c.ordinary_on.is_(None)
    )
    return (await connection.execute(query)).first()


async def notices_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Final notices by order, oldest first."""
    query = (
        sa.select(final_notices)
        .where(final_notices.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), pg.ARRAY(sa.Text))))
        .order_by(final_notices.c.published_on, final_notices.c.notice_id)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.case_number, []).append(row)
    return found


async def make_ordinary(connection: AsyncConnection, case_number: str, on: date, because: str) -> str | None:
    """Let an order's final notice count as an ordinary one (TERM-02); its id, None when none stood."""
    done = await connection.execute(
        sa.update(final_notices)
        .where(final_notices.c.case_number == case_number, final_notices.c.ordinary_on.is_(None))
        .values(ordinary_on=on, ordinary_because=because)
        .returning(final_notices.c.notice_id)
    )
    found: str | None = done.scalar_one_or_none()
    return found


async def propose_sweep(connection: AsyncConnection, values: Mapping[str, object]) -> UUID | None:
    """Propose a sweep; None when one is proposed already."""
    made = await connection.execute(
        pg.insert(sweeps)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[sweeps.c.case_number], index_where=_OPEN_SWEEP)
        .returning(sweeps.c.id)
    )
    new: UUID | None = made.scalar_one_or_none()
    return new


async def find_sweep(connection: AsyncConnection, sweep_id: UUID) -> AnyRow | None:
    """A sweep; whoever changes one holds its book's lock."""
    return (await connection.execute(sa.select(sweeps).where(sweeps.c.id == sweep_id))).first()


async def approve_sweep(connection: AsyncConnection, sweep_id: UUID, by: str, on: date, amount_cents: int) -> None:
    """Mark a sweep as done."""
    await connection.execute(
        sa.update(sweeps)
        .where(sweeps.c.id == sweep_id)
        .values(approved_by=by, approved_on=on, amount_cents=amount_cents)
    )


async def withdraw_sweeps(connection: AsyncConnection, case_number: str, on: date) -> int:
    """Withdraw the sweep that is proposed for an order, if any; how many."""
    done = await connection.execute(
        sa.update(sweeps).where(sweeps.c.case_number == case_number, _OPEN_SWEEP).values(withdrawn_on=on)
    )
    return int(done.rowcount)


async def sweeps_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Sweeps by id."""
    return {row.id: row for row in await connection.execute(sa.select(sweeps).where(sweeps.c.id == _any(ids)))}


async def sweeps_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Sweeps by order, oldest first."""
    query = (
        sa.select(sweeps)
        .where(sweeps.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), pg.ARRAY(sa.Text))))
        .order_by(sweeps.c.id)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.case_number, []).append(row)
    return found


def _any(ids: Sequence[UUID]) -> sa.ColumnElement[Any]:
    return sa.any_(sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True))))
