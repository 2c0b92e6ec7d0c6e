"""Debts outside a matter: the four steps, and what goes to the Treasury (DBT-03).

The days of notice and transfer are told of by the debts' own job.
"""

from typing import Final

import sqlalchemy as sa

from services.enforcement.storage.cases.lines import AnySelect, CaseKind, head, work
from services.enforcement.storage.debts.tables import debts
from shared.authentication import Role

_d = debts.c
_FPF: Final = (Role.FPF_OFFICER,)
_KIND: Final = CaseKind.DEBT
_STATE: Final = sa.case(
    (_d.closed_on.is_not(None), "CLOSED"),
    (_d.transferred_on.is_not(None), "TRANSFERRED"),
    (_d.treasury_notified_on.is_not(None), "WITH_TREASURY"),
    (_d.disputed, "DISPUTED"),
    else_="OPEN",
)
_STEPS: Final = (
    _d.notice_given_on,
    _d.inspection_offered_on,
    _d.review_offered_on,
    _d.agreement_offered_on,
)
_PREPARED: Final = sa.and_(*(step.is_not(None) for step in _STEPS))
_OURS: Final = sa.and_(_d.closed_on.is_(None), _d.transferred_on.is_(None), _d.law == "OTHER")

HEADS: Final = (head(_d.id, _KIND, _d.debtor_number, _STATE, _d.billed_on, ("debts", _d.id)),)

WORK: Final = (
    work(_d.id, _KIND, "RECORD_DEBT_STEP", "DBT-03", _d.delinquent_since, _FPF).where(_OURS, ~_PREPARED),
    work(_d.id, _KIND, "SEND_DEBT_TO_TREASURY", "DBT-03", _d.delinquent_since, _FPF).where(_OURS, _PREPARED),
    work(_d.id, _KIND, "COLLECT_DEBT", "DBT-01", _d.delinquent_since, _FPF).where(
        _d.closed_on.is_(None), _d.law == "TARIFF"
    ),
)

CLOCKS: Final[tuple[AnySelect, ...]] = ()
