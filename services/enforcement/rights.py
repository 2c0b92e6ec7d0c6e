"""Who may do what: one right per act, the roles that have it (enforcement rules, section 12)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.authentication import Role


class Right(StrEnum):
    """What a caller may be entitled to. Nothing here is public."""

    READ_DEMANDS = "read_demands"
    DEMAND_RECORDS = "demand_records"
    RECORD_ANSWERS = "record_answers"
    DECIDE_EXTENSIONS = "decide_extensions"
    DECIDE_PENALTIES = "decide_penalties"
    READ_CASES = "read_cases"
    READ_REFERRALS = "read_referrals"
    CREATE_REFERRALS = "create_referrals"
    ORDER_SEIZURES = "order_seizures"
    READ_AUDITS = "read_audits"
    CONDUCT_AUDITS = "conduct_audits"
    DETERMINE_OFFSETS = "determine_offsets"
    RECORD_INVESTIGATIONS = "record_investigations"
    APPROVE_OWN_TESTS = "approve_own_tests"
    DECIDE_REFUND_BASIS = "decide_refund_basis"
    READ_OWN_AUDITS = "read_own_audits"
    ACT_AS_AUDITED = "act_as_audited"
    RECORD_RECOVERIES = "record_recoveries"
    READ_RECOVERIES = "read_recoveries"
    OPEN_CONTACTS = "open_contacts"
    KEEP_CONTACTS = "keep_contacts"
    RECOMMEND_FIRST = "recommend_first"
    RECOMMEND_SECOND = "recommend_second"
    DECIDE_AWARDS = "decide_awards"
    READ_CLAIM_QUEUE = "read_claim_queue"
    READ_READ_LOG = "read_read_log"
    READ_MATTERS = "read_matters"
    KEEP_MATTERS = "keep_matters"
    ISSUE_PENALTIES = "issue_penalties"
    DEMAND_DUTIES = "demand_duties"
    DECIDE_PETITIONS = "decide_petitions"
    DECIDE_AT_HEADQUARTERS = "decide_at_headquarters"
    RECOMMEND_COMPROMISE = "recommend_compromise"
    SET_OFF = "set_off"
    APPROVE_SELF_REVIEW = "approve_self_review"
    REPORT_COMPROMISE = "report_compromise"
    READ_OWN_MATTERS = "read_own_matters"
    ACT_IN_OWN_MATTERS = "act_in_own_matters"
    KEEP_DEBTS = "keep_debts"
    READ_DEBTS = "read_debts"


# The port and Center directors, auditors and headquarters of section 12 who demand records are one role here,
# recordkeeping_officer; FP&F alone decides on culpability and penalties.
RIGHTS: Final[Mapping[StrEnum, frozenset[str]]] = {
    Right.READ_DEMANDS: frozenset({Role.RECORDKEEPING_OFFICER, Role.FPF_OFFICER, Role.AUDITOR}),
    Right.DEMAND_RECORDS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.RECORD_ANSWERS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.DECIDE_EXTENSIONS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.DECIDE_PENALTIES: frozenset({Role.FPF_OFFICER}),
    # A case is shown to whoever may read its kind.
    Right.READ_CASES: frozenset(
        {
            Role.PORT_DIRECTOR,
            Role.FPF_OFFICER,
            Role.RECORDKEEPING_OFFICER,
            Role.PENALTIES_BRANCH,
            Role.CUSTOMS_COUNSEL,
            Role.AUDITOR,
        }
    ),
    # Section 12: port directors, FP&F and auditors refer; a port director alone orders a seizure.
    Right.READ_REFERRALS: frozenset({Role.PORT_DIRECTOR, Role.FPF_OFFICER, Role.RECORDKEEPING_OFFICER, Role.AUDITOR}),
    Right.CREATE_REFERRALS: frozenset({Role.PORT_DIRECTOR, Role.FPF_OFFICER, Role.RECORDKEEPING_OFFICER}),
    Right.ORDER_SEIZURES: frozenset({Role.PORT_DIRECTOR}),
    # An auditor audits and never decides for FP&F (OFF-06, OFF-08).
    Right.READ_AUDITS: frozenset(
        {Role.RECORDKEEPING_OFFICER, Role.FPF_OFFICER, Role.PORT_DIRECTOR, Role.PENALTIES_BRANCH, Role.AUDITOR}
    ),
    Right.CONDUCT_AUDITS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.DETERMINE_OFFSETS: frozenset({Role.FPF_OFFICER}),
    Right.RECORD_INVESTIGATIONS: frozenset({Role.FPF_OFFICER, Role.SPECIAL_AGENT_IN_CHARGE, Role.PENALTIES_BRANCH}),
    Right.APPROVE_OWN_TESTS: frozenset({Role.RECORDKEEPING_OFFICER, Role.PENALTIES_BRANCH}),
    Right.DECIDE_REFUND_BASIS: frozenset({Role.PORT_DIRECTOR}),
    # The audited person reads and acts for the importers its token names (section 12, column IMP).
    Right.READ_OWN_AUDITS: frozenset({Role.RECORDKEEPER}),
    Right.ACT_AS_AUDITED: frozenset({Role.RECORDKEEPER}),
    # Recoveries are kept of every case; who records one does not learn whether somebody is paid for it.
    Right.RECORD_RECOVERIES: frozenset({Role.FPF_OFFICER}),
    Right.READ_RECOVERIES: frozenset({Role.FPF_OFFICER, Role.AWARD_OFFICER, Role.AUDITOR}),
    # Whoever receives information opens the contact and records the advice; the liaison alone keeps it (INF-25).
    Right.OPEN_CONTACTS: frozenset(
        {
            Role.INFORMANT_LIAISON,
            Role.SPECIAL_AGENT_IN_CHARGE,
            Role.PORT_DIRECTOR,
            Role.FPF_OFFICER,
            Role.RECORDKEEPING_OFFICER,
        }
    ),
    Right.KEEP_CONTACTS: frozenset({Role.INFORMANT_LIAISON}),
    Right.RECOMMEND_FIRST: frozenset({Role.SPECIAL_AGENT_IN_CHARGE}),
    Right.RECOMMEND_SECOND: frozenset({Role.PORT_DIRECTOR}),
    Right.DECIDE_AWARDS: frozenset({Role.AWARD_OFFICER}),
    Right.READ_CLAIM_QUEUE: frozenset({Role.SPECIAL_AGENT_IN_CHARGE, Role.PORT_DIRECTOR, Role.AWARD_OFFICER}),
    # Section 12: the supervisors at headquarters and of the liaison.
    Right.READ_READ_LOG: frozenset({Role.AWARD_OFFICER, Role.SPECIAL_AGENT_IN_CHARGE}),
    # Section 1592 (section 12): FP&F keeps a matter and issues; headquarters decides above its authority.
    Right.READ_MATTERS: frozenset(
        {Role.FPF_OFFICER, Role.PORT_DIRECTOR, Role.PENALTIES_BRANCH, Role.CUSTOMS_COUNSEL, Role.AUDITOR}
    ),
    Right.KEEP_MATTERS: frozenset({Role.FPF_OFFICER}),
    Right.ISSUE_PENALTIES: frozenset({Role.FPF_OFFICER}),
    Right.DEMAND_DUTIES: frozenset({Role.FPF_OFFICER, Role.PORT_DIRECTOR}),
    Right.DECIDE_PETITIONS: frozenset({Role.FPF_OFFICER, Role.PENALTIES_BRANCH}),
    Right.DECIDE_AT_HEADQUARTERS: frozenset({Role.PENALTIES_BRANCH}),
    Right.RECOMMEND_COMPROMISE: frozenset({Role.CUSTOMS_COUNSEL}),
    Right.SET_OFF: frozenset({Role.FPF_OFFICER}),
    Right.APPROVE_SELF_REVIEW: frozenset({Role.RECORDKEEPING_OFFICER, Role.PENALTIES_BRANCH}),
    Right.REPORT_COMPROMISE: frozenset({Role.FPF_OFFICER, Role.PORT_DIRECTOR}),
    # The person concerned reads and acts for the importers its token names (section 12, column IMP).
    Right.READ_OWN_MATTERS: frozenset({Role.RECORDKEEPER}),
    Right.ACT_IN_OWN_MATTERS: frozenset({Role.RECORDKEEPER}),
    Right.KEEP_DEBTS: frozenset({Role.FPF_OFFICER}),
    Right.READ_DEBTS: frozenset({Role.FPF_OFFICER, Role.PENALTIES_BRANCH, Role.AUDITOR}),
}
