"""Rights row by row, and that every field has a rule and a description."""

from pathlib import Path

import pytest

from services.certification.graphql import schema as schema_module
from services.certification.graphql.schema import schema
from services.certification.rights import RIGHTS, Right
from shared.graphql.checks import undescribed, unguarded

OFFICERS = {
    "notice_officer",
    "certification_reviewer",
    "verifier",
    "distribution_preparer",
    "distribution_approver",
    "reconsideration_officer",
    "auditor",
}
RECORDKEEPING_READERS = {"rcp_officer", "rcp_appeals_officer", "recordkeeping_officer", "fpf_officer", "auditor"}
ROWS = {
    Right.ACT_AS_RECORDKEEPER: {"recordkeeper", "rcp_officer"},
    Right.KEY_IN_FOR_RECORDKEEPERS: {"rcp_officer"},
    Right.REVIEW_RECORDKEEPERS: {"rcp_officer"},
    Right.DECIDE_ON_RECORDKEEPERS: {"rcp_officer"},
    Right.DECIDE_RECORDKEEPING_APPEALS: {"rcp_appeals_officer"},
    Right.COUNT_NOTICES_OF_VIOLATION: {"fpf_officer"},
    Right.READ_OWN_RECORDKEEPING: RECORDKEEPING_READERS | {"recordkeeper"},
    Right.READ_ALL_RECORDKEEPING: RECORDKEEPING_READERS,
    Right.DRAFT_NOTICE: {"notice_officer"},
    Right.PUBLISH_NOTICE: {"notice_officer"},
    Right.READ_DRAFT_NOTICES: {"notice_officer", "certification_reviewer", "auditor"},
    Right.REGISTER_PRODUCER: {"notice_officer", "certification_reviewer"},
    Right.READ_PRODUCERS: OFFICERS | {"claimant"},
    Right.FILE_ELECTRONICALLY: {"claimant"},
    Right.FILE_ON_PAPER: {"certification_reviewer"},
    Right.FILE: {"claimant", "certification_reviewer"},
    Right.REDUCE: {"claimant", "certification_reviewer", "verifier"},
    Right.APPROVE_KEYING_CORRECTION: {"certification_reviewer", "verifier"},
    Right.REVIEW: {"certification_reviewer"},
    Right.CERTIFY_CLAIMS: {"certification_reviewer"},
    Right.READ_OWN_CERTIFICATIONS: OFFICERS | {"claimant"},
    Right.READ_ALL_CERTIFICATIONS: OFFICERS,
    Right.READ_FINDINGS: {"certification_reviewer", "verifier", "auditor"},
    Right.READ_RISK: {"certification_reviewer", "verifier", "auditor"},
    Right.DECIDE_RISK_FLAG: {"certification_reviewer", "verifier"},
    Right.DRAW_SAMPLE: {"certification_reviewer", "verifier"},
    Right.VERIFY: {"verifier"},
    Right.APPROVE_HOLD: {"certification_reviewer", "verifier"},
    Right.READ_ATTACHMENTS: {"claimant", "certification_reviewer", "verifier", "auditor"},
    Right.AMEND_LIST: {"certification_reviewer"},
    Right.READ_LIST_AMENDMENTS: {"notice_officer", "certification_reviewer", "verifier", "auditor"},
}


@pytest.mark.parametrize("right", Right)
def test_the_roles_of_each_right(right: Right) -> None:
    assert RIGHTS[right] == ROWS[right]


def test_no_right_is_unused() -> None:
    source = "".join(path.read_text() for path in Path(schema_module.__file__).parent.rglob("*.py"))
    assert [right.name for right in Right if f"Right.{right.name}" not in source] == []


def test_every_root_field_has_a_rule_and_every_member_a_description() -> None:
    assert unguarded(schema) == []
    assert undescribed(schema) == []


def test_the_committed_schema_is_the_schema() -> None:
    committed = Path(schema_module.__file__).with_name("schema.graphql").read_text()
    assert committed == schema.as_str() + "\n"
