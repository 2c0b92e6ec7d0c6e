"""How entries stand towards the instructions of their orders, for the API: one statement for many entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.instructions.messages import Firm
from services.accounts.domain.instructions.rates import RateRow
from services.accounts.domain.instructions.release import (
    Conditions,
    EntryGoods,
    Required,
    release_allowed,
    required_security,
)
from services.accounts.domain.instructions.suspension import Window
from services.accounts.storage.instructions import queries
from services.accounts.storage.instructions.tables import instructed_liquidations
from services.accounts.storage.rows import AnyRow

_STANDING: Final = sa.text(
    """
    SELECT e.number, e.filed_on, e.exporter, e.producer, e.entered_value_cents, d.case_number, d.security_cents,
        d.cash_cents, entry_suspended(d.case_number, e.filed_on, e.exporter, e.producer) AS suspended,
        entry_instructed(d.case_number, e.filed_on, e.exporter, e.producer) AS instructed,
        entry_held(d.case_number, e.number) AS held,
        coalesce(t.conditional_delivery_from, CASE WHEN o.ordered THEN o.issued_on END) AS conditional_from,
        coalesce(r.information, false) AS information, coalesce(r.records, false) AS records,
        coalesce(r.undertaking, false) AS undertaking
    FROM entries AS e
    CROSS JOIN LATERAL (
        SELECT case_number, coalesce(sum(amount_cents) FILTER (WHERE returned_on IS NULL), 0)::bigint AS security_cents,
            coalesce(sum(amount_cents) FILTER (WHERE returned_on IS NULL AND instrument = 'CASH'), 0)::bigint
                AS cash_cents
        FROM deposits WHERE entry_number = e.number GROUP BY case_number
    ) AS d
    JOIN orders AS o ON o.case_number = d.case_number
    LEFT JOIN order_terms AS t ON t.case_number = d.case_number
    LEFT JOIN release_conditions AS r ON r.entry_number = e.number AND r.case_number = d.case_number
    WHERE e.number = ANY(:numbers)
    ORDER BY e.number, d.case_number
    """
).bindparams(sa.bindparam("numbers", type_=pg.ARRAY(sa.Text)))


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryStanding:
    """An entry under one order.

    Attributes:
        security_cents, cash_cents: security in hand, and the part of it that is cash, US cents.
        suspended: its liquidation is suspended and no instruction lets it go.
    """

    case_number: str
    required: Required
    security_cents: int
    cash_cents: int
    suspended: bool
    held: bool
    conditions: Conditions
    release_allowed: bool


async def standings_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[EntryStanding]]:
    """How entries stand under each of their orders: three statements, whatever their number."""
    rows = (await connection.execute(_STANDING, {"numbers": list(numbers)})).all()
    cases = sorted({row.case_number for row in rows})
    windows = await queries.suspensions_by_case(connection, cases)
    rates = await queries.rates_by_case(connection, cases)
    found: dict[str, list[EntryStanding]] = {}
    for row in rows:
        of_case = [window_of(window) for window in windows.get(row.case_number, [])]
        found.setdefault(row.number, []).append(_standing(row, of_case, rates.get(row.case_number, [])))
    return found


async def settlements_by_entry(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """How entries settled by instruction, by order."""
    query = (
        sa.select(instructed_liquidations)
        .where(
            instructed_liquidations.c.entry_number == sa.any_(sa.bindparam("numbers", list(numbers), pg.ARRAY(sa.Text)))
        )
        .order_by(instructed_liquidations.c.entry_number, instructed_liquidations.c.case_number)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.entry_number, []).append(row)
    return found


def window_of(row: AnyRow) -> Window:
    """A stored window."""
    return Window(
        kind=row.kind,
        first_on=row.first_on,
        end_on=row.end_on,
        rated_on=row.rated_on,
        firms=_firms(row.firms),
        excluded=_firms(row.excluded),
        security_required=row.security_required,
    )


def _firms(stored: Sequence[dict[str, str]]) -> tuple[Firm, ...]:
    return tuple(Firm(firm["exporter"], firm["producer"]) for firm in stored)


def _standing(row: AnyRow, windows: Sequence[Window], rates: Sequence[RateRow]) -> EntryStanding:
    entered_on: date = row.filed_on
    goods = EntryGoods(
        entered_on=entered_on,
        exporter=row.exporter,
        producer=row.producer,
        entered_value_cents=row.entered_value_cents,
    )
    required = required_security(windows, rates, goods)
    conditions = Conditions(information=row.information, records=row.records, undertaking=row.undertaking)
    return EntryStanding(
        case_number=row.case_number,
        required=required,
        security_cents=row.security_cents,
        cash_cents=row.cash_cents,
        suspended=row.suspended and not row.instructed,
        held=row.held,
        conditions=conditions,
        release_allowed=release_allowed(entered_on, row.conditional_from, required, row.cash_cents, conditions),
    )
