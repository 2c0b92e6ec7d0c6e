"""Audits: their procedure, their report, and the offset that waits for a decision."""

from typing import Final

import sqlalchemy as sa

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.states import AuditState, OffsetEvent, OffsetState
from services.enforcement.storage.audits.tables import audits, clocks, determinations, referrals, scopes
from services.enforcement.storage.cases.lines import AnySelect, CaseKind, Day, clock, head, legal_day, work
from shared.authentication import Role

_a, _c, _o = audits.c, clocks.c, determinations.c
_S: Final = AuditState
_KIND: Final = CaseKind.AUDIT
_AUDITORS: Final = (Role.RECORDKEEPING_OFFICER,)
_FPF: Final = (Role.FPF_OFFICER,)
_RULES: Final = {ClockKind.CONFERENCE: "AUD-06", ClockKind.REPORT: "AUD-07", ClockKind.COPY: "AUD-08"}
_OPEN: Final = sa.and_(_c.satisfied_on.is_(None), _c.cancelled_on.is_(None))

_planned_on: Final[Day] = (
    sa.select(scopes.c.set_on).where(scopes.c.audit_id == _a.id, scopes.c.version == 1).scalar_subquery()
)
_referred_on: Final[Day] = (
    sa.select(sa.func.max(referrals.c.referred_on)).where(referrals.c.audit_id == _a.id).scalar_subquery()
)


def _running(kind: ClockKind) -> sa.Exists:
    return sa.exists().where(_c.audit_id == _a.id, _c.kind == kind, _OPEN)


def _due(kind: ClockKind, action: str, rule: str, *states: AuditState) -> AnySelect:
    """What an open clock makes due."""
    return (
        work(_a.id, _KIND, action, rule, _c.due_on, _AUDITORS, due_on=_c.due_on)
        .join_from(audits, clocks, _c.audit_id == _a.id)
        .where(_c.kind == kind, _OPEN, _a.state.in_(states))
    )


def _waiting(state: AuditState, action: str, rule: str, since: Day) -> AnySelect:
    """What a state alone asks for; a step that was skipped leaves no day of its own."""
    waits_on = sa.func.coalesce(since, _planned_on)
    return work(_a.id, _KIND, action, rule, waits_on, _AUDITORS).where(_a.state == state)


HEADS: Final = (head(_a.id, _KIND, _a.importer_number, _a.state, _planned_on, ("audits", _a.id)),)

WORK: Final = (
    _waiting(_S.PLANNED, "GIVE_AUDIT_NOTICE", "AUD-01", _planned_on),
    _waiting(_S.NOTIFIED, "INFORM_AUDIT_RIGHTS", "AUD-02", legal_day(_a.noticed_at)),
    _waiting(_S.RIGHTS_GIVEN, "BEGIN_FIELDWORK", "AUD-02", _a.rights_given_on),
    _waiting(_S.FIELDWORK, "HOLD_CLOSING_CONFERENCE", "AUD-04", _a.termination_on).where(
        ~_running(ClockKind.CONFERENCE)
    ),
    _due(ClockKind.CONFERENCE, "HOLD_CLOSING_CONFERENCE", "AUD-06", _S.FIELDWORK),
    _due(ClockKind.REPORT, "COMPLETE_AUDIT_REPORT", "AUD-07", _S.REPORTING),
    _waiting(_S.REPORTING, "COMPLETE_AUDIT_REPORT", "AUD-11", _a.conference_on).where(~_running(ClockKind.REPORT)),
    _due(ClockKind.COPY, "SEND_AUDIT_COPY", "AUD-08", _S.REPORTED, _S.REFERRED),
    *(
        _waiting(state, "REFER_OR_CLOSE_AUDIT", "AUD-12", _a.report_completed_on)
        for state in (_S.REPORTED, _S.COPY_SENT)
    ),
    work(_a.id, _KIND, "PROPOSE_OFFSET_DETERMINATION", "OFF-22", sa.func.coalesce(_referred_on, _planned_on), _FPF)
    .where(_a.state != _S.CLOSED, _a.offset_state == OffsetState.WITH_FPF)
    .where(~sa.exists().where(_o.audit_id == _a.id, _o.approved_by.is_(None))),
    *(
        work(_a.id, _KIND, action, rule, _o.proposed_on, roles)
        .join_from(audits, determinations, _o.audit_id == _a.id)
        .where(_a.state != _S.CLOSED, _o.approved_by.is_(None), by_auditor)
        for action, rule, roles, by_auditor in (
            ("APPROVE_AUDIT_OFFSET", "OFF-15", _AUDITORS, _o.event == OffsetEvent.CONFIRM_OFFSET),
            ("APPROVE_OFFSET_DETERMINATION", "OFF-22", _FPF, _o.event != OffsetEvent.CONFIRM_OFFSET),
        )
    ),
    work(_a.id, _KIND, "CLOSE_AUDIT", "OFF-15", sa.func.coalesce(_referred_on, _planned_on), _AUDITORS).where(
        _a.state == _S.REFERRED,
        _a.offset_state.is_(None) | _a.offset_state.not_in([OffsetState.PROVISIONAL, OffsetState.WITH_FPF]),
        ~_running(ClockKind.COPY),
    ),
)

# What fell due before its act, or before an investigation struck it, stays breached (AUD-09).
CLOCKS: Final = (
    clock(_c.audit_id, _KIND, _c.kind, sa.case(_RULES, value=_c.kind, else_="AUD-06"), _c.due_on).where(
        _OPEN | (_c.due_on < sa.func.least(_c.satisfied_on, _c.cancelled_on))
    ),
)
