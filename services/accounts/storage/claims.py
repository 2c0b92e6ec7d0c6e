"""Our copy of the certified claims, filled from certification's events."""

from collections.abc import Collection, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.hold_tables import certified_parts
from services.accounts.storage.tables import certified_claims, claim_lists

ACCEPTED = "ACCEPTED"


async def replace_list(
    connection: AsyncConnection,
    *,
    case_number: str,
    fiscal_year: int,
    version: int,
    notice_id: str,
    certified_on: date,
    claims: Collection[tuple[object, ...]],
    parts: Collection[tuple[object, ...]] = (),
) -> bool:
    """Keep a complete list in place of an older one; False when the one kept is as new or newer.

    Args:
        claims: number, id, lineage, producer, claimant, state, reason code, net, claimed and prior cents,
            and day of receipt, of each.
        parts: certification number, group, its orders and net cents of each, for claims that share with other orders.
    """
    new = {"version": version, "notice_id": notice_id, "certified_on": certified_on}
    kept = await connection.execute(
        pg.insert(claim_lists)
        .values(case_number=case_number, fiscal_year=fiscal_year, **new)
        .on_conflict_do_update(
            index_elements=[claim_lists.c.case_number, claim_lists.c.fiscal_year],
            set_=new,
            where=claim_lists.c.version < version,
        )
    )
    if not kept.rowcount:
        return False
    await connection.execute(
        sa.delete(certified_claims).where(
            certified_claims.c.case_number == case_number, certified_claims.c.fiscal_year == fiscal_year
        )
    )
    await copy_rows(
        connection,
        certified_claims,
        (
            "case_number",
            "fiscal_year",
            "certification_number",
            "certification_id",
            "lineage_id",
            "producer_id",
            "claimant_name",
            "state",
            "reason_code",
            "net_cents",
            "claimed_cents",
            "prior_cents",
            "received_on",
        ),
        [(case_number, fiscal_year, *claim) for claim in claims],
    )
    await copy_rows(
        connection,
        certified_parts,
        ("case_number", "fiscal_year", "certification_number", "group_id", "case_numbers", "net_cents"),
        [(case_number, fiscal_year, *part) for part in parts],
    )
    return True


async def list_version(connection: AsyncConnection, case_number: str, fiscal_year: int) -> int | None:
    """Version of the certified list kept for an order and year, locked against replacement; None without one."""
    version: int | None = await connection.scalar(
        sa.select(claim_lists.c.version)
        .where(claim_lists.c.case_number == case_number, claim_lists.c.fiscal_year == fiscal_year)
        .with_for_update(read=True)
    )
    return version


async def list_versions(
    connection: AsyncConnection, orders_and_years: list[tuple[str, int]]
) -> Mapping[tuple[str, int], int]:
    """Versions of the certified lists kept, by case number and fiscal year."""
    key = sa.tuple_(claim_lists.c.case_number, claim_lists.c.fiscal_year)
    query = sa.select(claim_lists).where(key.in_(orders_and_years))
    return {(row.case_number, row.fiscal_year): row.version for row in await connection.execute(query)}


async def certification_numbers(connection: AsyncConnection, case_number: str, fiscal_year: int) -> set[str]:
    """Numbers of the certifications on the list of an order and year."""
    query = sa.select(certified_claims.c.certification_number).where(
        certified_claims.c.case_number == case_number, certified_claims.c.fiscal_year == fiscal_year
    )
    return set((await connection.scalars(query)).all())
