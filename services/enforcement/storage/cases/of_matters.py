"""Section 1592 matters with their disclosures, petitions and offers in compromise."""

from typing import Final

import sqlalchemy as sa

from services.enforcement.domain.compromise.states import OfferState
from services.enforcement.domain.matters.states import CLOSED, DisclosureState, MatterState
from services.enforcement.storage.cases.lines import AnySelect, CaseKind, Day, clock, head, work
from services.enforcement.storage.matters.tables import disclosures, matter_history, matters, offers, petitions
from shared.authentication import Role

_m, _d, _o, _p = matters.c, disclosures.c, offers.c, petitions.c
_S: Final = MatterState
_FPF: Final = (Role.FPF_OFFICER,)
_DECIDERS: Final = (Role.FPF_OFFICER, Role.PENALTIES_BRANCH)
_BRANCH: Final = (Role.PENALTIES_BRANCH,)
_OVER: Final = [_S.DECIDED, _S.COLLECTION, _S.LITIGATION]
_ENDED: Final = sorted(CLOSED)

_moved_on: Final[Day] = (
    sa.select(sa.func.max(matter_history.c.on_day)).where(matter_history.c.matter_id == _m.id).scalar_subquery()
)
_last_day: Final[Day] = sa.func.greatest(_m.last_day, _m.waived_until)
_PETITIONED: Final = sa.exists().where(_p.matter_id == _m.id)


def _matter(state: MatterState, action: str, rule: str, *, due_on: Day | None = None) -> AnySelect:
    kind = CaseKind.MATTER
    if due_on is None:
        return work(_m.id, kind, action, rule, sa.func.coalesce(_moved_on, _m.opened_on), _FPF).where(_m.state == state)
    return work(_m.id, kind, action, rule, due_on, _FPF, due_on=due_on).where(_m.state == state)


def _of_matter(
    table: sa.Table, kind: CaseKind, action: str, rule: str, since: Day, roles: tuple[Role, ...]
) -> AnySelect:
    """Work on what belongs to a matter that is not closed."""
    return (
        work(table.c.id, kind, action, rule, since, roles, of_case=_m.id)
        .join_from(table, matters, table.c.matter_id == _m.id)
        .where(_m.state.not_in(_ENDED))
    )


def _disclosure(state: DisclosureState, action: str, rule: str, since: Day, roles: tuple[Role, ...]) -> AnySelect:
    return _of_matter(disclosures, CaseKind.PRIOR_DISCLOSURE, action, rule, since, roles).where(_d.state == state)


def _offer(state: OfferState, action: str, rule: str, roles: tuple[Role, ...]) -> AnySelect:
    return _of_matter(offers, CaseKind.COMPROMISE_OFFER, action, rule, _o.offered_on, roles).where(_o.state == state)


def _part(table: sa.Table, kind: CaseKind, state: Day, opened_on: Day) -> AnySelect:
    """The head of what belongs to a matter; its steps are the matter's."""
    return head(table.c.id, kind, _m.importer_number, state, opened_on, ("matters", table.c.matter_id)).join_from(
        table, matters, table.c.matter_id == _m.id
    )


HEADS: Final = (
    head(_m.id, CaseKind.MATTER, _m.importer_number, _m.state, _m.opened_on, ("matters", _m.id)),
    _part(disclosures, CaseKind.PRIOR_DISCLOSURE, _d.state, _d.disclosed_on),
    _part(
        petitions,
        CaseKind.PETITION,
        sa.case((_p.notified_on.is_(None), "FILED"), else_="DECIDED"),
        _p.filed_on,
    ),
    _part(offers, CaseKind.COMPROMISE_OFFER, _o.state, _o.offered_on),
)

WORK: Final = (
    _matter(_S.OPEN, "ISSUE_NOTICE", "CUL-05"),
    _matter(_S.PREPENALTY, "RECORD_PREPENALTY_RESPONSE", "CUL-07", due_on=_m.respond_by),
    _matter(_S.PREPENALTY_ANSWERED, "ISSUE_PENALTY_CLAIM", "CUL-08"),
    _matter(_S.PENALTY_CLAIMED, "RECORD_PETITION", "RLF-02", due_on=_m.petition_by),
    _matter(_S.DECIDED, "AWAIT_PAYMENT", "RLF-06", due_on=_m.pay_by),
    _matter(_S.DUTY_DEMANDED, "AWAIT_DUTIES", "CUL-16", due_on=_m.duties_by),
    _matter(_S.COLLECTION, "REFER_MATTER_TO_JUSTICE", "LIM-06", due_on=_last_day),
    _of_matter(petitions, CaseKind.PETITION, "DECIDE_PETITION", "RLF-05", _p.filed_on, _DECIDERS).where(
        _p.notified_on.is_(None)
    ),
    _disclosure(DisclosureState.RECEIVED, "REVIEW_PRIOR_DISCLOSURE", "CUL-09", _d.disclosed_on, _FPF),
    _disclosure(DisclosureState.UNDER_REVIEW, "NOTIFY_LOSS_CALCULATION", "CUL-11", _d.disclosed_on, _FPF),
    _disclosure(DisclosureState.AWAITING_TENDER, "RECORD_TENDER", "CUL-11", _d.tender_by, _FPF),
    _disclosure(DisclosureState.HQ_REVIEW, "DECIDE_HEADQUARTERS_REVIEW", "CUL-12", _d.notified_on, _BRANCH),
    _disclosure(
        DisclosureState.TENDERED,
        "GRANT_DISCLOSURE_BENEFIT",
        "CUL-10",
        sa.func.coalesce(_d.tendered_on, _d.disclosed_on),
        _FPF,
    ),
    _offer(OfferState.AWAITING_DEPOSIT, "CONFIRM_COMPROMISE_DEPOSIT", "CMP-02", _FPF),
    _offer(OfferState.UNDER_CONSIDERATION, "FILE_COMPROMISE_REPORT", "CMP-03", _FPF),
    _offer(OfferState.REPORTED, "RECOMMEND_COMPROMISE", "CMP-03", (Role.CUSTOMS_COUNSEL,)),
    _offer(OfferState.RECOMMENDED, "DECIDE_COMPROMISE", "CMP-05", _BRANCH),
    # Money is returned whatever became of the matter (CMP-06).
    work(
        _o.id,
        CaseKind.COMPROMISE_OFFER,
        "RETURN_COMPROMISE_DEPOSIT",
        "CMP-06",
        _o.offered_on,
        _FPF,
        of_case=_o.matter_id,
    ).where(_o.state.in_([OfferState.REJECTED, OfferState.WITHDRAWN])),
)


def _clock(name: str, rule: str, due_on: Day) -> AnySelect:
    return clock(_m.id, CaseKind.MATTER, name, rule, due_on).where(due_on.is_not(None))


# The states after a deadline passed are named too, so that it is told of although the calendar moved the matter first.
CLOCKS: Final = (
    _clock("PREPENALTY_RESPONSE", "CUL-07", _m.respond_by).where(_m.state == _S.PREPENALTY),
    _clock("PETITION", "RLF-02", _m.petition_by).where(
        _m.state.in_([_S.PENALTY_CLAIMED, _S.COLLECTION, _S.LITIGATION]), ~_PETITIONED
    ),
    _clock("PAYMENT", "RLF-06", _m.pay_by).where(
        _m.state.in_(_OVER), _m.penalty_collected_cents < _m.penalty_owed_cents
    ),
    _clock("SUPPLEMENTAL_PETITION", "RLF-07", _m.supplemental_by).where(_m.state.in_(_OVER)),
    _clock("DUTY_NOTICE_PAYMENT", "CUL-16", _m.duties_by).where(
        _m.state.not_in(_ENDED), _m.duties_collected_cents < _m.duties_owed_cents
    ),
    _clock("SOL", "LIM-06", _last_day).where(_m.state.not_in([*CLOSED - {_S.CLOSED_TIME_BARRED}, _S.LITIGATION])),
    clock(_d.id, CaseKind.PRIOR_DISCLOSURE, "PD_TENDER", "CUL-11", _d.tender_by, of_case=_d.matter_id).where(
        _d.tender_by.is_not(None),
        _d.state.in_([DisclosureState.AWAITING_TENDER, DisclosureState.DENIED]),
        _d.tendered_on.is_(None),
    ),
)
