"""Recoveries of every case: whether an informant had a part in one is not told here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.informants.recovery import Causation, RecoveryClass, RecoveryItem
from services.enforcement.domain.penalties.states import ENDED, FailureState
from services.enforcement.storage.informants.tables import (
    informant_causations,
    recoveries,
    recovery_adjustments,
    recovery_group_cases,
    recovery_groups,
    recovery_holds,
)
from services.enforcement.storage.matters.tables import matters
from services.enforcement.storage.tables import failures, penalties

Row = sa.Row[Any]


@dataclass(frozen=True, slots=True)
class GroupRecovery:
    """A recovery of a group's cases, without anybody's causation."""

    id: UUID
    case_reference: str
    item: RecoveryItem


async def add(connection: AsyncConnection, values: Mapping[str, object]) -> UUID | None:
    """Keep a recovery; None when this collection is kept already."""
    query = pg.insert(recoveries).values(values).on_conflict_do_nothing().returning(recoveries.c.id)
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def lock(connection: AsyncConnection, recovery_id: UUID) -> Row | None:
    """A recovery, locked."""
    query = sa.select(recoveries).where(recoveries.c.id == recovery_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def adjust(connection: AsyncConnection, recovery_id: UUID, cents: int, reason: str, day: date) -> None:
    """Count a refund against a recovery."""
    await connection.execute(
        sa.update(recoveries)
        .where(recoveries.c.id == recovery_id)
        .values(refunded_cents=recoveries.c.refunded_cents + cents)
    )
    await connection.execute(
        sa.insert(recovery_adjustments).values(
            recovery_id=recovery_id, refunded_cents=cents, reason=reason, adjusted_on=day
        )
    )


async def open_hold(connection: AsyncConnection, recovery_id: UUID, kind: str, day: date) -> UUID:
    """Note an open petition, protest or refund claim."""
    query = (
        sa.insert(recovery_holds)
        .values(recovery_id=recovery_id, kind=kind, opened_on=day)
        .returning(recovery_holds.c.id)
    )
    found: UUID = (await connection.execute(query)).scalar_one()
    return found


async def close_hold(connection: AsyncConnection, hold_id: UUID, day: date) -> UUID | None:
    """It was decided; gives the recovery, None when there is no such open hold."""
    query = (
        sa.update(recovery_holds)
        .where(recovery_holds.c.id == hold_id, recovery_holds.c.closed_on.is_(None))
        .values(closed_on=day)
        .returning(recovery_holds.c.recovery_id)
    )
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def of_source(connection: AsyncConnection, prefix: str) -> list[Row]:
    """The recoveries whose source starts so, the latest first, locked."""
    query = sa.select(recoveries).where(recoveries.c.source_id.startswith(prefix, autoescape=True))
    return list(await connection.execute(query.order_by(recoveries.c.id.desc()).with_for_update()))


async def of_case(connection: AsyncConnection, case_reference: str, kind: str) -> list[Row]:
    """The recoveries of a case and class, the latest first, locked."""
    query = sa.select(recoveries).where(recoveries.c.case_reference == case_reference, recoveries.c.kind == kind)
    return list(await connection.execute(query.order_by(recoveries.c.id.desc()).with_for_update()))


async def hold_case(connection: AsyncConnection, case_reference: str, recovered: str, kind: str, day: date) -> int:
    """Hold the recoveries of a case and class that have no open hold of this kind; gives how many."""
    held = sa.exists().where(
        recovery_holds.c.recovery_id == recoveries.c.id,
        recovery_holds.c.kind == kind,
        recovery_holds.c.closed_on.is_(None),
    )
    wanted = sa.select(recoveries.c.id, sa.literal(kind), sa.literal(day, sa.Date)).where(
        recoveries.c.case_reference == case_reference, recoveries.c.kind == recovered, ~held
    )
    done = await connection.execute(sa.insert(recovery_holds).from_select(["recovery_id", "kind", "opened_on"], wanted))
    return done.rowcount


async def release_case(connection: AsyncConnection, case_reference: str, kind: str, day: date) -> int:
    """Close every open hold of a kind on the recoveries of a case; gives how many."""
    of_case = sa.select(recoveries.c.id).where(recoveries.c.case_reference == case_reference)
    done = await connection.execute(
        sa.update(recovery_holds)
        .where(
            recovery_holds.c.recovery_id.in_(of_case),
            recovery_holds.c.kind == kind,
            recovery_holds.c.closed_on.is_(None),
        )
        .values(closed_on=day)
    )
    return done.rowcount


async def page(connection: AsyncConnection, *, case_reference: str, after: UUID | None, limit: int) -> Sequence[Row]:
    """Recoveries of a case, the oldest first, with ``held``."""
    query = sa.select(recoveries, _held()).where(recoveries.c.case_reference == case_reference)
    if after is not None:
        query = query.where(recoveries.c.id > after)
    return (await connection.execute(query.order_by(recoveries.c.id).limit(limit))).all()


async def by_id(connection: AsyncConnection, recovery_id: UUID) -> Row | None:
    """One recovery, with ``held``."""
    query = sa.select(recoveries, _held()).where(recoveries.c.id == recovery_id)
    return (await connection.execute(query)).one_or_none()


async def of_group(connection: AsyncConnection, group_id: UUID) -> list[GroupRecovery]:
    """Every recovery of a group's cases; causation as yet undetermined."""
    query = (
        sa.select(recoveries, _held())
        .join(recovery_group_cases, recovery_group_cases.c.case_reference == recoveries.c.case_reference)
        .where(recovery_group_cases.c.group_id == group_id)
        .order_by(recoveries.c.id)
    )
    return [
        GroupRecovery(
            row.id,
            row.case_reference,
            RecoveryItem(
                kind=RecoveryClass(row.kind),
                collected_cents=row.collected_cents,
                refunded_cents=row.refunded_cents,
                expenses_cents=row.expenses_cents,
                liens_cents=row.liens_cents,
                appraised_cents=row.appraised_cents,
                sold_on=row.sold_on,
                held=row.held,
                causation=Causation.UNDETERMINED,
            ),
        )
        for row in await connection.execute(query)
    ]


async def causations(
    connection: AsyncConnection, claim_ids: Sequence[UUID]
) -> Mapping[UUID, dict[UUID, tuple[Causation, bool]]]:
    """By claim and recovery: causation, and whether another scheme governs."""
    found: defaultdict[UUID, dict[UUID, tuple[Causation, bool]]] = defaultdict(dict)
    query = sa.select(informant_causations).where(informant_causations.c.claim_id.in_(claim_ids))
    for row in await connection.execute(query):
        found[row.claim_id][row.recovery_id] = (Causation(row.causation), row.other_scheme)
    return found


async def keep_causation(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep findings; a later one replaces the earlier."""
    if not rows:
        return
    insert = pg.insert(informant_causations)
    replaced = {name: insert.excluded[name] for name in ("causation", "other_scheme", "reason")}
    await connection.execute(
        insert.on_conflict_do_update(index_elements=["claim_id", "recovery_id"], set_=replaced), list(rows)
    )


async def new_group(connection: AsyncConnection) -> UUID:
    """A group without cases."""
    found: UUID = (
        await connection.execute(sa.insert(recovery_groups).values(closed_on=None).returning(recovery_groups.c.id))
    ).scalar_one()
    return found


async def lock_group(connection: AsyncConnection, group_id: UUID) -> Row | None:
    """A group, locked: whoever changes what may be awarded in a case does so alone."""
    query = sa.select(recovery_groups).where(recovery_groups.c.id == group_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def close_group(connection: AsyncConnection, group_id: UUID, day: date) -> None:
    """No further recovery is possible."""
    await connection.execute(sa.update(recovery_groups).where(recovery_groups.c.id == group_id).values(closed_on=day))


async def groups_of_cases(connection: AsyncConnection, cases: Sequence[str]) -> Mapping[str, UUID]:
    """The group of each case that has one."""
    query = sa.select(recovery_group_cases).where(recovery_group_cases.c.case_reference.in_(cases))
    return {row.case_reference: row.group_id for row in await connection.execute(query)}


async def add_cases(connection: AsyncConnection, group_id: UUID, cases: Sequence[str]) -> None:
    """Cases join a group."""
    rows = [{"case_reference": case, "group_id": group_id} for case in cases]
    if rows:
        await connection.execute(pg.insert(recovery_group_cases).on_conflict_do_nothing(), rows)


def _held() -> sa.Label[bool]:
    """A hold is open, or a petition against the very recordkeeping penalty that was paid on (INF-22)."""
    noted = sa.exists().where(recovery_holds.c.recovery_id == recoveries.c.id, recovery_holds.c.closed_on.is_(None))
    of_penalty = sa.exists().where(
        sa.cast(penalties.c.id, sa.Text) == recoveries.c.case_reference,
        failures.c.demand_id == penalties.c.demand_id,
        failures.c.release_number == penalties.c.release_number,
        failures.c.state.in_([FailureState.PETITIONED, FailureState.SUPPLEMENTAL]),
    )
    return sa.or_(noted, of_penalty).label("held")


async def cases_over(connection: AsyncConnection, group_id: UUID) -> bool:
    """Whether nothing of a group's cases is open: no matter, no penalty under petition, no hold (INF-29)."""
    cases = sa.select(recovery_group_cases.c.case_reference).where(recovery_group_cases.c.group_id == group_id)
    an_open_matter = sa.exists().where(sa.cast(matters.c.id, sa.Text).in_(cases), matters.c.closed_on.is_(None))
    an_open_penalty = sa.exists().where(
        sa.cast(penalties.c.id, sa.Text).in_(cases),
        failures.c.demand_id == penalties.c.demand_id,
        failures.c.release_number == penalties.c.release_number,
        failures.c.state.not_in(sorted(ENDED)),
    )
    a_hold = sa.exists().where(
        recoveries.c.case_reference.in_(cases),
        recovery_holds.c.recovery_id == recoveries.c.id,
        recovery_holds.c.closed_on.is_(None),
    )
    return not bool((await connection.execute(sa.select(sa.or_(an_open_matter, an_open_penalty, a_hold)))).scalar_one())
