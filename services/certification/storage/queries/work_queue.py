"""The officers' work queue: what waits for a decision, by the day it is due, in one statement whatever the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.flags import STANDING
from services.certification.domain.risk import RANK, Severity
from services.certification.domain.states import OPEN, State
from services.certification.domain.verification import RUNNING
from services.certification.storage.queries.certifications import COLUMNS, CertificationRow
from services.certification.storage.queries.constants import constants
from services.certification.storage.tables import certifications, notices, risk_flags, verifications

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
    cursor = {} if after is None else {"after_day": after[0], "after_id": after[1]}
    given = _given(wanted) | cursor
    rows = await connection.execute(_page(frozenset(given)), given | {"limit": limit})
    return [
        WorkRow(
            certification=CertificationRow.of(row),
            due_on=row.due_on,
            standing_flags=row.standing_flags,
            severity=None if row.severity_rank is None else _BY_RANK[row.severity_rank],
            being_verified=row.being_verified,
        )
        for row in rows.all()
    ]


def _given(wanted: WorkFilter) -> dict[str, object]:
    """The values of the conditions that are wanted."""
    values = {
        "state": wanted.state,
        "case_number": wanted.case_number,
        "fiscal_year": wanted.fiscal_year,
        "due_until": wanted.due_until,
        "flagged": wanted.flagged,
        "severity_rank": None if wanted.severity_at_least is None else RANK[wanted.severity_at_least],
    }
    return {name: value for name, value in values.items() if value is not None}


def _work() -> sa.Subquery:
    """All work, with no more of it than orders and filters it: 20,000 whole rows would be carried through the joins."""
    table = certifications.c
    rank = sa.case({severity.value: rank for severity, rank in RANK.items()}, value=risk_flags.c.severity)
    flags = (
        sa.select(
            risk_flags.c.certification_id,
            sa.func.count().label("standing_flags"),
            sa.func.max(rank).label("severity_rank"),
        )
        .where(risk_flags.c.state.in_(constants(STANDING)))
        .group_by(risk_flags.c.certification_id)
        .subquery("flags")
    )
    running = (
        sa.select(verifications.c.certification_id)
        .where(verifications.c.state.in_(constants(RUNNING)))
        .subquery("running")
    )
    is_open = table.state.in_(constants(OPEN))
    # Three small sets, each by its index: most certifications are settled and wait for nobody.
    waiting = sa.union(
        sa.select(table.id).where(is_open),
        sa.select(flags.c.certification_id),
        sa.select(running.c.certification_id),
    ).subquery("waiting")
    being_verified = running.c.certification_id.is_not(None)
    due_on = sa.case(
        (table.state == State.RETURNED.value, table.correct_by),
        (is_open, notices.c.return_by),
        (table.state == State.ACCEPTED.value, sa.func.make_date(table.fiscal_year, 9, 30)),
        else_=table.retain_until,
    )
    return (
        sa.select(
            table.id,
            table.state,
            table.case_number,
            table.fiscal_year,
            due_on.label("due_on"),
            sa.func.coalesce(flags.c.standing_flags, 0).label("standing_flags"),
            flags.c.severity_rank,
            being_verified.label("being_verified"),
        )
        .join(waiting, waiting.c.id == table.id)
        .join(notices, notices.c.id == table.notice_id)
        .outerjoin(flags, flags.c.certification_id == table.id)
        .outerjoin(running, running.c.certification_id == table.id)
        .subquery("work")
    )


_WORK: Final = _work()
_CONDITIONS: Final[Mapping[str, sa.ColumnElement[bool]]] = {
    "state": _WORK.c.state == sa.bindparam("state"),
    "case_number": _WORK.c.case_number == sa.bindparam("case_number"),
    "fiscal_year": _WORK.c.fiscal_year == sa.bindparam("fiscal_year"),
    "due_until": _WORK.c.due_on <= sa.bindparam("due_until"),
    "flagged": (_WORK.c.standing_flags > 0) == sa.bindparam("flagged", type_=sa.Boolean),
    "severity_rank": _WORK.c.severity_rank >= sa.bindparam("severity_rank"),
    "after_id": sa.tuple_(_WORK.c.due_on, _WORK.c.id)
    > sa.tuple_(sa.bindparam("after_day", type_=sa.Date), sa.bindparam("after_id", type_=_WORK.c.id.type)),
}


@cache
def _page(given: frozenset[str]) -> sa.Select[Any]:
    """The statement for what is asked by; built once, since building takes longer than binding."""
    page = (
        sa.select(_WORK)
        .where(*(condition for name, condition in _CONDITIONS.items() if name in given))
        .order_by(_WORK.c.due_on, _WORK.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .subquery("page")
    )
    return (
        sa.select(*COLUMNS, page.c.due_on, page.c.standing_flags, page.c.severity_rank, page.c.being_verified)
        .join(page, page.c.id == certifications.c.id)
        .order_by(page.c.due_on, page.c.id)
    )
