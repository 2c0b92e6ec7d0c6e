"""Paid distributions computed again: each run with its lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import Claim, Part
from services.accounts.domain.reruns import RerunState
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.hold_tables import distribution_reruns, rerun_lines
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.texts import CENTS, TEXTS, UUIDS, bound

_LINE = (
    "rerun_id",
    "certification_number",
    "claimant_name",
    "lineage_id",
    "producer_id",
    "accepted",
    "reason_code",
    "claimed_cents",
    "net_cents",
    "share_cents",
    "received_cents",
    "supplement_cents",
    "debt_cents",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rerun:
    """A run again as a use case locks it."""

    id: UUID
    distribution_id: UUID
    state: RerunState
    claims_version: int
    result_hash: str
    reason: str
    prepared_by: str


async def claims_now(connection: AsyncConnection, distribution_id: UUID) -> list[Claim]:
    """The certified claims of a distribution's order and year as they are now, with what reduced them at its freeze."""
    rows = await connection.execute(
        bound(
            "SELECT c.*, c.state = 'ACCEPTED' AS accepted, coalesce(s.reduced_cents, 0) AS reduced_cents,"
            " p.groups, p.nets FROM distributions AS d"
            " JOIN certified_claims AS c USING (case_number, fiscal_year)"
            " LEFT JOIN distribution_shares AS s ON s.distribution_id = d.id"
            "  AND s.certification_number = c.certification_number"
            " LEFT JOIN (SELECT case_number, fiscal_year, certification_number,"
            "  array_agg(group_id ORDER BY group_id) AS groups, array_agg(net_cents ORDER BY group_id) AS nets"
            "  FROM certified_parts GROUP BY 1, 2, 3) AS p ON (p.case_number, p.fiscal_year, p.certification_number)"
            "  = (c.case_number, c.fiscal_year, c.certification_number)"
            ' WHERE d.id = ANY(:ids) ORDER BY c.certification_number COLLATE "C"',
            ids=([distribution_id], UUIDS),
        )
    )
    return [_claim(row) for row in rows]


async def add(connection: AsyncConnection, values: Mapping[str, object], lines: Sequence[tuple[object, ...]]) -> UUID:
    """Keep a run; each line is the columns from the certification number on."""
    made = await connection.execute(sa.insert(distribution_reruns).values(**values).returning(distribution_reruns.c.id))
    new: UUID = made.scalar_one()
    await copy_rows(connection, rerun_lines, _LINE, [(new, *line) for line in lines])
    return new


async def find(connection: AsyncConnection, rerun_id: UUID) -> Rerun | None:
    """A run; whoever changes one holds its book's lock."""
    row = (await connection.execute(sa.select(distribution_reruns).where(distribution_reruns.c.id == rerun_id))).first()
    return None if row is None else _rerun(row)


async def of_distribution(connection: AsyncConnection, distribution_id: UUID) -> list[Rerun]:
    """The runs of a distribution, the oldest first."""
    query = (
        sa.select(distribution_reruns)
        .where(distribution_reruns.c.distribution_id == distribution_id)
        .order_by(distribution_reruns.c.version)
    )
    return [_rerun(row) for row in await connection.execute(query)]


async def lines(connection: AsyncConnection, rerun_id: UUID) -> Sequence[AnyRow]:
    """A run's lines by certification number."""
    query = (
        sa.select(rerun_lines).where(rerun_lines.c.rerun_id == rerun_id).order_by(rerun_lines.c.certification_number)
    )
    return (await connection.execute(query)).all()


async def paid_by_runs(connection: AsyncConnection, distribution_id: UUID) -> int:
    """What earlier runs of a distribution paid to producers out of the account's later money, US cents."""
    rows = await connection.execute(
        bound(
            "SELECT coalesce(sum(p.amount_cents), 0) AS cents FROM distribution_reruns AS r"
            " JOIN distributions AS d ON d.id = r.distribution_id"
            " JOIN journals AS j ON j.case_number = d.case_number AND j.source = 'rerun:' || r.id"
            " JOIN postings AS p ON p.case_number = j.case_number AND p.sequence = j.sequence"
            "  AND p.movement = 'SUPPLEMENT'"
            " WHERE d.id = ANY(:ids)",
            ids=([distribution_id], UUIDS),
        )
    )
    return int(rows.scalar_one())


async def supplements_paid(connection: AsyncConnection, distribution_id: UUID) -> int:
    """Supplements paid on a distribution, of released sequesters and of runs again, US cents."""
    rows = await connection.execute(
        bound(
            "SELECT coalesce(sum(amount_cents), 0) AS cents FROM payments"
            " WHERE distribution_id = ANY(:ids) AND kind = 'SUPPLEMENT'",
            ids=([distribution_id], UUIDS),
        )
    )
    return int(rows.scalar_one())


async def payments_of(
    connection: AsyncConnection, distribution_id: UUID, numbers: Collection[str]
) -> dict[str, list[tuple[UUID, int]]]:
    """Payments on certifications of a distribution less what was billed of each already, the newest first."""
    rows = await connection.execute(
        bound(
            "SELECT p.certification_number, p.id, p.amount_cents - coalesce((SELECT sum(b.original_cents) FROM bills"
            " AS b WHERE b.payment_id = p.id AND b.state <> 'CANCELLED'), 0) AS left_cents FROM payments AS p"
            " WHERE p.distribution_id = ANY(:ids) AND p.certification_number = ANY(:numbers)"
            " ORDER BY p.certification_number, p.id DESC",
            ids=([distribution_id], UUIDS),
            numbers=(list(numbers), TEXTS),
        )
    )
    found: dict[str, list[tuple[UUID, int]]] = {}
    for row in rows:
        found.setdefault(row.certification_number, []).append((row.id, int(row.left_cents)))
    return found


async def issue(
    connection: AsyncConnection, rerun_id: UUID, done: Mapping[str, tuple[int, int]], **values: object
) -> None:
    """Record what was paid and taken off holds by certification number, and who decided."""
    await connection.execute(
        bound(
            "UPDATE rerun_lines AS l SET paid_cents = n.paid, released_cents = n.released"
            " FROM unnest(:numbers, :paid, :released) AS n(number, paid, released)"
            " WHERE l.rerun_id = ANY(:ids) AND l.certification_number = n.number",
            ids=([rerun_id], UUIDS),
            numbers=(list(done), TEXTS),
            paid=([paid for paid, _ in done.values()], CENTS),
            released=([released for _, released in done.values()], CENTS),
        )
    )
    await decide(connection, rerun_id, **values)


async def decide(connection: AsyncConnection, rerun_id: UUID, **values: object) -> None:
    """Change columns of a run."""
    await connection.execute(
        sa.update(distribution_reruns).where(distribution_reruns.c.id == rerun_id).values(**values)
    )


async def reruns_by_distribution(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """Runs of distributions as the API shows them, the oldest first."""
    query = (
        sa.select(distribution_reruns)
        .where(distribution_reruns.c.distribution_id == sa.any_(sa.bindparam("ids", list(ids), UUIDS)))
        .order_by(distribution_reruns.c.version)
    )
    found: dict[UUID, list[AnyRow]] = {distribution_id: [] for distribution_id in ids}
    for row in await connection.execute(query):
        found[row.distribution_id].append(row)
    return found


async def reruns_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Runs by id."""
    query = sa.select(distribution_reruns).where(
        distribution_reruns.c.id == sa.any_(sa.bindparam("ids", list(ids), UUIDS))
    )
    return {row.id: row for row in await connection.execute(query)}


async def lines_page(connection: AsyncConnection, rerun_id: UUID, after: str | None, limit: int) -> Sequence[AnyRow]:
    """A page of a run's lines by certification number."""
    query = (
        sa.select(rerun_lines)
        .where(rerun_lines.c.rerun_id == rerun_id)
        .order_by(rerun_lines.c.certification_number)
        .limit(limit)
    )
    if after is not None:
        query = query.where(rerun_lines.c.certification_number > after)
    return (await connection.execute(query)).all()


def _claim(row: AnyRow) -> Claim:
    reduced = min(row.reduced_cents, row.net_cents) if row.accepted else 0
    parts = zip(row.groups or (), row.nets or (), strict=True)
    return Claim(
        certification_number=row.certification_number,
        claimant_name=row.claimant_name,
        lineage_id=row.lineage_id,
        producer_id=row.producer_id,
        accepted=row.accepted,
        reason_code=row.reason_code,
        claimed_cents=row.claimed_cents,
        net_cents=row.net_cents - reduced if row.accepted else 0,
        reduced_cents=reduced,
        parts=tuple(Part(group_id=group, net_cents=net) for group, net in parts),
    )


def _rerun(row: AnyRow) -> Rerun:
    return Rerun(
        id=row.id,
        distribution_id=row.distribution_id,
        state=RerunState(row.state),
        claims_version=row.claims_version,
        result_hash=row.result_hash,
        reason=row.reason,
        prepared_by=row.prepared_by,
    )
