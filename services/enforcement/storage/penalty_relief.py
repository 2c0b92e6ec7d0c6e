"""Relief from recordkeeping penalties: what is owed, what was collected, and the petitions (PEN-11)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.storage.tables import failures, penalties, recordkeeping_petitions

Row = sa.Row[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class OwedPenalty:
    """A penalty with the state of its failure, amounts in US cents.

    Attributes:
        amount_cents: the penalty in full.
        owed_cents: what is owed of it, after mitigation.
        petition_by: last day for a petition, as extended.
        pay_by: last day to pay what a decision left; None without one.
        supplemental_by: last day for a supplemental petition, where the decision names one.
        failed_as_of: the due date missed, from which limitation runs.
        reason: reason code of the failure's decision.
        decided_on: day of that decision.
    """

    id: UUID
    demand_id: UUID
    release_number: str
    importer_number: str
    state: FailureState
    amount_cents: int
    owed_cents: int
    collected_cents: int
    assessed_on: date
    petition_by: date
    pay_by: date | None
    supplemental_by: date | None
    failed_as_of: date
    reason: str | None
    decided_on: date | None

    @property
    def paid(self) -> bool:
        """Whether what is owed was collected."""
        return self.collected_cents >= self.owed_cents


_COLUMNS = (
    penalties.c.id,
    penalties.c.demand_id,
    penalties.c.release_number,
    penalties.c.importer_number,
    failures.c.state,
    penalties.c.amount_cents,
    penalties.c.owed_cents,
    penalties.c.collected_cents,
    penalties.c.assessed_on,
    penalties.c.petition_by,
    penalties.c.pay_by,
    penalties.c.supplemental_by,
    failures.c.failed_as_of,
    failures.c.reason,
    failures.c.decided_on,
)
_OWED = sa.select(*_COLUMNS).join_from(penalties, failures)


def _owed(row: sa.Row[*tuple[Any, ...]]) -> OwedPenalty:
    values = dict(row._mapping)
    return OwedPenalty(**values | {"state": FailureState(values["state"])})


async def lock_owed(connection: AsyncConnection, penalty_id: UUID) -> OwedPenalty | None:
    """A penalty, locked with its failure."""
    row = (await connection.execute(_OWED.where(penalties.c.id == penalty_id).with_for_update())).one_or_none()
    return None if row is None else _owed(row)


async def lock_due(connection: AsyncConnection, today: date, limit: int) -> list[OwedPenalty]:
    """Penalties on which the calendar may have to act: a period passed, locked."""
    passed = sa.or_(
        sa.and_(failures.c.state == FailureState.PENALTY_ISSUED, penalties.c.petition_by < today),
        sa.and_(
            failures.c.state == FailureState.DECIDED,
            sa.or_(
                sa.and_(penalties.c.pay_by < today, penalties.c.collected_cents < penalties.c.owed_cents),
                sa.and_(penalties.c.supplemental_by < today, penalties.c.collected_cents >= penalties.c.owed_cents),
            ),
        ),
    )
    query = _OWED.where(passed).order_by(penalties.c.id).limit(limit).with_for_update(skip_locked=True)
    return [_owed(row) for row in await connection.execute(query)]


async def save(connection: AsyncConnection, penalty_id: UUID, **values: object) -> None:
    """Keep what changed of a penalty."""
    await connection.execute(sa.update(penalties).where(penalties.c.id == penalty_id).values(values))


async def insert_petition(
    connection: AsyncConnection, penalty_id: UUID, *, filed_on: date, grounds: str, supplemental: bool
) -> None:
    """Add a petition that waits for its decision."""
    await connection.execute(
        sa.insert(recordkeeping_petitions).values(
            penalty_id=penalty_id, filed_on=filed_on, grounds=grounds, supplemental=supplemental
        )
    )


async def decide_petition(connection: AsyncConnection, penalty_id: UUID, **values: object) -> None:
    """Keep the decision on the petition that waits."""
    await connection.execute(
        sa.update(recordkeeping_petitions)
        .where(recordkeeping_petitions.c.penalty_id == penalty_id, recordkeeping_petitions.c.notified_on.is_(None))
        .values(values)
    )


async def last_decision(connection: AsyncConnection, penalty_id: UUID) -> Row | None:
    """The latest petition that was decided."""
    query = (
        sa.select(recordkeeping_petitions)
        .where(recordkeeping_petitions.c.penalty_id == penalty_id, recordkeeping_petitions.c.notified_on.is_not(None))
        .order_by(recordkeeping_petitions.c.notified_on.desc(), recordkeeping_petitions.c.id.desc())
        .limit(1)
    )
    return (await connection.execute(query)).one_or_none()


async def petitions_by_penalty(connection: AsyncConnection, penalty_ids: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
    """The petitions of each penalty, in the order they were filed."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    query = sa.select(recordkeeping_petitions).where(recordkeeping_petitions.c.penalty_id.in_(penalty_ids))
    for row in await connection.execute(query.order_by(recordkeeping_petitions.c.id)):
        found[row.penalty_id].append(row)
    return found
