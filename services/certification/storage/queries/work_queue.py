"""The officers' work queue: what waits for a decision, by the day it is due, in one statement whatever the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.risk import RANK, Severity
from services.certification.domain.states import OPEN, State
from services.certification.domain.verification import RUNNING
from services.certification.storage.queries.certifications import CertificationRow
from services.certification.storage.queries.risk import STANDING_STATES
from services.certification.storage.tables import certifications, notices, risk_flags, verifications

_OPEN = [state.value for state in OPEN]
_RUNNING = [state.value for state in RUNNING]
_BY_RANK = {rank: severity for severity, rank in RANK.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkFilter:
    """Which work is wanted; None for any.

    Attributes:
        state: only certifications in this state.
        case_number: only those of this order.
        fiscal_year: only those of this year.
        due_until: only what is due by this day.
        flagged: True for those with a standing flag, False for those without.
        severity_at_least: only those with a standing flag of this severity or a higher one.
    """

    state: State | None = None
    case_number: str | None = None
    fiscal_year: int | None = None
    due_until: date | None = None
    flagged: bool | None = None
    severity_at_least: Severity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkRow:
    """One piece of work."""

    certification: CertificationRow
    due_on: date
    standing_flags: int
    severity: Severity | None
    being_verified: bool


async def work_page(
    connection: AsyncConnection, wanted: WorkFilter, *, after: tuple[date, UUID] | None, limit: int
) -> Sequence[WorkRow]:
    """Certifications not decided, with a standing flag or under verification, the first due first.

    Due is a correction by its deadline (CERT-13), a review by the day to return (CERT-12), an accepted claim by the
    end of the fiscal year, what is verified later by the end of the retention (VERI-02).

    Args:
        connection: where to read.
        wanted: which work.
        after: due day and id of the last one already seen.
        limit: rows at most.
    """
    work = _work().subquery()
    page = sa.select(work).order_by(work.c.due_on, work.c.id).limit(limit)
    if after is not None:
        page = page.where(sa.tuple_(work.c.due_on, work.c.id) > sa.tuple_(*map(sa.literal, after)))
    for condition in _conditions(work.c, wanted):
        page = page.where(condition)
    return [
        WorkRow(
            certification=CertificationRow.of(row),
            due_on=row.due_on,
            standing_flags=row.standing_flags,
            severity=None if row.severity_rank is None else _BY_RANK[row.severity_rank],
            being_verified=row.being_verified,
        )
        for row in await connection.execute(page)
    ]


def _work() -> sa.Select[Any]:
    table = certifications.c
    rank = sa.case({severity.value: rank for severity, rank in RANK.items()}, value=risk_flags.c.severity)
    flags = (
        sa.select(sa.func.count().label("standing_flags"), sa.func.max(rank).label("severity_rank"))
        .where(risk_flags.c.certification_id == table.id, risk_flags.c.state.in_(STANDING_STATES))
        .lateral("flags")
    )
    being_verified = sa.exists().where(
        verifications.c.certification_id == table.id, verifications.c.state.in_(_RUNNING)
    )
    due_on = sa.case(
        (table.state == State.RETURNED.value, table.correct_by),
        (table.state.in_(_OPEN), notices.c.return_by),
        (table.state == State.ACCEPTED.value, sa.func.make_date(table.fiscal_year, 9, 30)),
        else_=table.retain_until,
    )
    return (
        sa.select(
            certifications,
            due_on.label("due_on"),
            flags.c.standing_flags,
            flags.c.severity_rank,
            being_verified.label("being_verified"),
        )
        .join(notices, notices.c.id == table.notice_id)
        .join(flags, sa.true())
        .where(sa.or_(table.state.in_(_OPEN), flags.c.standing_flags > 0, being_verified))
    )


def _conditions(work: Any, wanted: WorkFilter) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if wanted.state is not None:
        conditions.append(work.state == wanted.state.value)
    if wanted.case_number is not None:
        conditions.append(work.case_number == wanted.case_number)
    if wanted.fiscal_year is not None:
        conditions.append(work.fiscal_year == wanted.fiscal_year)
    if wanted.due_until is not None:
        conditions.append(work.due_on <= wanted.due_until)
    if wanted.flagged is not None:
        conditions.append((work.standing_flags > 0) if wanted.flagged else (work.standing_flags == 0))
    if wanted.severity_at_least is not None:
        conditions.append(work.severity_rank >= RANK[wanted.severity_at_least])
    return conditions
