"""What a kind of case offers to the one view of all: its head, its work, its clocks, each a branch of one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from shared.clock import AGENCY_ZONE

AnySelect: TypeAlias = sa.Select[*tuple[Any, ...]]
Day: TypeAlias = sa.ColumnElement[Any]


class CaseKind(StrEnum):
    """Kinds of cases. Nothing of an informant is one (INF-24, INF-28)."""

    RECORD_DEMAND = "RECORD_DEMAND"
    AGENCY_REFERRAL = "AGENCY_REFERRAL"
    AUDIT = "AUDIT"
    MATTER = "MATTER"
    PRIOR_DISCLOSURE = "PRIOR_DISCLOSURE"
    PETITION = "PETITION"
    COMPROMISE_OFFER = "COMPROMISE_OFFER"
    DEBT = "DEBT"


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
    """A case and where it stands.

    Attributes:
        reference: importer number, or the agency referred to.
        subject: under what its steps stand in the audit log.
    """

    id: UUID
    kind: str
    reference: str
    state: str
    opened_on: date
    subject: str


WHOLE: Final[Day] = sa.cast(sa.literal(""), sa.Text)
_NO_DAY: Final[Day] = sa.cast(sa.null(), sa.Date)


def text(value: str) -> sa.Label[str]:
    """A constant of a branch."""
    return sa.cast(sa.literal(value), sa.Text).label(None)


def legal_day(instant: Day) -> Day:
    """The legal day of an instant, as the agency's clock tells it."""
    return sa.cast(sa.func.timezone(AGENCY_ZONE.key, instant), sa.Date)


def work(
    case_id: Day,
    kind: CaseKind,
    action: str,
    rule: str,
    waits_on: Day,
    roles: Sequence[str],
    *,
    part: Day = WHOLE,
    due_on: Day = _NO_DAY,
    of_case: Day | None = None,
) -> AnySelect:
    """A branch of work: what officers of some roles have to do.

    Args:
        case_id: the case.
        kind: its kind.
        action: what is to be done, as the mutation is called.
        rule: its rule.
        waits_on: the day it is due, or since which it waits.
        roles: who does it.
        part: the release, petition or other part concerned.
        due_on: the legal day.
        of_case: the case this one belongs to, which shows its work too.
    """
    return sa.select(
        case_id.label("case_id"),
        (case_id if of_case is None else of_case).label("of_case"),
        text(kind).label("kind"),
        part.label("part"),
        text(action).label("action"),
        text(rule).label("rule"),
        waits_on.label("waits_on"),
        due_on.label("due_on"),
        sa.cast(sa.literal(",".join(roles)), sa.Text).label("roles"),
    )


def clock(
    case_id: Day,
    kind: CaseKind,
    name: str | Day,
    rule: str | Day,
    due_on: Day,
    *,
    part: Day = WHOLE,
    of_case: Day | None = None,
) -> AnySelect:
    """A branch of clocks (CLK-07); see ``work``. A clock whose act was done in time is not among them."""
    return sa.select(
        case_id.label("case_id"),
        (case_id if of_case is None else of_case).label("of_case"),
        text(kind).label("kind"),
        part.label("part"),
        (text(name) if isinstance(name, str) else name).label("clock"),
        (text(rule) if isinstance(rule, str) else rule).label("rule"),
        due_on.label("due_on"),
    )


def head(
    case_id: Day, kind: CaseKind, reference: Day, state: Day, opened_on: Day, subject: tuple[str, Day]
) -> AnySelect:
    """A branch of heads; ``subject`` is the room of the audit log and the id in it."""
    room, key = subject
    return sa.select(
        case_id.label("id"),
        text(kind).label("kind"),
        reference.label("reference"),
        state.label("state"),
        opened_on.label("opened_on"),
        sa.func.concat(f"{room}/", key).label("subject"),
    )
