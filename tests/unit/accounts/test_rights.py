"""Who may do what, row by row."""

import pytest

from services.accounts.rights import RIGHTS, Right
from shared.authentication import Role

TABLE = {
    Right.READ_ACCOUNTS: {
        "fund_accountant",
        "distribution_preparer",
        "distribution_approver",
        "notice_officer",
        "reconsideration_officer",
        "collections_officer",
        "auditor",
    },
    Right.READ_ENTRIES: {"fund_accountant", "collections_officer", "recordkeeping_officer", "auditor"},
    Right.VERIFY_LEDGER: {"fund_accountant", "distribution_preparer", "distribution_approver", "auditor"},
    Right.IMPORT_ENTRIES: {"fund_accountant"},
    Right.RECORD_LIQUIDATIONS: {"fund_accountant"},
    Right.RECORD_COLLECTIONS: {"fund_accountant"},
    Right.RECORD_RELIQUIDATIONS: {"fund_accountant"},
    Right.REVERSE_REFUNDS: {"fund_accountant", "distribution_approver"},
    Right.REGISTER_LEGAL_ACTIONS: {"fund_accountant", "collections_officer"},
    Right.PROPOSE_UNCOLLECTIBLE: {"collections_officer"},
    Right.APPROVE_UNCOLLECTIBLE: {"fund_accountant"},
    Right.PROPOSE_SWEEPS: {"distribution_preparer"},
    Right.APPROVE_SWEEPS: {"distribution_approver"},
    Right.STATE_SPECIAL_ACCOUNTS: {"fund_accountant"},
    Right.CLOSE_FISCAL_YEAR: {"fund_accountant"},
    Right.HOLD_SHARES: {"distribution_preparer"},
    Right.RELEASE_HOLDS: {"distribution_approver"},
    Right.SET_SEQUESTER_RATES: {"fund_accountant"},
    Right.RECALL_DISTRIBUTIONS: {"distribution_preparer"},
    Right.ISSUE_RERUNS: {"distribution_approver"},
    Right.PREPARE_DISTRIBUTIONS: {"distribution_preparer"},
    Right.CANCEL_DISTRIBUTIONS: {"distribution_preparer", "distribution_approver"},
    Right.APPROVE_DISTRIBUTIONS: {"distribution_approver"},
    Right.PAY_DISTRIBUTIONS: {"distribution_approver"},
    Right.NOTIFY_DISTRIBUTIONS: {"distribution_preparer", "distribution_approver"},
    Right.ISSUE_ANNUAL_REPORT: {"fund_accountant"},
    Right.READ_RECONSIDERATIONS: {
        "claimant",
        "fund_accountant",
        "distribution_preparer",
        "distribution_approver",
        "notice_officer",
        "reconsideration_officer",
        "collections_officer",
        "auditor",
    },
    Right.FILE_RECONSIDERATIONS: {"claimant", "reconsideration_officer"},
    Right.DECIDE_RECONSIDERATIONS: {"reconsideration_officer"},
    Right.APPROVE_RECONSIDERATIONS: {"distribution_approver", "reconsideration_officer"},
    Right.REGISTER_PAYEES: {"claimant", "fund_accountant"},
    Right.REGISTER_ANY_PAYEE: {"fund_accountant"},
    Right.READ_PAYMENT_FILES: {"fund_accountant", "distribution_preparer", "distribution_approver", "auditor"},
    Right.DOWNLOAD_PAYMENT_FILES: {"distribution_preparer", "distribution_approver"},
    Right.CREATE_PAYMENT_FILES: {"distribution_preparer"},
    Right.RELEASE_PAYMENT_FILES: {"distribution_approver"},
    Right.CANCEL_PAYMENT_FILES: {"distribution_preparer", "distribution_approver"},
    Right.CONFIRM_PAYMENTS: {"fund_accountant"},
    Right.READ_BILLS: {
        "fund_accountant",
        "distribution_preparer",
        "distribution_approver",
        "reconsideration_officer",
        "collections_officer",
        "auditor",
    },
    Right.READ_OWN_BILLS: {
        "claimant",
        "fund_accountant",
        "distribution_preparer",
        "distribution_approver",
        "reconsideration_officer",
        "collections_officer",
        "auditor",
    },
    Right.DETERMINE_OVERPAYMENTS: {"collections_officer"},
    Right.APPROVE_BILLS: {"collections_officer", "distribution_approver"},
    Right.MANAGE_BILLS: {"collections_officer"},
    Right.COLLECT_BILLS: {"collections_officer", "fund_accountant"},
    Right.COLLECT_RECEIVABLES: {"collections_officer", "fund_accountant"},
    Right.READ_AWARDS: {"fund_accountant", "distribution_approver"},
    Right.LIQUIDATE_BY_INSTRUCTION: {"fund_accountant"},
    Right.CONFIRM_RELEASE_CONDITIONS: {"fund_accountant"},
    Right.RELEASE_AWARDS: {"fund_accountant"},
    Right.PAY_AWARDS: {"distribution_approver"},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_each_right_is_held_by_these_roles_and_no_other(right: Right, role: Role) -> None:
    assert (role in RIGHTS[right]) is (role in TABLE[right])


def test_every_right_has_its_row() -> None:
    assert set(RIGHTS) == set(Right) == set(TABLE)
