"""What distributions are computed from, before anything is frozen: orders, versions, balances, late payments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.transitions import FROZEN_STATES, DistributionState
from services.accounts.storage.distributions import Distribution, distribution_of
from services.accounts.storage.tables import distributions
from services.accounts.storage.texts import CENTS, TEXTS, UUIDS, YEARS, bound


@dataclass(frozen=True, kw_only=True, slots=True)
class LatePayments:
    """What was paid on a claim's expenditures after it was received, US cents (RECO-07)."""

    distribution_id: UUID
    certification_number: str
    net_cents: int
    late_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Adjustment:
    """Approved adjustments of one claimant under one order, US cents (RECO-06)."""

    case_number: str
    lineage_id: str
    reserve_cents: int
    unpaid_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardOrder:
    """One order of a product group for the guard (DIST-08); a paid one is not computed again."""

    distribution_id: UUID
    case_number: str
    available_cents: int
    paid: bool


_GUARD_ORDERS: Final = """
SELECT d.id, d.case_number, d.available_cents, coalesce(o.product_group_id, o.case_number) AS product_group,
    d.id <> ALL(:ids) AS paid
FROM distributions AS d JOIN orders AS o USING (case_number)
WHERE (d.id = ANY(:ids) OR d.state IN ('PAID', 'NOTIFIED', 'CLOSED'))
    AND EXISTS (SELECT FROM distribution_parts AS p WHERE p.distribution_id = d.id)
    AND (d.fiscal_year, coalesce(o.product_group_id, o.case_number)) IN (
        SELECT x.fiscal_year, coalesce(y.product_group_id, y.case_number)
        FROM distributions AS x JOIN orders AS y USING (case_number)
        WHERE x.id = ANY(:ids) AND EXISTS (SELECT FROM distribution_parts AS p WHERE p.distribution_id = x.id)
    )
ORDER BY d.case_number
"""


# Approved by now and not paid by the snapshot is reserved (DIST-02); not paid at all yet reduces the claim (RECO-07).
_ADJUSTMENTS: Final = """
SELECT r.case_number, r.lineage_id,
    sum(r.adjustment_cents - coalesce(paid.by_snapshot, 0)) AS reserve_cents,
    sum(r.adjustment_cents - coalesce(paid.by_now, 0)) AS unpaid_cents
FROM reconsideration_requests AS r
LEFT JOIN LATERAL (
    SELECT sum(a.amount_cents) AS by_now, sum(a.amount_cents) FILTER (WHERE a.paid_on <= :snapshot) AS by_snapshot
    FROM adjustment_payments AS a WHERE a.request_id = r.id
) AS paid ON true
WHERE r.case_number = ANY(:cases) AND r.approved_at IS NOT NULL AND r.adjustment_cents > 0
GROUP BY r.case_number, r.lineage_id
ORDER BY r.case_number, r.lineage_id
"""


# A claim deducts what was paid by the day it, or its correction, was received (CERT-07); what came later lowers it.
# Besides what is paid outside the yearly payment that is an earlier year's distribution, if it was paid so late. A list
# that does not tell the day counts from the notice on, when filing begins.
_LATE_PAYMENTS: Final = """
WITH run AS (
    SELECT r.distribution_id, r.case_number, r.fiscal_year, d.noticed_on
    FROM unnest(:ids, :cases, :years) AS r(distribution_id, case_number, fiscal_year)
    JOIN distributions AS d ON d.id = r.distribution_id
), came AS (
    SELECT run.distribution_id, p.lineage_id, p.paid_on, p.amount_cents
    FROM run
    JOIN distributions AS paid ON paid.case_number = run.case_number
    JOIN payments AS p ON p.distribution_id = paid.id AND p.kind <> 'DISTRIBUTION'
    UNION ALL
    SELECT run.distribution_id, p.lineage_id, p.paid_on, p.amount_cents
    FROM run
    JOIN distributions AS paid ON paid.case_number = run.case_number AND paid.fiscal_year < run.fiscal_year
        AND paid.paid_on > run.noticed_on
    JOIN payments AS p ON p.distribution_id = paid.id AND p.kind = 'DISTRIBUTION'
    UNION ALL
    SELECT run.distribution_id, reserved.lineage_id, 'infinity', reserved.cents
    FROM unnest(:reserved_cases, :reserved_lineages, :reserved_cents) AS reserved(case_number, lineage_id, cents)
    JOIN run USING (case_number)
)
SELECT came.distribution_id, c.certification_number, c.net_cents, sum(came.amount_cents) AS late_cents
FROM came
JOIN run USING (distribution_id)
JOIN certified_claims AS c ON c.case_number = run.case_number AND c.fiscal_year = run.fiscal_year
    AND c.lineage_id = came.lineage_id
WHERE c.state = 'ACCEPTED' AND came.paid_on > coalesce(c.received_on, run.noticed_on, '-infinity')
GROUP BY came.distribution_id, c.certification_number, c.net_cents
ORDER BY came.distribution_id, c.certification_number
"""


_BALANCES: Final = """
SELECT b.case_number, sum(b.cents) AS cents
FROM unnest(:cases) AS wanted(case_number)
JOIN balance_changes AS b ON b.case_number = wanted.case_number AND b.account = 'SPECIAL'
WHERE b.effective_on <= :snapshot OR EXISTS (
    SELECT FROM journals AS j
    WHERE j.case_number = b.case_number AND j.sequence = b.sequence AND j.source IN (
        SELECT 'distribution:' || d.id FROM distributions AS d
        WHERE d.case_number = b.case_number AND d.fiscal_year < :year
        UNION ALL
        SELECT 'rerun:' || r.id FROM distribution_reruns AS r JOIN distributions AS d ON d.id = r.distribution_id
        WHERE d.case_number = b.case_number AND d.fiscal_year < :year
    )
)
GROUP BY b.case_number
"""


_SHARED_ORDERS: Final = """
WITH shared AS (
    SELECT case_number, case_numbers FROM certified_parts WHERE fiscal_year = :year AND group_id <> ''
), named AS (
    SELECT case_number FROM shared UNION SELECT unnest(case_numbers) FROM shared
)
SELECT n.case_number, o.product_group_id
FROM named AS n JOIN orders AS o USING (case_number)
WHERE o.product_group_id IS NOT NULL
ORDER BY n.case_number
"""


async def shared_orders(connection: AsyncConnection, fiscal_year: int) -> dict[str, list[str]]:
    """Orders with claims shared with other orders in a year, by product group, in ascending case number (DIST-08)."""
    found: dict[str, list[str]] = {}
    for row in await connection.execute(bound(_SHARED_ORDERS, year=(fiscal_year, sa.Integer))):
        found.setdefault(row.product_group_id, []).append(row.case_number)
    return found


async def lock_current(
    connection: AsyncConnection, fiscal_year: int, case_numbers: Collection[str] | None = None
) -> list[Distribution]:
    """The distributions of a year that are not cancelled, locked, by case number; all orders' when none is named."""
    which = (distributions.c.fiscal_year == fiscal_year) & (distributions.c.state != "CANCELLED")
    if case_numbers is not None:
        which &= distributions.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), TEXTS))
    query = sa.select(distributions).where(which).order_by(distributions.c.case_number).with_for_update()
    return [distribution_of(row) for row in await connection.execute(query)]


async def cases_in(connection: AsyncConnection, fiscal_year: int, states: Collection[DistributionState]) -> list[str]:
    """Orders whose distribution of a year is in one of ``states``."""
    query = sa.select(distributions.c.case_number).where(
        distributions.c.fiscal_year == fiscal_year, distributions.c.state.in_(states)
    )
    return sorted((await connection.scalars(query)).all())


async def claim_counts(connection: AsyncConnection, fiscal_year: int) -> dict[str, int]:
    """How many claims are certified under each order for a year."""
    rows = await connection.execute(
        bound(
            "SELECT case_number, count(*) AS claims FROM certified_claims WHERE fiscal_year = :year GROUP BY 1",
            year=(fiscal_year, sa.Integer),
        )
    )
    return {row.case_number: row.claims for row in rows}


async def ids_of(connection: AsyncConnection, fiscal_year: int, case_numbers: Collection[str]) -> list[UUID]:
    """Distributions of orders and a year that are not cancelled, not locked."""
    query = sa.select(distributions.c.id).where(
        distributions.c.fiscal_year == fiscal_year,
        distributions.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), TEXTS)),
        distributions.c.state != DistributionState.CANCELLED,
    )
    return list((await connection.scalars(query)).all())


async def lock_run(connection: AsyncConnection, distribution_id: UUID) -> list[Distribution]:
    """A distribution and those that were frozen together with it and are not cancelled, locked, by case number."""
    own = sa.select(distributions.c.run_id).where(distributions.c.id == distribution_id).scalar_subquery()
    query = (
        sa.select(distributions)
        .where(
            (distributions.c.id == distribution_id)
            | ((distributions.c.run_id == own) & (distributions.c.state != "CANCELLED"))
        )
        .order_by(distributions.c.case_number)
        .with_for_update()
    )
    return [distribution_of(row) for row in await connection.execute(query)]


async def cases_of_run(connection: AsyncConnection, distribution_id: UUID) -> list[str]:
    """The orders of a distribution and of those frozen together with it."""
    own = sa.select(distributions.c.run_id).where(distributions.c.id == distribution_id).scalar_subquery()
    query = sa.select(distributions.c.case_number).where(
        (distributions.c.id == distribution_id) | (distributions.c.run_id == own)
    )
    return sorted(set((await connection.scalars(query)).all()))


async def years_under_way(
    connection: AsyncConnection, case_numbers: Collection[str], fiscal_year: int
) -> dict[str, list[int]]:
    """Other fiscal years of each order whose distribution is frozen and not paid yet."""
    query = (
        sa.select(distributions.c.case_number, distributions.c.fiscal_year)
        .where(
            distributions.c.case_number == sa.any_(sa.bindparam("cases", list(case_numbers), TEXTS)),
            distributions.c.fiscal_year != fiscal_year,
            distributions.c.state.in_(FROZEN_STATES),
        )
        .order_by(distributions.c.fiscal_year)
    )
    found: dict[str, list[int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.case_number, []).append(row.fiscal_year)
    return found


async def claim_versions(
    connection: AsyncConnection, case_numbers: Collection[str], fiscal_year: int
) -> dict[str, int]:
    """Versions of the certified lists of a year, locked against replacement."""
    rows = await connection.execute(
        bound(
            "SELECT case_number, version FROM claim_lists WHERE fiscal_year = :year AND case_number = ANY(:cases)"
            " ORDER BY case_number FOR SHARE",
            year=(fiscal_year, sa.Integer),
            cases=(list(case_numbers), TEXTS),
        )
    )
    return {row.case_number: row.version for row in rows}


async def balances_to_distribute(
    connection: AsyncConnection, case_numbers: Collection[str], fiscal_year: int, snapshot: date
) -> dict[str, int]:
    """Special Account balances at the end of ``snapshot``, less what earlier years' distributions took later; US cents.

    A distribution of an earlier year that was paid, or corrected, late is posted after the snapshot; its money is gone
    all the same (DIST-02).
    """
    rows = await connection.execute(
        bound(
            _BALANCES,
            cases=(list(case_numbers), TEXTS),
            snapshot=(snapshot, sa.Date),
            year=(fiscal_year, sa.Integer),
        )
    )
    return {row.case_number: int(row.cents) for row in rows}


async def late_payments(
    connection: AsyncConnection, runs: Sequence[Distribution], reserved: Mapping[tuple[str, str], int]
) -> list[LatePayments]:
    """Claims of ``runs`` whose claimants were paid after the claims were received.

    Args:
        reserved: adjustments reserved at the freeze by case number and lineage, US cents.
    """
    rows = await connection.execute(
        bound(
            _LATE_PAYMENTS,
            ids=([run.id for run in runs], UUIDS),
            cases=([run.case_number for run in runs], TEXTS),
            years=([run.fiscal_year for run in runs], YEARS),
            reserved_cases=([case for case, _ in reserved], TEXTS),
            reserved_lineages=([lineage for _, lineage in reserved], TEXTS),
            reserved_cents=(list(reserved.values()), CENTS),
        )
    )
    return [
        LatePayments(
            distribution_id=row.distribution_id,
            certification_number=row.certification_number,
            net_cents=row.net_cents,
            late_cents=int(row.late_cents),
        )
        for row in rows
    ]


async def adjustments(connection: AsyncConnection, case_numbers: Collection[str], snapshot: date) -> list[Adjustment]:
    """Approved adjustments of orders by lineage, not paid by ``snapshot`` or not paid yet."""
    rows = await connection.execute(
        bound(_ADJUSTMENTS, cases=(list(case_numbers), TEXTS), snapshot=(snapshot, sa.Date))
    )
    return [
        Adjustment(
            case_number=row.case_number,
            lineage_id=row.lineage_id,
            reserve_cents=int(row.reserve_cents),
            unpaid_cents=int(row.unpaid_cents),
        )
        for row in rows
    ]


async def guard_orders(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[str, list[GuardOrder]]:
    """Distributions that the guard computes together, by product group: ``ids``, and what is paid of the same year."""
    found: dict[str, list[GuardOrder]] = {}
    for row in await connection.execute(bound(_GUARD_ORDERS, ids=(list(ids), UUIDS))):
        found.setdefault(row.product_group, []).append(
            GuardOrder(
                distribution_id=row.id,
                case_number=row.case_number,
                available_cents=row.available_cents,
                paid=row.paid,
            )
        )
    return found
