"""Record demands with their failures, notices of violation and penalties."""

from typing import Final

import sqlalchemy as sa

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.states import DemandState
from services.enforcement.storage.cases.lines import AnySelect, CaseKind, Day, clock, head, work
from services.enforcement.storage.tables import failures, penalties, record_demands, recordkeeping_petitions
from services.enforcement.storage.violations.tables import notices
from shared.authentication import Role

_d, _f, _n, _p, _t = record_demands.c, failures.c, notices.c, penalties.c, recordkeeping_petitions.c
_KEEPER: Final = (Role.RECORDKEEPING_OFFICER,)
_FPF: Final = (Role.FPF_OFFICER,)
_DECIDERS: Final = (Role.FPF_OFFICER, Role.PENALTIES_BRANCH)
_KIND: Final = CaseKind.RECORD_DEMAND


def _penalty(state: FailureState, action: str, rule: str, due_on: Day, roles: tuple[Role, ...]) -> AnySelect:
    """What a penalty waits for by a day (PEN-11)."""
    return (
        work(_f.demand_id, _KIND, action, rule, due_on, roles, part=_f.release_number, due_on=due_on)
        .join_from(failures, penalties)
        .where(_f.state == state)
    )


HEADS: Final = (
    head(
        _d.id,
        _KIND,
        _d.importer_number,
        _d.state,
        sa.func.coalesce(_d.oral_on, _d.issued_on),
        ("record-demands", _d.id),
    ),
)

WORK: Final = (
    work(_d.id, _KIND, "FOLLOW_ORAL_DEMAND", "REC-09", _d.oral_on, _KEEPER).where(_d.state == DemandState.ORAL_ONLY),
    work(_d.id, _KIND, "CONFIRM_RECEIPT", "REC-16", _d.issued_on, _KEEPER).where(_d.state == DemandState.ISSUED),
    work(_d.id, _KIND, "RECORD_PRODUCTION", "REC-11", _d.due_on, _KEEPER, due_on=_d.due_on).where(
        _d.state == DemandState.RUNNING
    ),
    work(_d.id, _KIND, "DECIDE_EXTENSION", "REC-14", _d.due_on, _KEEPER, due_on=_d.due_on).where(
        _d.state == DemandState.EXTENSION_PENDING
    ),
    work(_f.demand_id, _KIND, "DECIDE_FAILURE", "PEN-16", _f.failed_as_of, _FPF, part=_f.release_number).where(
        _f.state == FailureState.UNDER_REVIEW
    ),
    _penalty(FailureState.PENALTY_ISSUED, "FILE_PENALTY_PETITION", "RLF-02", _p.petition_by, _FPF),
    _penalty(FailureState.DECIDED, "AWAIT_PAYMENT", "RLF-06", _p.pay_by, _FPF).where(
        _p.collected_cents < _p.owed_cents
    ),
    *(
        work(_f.demand_id, _KIND, "DECIDE_PENALTY_PETITION", rule, _t.filed_on, _DECIDERS, part=_f.release_number)
        .join_from(failures, penalties)
        .join(recordkeeping_petitions)
        .where(_f.state == state, _t.notified_on.is_(None))
        for state, rule in ((FailureState.PETITIONED, "RLF-05"), (FailureState.SUPPLEMENTAL, "RLF-07"))
    ),
    work(_n.demand_id, _KIND, "CONFIRM_NOTICE_RECEIPT", "RCP-15", _n.issued_on, _KEEPER).where(
        _n.received_on.is_(None), _n.withdrawn_on.is_(None)
    ),
    work(_n.demand_id, _KIND, "RECORD_NOTICE_ANSWER", "RCP-15", _n.reminder_on, _KEEPER, due_on=_n.reminder_on).where(
        _n.received_on.is_not(None), _n.answered_on.is_(None), _n.withdrawn_on.is_(None)
    ),
)

CLOCKS: Final = (
    clock(_d.id, _KIND, "DEMAND_PRODUCTION", "REC-11", _d.due_on).where(
        _d.state.in_([DemandState.RUNNING, DemandState.EXTENSION_PENDING, DemandState.FAILED])
    ),
    clock(_n.demand_id, _KIND, "RCP_NOTICE_REMINDER", "RCP-15", _n.reminder_on).where(
        _n.reminder_on.is_not(None), _n.answered_on.is_(None), _n.withdrawn_on.is_(None)
    ),
    # The states after a deadline passed are named too: it is told of although the calendar acted first.
    clock(_p.demand_id, _KIND, "PETITION", "RLF-02", _p.petition_by, part=_p.release_number)
    .join_from(penalties, failures)
    .where(
        _f.state.in_([FailureState.PENALTY_ISSUED, FailureState.COLLECTION]),
        ~sa.exists().where(_t.penalty_id == _p.id),
    ),
    clock(_p.demand_id, _KIND, "PAYMENT", "RLF-06", _p.pay_by, part=_p.release_number)
    .join_from(penalties, failures)
    .where(
        _p.pay_by.is_not(None),
        _p.collected_cents < _p.owed_cents,
        _f.state.in_([FailureState.DECIDED, FailureState.COLLECTION]),
    ),
)
