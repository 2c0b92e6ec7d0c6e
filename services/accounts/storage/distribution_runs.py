"""Freezing, computing and checking distributions, any number of them at once: a constant number of statements.

``domain.distribution`` and ``domain.frozen_hash`` say what is computed; the statements here compute the same, to the
cent and to the hash, where the claims are. Products of claim and pool are ``numeric``, so they never overflow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import UNSHARED, Claim, Funds, Method, Part
from services.accounts.domain.frozen_hash import input_header
from services.accounts.domain.shared_guard import reduce_parts
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.distributions import Distribution
from services.accounts.storage.hold_tables import distribution_parts
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distributions
from services.accounts.storage.texts import CENTS, TEXTS, UUIDS, YEARS, Given, bound


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A distribution about to be frozen, with its money."""

    distribution_id: UUID
    case_number: str
    fiscal_year: int
    claims_version: int
    money: Funds
    hold_back_reason: str | None
    sequester_year_cents: int
    run_id: UUID | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """A distribution computed again from what is frozen, beside what is stored."""

    input_hash: str
    result_hash: str
    shares_agree: bool


# DIST-03, DIST-04, DIST-05 and DIST-07 over "weighed": distribution_id, certification_number, weight, available.
_ALLOCATED: Final = """
totalled AS (
    SELECT *, sum(weight) OVER (PARTITION BY distribution_id) AS whole FROM weighed
), floored AS (
    SELECT *,
        CASE WHEN available <= 0 THEN 0 WHEN whole <= available THEN weight
            ELSE div(available::numeric * weight, whole) END AS base,
        CASE WHEN available <= 0 OR whole <= available THEN 0
            ELSE mod(available::numeric * weight, whole) END AS remainder
    FROM totalled
), placed AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY distribution_id ORDER BY remainder DESC, weight DESC, certification_number COLLATE "C"
        ) AS place,
        div(sum(remainder) OVER (PARTITION BY distribution_id), greatest(whole, 1)) AS spare
    FROM floored
), allocated AS (
    SELECT *, (base + CASE WHEN place <= spare THEN 1 ELSE 0 END)::bigint AS allocated_cents FROM placed
)
"""


_FREEZE: Final = f"""
INSERT INTO distribution_shares
    (distribution_id, certification_number, claimant_name, lineage_id, producer_id, accepted, reason_code,
     claimed_cents, net_cents, reduced_cents, share_cents)
WITH run AS (
    SELECT * FROM unnest(:ids, :cases, :years, :available)
        AS r(distribution_id, case_number, fiscal_year, available)
), reduced AS (
    SELECT * FROM unnest(:reduced_ids, :reduced_numbers, :reduced_cents)
        AS r(distribution_id, certification_number, reduced_cents)
), weighed AS (
    SELECT run.distribution_id, run.available, c.certification_number, c.claimant_name, c.lineage_id, c.producer_id,
        c.state = 'ACCEPTED' AS accepted, c.reason_code, c.claimed_cents, coalesce(r.reduced_cents, 0) AS reduced_cents,
        CASE WHEN c.state = 'ACCEPTED' THEN c.net_cents - coalesce(r.reduced_cents, 0) ELSE 0 END AS weight
    FROM run
    JOIN certified_claims AS c USING (case_number, fiscal_year)
    LEFT JOIN reduced AS r USING (distribution_id, certification_number)
), {_ALLOCATED}
SELECT distribution_id, certification_number, claimant_name, lineage_id, producer_id, accepted, reason_code,
    claimed_cents, weight, reduced_cents, allocated_cents
FROM allocated
"""  # noqa: S608


_CLAIM_LINE: Final = """
    length(certification_number) || ':' || certification_number || ','
    || length(claimant_name) || ':' || claimant_name || ',' || length(lineage_id) || ':' || lineage_id || ','
    || length(producer_id) || ':' || producer_id || ',' || CASE WHEN accepted THEN 't' ELSE 'f' END || ','
    || coalesce(length(reason_code) || ':' || reason_code, '-') || ','
    || claimed_cents || ',' || net_cents || ',' || reduced_cents
"""


_PART_LINE: Final = """
    length(certification_number) || ':' || certification_number || ',' || length(group_id) || ':' || group_id || ','
    || net_cents || ',' || reduced_cents
"""


# What a recompute gives from the frozen shares and parts, beside the stored shares (DIST-09).
_SEALED: Final = f"""
run AS (
    SELECT * FROM unnest(:ids, :headers, :available) AS r(distribution_id, header, available)
), weighed AS (
    SELECT s.distribution_id, run.available, s.certification_number, s.accepted, s.share_cents,
        CASE WHEN s.accepted THEN s.net_cents - s.guarded_cents ELSE 0 END AS weight, {_CLAIM_LINE} AS line
    FROM run JOIN distribution_shares AS s USING (distribution_id)
), {_ALLOCATED}, parts AS (
    SELECT p.distribution_id,
        string_agg({_PART_LINE}, E'\\n' ORDER BY certification_number COLLATE "C", group_id COLLATE "C") AS lines
    FROM run JOIN distribution_parts AS p USING (distribution_id)
    GROUP BY p.distribution_id
), totals AS (
    SELECT distribution_id, max(whole) AS whole, sum(allocated_cents) AS allocated,
        bool_and(allocated_cents = share_cents) AS agree,
        string_agg(line, E'\\n' ORDER BY certification_number COLLATE "C") AS lines,
        string_agg(length(certification_number) || ':' || certification_number || ',' || allocated_cents, E'\\n'
            ORDER BY certification_number COLLATE "C") FILTER (WHERE accepted) AS share_lines
    FROM allocated GROUP BY distribution_id
), results AS (
    SELECT run.*, coalesce(t.whole, 0) AS whole, run.available - coalesce(t.allocated, 0) AS carried,
        coalesce(t.agree, true) AS agree, t.lines, t.share_lines, parts.lines AS part_lines,
        CASE WHEN run.available <= 0 THEN '{Method.ZERO}' WHEN coalesce(t.whole, 0) <= run.available
            THEN '{Method.FULL}' ELSE '{Method.PRO_RATA}' END AS method
    FROM run LEFT JOIN totals AS t USING (distribution_id) LEFT JOIN parts USING (distribution_id)
), sealed AS (
    SELECT distribution_id, whole, carried, method, agree,
        encode(sha256(convert_to(concat_ws(E'\\n', header, lines, part_lines), 'UTF8')), 'hex') AS input_hash,
        encode(sha256(convert_to(concat_ws(E'\\n', method || ',' || whole || ',' || carried, share_lines), 'UTF8')),
            'hex') AS result_hash
    FROM results
)
"""  # noqa: S608


_STORE_RESULTS: Final = f"""
WITH {_SEALED}
UPDATE distributions AS d
SET state = :state, method = s.method, claims_total_cents = s.whole, carry_forward_cents = s.carried,
    input_hash = s.input_hash, result_hash = s.result_hash, prepared_by = :actor, prepared_at = :instant
FROM sealed AS s WHERE d.id = s.distribution_id
RETURNING d.id, s.agree
"""  # noqa: S608


CHECK: Final = f"WITH {_SEALED} SELECT distribution_id, input_hash, result_hash, agree FROM sealed"  # noqa: S608


RECOMPUTE: Final = f"""
WITH run AS (
    SELECT * FROM unnest(:ids, :available) AS r(distribution_id, available)
), weighed AS (
    SELECT s.distribution_id, run.available, s.certification_number,
        CASE WHEN s.accepted THEN s.net_cents ELSE 0 END AS weight
    FROM run JOIN distribution_shares AS s USING (distribution_id)
), {_ALLOCATED}
UPDATE distribution_shares AS s SET share_cents = a.allocated_cents, guarded_cents = 0
FROM allocated AS a
WHERE a.distribution_id = s.distribution_id AND a.certification_number = s.certification_number
"""  # noqa: S608


_STORE_FUNDS: Final = """
UPDATE distributions AS d
SET claims_version = f.version, balance_cents = f.balance, reserve_cents = f.reserve, hold_back_cents = f.hold_back,
    hold_back_reason = f.reason, sequester_cents = f.sequester, available_cents = f.available,
    sequester_percent = :percent, sequester_year_cents = f.by_year, run_id = f.run_id
FROM unnest(:ids, :versions, :balances, :reserves, :hold_backs, :reasons, :sequesters, :by_year, :available, :run_ids)
    AS f(id, version, balance, reserve, hold_back, reason, sequester, by_year, available, run_id)
WHERE d.id = f.id
"""


async def freeze(
    connection: AsyncConnection, runs: Sequence[Run], reductions_cents: Mapping[tuple[UUID, str], int]
) -> None:
    """Keep the claims that ``runs`` are computed from, each with its share."""
    await connection.execute(
        bound(
            _FREEZE,
            ids=([run.distribution_id for run in runs], UUIDS),
            cases=([run.case_number for run in runs], TEXTS),
            years=([run.fiscal_year for run in runs], YEARS),
            available=([run.money.available_cents for run in runs], CENTS),
            reduced_ids=([run_id for run_id, _ in reductions_cents], UUIDS),
            reduced_numbers=([number for _, number in reductions_cents], TEXTS),
            reduced_cents=(list(reductions_cents.values()), CENTS),
        )
    )


async def recompute(connection: AsyncConnection, found: Sequence[Distribution]) -> None:
    """Compute the shares of ``found`` again from what is frozen, each order on its own."""
    given = _frozen(found)
    await connection.execute(bound(RECOMPUTE, ids=given["ids"], available=given["available"]))


async def freeze_parts(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Keep the parts of the frozen claims that share expenditures with other orders."""
    rows = await connection.execute(
        bound(
            "SELECT s.distribution_id, s.certification_number, s.reduced_cents, p.group_id, p.net_cents"
            " FROM distributions AS d"
            " JOIN distribution_shares AS s ON s.distribution_id = d.id AND s.accepted"
            " JOIN certified_parts AS p USING (case_number, fiscal_year, certification_number)"
            " WHERE d.id = ANY(:ids) ORDER BY 1, 2",
            ids=(list(ids), UUIDS),
        )
    )
    by_claim: dict[tuple[UUID, str, int], list[Part]] = {}
    for row in rows:
        claim = row.distribution_id, row.certification_number, row.reduced_cents
        by_claim.setdefault(claim, []).append(Part(group_id=row.group_id, net_cents=row.net_cents))
    await copy_rows(
        connection,
        distribution_parts,
        ("distribution_id", "certification_number", "group_id", "net_cents", "reduced_cents"),
        [
            (distribution_id, number, part.group_id, part.net_cents, part.reduced_cents)
            for (distribution_id, number, reduced), parts in by_claim.items()
            for part in reduce_parts(parts, reduced)
        ],
    )


async def store_funds(connection: AsyncConnection, runs: Sequence[Run], percent: Decimal | None) -> None:
    """Keep the money that ``runs`` are computed from, and the year's rate of sequestration."""
    await connection.execute(
        bound(
            _STORE_FUNDS,
            ids=([run.distribution_id for run in runs], UUIDS),
            versions=([run.claims_version for run in runs], YEARS),
            balances=([run.money.balance_cents for run in runs], CENTS),
            reserves=([run.money.reserve_cents for run in runs], CENTS),
            hold_backs=([run.money.hold_back_cents for run in runs], CENTS),
            reasons=([run.hold_back_reason for run in runs], TEXTS),
            sequesters=([run.money.sequester_cents for run in runs], CENTS),
            by_year=([run.sequester_year_cents for run in runs], CENTS),
            available=([run.money.available_cents for run in runs], CENTS),
            run_ids=([run.run_id for run in runs], UUIDS),
            percent=(percent, sa.Numeric),
        )
    )


async def store_results(
    connection: AsyncConnection, found: Sequence[Distribution], *, state: str, actor: str, instant: datetime
) -> None:
    """Seal the frozen inputs and the computed shares of ``found`` with their hashes, totals and state."""
    values = {"state": (state, sa.Text), "actor": (actor, sa.Text), "instant": (instant, sa.DateTime(timezone=True))}
    rows = (await connection.execute(bound(_STORE_RESULTS, **_frozen(found), **values))).all()
    assert all(row.agree for row in rows), "the stored shares are the computed ones"


async def check(connection: AsyncConnection, found: Sequence[Distribution]) -> dict[UUID, Sealed]:
    """Compute ``found`` again from what is frozen."""
    rows = await connection.execute(bound(CHECK, **_frozen(found)))
    return {
        row.distribution_id: Sealed(input_hash=row.input_hash, result_hash=row.result_hash, shares_agree=row.agree)
        for row in rows
    }


async def shared_claims(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[tuple[Claim, int]]]:
    """Frozen claims that share expenditures, with their shares."""
    return await _claims(connection, ids, only_shared=True)


async def all_claims(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[tuple[Claim, int]]]:
    """Every frozen claim with its share, by certification number."""
    return await _claims(connection, ids, only_shared=False)


async def guarded_rows(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, set[tuple[UUID, str, int, int]]]:
    """Stored shares of accepted claims with what the guard cut off: distribution, certification, share, cut."""
    rows = await connection.execute(
        bound(
            "SELECT distribution_id, certification_number, share_cents, guarded_cents FROM distribution_shares"
            " WHERE accepted AND distribution_id = ANY(:ids)",
            ids=(list(ids), UUIDS),
        )
    )
    found: dict[UUID, set[tuple[UUID, str, int, int]]] = {distribution_id: set() for distribution_id in ids}
    for row in rows:
        found[row.distribution_id].add(tuple(row))
    return found


async def set_guarded(connection: AsyncConnection, rows: Collection[tuple[UUID, str, int, int]]) -> None:
    """Store what the guard made of the claims of its orders: distribution, certification, share, cut off the weight."""
    await connection.execute(
        bound(
            "UPDATE distribution_shares AS s SET share_cents = n.share, guarded_cents = n.cut"
            " FROM unnest(:ids, :numbers, :shares, :cuts) AS n(id, number, share, cut)"
            " WHERE s.distribution_id = n.id AND s.certification_number = n.number",
            ids=([row[0] for row in rows], UUIDS),
            numbers=([row[1] for row in rows], TEXTS),
            shares=([row[2] for row in rows], CENTS),
            cuts=([row[3] for row in rows], CENTS),
        )
    )


async def advance(connection: AsyncConnection, ids: Collection[UUID], **values: object) -> None:
    """Change columns of locked distributions alike."""
    await connection.execute(
        sa.update(distributions)
        .where(distributions.c.id == sa.any_(sa.bindparam("ids", list(ids), UUIDS)))
        .values(**values)
    )


async def _claims(
    connection: AsyncConnection, ids: Sequence[UUID], *, only_shared: bool
) -> dict[UUID, list[tuple[Claim, int]]]:
    rows = await connection.execute(
        bound(
            "SELECT s.*, p.groups, p.nets, p.reductions FROM distribution_shares AS s LEFT JOIN"
            " (SELECT distribution_id, certification_number, array_agg(group_id ORDER BY group_id) AS groups,"
            " array_agg(net_cents ORDER BY group_id) AS nets,"
            " array_agg(reduced_cents ORDER BY group_id) AS reductions FROM distribution_parts"
            " WHERE distribution_id = ANY(:ids) GROUP BY 1, 2) AS p USING (distribution_id, certification_number)"
            ' WHERE s.distribution_id = ANY(:ids) ORDER BY s.distribution_id, s.certification_number COLLATE "C"',
            ids=(list(ids), UUIDS),
        )
    )
    found: dict[UUID, list[tuple[Claim, int]]] = {distribution_id: [] for distribution_id in ids}
    for row in rows:
        found[row.distribution_id].append((_claim(row), row.share_cents))
    return found


def _claim(row: AnyRow) -> Claim:
    parts = zip(row.groups or (), row.nets or (), row.reductions or (), strict=True)
    return Claim(
        certification_number=row.certification_number,
        claimant_name=row.claimant_name,
        lineage_id=row.lineage_id,
        producer_id=row.producer_id,
        accepted=row.accepted,
        reason_code=row.reason_code,
        claimed_cents=row.claimed_cents,
        net_cents=row.net_cents,
        reduced_cents=row.reduced_cents,
        parts=tuple(
            sorted(Part(group_id=group or UNSHARED, net_cents=net, reduced_cents=off) for group, net, off in parts)
        ),
    )


def _frozen(found: Sequence[Distribution]) -> dict[str, Given]:
    money = {run.id: _funds(run) for run in found}
    return {
        "ids": (list(money), UUIDS),
        "headers": ([input_header(run.case_number, run.fiscal_year, money[run.id]) for run in found], TEXTS),
        "available": ([funds.available_cents for funds in money.values()], CENTS),
    }


def _funds(found: Distribution) -> Funds:
    assert found.funds is not None, "a frozen distribution keeps its funds"
    return found.funds
