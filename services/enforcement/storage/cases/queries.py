"""Open work over cases of every kind, deadlines passed, history: each one statement.

A kind of case is a branch of ``_WORK`` and, with a clock, one of ``_CLOCKS``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.states import DemandState
from services.enforcement.domain.referrals.states import ReferralState
from services.enforcement.storage.referrals.tables import deadlines_told, referrals
from services.enforcement.storage.tables import failures, penalties, record_demands
from services.enforcement.storage.violations.tables import notices
from shared.authentication import Role
from shared.database.platform import audit_log

AnySelect: TypeAlias = sa.Select[*tuple[Any, ...]]

DEMAND: Final = "RECORD_DEMAND"
REFERRAL: Final = "AGENCY_REFERRAL"
_REFERRERS: Final = (Role.PORT_DIRECTOR, Role.FPF_OFFICER, Role.RECORDKEEPING_OFFICER)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkItem:
    """Something an officer has to do.

    Attributes:
        waits_on: the day it is due, or since which it waits; the queue is in this order.
        due_on: the legal day, None without one.
    """

    case_id: UUID
    kind: str
    part: str
    action: str
    rule: str
    waits_on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A deadline of a case."""

    case_id: UUID
    kind: str
    part: str
    clock: str
    rule: str
    due_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A step in the history of a case."""

    at: datetime
    on: date
    actor: str
    action: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseHead:
    """A case and where it stands."""

    id: UUID
    kind: str
    reference: str
    state: str
    opened_on: date


def _text(value: str) -> sa.Label[str]:
    return sa.cast(sa.literal(value), sa.Text).label(None)


def _work(
    case_id: sa.ColumnElement[UUID],
    kind: str,
    part: sa.ColumnElement[str],
    action: str,
    rule: str,
    waits_on: sa.ColumnElement[date],
    due_on: sa.ColumnElement[date] | None,
    roles: Sequence[str],
) -> AnySelect:
    no_day: sa.ColumnElement[date] = sa.cast(sa.null(), sa.Date)
    return sa.select(
        case_id.label("case_id"),
        _text(kind).label("kind"),
        part.label("part"),
        _text(action).label("action"),
        _text(rule).label("rule"),
        waits_on.label("waits_on"),
        (no_day if due_on is None else due_on).label("due_on"),
        sa.cast(sa.literal(",".join(roles)), sa.Text).label("roles"),
    )


_d, _f, _n, _r, _p = record_demands.c, failures.c, notices.c, referrals.c, penalties.c
_KEEPER: Final = (Role.RECORDKEEPING_OFFICER,)
_WHOLE: Final = sa.cast(sa.literal(""), sa.Text)

_WORK: Final = sa.union_all(
    _work(_d.id, DEMAND, _WHOLE, "FOLLOW_ORAL_DEMAND", "REC-09", _d.oral_on, None, _KEEPER).where(
        _d.state == DemandState.ORAL_ONLY
    ),
    _work(_d.id, DEMAND, _WHOLE, "CONFIRM_RECEIPT", "REC-16", _d.issued_on, None, _KEEPER).where(
        _d.state == DemandState.ISSUED
    ),
    _work(_d.id, DEMAND, _WHOLE, "RECORD_PRODUCTION", "REC-11", _d.due_on, _d.due_on, _KEEPER).where(
        _d.state == DemandState.RUNNING
    ),
    _work(_d.id, DEMAND, _WHOLE, "DECIDE_EXTENSION", "REC-14", _d.due_on, _d.due_on, _KEEPER).where(
        _d.state == DemandState.EXTENSION_PENDING
    ),
    _work(
        _f.demand_id, DEMAND, _f.release_number, "DECIDE_FAILURE", "PEN-16", _f.failed_as_of, None, (Role.FPF_OFFICER,)
    ).where(_f.state == FailureState.UNDER_REVIEW),
    _work(_n.demand_id, DEMAND, _WHOLE, "CONFIRM_NOTICE_RECEIPT", "RCP-15", _n.issued_on, None, _KEEPER).where(
        _n.received_on.is_(None), _n.withdrawn_on.is_(None)
    ),
    _work(
        _n.demand_id, DEMAND, _WHOLE, "RECORD_NOTICE_ANSWER", "RCP-15", _n.reminder_on, _n.reminder_on, _KEEPER
    ).where(_n.received_on.is_not(None), _n.answered_on.is_(None), _n.withdrawn_on.is_(None)),
    *(
        _work(_r.id, REFERRAL, _WHOLE, action, rule, since, None, roles).where(_r.state == state)
        for state, action, rule, since, roles in (
            (ReferralState.DRAFT, "SEND_REFERRAL", "AGY-03", _r.created_on, _REFERRERS),
            (ReferralState.SENT, "ACKNOWLEDGE_REFERRAL", "AGY-03", _r.sent_on, _REFERRERS),
            (ReferralState.WITH_AGENCY, "RECORD_AGENCY_DECISION", "AGY-03", _r.acknowledged_on, _REFERRERS),
            (ReferralState.DECIDED, "EXECUTE_REFERRAL", "AGY-02", _r.decided_on, (Role.PORT_DIRECTOR,)),
        )
    ),
).subquery("work")


def _clock(
    case_id: sa.ColumnElement[UUID],
    part: sa.ColumnElement[str],
    clock: str,
    rule: str,
    due_on: sa.ColumnElement[date],
) -> AnySelect:
    return sa.select(
        case_id.label("case_id"),
        _text(DEMAND).label("kind"),
        part.label("part"),
        _text(clock).label("clock"),
        _text(rule).label("rule"),
        due_on.label("due_on"),
    )


_CLOCKS: Final = sa.union_all(
    _clock(_d.id, _WHOLE, "DEMAND_PRODUCTION", "REC-11", _d.due_on).where(
        _d.state.in_([DemandState.RUNNING, DemandState.EXTENSION_PENDING, DemandState.FAILED])
    ),
    _clock(_n.demand_id, _WHOLE, "RCP_NOTICE_REMINDER", "RCP-15", _n.reminder_on).where(
        _n.reminder_on.is_not(None), _n.answered_on.is_(None), _n.withdrawn_on.is_(None)
    ),
    _clock(_p.demand_id, _p.release_number, "PETITION", "RLF-02", _p.petition_by)
    .join_from(penalties, failures)
    .where(_f.state == FailureState.PENALTY_ISSUED),
).subquery("clocks")


async def case_head(connection: AsyncConnection, case_id: UUID) -> CaseHead | None:
    """The case of an id, of whatever kind."""
    demand = sa.select(
        _d.id,
        _text(DEMAND).label("kind"),
        _d.importer_number.label("reference"),
        _d.state,
        sa.func.coalesce(_d.oral_on, _d.issued_on).label("opened_on"),
    ).where(_d.id == case_id)
    referral = sa.select(_r.id, _text(REFERRAL).label("kind"), _r.agency, _r.state, _r.created_on).where(
        _r.id == case_id
    )
    row = (await connection.execute(demand.union_all(referral))).one_or_none()
    return None if row is None else CaseHead(**row._mapping)


async def case_lines(connection: AsyncConnection, ids: Sequence[UUID]) -> list[WorkItem]:
    """What is to be done in these cases."""
    query = sa.select(*_ITEM).where(_WORK.c.case_id.in_(ids)).order_by(_WORK.c.waits_on, _WORK.c.part)
    return [WorkItem(**row._mapping) for row in await connection.execute(query)]


async def case_clocks(connection: AsyncConnection, case_id: UUID) -> list[Clock]:
    """The deadlines of a case."""
    query = sa.select(_CLOCKS).where(_CLOCKS.c.case_id == case_id).order_by(_CLOCKS.c.due_on, _CLOCKS.c.part)
    return [Clock(**row._mapping) for row in await connection.execute(query)]


async def case_history(connection: AsyncConnection, case: CaseHead) -> list[Step]:
    """The steps of a case, in order."""
    subject = f"{'record-demands' if case.kind == DEMAND else 'agency-referrals'}/{case.id}"
    query = (
        sa.select(audit_log)
        .where(sa.or_(audit_log.c.subject == subject, audit_log.c.subject.startswith(f"{subject}/")))
        .order_by(audit_log.c.id)
    )
    return [
        Step(at=row.recorded_at, on=row.legal_day, actor=row.actor, action=row.action, reason=row.reason)
        for row in await connection.execute(query)
    ]


_ITEM: Final = [column for column in _WORK.c if column.name != "roles"]


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
    query = sa.select(_CLOCKS).where(_CLOCKS.c.due_on < today, ~told).order_by(_CLOCKS.c.due_on).limit(limit)
    return [Clock(**row._mapping) for row in await connection.execute(query)]


async def note_told(connection: AsyncConnection, clocks: Sequence[Clock], today: date) -> None:
    """Keep that these were told of."""
    rows = [
        {"case_id": one.case_id, "clock": f"{one.clock}:{one.part}", "due_on": one.due_on, "told_on": today}
        for one in clocks
    ]
    await connection.execute(insert(deadlines_told).on_conflict_do_nothing(), rows)
