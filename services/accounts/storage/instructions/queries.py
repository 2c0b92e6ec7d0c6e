"""Messages to customs as they are kept, and what follows from them for days of entry, rates and entries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.assessment.classes import CaseDays, InjuryRule
from services.accounts.domain.instructions.messages import Firm, Kind, State
from services.accounts.domain.instructions.rates import RateRow, comparable
from services.accounts.domain.instructions.suspension import Suspensions
from services.accounts.storage.instructions.tables import (
    deposit_rates,
    entry_holds,
    instructions,
    left_out_entries,
    lifted_suspensions,
    order_terms,
    record_holds,
    release_conditions,
    suspensions,
)
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import orders

_LOCK_CASE: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('instructions:' || :case_number, 0))")
_REOPEN: Final = sa.text(
    """
    UPDATE instructions AS i SET state = 'WAITING', after_entry = ''
    FROM unnest(CAST(:cases AS text[])) AS imported (case_number)
    WHERE i.case_number = imported.case_number AND i.state = 'APPLIED'
        AND i.first_on <= :last AND (i.last_on IS NULL OR i.last_on >= :first)
    """
).bindparams(
    sa.bindparam("cases", type_=pg.ARRAY(sa.Text)),
    sa.bindparam("first", type_=sa.Date),
    sa.bindparam("last", type_=sa.Date),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewInstruction:
    """A message as it is kept; ``effective_on`` None when it moves no money."""

    case_number: str
    message_number: int | None
    kind: Kind
    content: Mapping[str, Any]
    issued_on: date
    first_on: date | None = None
    last_on: date | None = None
    firms: tuple[Firm, ...] = ()
    excluded_firms: tuple[Firm, ...] = ()
    excluded_ranges: tuple[tuple[date, date | None], ...] = ()
    effective_on: date | None = None
    target_on: date | None = None
    deemed_after: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a case's newest order terms say of entries."""

    days: CaseDays
    interest_from: date
    conditional_delivery_from: date


async def lock_case(connection: AsyncConnection, case_number: str) -> None:
    """One message of a case at a time, whatever stream it came by."""
    await connection.execute(_LOCK_CASE, {"case_number": case_number})


async def add(connection: AsyncConnection, new: NewInstruction, *, by: str, at: datetime) -> UUID | None:
    """Keep a message; None when its number is kept already."""
    moves_money = new.effective_on is not None
    values = {
        "case_number": new.case_number,
        "message_number": new.message_number,
        "kind": new.kind.value,
        "content": dict(new.content),
        "issued_on": new.issued_on,
        "recorded_by": by,
        "recorded_at": at,
        "first_on": new.first_on,
        "last_on": new.last_on,
        "firms": _firms(new.firms),
        "excluded_firms": _firms(new.excluded_firms),
        "excluded_ranges": [
            {"first": first.isoformat(), "last": None if last is None else last.isoformat()}
            for first, last in new.excluded_ranges
        ],
        "effective_on": new.effective_on,
        "target_on": new.target_on,
        "deemed_after": new.deemed_after,
        "state": (State.WAITING if moves_money else State.NOTED).value,
    }
    insert = pg.insert(instructions).values(**values).on_conflict_do_nothing().returning(instructions.c.id)
    added: UUID | None = await connection.scalar(insert)
    return added


async def messages(connection: AsyncConnection, case_number: str) -> Sequence[AnyRow]:
    """Kind and content of a case's numbered messages, in the order of their numbers."""
    query = (
        sa.select(instructions.c.kind, instructions.c.content)
        .where(instructions.c.case_number == case_number, instructions.c.message_number.is_not(None))
        .order_by(instructions.c.message_number)
    )
    return (await connection.execute(query)).all()


async def replace_suspensions(connection: AsyncConnection, case_number: str, found: Suspensions) -> None:
    """Keep what was folded in place of what was before."""
    for table in (suspensions, lifted_suspensions):
        await connection.execute(sa.delete(table).where(table.c.case_number == case_number))
    windows = [
        {
            "case_number": case_number,
            "position": position,
            "kind": window.kind,
            "first_on": window.first_on,
            "end_on": window.end_on,
            "rated_on": window.rated_on,
            "firms": _firms(window.firms),
            "excluded": _firms(window.excluded),
            "security_required": window.security_required,
        }
        for position, window in enumerate(found.windows)
    ]
    lifted = [
        {
            "case_number": case_number,
            "position": position,
            "first_on": one.first_on,
            "last_on": one.last_on,
            "lifted_on": one.lifted_on,
            "firms": _firms(one.firms),
        }
        for position, one in enumerate(found.lifted)
    ]
    if windows:
        await connection.execute(sa.insert(suspensions), windows)
    if lifted:
        await connection.execute(sa.insert(lifted_suspensions), lifted)


async def add_rates(
    connection: AsyncConnection, case_number: str, source: str, stage: str, rows: Iterable[RateRow]
) -> None:
    """Keep the rates of a message or event; a repeat changes nothing."""
    values = {
        (comparable(row.exporter), comparable(row.producer)): {
            "case_number": case_number,
            "source": source,
            "exporter": comparable(row.exporter),
            "producer": comparable(row.producer),
            "rank": row.rank,
            "rate_percent": row.rate_percent,
            "unit_rate": row.unit_rate,
            "excluded": row.excluded,
            "country_wide": row.country_wide,
            "stage": stage,
            "effective_from": row.effective_from,
            "effective_to": row.effective_to,
        }
        for row in rows
    }
    if values:
        await connection.execute(pg.insert(deposit_rates).on_conflict_do_nothing(), list(values.values()))


async def set_terms(connection: AsyncConnection, case_number: str, message_number: int, terms: Terms) -> None:
    """Keep order terms, unless a newer message's are kept."""
    days = terms.days
    values = {
        "message_number": message_number,
        "boundary_on": days.boundary_on,
        "order_on": days.order_on,
        "suspended_from": days.suspended_from,
        "lapsed_from": days.lapsed_from,
        "reach_back_to": days.reach_back_to,
        "injury": days.injury.value,
        "critical_confirmed": days.critical_confirmed,
        "interest_from": terms.interest_from,
        "conditional_delivery_from": terms.conditional_delivery_from,
    }
    insert = pg.insert(order_terms).values(case_number=case_number, **values)
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["case_number"], set_=values, where=order_terms.c.message_number < message_number
        )
    )


async def set_holds(
    connection: AsyncConnection,
    case_number: str,
    message_number: int,
    court_reference: str,
    entry_numbers: Collection[str],
    *,
    released: bool,
) -> None:
    """Hold entries, or release them, unless a newer message of the same court says otherwise."""
    numbers = sa.func.unnest(sa.bindparam("entries", sorted(set(entry_numbers)), pg.ARRAY(sa.Text))).column_valued("e")
    insert = pg.insert(entry_holds).from_select(
        ["case_number", "entry_number", "court_reference", "message_number", "released"],
        sa.select(
            sa.literal(case_number),
            numbers,
            sa.literal(court_reference),
            sa.literal(message_number),
            sa.literal(released),
        ),
    )
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["case_number", "entry_number", "court_reference"],
            set_={"message_number": message_number, "released": released},
            where=entry_holds.c.message_number < message_number,
        )
    )


async def set_record_hold(
    connection: AsyncConnection, entry_number: str, demand_id: UUID, sequence: int, *, released: bool
) -> None:
    """Hold an entry for a demand's records, or release it, unless a newer word is kept (PEN-06)."""
    said = {"event_sequence": sequence, "released": released}
    insert = pg.insert(record_holds).values(entry_number=entry_number, demand_id=demand_id, **said)
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["entry_number", "demand_id"], set_=said, where=record_holds.c.event_sequence < sequence
        )
    )


async def set_release_conditions(
    connection: AsyncConnection,
    key: tuple[str, str],
    *,
    information: bool,
    records: bool,
    undertaking: bool,
    by: str,
    at: datetime,
) -> None:
    """Keep what is confirmed of an entry under an order (ORD-09), in place of what was."""
    values = {
        "information": information,
        "records": records,
        "undertaking": undertaking,
        "confirmed_by": by,
        "confirmed_at": at,
    }
    insert = pg.insert(release_conditions).values(entry_number=key[0], case_number=key[1], **values)
    await connection.execute(insert.on_conflict_do_update(index_elements=["entry_number", "case_number"], set_=values))


async def terms_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, Terms]:
    """The newest terms of orders; a case without is missing."""
    query = sa.select(order_terms).where(order_terms.c.case_number == _any(case_numbers))
    return {row.case_number: _terms(row) for row in await connection.execute(query)}


async def rates_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, list[RateRow]]:
    """Every rate of cases."""
    found: dict[str, list[RateRow]] = {}
    query = sa.select(deposit_rates).where(deposit_rates.c.case_number == _any(case_numbers))
    for row in await connection.execute(query):
        found.setdefault(row.case_number, []).append(
            RateRow(
                exporter=row.exporter,
                producer=row.producer,
                rate_percent=row.rate_percent,
                unit_rate=row.unit_rate,
                excluded=row.excluded,
                effective_from=row.effective_from,
                effective_to=row.effective_to,
                country_wide=row.country_wide,
                rank=row.rank,
            )
        )
    return found


async def suspensions_by_case(connection: AsyncConnection, case_numbers: Sequence[str]) -> dict[str, list[AnyRow]]:
    """Windows of cases, in the order of the messages that made them."""
    query = (
        sa.select(suspensions)
        .where(suspensions.c.case_number == _any(case_numbers))
        .order_by(suspensions.c.case_number, suspensions.c.position)
    )
    return _grouped((await connection.execute(query)).all())


async def instructions_page(
    connection: AsyncConnection, case_number: str, after: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """A case's messages in the order they were received."""
    query = (
        sa.select(instructions)
        .where(instructions.c.case_number == case_number)
        .order_by(instructions.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(instructions.c.id > after)
    return (await connection.execute(query)).all()


async def instructions_by_id(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Messages by id."""
    wanted = sa.bindparam("ids", list(ids), pg.ARRAY(pg.UUID(as_uuid=True)))
    rows = await connection.execute(sa.select(instructions).where(instructions.c.id == sa.any_(wanted)))
    return {row.id: row for row in rows}


async def left_out(connection: AsyncConnection, instruction_id: UUID, after: str, limit: int) -> Sequence[AnyRow]:
    """Entries an instruction could not be applied to, by number."""
    query = (
        sa.select(left_out_entries)
        .where(left_out_entries.c.instruction_id == instruction_id, left_out_entries.c.entry_number > after)
        .order_by(left_out_entries.c.entry_number)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def reopen(connection: AsyncConnection, case_numbers: Iterable[str], days: Collection[date]) -> None:
    """Let applied instructions look again: entries of their cases, of some days of entry, were imported after them."""
    if days:
        values = {"cases": sorted(set(case_numbers)), "first": min(days), "last": max(days)}
        await connection.execute(_REOPEN, values)


async def find_order(connection: AsyncConnection, case_number: str) -> AnyRow | None:
    """The case's book."""
    return (await connection.execute(sa.select(orders).where(orders.c.case_number == case_number))).first()


def _terms(row: AnyRow) -> Terms:
    return Terms(
        days=CaseDays(
            boundary_on=row.boundary_on,
            order_on=row.order_on,
            suspended_from=row.suspended_from,
            lapsed_from=row.lapsed_from,
            reach_back_to=row.reach_back_to,
            injury=InjuryRule(row.injury),
            critical_confirmed=row.critical_confirmed,
        ),
        interest_from=row.interest_from,
        conditional_delivery_from=row.conditional_delivery_from,
    )


def _firms(firms: Iterable[Firm]) -> list[dict[str, str]]:
    return [{"exporter": comparable(firm.exporter), "producer": comparable(firm.producer)} for firm in firms]


def _grouped(rows: Sequence[AnyRow]) -> dict[str, list[AnyRow]]:
    found: dict[str, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.case_number, []).append(row)
    return found


def _any(values: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.any_(sa.bindparam("wanted", list(values), pg.ARRAY(sa.Text)))
