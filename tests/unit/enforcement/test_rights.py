"""Who may do what, row by row (enforcement rules, section 12)."""

import pytest

from services.enforcement.rights import RIGHTS, Right
from shared.authentication import Role

TABLE = {
    Right.READ_DEMANDS: {"recordkeeping_officer", "fpf_officer", "auditor"},
    Right.DEMAND_RECORDS: {"recordkeeping_officer"},
    Right.RECORD_ANSWERS: {"recordkeeping_officer"},
    Right.DECIDE_EXTENSIONS: {"recordkeeping_officer"},
    Right.DECIDE_PENALTIES: {"fpf_officer"},
    Right.READ_CASES: {
        "port_director",
        "fpf_officer",
        "recordkeeping_officer",
        "penalties_branch",
        "customs_counsel",
        "auditor",
    },
    Right.READ_REFERRALS: {"port_director", "fpf_officer", "recordkeeping_officer", "auditor"},
    Right.CREATE_REFERRALS: {"port_director", "fpf_officer", "recordkeeping_officer"},
    Right.ORDER_SEIZURES: {"port_director"},
    Right.READ_AUDITS: {"recordkeeping_officer", "fpf_officer", "port_director", "penalties_branch", "auditor"},
    Right.CONDUCT_AUDITS: {"recordkeeping_officer"},
    Right.DETERMINE_OFFSETS: {"fpf_officer"},
    Right.RECORD_INVESTIGATIONS: {"fpf_officer", "special_agent_in_charge", "penalties_branch"},
    Right.APPROVE_OWN_TESTS: {"recordkeeping_officer", "penalties_branch"},
    Right.DECIDE_REFUND_BASIS: {"port_director"},
    Right.READ_OWN_AUDITS: {"recordkeeper"},
    Right.ACT_AS_AUDITED: {"recordkeeper"},
    Right.RECORD_RECOVERIES: {"fpf_officer"},
    Right.READ_RECOVERIES: {"fpf_officer", "award_officer", "auditor"},
    Right.OPEN_CONTACTS: {
        "informant_liaison",
        "special_agent_in_charge",
        "port_director",
        "fpf_officer",
        "recordkeeping_officer",
    },
    Right.KEEP_CONTACTS: {"informant_liaison"},
    Right.RECOMMEND_FIRST: {"special_agent_in_charge"},
    Right.RECOMMEND_SECOND: {"port_director"},
    Right.DECIDE_AWARDS: {"award_officer"},
    Right.READ_CLAIM_QUEUE: {"special_agent_in_charge", "port_director", "award_officer"},
    Right.READ_READ_LOG: {"award_officer", "special_agent_in_charge"},
    Right.READ_MATTERS: {"fpf_officer", "port_director", "penalties_branch", "customs_counsel", "auditor"},
    Right.KEEP_MATTERS: {"fpf_officer"},
    Right.ISSUE_PENALTIES: {"fpf_officer"},
    Right.DEMAND_DUTIES: {"fpf_officer", "port_director"},
    Right.DECIDE_PETITIONS: {"fpf_officer", "penalties_branch"},
    Right.DECIDE_AT_HEADQUARTERS: {"penalties_branch"},
    Right.RECOMMEND_COMPROMISE: {"customs_counsel"},
    Right.SET_OFF: {"fpf_officer"},
    Right.APPROVE_SELF_REVIEW: {"recordkeeping_officer", "penalties_branch"},
    Right.REPORT_COMPROMISE: {"fpf_officer", "port_director"},
    Right.READ_OWN_MATTERS: {"recordkeeper"},
    Right.ACT_IN_OWN_MATTERS: {"recordkeeper"},
    Right.KEEP_DEBTS: {"fpf_officer"},
    Right.READ_DEBTS: {"fpf_officer", "penalties_branch", "auditor"},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_each_right_is_held_by_these_roles_and_no_other(right: Right, role: Role) -> None:
    assert (role in RIGHTS[right]) is (role in TABLE[right])


def test_every_right_has_its_row() -> None:
    assert set(RIGHTS) == set(Right) == set(TABLE)
