"""Who may do what: one right per act, the roles that have it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.authentication import Role


class Right(StrEnum):
    """What a caller may be entitled to. Published notices and the list of certifications received are public."""

    DRAFT_NOTICE = "draft_notice"
    PUBLISH_NOTICE = "publish_notice"
    READ_DRAFT_NOTICES = "read_draft_notices"
    REGISTER_PRODUCER = "register_producer"
    READ_PRODUCERS = "read_producers"
    FILE_ELECTRONICALLY = "file_electronically"
    FILE_ON_PAPER = "file_on_paper"
    FILE = "file"
    REDUCE = "reduce"
    REVIEW = "review"
    CERTIFY_CLAIMS = "certify_claims"
    READ_OWN_CERTIFICATIONS = "read_own_certifications"
    READ_ALL_CERTIFICATIONS = "read_all_certifications"
    READ_FINDINGS = "read_findings"
    READ_RISK = "read_risk"
    DECIDE_RISK_FLAG = "decide_risk_flag"
    DRAW_SAMPLE = "draw_sample"
    VERIFY = "verify"
    APPROVE_HOLD = "approve_hold"
    APPROVE_KEYING_CORRECTION = "approve_keying_correction"
    READ_ATTACHMENTS = "read_attachments"
    AMEND_LIST = "amend_list"
    READ_LIST_AMENDMENTS = "read_list_amendments"
    ACT_AS_RECORDKEEPER = "act_as_recordkeeper"
    KEY_IN_FOR_RECORDKEEPERS = "key_in_for_recordkeepers"
    REVIEW_RECORDKEEPERS = "review_recordkeepers"
    DECIDE_ON_RECORDKEEPERS = "decide_on_recordkeepers"
    DECIDE_RECORDKEEPING_APPEALS = "decide_recordkeeping_appeals"
    COUNT_NOTICES_OF_VIOLATION = "count_notices_of_violation"
    READ_OWN_RECORDKEEPING = "read_own_recordkeeping"
    READ_ALL_RECORDKEEPING = "read_all_recordkeeping"


_OFFICERS: Final = frozenset(
    {
        Role.NOTICE_OFFICER,
        Role.CERTIFICATION_REVIEWER,
        Role.VERIFIER,
        Role.DISTRIBUTION_PREPARER,
        Role.DISTRIBUTION_APPROVER,
        Role.RECONSIDERATION_OFFICER,
        Role.AUDITOR,
    }
)

_RECORDKEEPING_READERS: Final = frozenset(
    {Role.RCP_OFFICER, Role.RCP_APPEALS_OFFICER, Role.RECORDKEEPING_OFFICER, Role.FPF_OFFICER, Role.AUDITOR}
)

RIGHTS: Final[Mapping[StrEnum, frozenset[str]]] = {
    Right.DRAFT_NOTICE: frozenset({Role.NOTICE_OFFICER}),
    Right.PUBLISH_NOTICE: frozenset({Role.NOTICE_OFFICER}),
    Right.READ_DRAFT_NOTICES: frozenset({Role.NOTICE_OFFICER, Role.CERTIFICATION_REVIEWER, Role.AUDITOR}),
    Right.REGISTER_PRODUCER: frozenset({Role.NOTICE_OFFICER, Role.CERTIFICATION_REVIEWER}),
    Right.READ_PRODUCERS: _OFFICERS | {Role.CLAIMANT},
    # A claimant files for the producers its token names; a reviewer keys in what came on paper.
    Right.FILE_ELECTRONICALLY: frozenset({Role.CLAIMANT}),
    Right.FILE_ON_PAPER: frozenset({Role.CERTIFICATION_REVIEWER}),
    Right.FILE: frozenset({Role.CLAIMANT, Role.CERTIFICATION_REVIEWER}),
    Right.REDUCE: frozenset({Role.CLAIMANT, Role.CERTIFICATION_REVIEWER, Role.VERIFIER}),
    Right.REVIEW: frozenset({Role.CERTIFICATION_REVIEWER}),
    Right.CERTIFY_CLAIMS: frozenset({Role.CERTIFICATION_REVIEWER}),
    # A claimant reads the certifications of the producers its token names, an officer all of them.
    Right.READ_OWN_CERTIFICATIONS: _OFFICERS | {Role.CLAIMANT},
    Right.READ_ALL_CERTIFICATIONS: _OFFICERS,
    Right.READ_FINDINGS: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER, Role.AUDITOR}),
    Right.READ_RISK: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER, Role.AUDITOR}),
    Right.DECIDE_RISK_FLAG: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER}),
    Right.DRAW_SAMPLE: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER}),
    Right.VERIFY: frozenset({Role.VERIFIER}),
    # Another person than the proposer; the use case sees to that.
    Right.APPROVE_HOLD: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER}),
    # Another reviewer than keyed the correction in.
    Right.APPROVE_KEYING_CORRECTION: frozenset({Role.CERTIFICATION_REVIEWER, Role.VERIFIER}),
    Right.READ_ATTACHMENTS: frozenset({Role.CLAIMANT, Role.CERTIFICATION_REVIEWER, Role.VERIFIER, Role.AUDITOR}),
    Right.AMEND_LIST: frozenset({Role.CERTIFICATION_REVIEWER}),
    Right.READ_LIST_AMENDMENTS: frozenset(
        {Role.NOTICE_OFFICER, Role.CERTIFICATION_REVIEWER, Role.VERIFIER, Role.AUDITOR}
    ),
    # A recordkeeper acts for the importers its token names; an officer of the program keys in what came on paper.
    Right.ACT_AS_RECORDKEEPER: frozenset({Role.RECORDKEEPER, Role.RCP_OFFICER}),
    Right.KEY_IN_FOR_RECORDKEEPERS: frozenset({Role.RCP_OFFICER}),
    Right.REVIEW_RECORDKEEPERS: frozenset({Role.RCP_OFFICER}),
    Right.DECIDE_ON_RECORDKEEPERS: frozenset({Role.RCP_OFFICER}),
    Right.DECIDE_RECORDKEEPING_APPEALS: frozenset({Role.RCP_APPEALS_OFFICER}),
    Right.COUNT_NOTICES_OF_VIOLATION: frozenset({Role.FPF_OFFICER}),
    Right.READ_OWN_RECORDKEEPING: _RECORDKEEPING_READERS | {Role.RECORDKEEPER},
    Right.READ_ALL_RECORDKEEPING: _RECORDKEEPING_READERS,
}
