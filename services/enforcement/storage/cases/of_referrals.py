"""Referrals to other agencies."""

from typing import Final

from services.enforcement.domain.referrals.states import ReferralState
from services.enforcement.storage.cases.lines import AnySelect, CaseKind, head, work
from services.enforcement.storage.referrals.tables import referrals
from shared.authentication import Role

_r = referrals.c
_REFERRERS: Final = (Role.PORT_DIRECTOR, Role.FPF_OFFICER, Role.RECORDKEEPING_OFFICER)
_KIND: Final = CaseKind.AGENCY_REFERRAL

HEADS: Final = (head(_r.id, _KIND, _r.agency, _r.state, _r.created_on, ("agency-referrals", _r.id)),)

WORK: Final = tuple(
    work(_r.id, _KIND, action, rule, since, roles).where(_r.state == state)
    for state, action, rule, since, roles in (
        (ReferralState.DRAFT, "SEND_REFERRAL", "AGY-03", _r.created_on, _REFERRERS),
        (ReferralState.SENT, "ACKNOWLEDGE_REFERRAL", "AGY-03", _r.sent_on, _REFERRERS),
        (ReferralState.WITH_AGENCY, "RECORD_AGENCY_DECISION", "AGY-03", _r.acknowledged_on, _REFERRERS),
        (ReferralState.DECIDED, "EXECUTE_REFERRAL", "AGY-02", _r.decided_on, (Role.PORT_DIRECTOR,)),
    )
)

# The texts give the agencies no time.
CLOCKS: Final[tuple[AnySelect, ...]] = ()
