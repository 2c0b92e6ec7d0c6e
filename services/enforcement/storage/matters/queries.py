"""Reads and writes of section 1592 matters and what belongs to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.matters.states import MatterState
from services.enforcement.storage.audits.tables import referrals
from services.enforcement.storage.matters.tables import (
    disclosures,
    interest_rates,
    limitation_warnings,
    matter_entries,
    matter_history,
    matter_notices,
    matter_pauses,
    matters,
    offers,
    petitions,
    seizures,
    set_offs,
)

Row = sa.Row[Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to a matter."""

    entries: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    petitions: list[Row] = field(default_factory=list)
    disclosures: list[Row] = field(default_factory=list)
    offers: list[Row] = field(default_factory=list)
    pauses: list[Row] = field(default_factory=list)
    seizures: list[Row] = field(default_factory=list)
    set_offs: list[Row] = field(default_factory=list)


_PARTS: Final = {
    "entries": matter_entries,
    "history": matter_history,
    "notices": matter_notices,
    "petitions": petitions,
    "disclosures": disclosures,
    "offers": offers,
    "pauses": matter_pauses,
    "seizures": seizures,
    "set_offs": set_offs,
}


async def insert_row(connection: AsyncConnection, table: sa.Table, values: Mapping[str, object]) -> UUID:
    """Add a row that has an id of its own."""
    found: UUID = (await connection.execute(sa.insert(table).values(**values).returning(table.c.id))).scalar_one()
    return found


async def insert_entries(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the entries of a matter."""
    await connection.execute(sa.insert(matter_entries), [dict(row) for row in rows])


async def lock(connection: AsyncConnection, table: sa.Table, row_id: UUID) -> Row | None:
    """A row by its id, locked until the transaction ends."""
    query = sa.select(table).where(table.c.id == row_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def save(connection: AsyncConnection, table: sa.Table, row_id: UUID, values: Mapping[str, object]) -> None:
    """Keep what changed of a row."""
    if values:
        await connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


async def add_history(connection: AsyncConnection, values: Mapping[str, object]) -> None:
    """Append to the history of a matter."""
    await connection.execute(sa.insert(matter_history).values(**values))


async def add_pause(connection: AsyncConnection, values: Mapping[str, object]) -> None:
    """Keep days that are not counted (LIM-05)."""
    await connection.execute(sa.insert(matter_pauses).values(**values))


async def pauses(connection: AsyncConnection, matter_id: UUID) -> list[Row]:
    """Days of a matter that are not counted."""
    query = sa.select(matter_pauses).where(matter_pauses.c.matter_id == matter_id).order_by(matter_pauses.c.first_on)
    return list(await connection.execute(query))


async def entries(connection: AsyncConnection, matter_id: UUID) -> list[Row]:
    """Entries of a matter."""
    query = sa.select(matter_entries).where(matter_entries.c.matter_id == matter_id)
    return list(await connection.execute(query.order_by(matter_entries.c.entry_number)))


async def pending_petition(connection: AsyncConnection, matter_id: UUID) -> Row | None:
    """The petition that waits for its decision."""
    query = sa.select(petitions).where(petitions.c.matter_id == matter_id, petitions.c.notified_on.is_(None))
    return (await connection.execute(query)).one_or_none()


async def last_decision(connection: AsyncConnection, matter_id: UUID) -> Row | None:
    """The petition decided last."""
    query = sa.select(petitions).where(petitions.c.matter_id == matter_id, petitions.c.notified_on.is_not(None))
    return (await connection.execute(query.order_by(petitions.c.id.desc()).limit(1))).one_or_none()


async def last_step(connection: AsyncConnection, matter_id: UUID) -> Row | None:
    """The last act that moved a matter to another state."""
    moved = matter_history.c.from_state.is_distinct_from(matter_history.c.to_state)
    query = sa.select(matter_history).where(matter_history.c.matter_id == matter_id, moved)
    return (await connection.execute(query.order_by(matter_history.c.id.desc()).limit(1))).one_or_none()


async def disclosure_of(connection: AsyncConnection, matter_id: UUID) -> Row | None:
    """The prior disclosure of a matter."""
    return (await connection.execute(sa.select(disclosures).where(disclosures.c.matter_id == matter_id))).one_or_none()


async def rates(connection: AsyncConnection) -> list[Row]:
    """Every interest rate published."""
    return list(await connection.execute(sa.select(interest_rates).order_by(interest_rates.c.from_date)))


async def keep_rate(connection: AsyncConnection, from_date: date, basis_points: int, citation: str) -> bool:
    """Keep a rate; False when its day has another one."""
    statement = insert(interest_rates).values(from_date=from_date, basis_points=basis_points, citation=citation)
    kept = await connection.execute(statement.on_conflict_do_nothing().returning(interest_rates.c.from_date))
    return kept.one_or_none() is not None


async def warn(connection: AsyncConnection, matter_id: UUID, months: int, last_day: date, today: date) -> bool:
    """Keep a warning; False when it was raised before."""
    statement = insert(limitation_warnings).values(
        matter_id=matter_id, months_left=months, last_day=last_day, raised_on=today
    )
    kept = await connection.execute(statement.on_conflict_do_nothing().returning(limitation_warnings.c.months_left))
    return kept.one_or_none() is not None


async def lock_due(connection: AsyncConnection, today: date, warn_before: date, limit: int) -> list[Row]:
    """Open matters whose calendar may have something to say, locked.

    Args:
        warn_before: last days up to this one may need a warning that was not raised yet.
    """
    raised = sa.select(sa.func.count()).where(limitation_warnings.c.matter_id == matters.c.id).scalar_subquery()
    state, in_suit = matters.c.state, MatterState.LITIGATION
    unpaid = matters.c.duties_collected_cents < matters.c.duties_owed_cents
    last_day = sa.func.greatest(matters.c.last_day, matters.c.waived_until)
    passed = sa.or_(
        sa.and_(state == MatterState.DUTY_DEMANDED, matters.c.duties_by < today, unpaid, ~matters.c.review_open),
        sa.and_(state == MatterState.PENALTY_CLAIMED, matters.c.petition_by < today),
        sa.and_(
            state == MatterState.DECIDED,
            matters.c.pay_by < today,
            matters.c.penalty_collected_cents < matters.c.penalty_owed_cents,
        ),
        sa.and_(state != in_suit, last_day < today),
        sa.and_(state != in_suit, last_day <= warn_before, raised < _due_warnings(last_day, today)),
    )
    query = sa.select(matters).where(matters.c.closed_on.is_(None), passed).order_by(matters.c.id).limit(limit)
    return list(await connection.execute(query.with_for_update(of=matters, skip_locked=True)))


def _due_warnings(last_day: sa.ColumnElement[date], today: date) -> sa.ColumnElement[int]:
    """How many warnings are due by today; months subtract as in the domain: to the last day of a shorter month."""
    due = [sa.cast(last_day - sa.func.make_interval(0, months) <= today, sa.Integer) for months in (12, 6, 3)]
    return due[0] + due[1] + due[2]


async def lock_untendered(connection: AsyncConnection, today: date, limit: int) -> list[Row]:
    """Disclosures whose time to tender passed, locked."""
    late = sa.and_(disclosures.c.state == "AWAITING_TENDER", disclosures.c.tender_by < today)
    query = sa.select(disclosures).where(late).order_by(disclosures.c.id).limit(limit)
    return list(await connection.execute(query.with_for_update(skip_locked=True)))


async def page(
    connection: AsyncConnection, *, importer_number: str | None, state: str | None, after: UUID | None, limit: int
) -> list[Row]:
    """A page of matters, the oldest first."""
    query = sa.select(matters).order_by(matters.c.id).limit(limit)
    if importer_number is not None:
        query = query.where(matters.c.importer_number == importer_number)
    if state is not None:
        query = query.where(matters.c.state == state)
    if after is not None:
        query = query.where(matters.c.id > after)
    return list(await connection.execute(query))


async def told_page(
    connection: AsyncConnection, numbers: Sequence[str], *, only: UUID | None, after: UUID | None, limit: int
) -> list[Row]:
    """A page of the matters of some importers in which they were told something or disclosed, the oldest first."""
    told = sa.or_(
        *(
            sa.exists().where(table.c.matter_id == matters.c.id)
            for table in (matter_notices, disclosures, offers, seizures)
        )
    )
    query = sa.select(matters).where(matters.c.importer_number.in_(numbers), told).order_by(matters.c.id).limit(limit)
    if only is not None:
        query = query.where(matters.c.id == only)
    if after is not None:
        query = query.where(matters.c.id > after)
    return list(await connection.execute(query))


async def by_ids(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, Row]:
    """Matters by id."""
    return {row.id: row for row in await connection.execute(sa.select(matters).where(matters.c.id.in_(ids)))}


async def parts_by_ids(connection: AsyncConnection, ids: Sequence[UUID]) -> Mapping[UUID, Parts]:
    """What belongs to each matter: one statement a table."""
    found = {matter_id: Parts() for matter_id in ids}
    for name, table in _PARTS.items():
        query = sa.select(table).where(table.c.matter_id.in_(ids)).order_by(*table.primary_key)
        for row in await connection.execute(query):
            getattr(found[row.matter_id], name).append(row)
    return found


async def ids_by_importer(
    connection: AsyncConnection, numbers: Sequence[str], /, *, after: UUID | None, limit: int
) -> Mapping[str, list[UUID]]:
    """A page of the matters of each importer, the oldest first."""
    place = sa.func.row_number().over(partition_by=matters.c.importer_number, order_by=matters.c.id).label("place")
    query = sa.select(matters.c.importer_number, matters.c.id, place).where(matters.c.importer_number.in_(numbers))
    if after is not None:
        query = query.where(matters.c.id > after)
    ranked = query.subquery()
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for row in await connection.execute(sa.select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.id)):
        found[row.importer_number].append(row.id)
    return found


async def audit_referral(connection: AsyncConnection, matter_id: UUID) -> Row | None:
    """The last referral of an audit to an FP&F office for a matter; a later one is a transfer (OFF-22)."""
    query = sa.select(referrals).where(referrals.c.matter_id == matter_id).order_by(referrals.c.id.desc()).limit(1)
    return (await connection.execute(query)).one_or_none()


async def refund_used(connection: AsyncConnection, reference: str) -> bool:
    """Whether a refund was set off before."""
    query = sa.select(set_offs.c.id).where(set_offs.c.refund_reference == reference)
    return (await connection.execute(query)).one_or_none() is not None
