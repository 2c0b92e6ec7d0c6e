"""Open work over cases of every kind, deadlines passed, history: each one statement.

A kind of case is a module ``of_<kind>`` beside this one, with its heads, work and clocks.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.storage.cases import of_audits, of_debts, of_matters, of_records, of_referrals
from services.enforcement.storage.cases.lines import CaseHead, Clock, Step, WorkItem
from services.enforcement.storage.referrals.tables import deadlines_told
from shared.database.platform import audit_log

_KINDS: Final = (of_records, of_referrals, of_audits, of_matters, of_debts)
_HEADS: Final = sa.union_all(*(branch for kind in _KINDS for branch in kind.HEADS)).subquery("heads")
_WORK: Final = sa.union_all(*(branch for kind in _KINDS for branch in kind.WORK)).subquery("work")
_CLOCKS: Final = sa.union_all(*(branch for kind in _KINDS for branch in kind.CLOCKS)).subquery("clocks")
_ITEM: Final = [column for column in _WORK.c if column.name not in ("roles", "of_case")]
_CLOCK: Final = [column for column in _CLOCKS.c if column.name != "of_case"]


async def case_head(connection: AsyncConnection, case_id: UUID) -> CaseHead | None:
    """The case of an id, of whatever kind."""
    row = (await connection.execute(sa.select(_HEADS).where(_HEADS.c.id == case_id))).one_or_none()
    return None if row is None else CaseHead(**row._mapping)


async def case_lines(connection: AsyncConnection, ids: Sequence[UUID]) -> list[WorkItem]:
    """What is to be done in these cases and in what belongs to them."""
    query = (
        sa.select(*_ITEM)
        .where(_WORK.c.case_id.in_(ids) | _WORK.c.of_case.in_(ids))
        .order_by(_WORK.c.waits_on, _WORK.c.part, _WORK.c.action)
    )
    return [WorkItem(**row._mapping) for row in await connection.execute(query)]


async def case_clocks(connection: AsyncConnection, case_id: UUID) -> list[Clock]:
    """The deadlines of a case and of what belongs to it."""
    query = (
        sa.select(*_CLOCK)
        .where((_CLOCKS.c.case_id == case_id) | (_CLOCKS.c.of_case == case_id))
        .order_by(_CLOCKS.c.due_on, _CLOCKS.c.part, _CLOCKS.c.clock)
    )
    return [Clock(**row._mapping) for row in await connection.execute(query)]


async def case_history(connection: AsyncConnection, case: CaseHead) -> list[Step]:
    """The steps of a case, in order."""
    below = audit_log.c.subject.startswith(f"{case.subject}/", autoescape=True)
    query = sa.select(audit_log).where(sa.or_(audit_log.c.subject == case.subject, below)).order_by(audit_log.c.id)
    return [
        Step(at=row.recorded_at, on=row.legal_day, actor=row.actor, action=row.action, reason=row.reason)
        for row in await connection.execute(query)
    ]


async def work_page(
    connection: AsyncConnection,
    roles: Collection[str] | None,
    *,
    after: tuple[date, UUID, str, str] | None,
    limit: int,
) -> list[WorkItem]:
    """A page of the work of some roles, what is due first before the rest; None for the work of all."""
    key = (_WORK.c.waits_on, _WORK.c.case_id, _WORK.c.part, _WORK.c.action)
    query = sa.select(*_ITEM).order_by(*key).limit(limit)
    if roles is not None:
        query = query.where(
            sa.func.string_to_array(_WORK.c.roles, ",").op("&&")(sa.cast(list(roles), sa.ARRAY(sa.Text)))
        )
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*(sa.literal(part) for part in after)))
    return [WorkItem(**row._mapping) for row in await connection.execute(query)]


async def untold_deadlines(connection: AsyncConnection, today: date, limit: int) -> list[Clock]:
    """Deadlines that passed before today and were not told of."""
    told = sa.exists().where(
        deadlines_told.c.case_id == _CLOCKS.c.case_id,
        deadlines_told.c.clock == sa.func.concat(_CLOCKS.c.clock, ":", _CLOCKS.c.part),
        deadlines_told.c.due_on == _CLOCKS.c.due_on,
    )
    query = sa.select(*_CLOCK).where(_CLOCKS.c.due_on < today, ~told).order_by(_CLOCKS.c.due_on).limit(limit)
    return [Clock(**row._mapping) for row in await connection.execute(query)]


async def note_told(connection: AsyncConnection, clocks: Sequence[Clock], today: date) -> None:
    """Keep that these were told of."""
    rows = [
        {"case_id": one.case_id, "clock": f"{one.clock}:{one.part}", "due_on": one.due_on, "told_on": today}
        for one in clocks
    ]
    await connection.execute(insert(deadlines_told).on_conflict_do_nothing(), rows)
